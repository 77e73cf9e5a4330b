"""The random numbers of the language, run by CPython: Kolmogorov–Smirnov for continuous, chi-square for discrete distributions."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from llbayes.lang.library import random as r

N = 4000


def rng(seed=5):
    """The primitives on a fresh bit generator."""
    return r.Rng(np.random.PCG64(seed))


def several(f, *args, n=N):
    g = rng()
    return np.array([f(g, *args) for _ in range(n)])


CONTINUOUS = [
    (r.normal, (), stats.norm()), (r.exponential, (), stats.expon()), (r.cauchy, (), stats.cauchy()),
    (r.laplace, (), stats.laplace()), (r.logistic, (), stats.logistic()),
    (r.gamma, (0.3,), stats.gamma(0.3)), (r.gamma, (1.0,), stats.gamma(1.0)), (r.gamma, (25.0,), stats.gamma(25.0)), (r.student_t, (3.0,), stats.t(3.0)),
    (r.beta, (0.5, 2.0), stats.beta(0.5, 2.0)), (r.beta, (20.0, 3.0), stats.beta(20.0, 3.0)), (r.beta, (0.05, 0.08), stats.beta(0.05, 0.08)),
]
DISCRETE = [
    (r.poisson, (0.3,), stats.poisson(0.3)), (r.poisson, (9.9,), stats.poisson(9.9)), (r.poisson, (10.0,), stats.poisson(10.0)),
    (r.poisson, (400.0,), stats.poisson(400.0)),
    (r.binomial, (7, 0.3), stats.binom(7, 0.3)), (r.binomial, (100, 0.93), stats.binom(100, 0.93)), (r.binomial, (40, 0.5), stats.binom(40, 0.5)),
    (r.binomial, (100000, 0.2), stats.binom(100000, 0.2)), (r.negative_binomial, (6.0, 2.0), stats.nbinom(2.0, 2.0 / 8.0)),
    (r.categorical, (np.array([0.2, 0.5, 0.3]),), stats.rv_discrete(values=(range(3), [0.2, 0.5, 0.3]))),
]


@pytest.mark.parametrize(("f", "args", "exact"), CONTINUOUS)
def test_continuous(f, args, exact):
    assert stats.kstest(np.clip(several(f, *args), 1e-300 if f is r.beta else -np.inf, np.inf), exact.cdf).pvalue > 1e-3


@pytest.mark.parametrize(("f", "args", "exact"), DISCRETE)
def test_discrete(f, args, exact):
    x = several(f, *args)
    edges = np.unique(exact.ppf(np.linspace(0.04, 0.96, 24)))
    inner = np.diff(np.concatenate([[0.0], exact.cdf(edges), [1.0]]))
    counts = np.bincount(np.searchsorted(edges, x), minlength=len(inner))
    keep = inner * N > 1
    assert counts[~keep].sum() < 20
    assert stats.chisquare(counts[keep], inner[keep] / inner[keep].sum() * counts[keep].sum()).pvalue > 1e-3


def test_degenerate_binomials():
    assert [r.binomial(rng(), 5, p) for p in (0.0, 1.0)] == [0, 5]


def test_vectors():
    g = rng()
    a, c, out = np.array([0.5, 2.0, 4.0]), np.array([[2.0, 0.0], [-1.0, 0.5]]), np.zeros((N, 2))
    x = np.zeros((N, 3))
    for k in range(N):
        r.dirichlet(g, a, x[k])
        r.multivariate_normal(g, np.array([1.0, -1.0]), c, out[k])
    np.testing.assert_allclose(x.sum(axis=1), 1.0, rtol=1e-14)
    assert stats.kstest(x[:, 1], stats.beta(2.0, 4.5).cdf).pvalue > 1e-3
    white = np.linalg.solve(c, (out - [1.0, -1.0]).T)
    assert stats.kstest(white.ravel(), stats.norm().cdf).pvalue > 1e-3
    np.testing.assert_allclose(np.cov(white), np.eye(2), atol=0.1)


def test_bits_have_63_bits():
    b = np.array([rng(s).bits() for s in range(200)])
    assert b.min() >= 0 and b.max() < 2**63 and (b >> 62).mean() == pytest.approx(0.5, abs=0.2)

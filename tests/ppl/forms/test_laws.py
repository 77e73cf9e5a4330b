"""Laws that every distribution made of others obeys, walked over a table of examples: as those of families (`tests/ppl/test_distributions.py`)."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
import scipy.stats as st
from form_examples import EXAMPLES, VECTORS

from llbayes import ad
from llbayes.lang.library.random import Rng

pytestmark = pytest.mark.thinned(3)

NUMBERS = [pytest.param(e, id=name) for name, e in EXAMPLES.items()]
COUNTS = [pytest.param(e, id=name) for name, e in EXAMPLES.items() if e.make(np.array(e.t)).discrete]
DENSE = [p for p in NUMBERS if not p.values[0].make(np.array(p.values[0].t)).discrete]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)
MOST = 200                                       # counts above have next to no probability in these examples


def made(e):
    return e.make(np.array(e.t))


@cache
def drawn(e, n=4000):
    d = made(e)
    return np.asarray(d.draw(Rng(np.random.PCG64(20250301)), (n, *d.event(np.shape))))


def points(e):
    """Draws, some of them, and for numbers points beyond."""
    x = drawn(e)
    return np.sort(x[:60][~np.isin(x[:60], e.atoms)])[:40:4] if x.ndim == 1 else x[:6]


def edges(e):
    """Pieces on which the density is smooth, more or less, and which hold all but 1e-9 of it."""
    d, x = made(e), drawn(e)
    low, high = (float(np.min(b)) if b is not None else b for b in (e.span if e.span != (None, None) else d.support().bounds()))
    width = np.std(x) + 1e-3
    first, last = np.min(x) if low is None else low, np.max(x) if high is None else high
    beyond = np.geomspace(1e-2, 1e5, 100) * width
    tails = [first - beyond] * (low is None) + [last + beyond] * (high is None)
    return np.unique(np.concatenate([np.linspace(first, last, 200), np.clip([-3.0, -2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 0.4], first, last), *tails]))


def integrals(e, f):
    """The integral of f over each piece."""
    at = edges(e)
    half = 0.5 * np.diff(at)[:, None]
    x = at[:-1, None] + half + half * NODES
    return np.sum(WEIGHTS * half * f(x), axis=1)


@pytest.mark.parametrize("e", NUMBERS)
def test_it_says_what_it_must_and_its_parts_are_shown(e):
    d = made(e)
    missing = [what for what in e.has if not d.has(what)]
    assert not missing and d.has("sample")
    assert "…" not in repr(d) and str(d)


@pytest.mark.parametrize("e", DENSE)
def test_the_density_integrates_to_the_cdf_and_to_its_moments(e):
    d, at = made(e), edges(e)
    mass = integrals(e, d.pdf)
    own = np.array([d.pdf(a) for a in e.atoms])
    assert mass.sum() + own.sum() == pytest.approx(1.0, abs=1e-6)
    if d.has("cdf"):
        passed = np.sum(own * (np.array(e.atoms) <= at[1:, None]) * (np.array(e.atoms) > at[0]), axis=1)
        np.testing.assert_allclose(d.cdf(at[1:]) - d.cdf(at[:1]), np.cumsum(mass) + passed, atol=1e-6)
    if "mean" in e.has:
        mean = integrals(e, lambda x: x * d.pdf(x)).sum() + np.sum(own * e.atoms)
        assert d.mean() == pytest.approx(mean, abs=1e-5)
        assert d.variance() == pytest.approx(integrals(e, lambda x: (x - mean) ** 2 * d.pdf(x)).sum() + np.sum(own * (np.array(e.atoms) - mean) ** 2), rel=1e-4)


@pytest.mark.parametrize("e", COUNTS)
def test_probabilities_add_up_to_one_to_the_cdf_and_to_moments(e):
    d, k = made(e), np.arange(e.span[0] or 0, (e.span[1] or MOST) + 1)
    p = d.pdf(k)
    assert p.sum() == pytest.approx(1.0, abs=1e-9)
    assert e.span != (None, None) or d.logpdf(0.5) == d.logpdf(-7) == -math.inf
    if d.has("cdf"):
        np.testing.assert_allclose(d.cdf(k), np.cumsum(p), atol=1e-9)
        np.testing.assert_allclose(d.cdf(k + 0.5), np.cumsum(p), atol=1e-9)
    if d.has("mean"):
        assert d.mean() == pytest.approx(np.sum(k * p), rel=1e-8)
    if d.has("variance"):
        assert d.variance() == pytest.approx(np.sum(k**2 * p) - np.sum(k * p) ** 2, rel=1e-7)


@pytest.mark.parametrize("e", NUMBERS)
def test_tails_and_quantiles_agree(e):
    d, x = made(e), points(e)
    if not d.has("cdf"):
        return
    np.testing.assert_allclose(np.exp(d.logcdf(x)), d.cdf(x), rtol=1e-9)
    np.testing.assert_allclose(np.exp(d.logsf(x)), 1.0 - d.cdf(x), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(d.sf(x), np.exp(d.logsf(x)))
    if d.has("quantile"):
        np.testing.assert_allclose(d.quantile(d.cdf(x)), x, rtol=1e-7, atol=1e-9)
        assert np.isnan(d.quantile(1.5)) and np.isnan(d.quantile(-0.1))


@pytest.mark.parametrize("e", NUMBERS)
def test_draws_follow_the_law(e):
    """At a rate of one false alarm in 10,000."""
    d, x = made(e), drawn(e)
    assert np.isfinite(d.logpdf(x)).all()
    if not d.discrete:
        for a in e.atoms:
            assert st.binomtest(int(np.sum(x == a)), len(x), d.pdf(a)).pvalue > 1e-4
        cuts, cumulated = edges(e), np.concatenate([[0.0], np.cumsum(integrals(e, d.pdf))])
        assert st.kstest(x[~np.isin(x, e.atoms)], lambda v: np.interp(v, cuts, cumulated / cumulated[-1])).pvalue > 1e-4
        return
    k = np.arange(MOST)
    seen, expected = np.bincount(x, minlength=MOST)[:MOST], len(x) * d.pdf(k) * ((k >= (e.span[0] or 0)) & (k <= (e.span[1] or MOST)))
    usual = expected > 5
    rest = len(x) - expected[usual].sum()
    observed = np.append(seen[usual], seen[~usual].sum())
    statistic = np.sum((observed - np.append(expected[usual], rest)) ** 2 / np.append(expected[usual], max(rest, 1.0)))
    assert st.chi2(len(observed) - 1).sf(statistic) > 1e-4


def differences(f, v, h=1e-6):
    v = np.asarray(v, float)
    steps = np.eye(v.size).reshape(v.size, *v.shape) * h
    return np.array([(f(v + s) - f(v - s)) / (2 * h) for s in steps]).reshape(v.shape)


@pytest.mark.parametrize("e", [pytest.param(e, id=name) for name, e in VECTORS.items()])
def test_machine_code_gives_the_same_and_its_derivatives_are_right(e):
    """Of those of numbers `tests/ppl/laws/test_forms.py` compares them with mpmath."""
    x = points(e)

    def total(t, x):
        return np.sum(e.make(t).logpdf(x))

    t = np.array(e.t)
    value, gradient = ad.value_and_grad(total, argnums=(0, 1))(t, x)
    assert value == pytest.approx(total(t, x), rel=1e-12)
    for got, want in zip(gradient, (differences(lambda v: total(v, x), t), differences(lambda v: total(t, v), x)), strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)
    hessian = ad.hessian(lambda t: total(t, x))(t)
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-8, atol=1e-8 * np.max(np.abs(hessian)))
    slope = ad.grad(lambda t: total(t, x))
    np.testing.assert_allclose(hessian, [(slope(t + h) - slope(t - h)) / 2e-6 for h in 1e-6 * np.eye(len(t))], rtol=1e-5, atol=1e-5)


@pytest.mark.sweep
@pytest.mark.parametrize("e", NUMBERS)
def test_machine_code_says_the_same(e):
    x = points(e)
    p = np.array([0.0, 1e-3, 0.3, 0.9, 1.0])

    def said(t, x, p):
        d = e.make(t)
        curves = [d.pdf(x), d.logpdf(x)]
        if d.has("cdf"):
            curves = [*curves, d.cdf(x), d.logcdf(x), d.sf(x), d.logsf(x)]
        if d.has("quantile"):
            curves = [*curves, d.quantile(p)]
        moments = [d.mean()] if d.has("mean") else []
        return curves, [*moments, d.variance(), d.sd()] if d.has("variance") else moments

    for got, want in zip(ad.evaluate(said)(np.array(e.t), x, p), said(np.array(e.t), x, p), strict=True):
        for g, w in zip(got, want, strict=True):
            np.testing.assert_allclose(g, w, rtol=1e-11, atol=1e-13)

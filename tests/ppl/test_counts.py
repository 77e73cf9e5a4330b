"""Laws of discrete distributions: at every example their distribution function is the running sum of their probabilities, moments are sums, draws follow
them; at points of all sizes both tails are mpmath's, far below the smallest double too; in machine code as in CPython."""

from __future__ import annotations

import math
from functools import cache

import mpmath as mp
import numpy as np
import pytest
import scipy.stats as st

from llbayes import ad
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl import (
    Bernoulli,
    BetaBinomial,
    DirichletMultinomial,
    DiscreteUniform,
    DiscreteWeibull,
    Multinomial,
    NegativeBinomial,
    OrderedLogistic,
    OrderedProbit,
    Zipf,
)
from llbayes.ppl.base.constraints import positive
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .exact_counts import CASES, OF, TAILS

pytestmark = pytest.mark.thinned(3)

INF = math.inf
FALSE_ALARM = 1e-4                               # of one test of draws
DISCRETE = [f for f in FAMILIES if f.discrete and not f.axes]
POINTS = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in DISCRETE for k, e in enumerate(f.examples)]
NUMBERS = {(f.name, f.params[-1].name): f for f in DISCRETE if not any(p.axes for p in f.params)}
MANY = 400                                       # values that hold all of the mass of an example but 1e-12


def values(family, params):
    """(values that hold the mass, their probabilities)."""
    low, high = family.support(*params).bounds()
    x = np.arange(low, 1 + (low + MANY if high is None else min(high, low + MANY)))
    return x, np.exp(make(family, *params).logpdf(x))


@pytest.mark.parametrize(("family", "params"), POINTS)
def test_the_distribution_function_is_the_running_sum(family, params):
    d, (x, p) = make(family, *params), values(family, params)
    want = np.cumsum(p)
    np.testing.assert_allclose(want[-1], 1.0, rtol=1e-9)
    np.testing.assert_allclose(d.cdf(x), want, rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(d.cdf(x + 0.75), d.cdf(x))
    np.testing.assert_allclose(np.exp(d.logcdf(x)), d.cdf(x), rtol=1e-12)
    np.testing.assert_allclose(d.sf(x), np.append(np.cumsum(p[:0:-1])[::-1], 0.0), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(d.cdf(x) + d.sf(x), 1.0, rtol=1e-12)
    for below in (x[0] - 1, x[0] - 0.01, -INF):
        assert (d.cdf(below), d.logcdf(below), d.logsf(below)) == (0.0, -INF, 0.0)
    for above in (INF, *(() if family.support(*params).bounds()[1] is None else (x[-1], x[-1] + 3))):
        assert (d.cdf(above), d.logcdf(above), d.logsf(above)) == (1.0, 0.0, -INF)


@pytest.mark.parametrize(("family", "params"), [c for c in POINTS if c.values[0].mean is not None])
def test_moments_are_sums(family, params):
    x, p = values(family, params)
    mean = np.sum(p * x)
    np.testing.assert_allclose(family.mean(*params), mean, rtol=1e-8, atol=1e-12)
    if family.variance is not None:
        np.testing.assert_allclose(family.variance(*params), np.sum(p * (x - mean) ** 2), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize(("family", "params"), POINTS)
def test_draws_follow_the_probabilities(family, params):
    """χ² over classes of at least 8 draws expected; what is left over is one class more."""
    n = 3000
    x, p = values(family, params)
    drawn = make(family, *params).draw(Rng(np.random.PCG64(11)), (n,))
    found = np.array([np.sum(drawn == v) for v in x])
    assert not np.any(found[p == 0.0])
    often = n * p >= 8.0
    expected = np.append(n * p[often], n - np.sum(n * p[often]))
    seen = np.append(found[often], n - np.sum(found[often]))
    expected, seen = (expected, seen) if expected[-1] >= 1.0 else (expected[:-1], seen[:-1])
    assert len(expected) == 1 or st.chi2(len(expected) - 1).sf(np.sum((seen - expected) ** 2 / expected)) > FALSE_ALARM


# -- tails at all sizes
@cache
def exact(name, x, *params):
    with mp.workdps(60):
        return TAILS[name](*map(mp.mpf, (x, *params)))


def test_there_are_tails_of_every_family_with_a_distribution_function():
    assert {name for name, f in NUMBERS.items() if f.cdf is not None} == TAILS.keys() == CASES.keys()


def tails(family):
    """A program of cdf, logcdf and logsf at arrays of values and parameters."""
    def of_one(x, a):
        d = make(family, a)
        return np.stack([d.cdf(x), d.logcdf(x), d.logsf(x)])

    def of_two(x, a, b):
        d = make(family, a, b)
        return np.stack([d.cdf(x), d.logcdf(x), d.logsf(x)])

    def of_three(x, a, b, c):
        d = make(family, a, b, c)
        return np.stack([d.cdf(x), d.logcdf(x), d.logsf(x)])
    return (of_one, of_two, of_three)[len(family.params) - 1]


@pytest.mark.parametrize("name", TAILS, ids="-".join)
def test_tails(name):
    rows = [(x, *case[:-1]) for case in CASES[name] for x in case[-1]]
    pairs = [exact(name, *row) for row in rows]
    want = [[float(mp.exp(f)) for f, _ in pairs], [float(f) for f, _ in pairs], [float(s) for _, s in pairs]]
    columns = [np.array(c, float) for c in zip(*rows, strict=True)]
    with np.errstate(all="ignore"):
        found = tails(NUMBERS[name])(*columns), ad.evaluate(tails(NUMBERS[name]))(*columns)
    for got in found:
        for kind, some, right in zip(("cdf", "logcdf", "logsf"), got, want, strict=True):
            for at, g, w in zip(rows, some, right, strict=True):
                assert g == w or abs(g - w) <= 1e-9 * abs(w) + 1e-290, (kind, at, g, w)


@pytest.mark.parametrize("name", TAILS, ids="-".join)
def test_slopes_of_tails(name):
    """Of logcdf and logsf in every parameter but a number of trials, at points where neither is rounded off."""
    family = NUMBERS[name]
    rows = [(x, *case[:-1]) for case in CASES[name] for x in case[-1] if max(map(abs, (x, *case[:-1]))) < 500 and min(map(abs, case[:-1])) > 1e-5][:3]
    columns = [np.array(c, float) for c in zip(*rows, strict=True)]
    run = tails(family)
    free = [k for k, spec in enumerate(family.params, 1) if spec.name not in ("n", "N", "k") or spec.domain is positive]       # others count trials
    for kind in (1, 2) if free else ():
        def one(*at, kind=kind):
            return np.sum(run(*at)[kind])
        for k, slopes in zip(free, ad.grad(one, argnums=tuple(free))(*columns), strict=True):
            for row, got in zip(rows, slopes, strict=True):
                with mp.workdps(40):
                    at = [mp.mpf(v) for v in row]
                    want = mp.diff(lambda t: TAILS[name](*at[:k], t, *at[k + 1 :])[kind - 1], at[k], h=mp.mpf(10) ** -18 * at[k])  # noqa: B023
                assert abs(got - float(want)) <= 1e-7 * abs(float(want)) + 1e-280, (row, k, kind, got, float(want))


def test_parameters_outside_of_their_domain_have_no_tails():
    for family in NUMBERS.values():
        for k, spec in enumerate(family.params):
            if family.cdf is None or not spec.domain.restricts():
                continue
            params = [np.float64(p) for p in family.examples[0]]
            params[k] = np.float64(-1.5)
            d = make(family, *params)
            with np.errstate(all="ignore"):
                assert math.isnan(d.cdf(0)) and math.isnan(d.logcdf(0)) and math.isnan(d.logsf(0)), (family, spec.name)


@pytest.mark.parametrize("log_mean", [-800.0, 800.0])
def test_means_beyond_the_doubles_have_logarithms(log_mean):
    x, size = np.array([0.0, 3.0, 1e6]), 0.7
    d = ad.evaluate(lambda t: NegativeBinomial(log_mean=t, size=size).logpdf(x))
    want = [float(OF["NegativeBinomial", "log_mean"](mp.mpf(v), mp.mpf(size), mp.mpf(log_mean))) for v in x]
    np.testing.assert_allclose(d(log_mean), want, rtol=1e-12, atol=1e-80)
    slopes = ad.jacobian(lambda t: NegativeBinomial(log_mean=t, size=size).logpdf(x))(log_mean)
    np.testing.assert_allclose(slopes, x if log_mean < 0 else -size * np.ones(3), rtol=1e-12)


# -- categories in order, and vectors of counts
CUTS = np.array([-1.0, 0.5, 3.0])


@pytest.mark.parametrize(("made", "cdf"), [(OrderedLogistic, lambda z: 1 / (1 + mp.exp(-z))), (OrderedProbit, mp.ncdf)])
def test_categories_in_order(made, cdf):
    """Probabilities and slopes by mpmath, in the tails and between cutpoints that are close; one linear predictor for each row, or cutpoints of its own."""
    eta = np.array([0.3, -30.0, 25.0, 0.0, 2.0])
    rows = np.stack([CUTS, CUTS, CUTS, [-1e-9, 1e-9, 1.0], [-40.0, -39.0, 45.0]])

    def exact(k, eta, c):
        with mp.workdps(600):
            ends = [-mp.inf, *map(mp.mpf, c), mp.inf]
            return mp.log(cdf(ends[k + 1] - mp.mpf(eta)) - cdf(ends[k] - mp.mpf(eta)))
    for k in range(4):
        want = [float(exact(k, e, c)) for e, c in zip(eta, rows, strict=True)]
        got = ad.evaluate(lambda e, c, k=k: made(e, c).logpdf(np.full(5, k)))(eta, rows)
        np.testing.assert_allclose(got, want, rtol=1e-9)
        np.testing.assert_allclose(made(eta, rows).logpdf(k), want, rtol=1e-9)
        slopes = ad.grad(lambda e, c, k=k: np.sum(made(e, c).logpdf(np.full(5, k))), argnums=(0, 1))(eta, rows)
        for r in (0, 4):
            h = 1e-12
            with mp.workdps(600):
                by_eta = (exact(k, mp.mpf(eta[r]) + h, rows[r]) - exact(k, mp.mpf(eta[r]) - h, rows[r])) / (2 * h)
                assert slopes[0][r] == pytest.approx(float(by_eta), rel=1e-7, abs=1e-12)
        np.testing.assert_allclose(np.sum(slopes[1], axis=-1), -slopes[0], rtol=1e-7, atol=1e-9)       # moving all cutpoints is moving eta
    assert np.all(made(np.zeros(2), CUTS).logpdf(np.array([4, -1])) == -INF) and made(0.0, CUTS[::-1].copy()).logpdf(1) == -INF


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ModelError, match="low, 5, is above high, 2"):
        DiscreteUniform(5, 2).logpdf(3)
    assert DiscreteUniform(2, 2).cdf(2) == 1.0


def test_a_logit_with_one_cutpoint_is_bernoulli():
    np.testing.assert_allclose(OrderedLogistic(np.array([0.3, -2.0]), np.array([0.0])).logpdf(np.array([1, 0])),
                               Bernoulli(logits=np.array([0.3, -2.0])).logpdf(np.array([1, 0])))  # fmt: skip


def test_vectors_of_counts():
    p, a, x = np.array([0.2, 0.5, 0.3]), np.array([0.7, 2.0, 5.0]), np.array([[1, 6, 3], [0, 10, 0], [4, 3, 3]])
    for made in (Multinomial(10, p), Multinomial(10, logits=np.log(p) + 3.0)):
        np.testing.assert_allclose(made.logpdf(x), st.multinomial(10, p).logpmf(x), rtol=1e-12)
        np.testing.assert_allclose(made.mean(), 10 * p)
        np.testing.assert_allclose(made.variance(), 10 * p * (1 - p))
    np.testing.assert_allclose(DirichletMultinomial(10, a).logpdf(x), st.dirichlet_multinomial(a, 10).logpmf(x), rtol=1e-12)
    np.testing.assert_allclose(DirichletMultinomial(10, a).variance(), np.diag(st.dirichlet_multinomial(a, 10).cov()), rtol=1e-12)
    np.testing.assert_allclose(DirichletMultinomial(12, a[:2]).logpdf(np.array([5, 7])), BetaBinomial(12, *a[:2]).logpdf(5))
    for made in (Multinomial(10, p), DirichletMultinomial(10, a)):
        assert np.all(made.logpdf(np.array([[1, 6, 4], [-1, 8, 3]])) == -INF) and made.logpdf(np.array([0.5, 5.5, 4.0])) == -INF
        drawn = made.sample(2000, seed=3)
        assert drawn.dtype.kind == "i" and drawn.shape == (2000, 3) and np.all(np.sum(drawn, axis=-1) == 10)
        assert np.all(np.abs(np.mean(drawn, axis=0) - made.mean()) < 5 * made.sd() / math.sqrt(2000))
    assert Multinomial(10, np.array([0.0, 0.5, 0.5])).logpdf(np.array([0, 4, 6])) == pytest.approx(st.binom(10, 0.5).logpmf(4))


def test_large_vectors_of_counts():
    """Sizes at which differences of lgamma are off by units."""
    x, n, p = np.array([2.5e14 + 1e7, 7.5e14 - 1e7]), 1e15, np.array([0.25, 0.75])
    with mp.workdps(60):
        want = float(mp.loggamma(n + 1) + sum(k * mp.log(mp.mpf(q)) - mp.loggamma(k + 1) for k, q in zip(map(mp.mpf, x), p, strict=True)))
    assert Multinomial(n, p).logpdf(x) == pytest.approx(want, abs=1e-6)
    assert Multinomial(n, logits=np.log(p)).logpdf(x) == pytest.approx(want, rel=1e-3)       # a logit of 1.4 has this many digits at 1e15 trials
    a = np.array([2e12, 8e12])
    with mp.workdps(60):
        want = float(OF["BetaBinomial", "b"](*(mp.mpf(v) for v in (x[0], n, *a))))
    assert DirichletMultinomial(n, a).logpdf(x) == pytest.approx(want, abs=1e-6)


SECOND = {
    "BetaBinomial": (lambda v: BetaBinomial(10, v[0], v[1]).logpdf(3), (2.0, 5.0)),
    "tail of BetaBinomial": (lambda v: BetaBinomial(10, v[0], v[1]).logsf(3), (2.0, 5.0)),
    "DiscreteWeibull": (lambda v: DiscreteWeibull(v[0], v[1]).logpdf(3), (0.7, 1.3)),
    "NegativeBinomial of log_mean": (lambda v: NegativeBinomial(log_mean=v[0], size=v[1]).logpdf(3), (0.4, 1.3)),
    "NegativeBinomial of n": (lambda v: NegativeBinomial(n=v[0], p=v[1]).logcdf(3), (2.5, 0.3)),
    "OrderedLogistic": (lambda v: OrderedLogistic(v[0], v[1:]).logpdf(1), (0.3, -1.0, 0.5, 2.0)),
    "OrderedProbit": (lambda v: OrderedProbit(v[0], v[1:]).logpdf(1), (0.3, -1.0, 0.5, 2.0)),
    "DirichletMultinomial": (lambda v: DirichletMultinomial(10, v).logpdf(np.array([3, 5, 2])), (2.0, 3.0, 4.0)),
    "Zipf": (lambda v: Zipf(v[0]).logsf(3), (2.5,)),
}


@pytest.mark.parametrize("name", SECOND)
def test_second_derivatives(name):
    """Symmetric, and what differences of gradients say."""
    f, at = SECOND[name]
    at, h, slope = np.array(at), 1e-5, ad.grad(f)
    got = ad.hessian(f)(at)
    want = np.array([(slope(at + h * e) - slope(at - h * e)) / (2 * h) for e in np.eye(len(at))])
    np.testing.assert_allclose(got, got.T, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-7)

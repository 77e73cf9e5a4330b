"""The law of densities at extremes: at parameters from 1e-8 to 1e16, at both ends of their domains and at points inside, at the ends of and outside the
support, log densities and their slopes are mpmath's, in machine code and in CPython, and never nan."""

from __future__ import annotations

import functools
import math

import exact_continuous
import numpy as np
import pytest
from scipy import stats
from sweeps import thinned

from llbayes import ad, ppl
from llbayes.ir.errors import DataError
from llbayes.lang.library.random import IMPOSSIBLE, Rng
from llbayes.ppl import Bernoulli, Beta, Binomial, Categorical, Dirichlet, Gamma, LKJCholesky, MultivariateNormal, NegativeBinomial, Poisson, StudentT
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .exact_densities import ELSEWHERE, ENDS, EXACT, around, exact, inside, mp, settings, slope, xlogy

UNIVARIATE = [f for f in FAMILIES if f.name not in ELSEWHERE]
MOST = 400  # points of a family


def test_every_family_is_in_the_law():
    assert set(EXACT) == {(f.name, f.params[-1].name) for f in FAMILIES if f.name not in ELSEWHERE}


@functools.cache
def points(family):
    """(x, parameters), of which so many are taken; those about the mass of the law first."""
    rng = np.random.default_rng(len(family.name))
    near = [(x, p) for p in settings(family) for x in around(family, p)]
    far = [(x, p) for p in settings(family) for x in ENDS]
    return [some[k] for some in (near, far) if some for k in sorted(rng.permutation(len(some))[: MOST // 2])]


def columns(family):
    """The points as arrays."""
    return tuple(np.array(c) for c in zip(*[(x, *p) for x, p in points(family)], strict=True))


def total(family):
    """A program of the log density at arrays of points."""
    def one(x, a):
        return make(family, a).logpdf(x)

    def two(x, a, b):
        return make(family, a, b).logpdf(x)

    def three(x, a, b, c):
        return make(family, a, b, c).logpdf(x)

    def four(x, a, b, c, d):
        return make(family, a, b, c, d).logpdf(x)
    return (one, two, three, four)[len(family.params) - 1]


def misses(got, want, what, rtol, scale):
    """Points at which a number is not what it should be."""
    return [(p, g, float(w)) for p, g, w, s in zip(what, got, want, scale, strict=True) if not near(g, float(w), rtol, s)]


def near(got, want, rtol, scale):
    return got == want or abs(got - want) <= rtol * abs(want) + scale


def named(family):
    return f"{family.name}-{family.params[-1].name}"


def rounding(family, x, params):
    """What rounding of x alone may do to a log density."""
    return 1e-7 + (1e-14 * abs(float(x * slope(family, x, params, 0))) if regular(family, x, params, 0) else 0.0)


@pytest.mark.parametrize("family", UNIVARIATE, ids=named)
def test_log_density(family):
    what = points(family)
    want, scale = [exact(family, x, p) for x, p in what], [rounding(family, x, p) for x, p in what]
    compiled = ad.evaluate(total(family))(*columns(family))
    assert misses(compiled, want, what, 1e-9, scale) == []
    with np.errstate(all="ignore"):
        interpreted = make(family, *columns(family)[1:]).logpdf(columns(family)[0])
    assert misses(interpreted, want, what, 1e-9, scale) == []


@pytest.mark.parametrize("family", thinned(UNIVARIATE, 4), ids=named)
def test_slopes(family):
    """By one program of all slopes."""
    what, args = points(family), columns(family)
    free = [k for k in range(1 if family.discrete else 0, len(args)) if not (k and family.params[k - 1].name in ("n", "N", "k"))]
    for k, got in zip(free, ad.grad(summed(total(family)), argnums=tuple(free))(*args) if free else (), strict=True):
        found = [(x, p, g) for (x, p), g in zip(what, got, strict=True) if regular(family, x, p, k)]
        assert [(x, p, g) for x, p, g in found if not right_slope(family, x, p, k, g)] == []
        assert [p for p, g in zip(what, got, strict=True) if math.isnan(g) and all(map(math.isfinite, (p[0], *p[1])))] == []


def summed(f):
    """A program of the sum, whose gradient has all slopes."""
    def one(x, a):
        return np.sum(f(x, a))

    def two(x, a, b):
        return np.sum(f(x, a, b))

    def three(x, a, b, c):
        return np.sum(f(x, a, b, c))

    def four(x, a, b, c, d):
        return np.sum(f(x, a, b, c, d))
    return (one, two, three, four)[f.__code__.co_argcount - 2]


def right_slope(family, x, params, k, got):
    """To 1e-5, or 1e-7 in units of the logarithm, or of the width that the log density has in this direction."""
    want, size = slope(family, x, params, k), abs((x, *params)[k])
    scale = 1e-7 / size + (1e-15 if family.name in ("Beta", "BetaBinomial", "BetaNegativeBinomial", "ScaledInverseChi2") else 0.0)     # a product of two parameters with x is rounded
    return near(got, want, 1e-5, scale) or near(got, want, 1e-5, scale + 1e-7 * mp.sqrt(abs(slope(family, x, params, k, 2))))


def regular(family, x, params, k):
    """Is there a derivative?"""
    at = (x, *params)[k]
    if not inside(family, x, params) or not all(map(math.isfinite, params)) or not 1e-20 < abs(at) < 1e20 or abs(x) > 1e20:
        return False
    if family.name in exact_continuous.KINKED and x in params:
        return False
    if (k == 0 or str(family.params[k - 1].domain) == "unit") and at in (0.0, 1.0):
        return False
    return abs(exact(family, x, params)) < 1e25


SIZED = (1e-8, 0.3, 1.0, 3.0, 1e4, 1e12, 1e16)


def log_dirichlet(x, a):
    a = [mp.mpf(v) for v in a]
    return mp.loggamma(sum(a)) - sum(map(mp.loggamma, a)) + sum(xlogy(c - 1, mp.mpf(v)) for c, v in zip(a, x, strict=True))


def test_shares():
    f = ad.evaluate(lambda x, a: Dirichlet(a).logpdf(x))
    rng = np.random.default_rng(3)
    for a in [rng.choice(SIZED, 3) for _ in range(40)] + [np.full(3, s) for s in SIZED]:
        for x in ((0.25, 0.25, 0.5), (0.0, 0.5, 0.5), (0.0, 0.0, 1.0), (2.0**-40, 0.5 - 2.0**-40, 0.5)):
            want = float(log_dirichlet(x, a))
            assert near(f(np.array(x), a), -math.inf if math.isnan(want) else want, 1e-9, 1e-7), (x, a)
        for x in ((0.25, 0.25, 0.4), (-0.25, 0.25, 1.0), (math.inf, 0.0, 0.0)):
            assert f(np.array(x), a) == -math.inf


def test_categories():
    f = ad.evaluate(lambda p: Categorical(p).logpdf(np.arange(3)))
    for p in ((0.2, 0.3, 0.5), (0.0, 0.5, 0.5), (1e-300, 0.5, 0.5)):
        np.testing.assert_array_equal(f(np.array(p)), [math.log(v) if v else -math.inf for v in p])
    for p in ((0.2, 0.3, 0.4), (-0.1, 0.6, 0.5), (1.0, 1.0, 1.0), (math.nan, 0.5, 0.5), (math.inf, 0.0, 0.0)):
        assert np.all(f(np.array(p)) == -math.inf), p
    g = ad.evaluate(lambda t: Categorical(logits=t).logpdf(np.arange(3)))
    np.testing.assert_array_equal(g(np.array([-math.inf, 0.0, -math.inf])), [-math.inf, 0.0, -math.inf])
    for none in ((-math.inf, -math.inf, -math.inf), (math.inf, 0.0, 0.0)):
        assert np.all(g(np.array(none)) == -math.inf), none


def log_lkj(x, eta):
    n, eta = len(x), mp.mpf(eta)
    norm = sum(
        mp.mpf(k) / 2 * mp.log(mp.pi) + mp.loggamma(eta + mp.mpf(n - 1 - k) / 2) - mp.loggamma(eta + mp.mpf(n - 1) / 2) for k in range(1, n)
    )
    return sum(xlogy(n - 1 - i + 2 * (eta - 1), mp.mpf(x[i][i])) for i in range(1, n)) - norm


@pytest.mark.parametrize("eta", SIZED)
def test_correlations(eta):
    f = ad.evaluate(lambda x, e: LKJCholesky(3, e).logpdf(x))
    for rows in ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0.6, 0.8, 0], [0, 0.6, 0.8]], [[1, 0, 0], [0.6, 0.8, 0], [0.6, 0.8, 0]]):
        assert near(f(np.array(rows, float), eta), float(log_lkj(rows, eta)), 1e-9, 1e-7), rows
    for rows in ([[1, 0, 0], [0.6, 0.7, 0], [0, 0.6, 0.8]], [[1, 0, 0], [0.6, -0.8, 0], [0, 0.6, 0.8]], [[1, 0, 0.1], [0, 1, 0], [0, 0, 1]]):
        assert f(np.array(rows, float), eta) == -math.inf


@pytest.mark.parametrize("scale", SIZED)
def test_covariances(scale):
    f = ad.evaluate(lambda x, c: MultivariateNormal(np.zeros(2), c).logpdf(x))
    cov = np.array([[1.0, 0.5], [0.5, 1.0]]) * scale**2
    assert f(scale * np.array([1.0, -1.0]), cov) == pytest.approx(-2.0 - math.log(2.0 * math.pi * math.sqrt(0.75)) - 2.0 * math.log(scale), rel=1e-12)
    for bad in ([[1.0, 0.5], [0.4, 1.0]], [[1.0, 0.0], [0.1, 1.0]], [[1.0, 2.0], [2.0, 1.0]]):
        assert f(scale * np.array([1.0, -1.0]), np.array(bad) * scale**2) == -math.inf
    for mean in ((math.inf, 0.0), (0.0, -math.inf), (math.inf, math.inf)):
        assert f(np.array(mean), cov) == -math.inf
    g = ad.evaluate(lambda x, c: MultivariateNormal(np.zeros(2), cholesky=c).logpdf(x))
    assert g(np.array([1.0, -1.0]), np.array([[1.0, 0.3], [0.2, 1.0]]) * scale) == -math.inf


@pytest.mark.parametrize("family", UNIVARIATE, ids=named)
def test_no_density_is_nan_at_infinite_parameters(family):
    some = {"n": 3.0, "unit": 0.5, "strictly between 0 and 1": 0.5, "low": 0.0}
    whole = [some.get(p.name, some.get(str(p.domain), 1.0)) for p in family.params]
    rows = [(x, *whole[:k], end, *whole[k + 1 :]) for k in range(len(whole)) for end in (math.inf, -math.inf) for x in (0.0, 1.0)]
    assert not np.isnan(ad.evaluate(total(family))(*map(np.array, zip(*rows, strict=True)))).any()


@ppl.model
def given(C, L, y):
    a = ppl.sample("a", ppl.Normal(0, 1))
    ppl.sample("y", MultivariateNormal(np.zeros(2) + a, cov=C), obs=y)
    ppl.sample("z", MultivariateNormal(np.zeros(2) + a, cholesky=L), obs=y)


def test_matrices_of_data_are_refused_by_name():
    good, y = np.eye(2), np.zeros(2)
    assert np.isfinite(given.bind(C=good, L=good, y=y).log_density(np.zeros(1)))
    with pytest.raises(DataError, match="`y`: .*`cov` of MultivariateNormal.*not symmetric"):
        given.bind(C=np.array([[1.0, 0.9], [0.1, 1.0]]), L=good, y=y)
    with pytest.raises(DataError, match="`z`: .*`cholesky` of MultivariateNormal.*not lower-triangular"):
        given.bind(C=good, L=np.array([[1.0, 0.9], [0.9, 1.0]]), y=y)


MANY = 60


def drawable(family):
    """Some points of parameter space."""
    rng, found = np.random.default_rng(7), settings(family)
    return [found[k] for k in rng.permutation(len(found))[:10]]


@pytest.mark.parametrize("family", UNIVARIATE, ids=named)
def test_draws(family):
    """Draws are in the support and have the mean of their law; counts beyond 64 bits, and of infinite rates, are marked."""
    for params in drawable(family):
        params = tuple(np.float64(p) for p in params)
        with np.errstate(all="ignore"):
            x = np.asarray(make(family, *params).draw(Rng(np.random.PCG64(3)), (MANY,)))
            mean, variance = (f(*params) if f is not None else math.nan for f in (family.mean, family.variance))
        if family.discrete and (x == IMPOSSIBLE).any():
            assert not mean < 1e17, params
            continue
        low, high = family.support(*params).bounds()
        if family.name != "LogNormal":  # exp of what is drawn may leave the doubles
            assert np.all(np.isfinite(x)), (params, x)
        assert low is None or np.all(x >= low), params
        assert high is None or np.all(x <= high), params
        if math.isfinite(mean) and math.isfinite(variance):
            assert abs(np.mean(x) - mean) <= 6.0 * math.sqrt(variance / MANY) + 1e-10 * abs(mean), (params, np.mean(x), mean)


@pytest.mark.parametrize(("dist", "want"), [
    (Poisson(log_rate=np.float64(-math.inf)), 0), (Poisson(np.float64(0.0)), 0), (Binomial(7, logits=np.float64(math.inf)), 7),
    (Binomial(7, logits=np.float64(-math.inf)), 0), (Bernoulli(logits=np.float64(math.inf)), 1), (NegativeBinomial(np.float64(0.0), 2.0), 0),
    (Categorical(logits=np.array([-math.inf, 0.0, -math.inf])), 1), (Categorical(np.array([0.0, 0.0, 1.0])), 2),
    (Poisson(log_rate=np.float64(math.inf)), IMPOSSIBLE), (Poisson(np.float64(1e19)), IMPOSSIBLE), (Binomial(np.float64(1e19), 0.5), IMPOSSIBLE),
    (Categorical(logits=np.full(3, -math.inf)), IMPOSSIBLE), (Categorical(logits=np.array([math.inf, 0.0, 0.0])), IMPOSSIBLE),
])  # fmt: skip
def test_draws_at_limits(dist, want):
    assert dist.draw(Rng(np.random.PCG64(3)), ()) == want


def test_large_counts_follow_their_law():
    """Standardised, they are normal to what rounding leaves."""
    for dist, mean, sd in ((Poisson(1e15), 1e15, 1e15**0.5), (Binomial(10**15, 0.3), 3e14, 2.1e14**0.5), (Binomial(10**12, 0.9), 9e11, 9e10**0.5),
                           (NegativeBinomial(1e12, 1e10), 1e12, 1.01e14**0.5), (Gamma(1e16, 1.0), 1e16, 1e8), (Beta(1e12, 1e12), 0.5, 0.125e-6**0.5 * 1e-3)):
        x = np.asarray(dist.draw(Rng(np.random.PCG64(3)), (1500,)), float)
        assert stats.kstest((x - mean) / sd, stats.norm().cdf).pvalue > 1e-3, dist


def test_small_shares_are_drawn():
    x = np.array([Dirichlet(np.full(3, 1e-3)).draw(Rng(np.random.PCG64(k)), (3,)) for k in range(300)])
    np.testing.assert_allclose(np.sum(x, axis=1), 1.0)
    assert np.all(np.abs(np.mean(x, axis=0) - 1 / 3) < 0.1)


def scaled_hessian(f, at):
    """Second derivatives in units of the arguments."""
    return ad.hessian(f)(np.array(at)) * np.outer(at, at)


SECOND = [  # a program of a vector, the function in mpmath, points
    (lambda v: NegativeBinomial(v[0], v[1]).logpdf(100.0), lambda m, s: EXACT["NegativeBinomial", "size"](mp.mpf(100), m, s),
     ((8.0, 3.0), (8.0, 1e6), (8.0, 1e10), (1e7, 0.5))),
    (lambda v: StudentT(v[1], 0.0, 1.0).logpdf(v[0]), lambda x, n: EXACT["StudentT", "scale"](x, n, mp.mpf(0), mp.mpf(1)),
     ((1.5, 0.1), (1.5, 1e6), (1.5, 1e10), (1e9, 3.0), (1e12, 3.0))),
    (lambda v: Gamma(v[1], v[2]).logpdf(v[0]), EXACT["Gamma", "rate"], ((1.5, 0.1, 1.0), (1.0, 1e6, 1e6), (1.0, 1e10, 1e10))),
    (lambda v: Beta(v[1], v[2]).logpdf(v[0]), EXACT["Beta", "b"], ((0.5, 0.1, 1.0), (0.25, 1e8, 3e8))),
    (lambda v: Poisson(v[0]).logpdf(1e12), lambda m: EXACT["Poisson", "rate"](mp.mpf(10) ** 12, m), ((1e12,), (1.1e12,))),
    (lambda v: Poisson(log_rate=v[0]).logpdf(1e12), lambda t: EXACT["Poisson", "log_rate"](mp.mpf(10) ** 12, t), ((27.6,),)),
    (lambda v: Binomial(1e12, v[0]).logpdf(3e11), lambda p: EXACT["Binomial", "p"](mp.mpf(3e11), mp.mpf(10) ** 12, p), ((0.3,),)),
    (lambda v: Binomial(1e12, logits=v[0]).logpdf(3e11), lambda t: EXACT["Binomial", "logits"](mp.mpf(3e11), mp.mpf(10) ** 12, t), ((-0.8,),)),
]  # fmt: skip


@pytest.mark.parametrize("row", range(len(SECOND)))
def test_second_derivatives(row):
    f, g, points_ = SECOND[row]
    for at in points_:
        n = len(at)
        orders = [[tuple((i == k) + (j == k) for k in range(n)) for j in range(n)] for i in range(n)]
        want = np.array([[float(mp.diff(g, tuple(map(mp.mpf, at)), o, h=mp.mpf(10) ** -16)) for o in line] for line in orders]) * np.outer(at, at)
        got = scaled_hessian(f, at)
        np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-8)

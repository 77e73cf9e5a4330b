"""The law of tails: for every continuous family with a cdf, the whole law and the law cut on every side, inside, at and beyond the ends of its support, in
CPython and in machine code: cdf, logcdf, logsf, logpdf, quantile and draws against mpmath, far below the smallest double too."""

from __future__ import annotations

import math
from functools import cache

import exact_circular
import exact_continuous
import exact_skewed
import mpmath as mp
import numpy as np
import pytest
import scipy.stats as st
from exact_tails import TAILS, between

from llbayes import ad, ppl
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

pytestmark = pytest.mark.thinned(3)

INF = math.inf
BY_NAME = {f.name: f for f in reversed(FAMILIES) if f.cdf is not None and not f.discrete}        # of those in several forms the first
STEPS = (1e-8, 0.3, 1.0, 3.0, 8.0, 30.0, 1e3, 1e8)
REALS = (*(-s for s in STEPS), *STEPS)
SIZES = (1e-40, 1e-8, 1e-3, 0.3, 1.0, 3.0, 30.0, 1e3, 1e8)

# parameters, and points inside: reals in scales from the location, sizes in scales
LOCATED = tuple((loc, scale, tuple(loc + scale * r for r in REALS)) for loc, scale in ((0.0, 1.0), (-3.0, 0.25), (1e8, 1e-3), (0.0, 1e100)))
GAMMAS = tuple((a, r, tuple(t / r for t in SIZES)) for a, r in ((1.0, 1.0), (50.0, 0.5), (0.01, 1.0), (1e-8, 2.0)))
LARGE = (1e8, 1.0, tuple(1e8 + 1e4 * r for r in (-30.0, -3.0, -0.3, 0.3, 3.0, 30.0)))
CASES = {
    "Beta": ((2.0, 50.0, (1e-40, 1e-3, 0.03, 0.3, 0.9, 0.9999999)), (0.01, 0.01, (1e-40, 1e-3, 0.5, 0.999)), (1e-8, 3.0, (1e-40, 0.2, 0.9)),
             (1.0, 1.0, (1e-20, 0.4, 1 - 1e-12)), (1e8, 3e8, tuple(0.25 + 2.165e-5 * r for r in (-9.0, -0.3, 0.2, 20.0)))),
    "Cauchy": LOCATED,
    "Exponential": tuple((r, tuple(s / r for s in SIZES)) for r in (1.0, 30.0, 1e-8)),
    "Gamma": (*GAMMAS, LARGE),
    "HalfCauchy": tuple((s, tuple(s * t for t in SIZES)) for s in (1.0, 1e16)),
    "HalfNormal": tuple((s, tuple(s * t for t in SIZES)) for s in (1.0, 1e-8)),
    "HalfStudentT": tuple((df, s, tuple(s * t for t in SIZES)) for df, s in ((3.0, 1.0), (0.1, 1e8), (200.0, 1.0))),
    "InverseGamma": tuple((a, r, tuple(1.0 / t for t in at)) for a, r, at in ((1.0, 1.0, SIZES), (50.0, 1.0, SIZES), (0.01, 1.0, SIZES), LARGE)),
    "Laplace": LOCATED,
    "LogNormal": ((0.0, 1.0, tuple(math.exp(r) for r in REALS if abs(r) < 100)), (2.0, 0.01, tuple(math.exp(2 + 0.01 * r) for r in REALS if abs(r) < 1e4))),
    "Logistic": LOCATED,
    "Normal": LOCATED,
    "StudentT": tuple((df, loc, scale, at) for df in (3.0, 0.05, 150.0) for loc, scale, at in LOCATED[::2]) + ((1e12, 0.0, 1.0, (-20.0, -3.0, 0.3, 8.0)),),
    "Uniform": ((0.0, 1.0, (1e-40, 0.3, 1 - 1e-12)), (-3.0, 5.0, (-3 + 1e-12, 0.0, 4.9)), (1e8, 1e8 + 1e-3, (1e8 + 3e-4,))),
    **exact_skewed.CASES,
    **exact_circular.CASES,
    **exact_continuous.CASES,
}
# for cut laws: parameters, then four points of rising size: the two inner ones as far in a tail as the law allows
CUTS = {
    "Beta": ((2.0, 50.0), (1e-9, 0.02, 0.9999999, 0.99999995)),
    "Cauchy": ((0.0, 1.0), (-1e9, 0.5, 1e9, 1.2e9)),
    "Exponential": ((1.0,), (1e-3, 0.7, 800.0, 802.0)),
    "Gamma": ((2.0, 1.0), (1e-3, 1.0, 800.0, 802.0)),
    "HalfCauchy": ((1.0,), (1e-3, 0.5, 1e9, 1.2e9)),
    "HalfNormal": ((1.0,), (1e-3, 0.5, 40.0, 40.05)),
    "HalfStudentT": ((150.0, 1.0), (1e-3, 0.5, 1e6, 1.01e6)),
    "InverseGamma": ((200.0, 1.0), (1e-3, 5e-3, 10.0, 10.5)),
    "Laplace": ((0.0, 1.0), (-900.0, -0.5, 900.0, 901.0)),
    "LogNormal": ((0.0, 0.01), (0.6, 1.0, 1.7, 1.71)),
    "Logistic": ((0.0, 1.0), (-900.0, 0.5, 900.0, 901.0)),
    "Normal": ((0.0, 1.0), (-40.0, -0.5, 40.0, 40.05)),
    "StudentT": ((150.0, 0.0, 1.0), (-1e6, 0.5, 1e6, 1.01e6)),
    "Uniform": ((0.0, 1.0), (1e-300, 0.5, 1.0 - 1e-9, 1.0 - 1e-12)),
    **exact_skewed.CUTS,
    **exact_circular.CUTS,
    **exact_continuous.CUTS,
}
PROBABILITIES = np.array([1e-9, 0.1, 0.5, 0.9, 1 - 1e-9])


def test_there_are_cases_for_every_family():
    assert BY_NAME.keys() == TAILS.keys() == CASES.keys() == CUTS.keys()


@cache
def exact(name, x, *params):
    with mp.workdps(100 if abs(x) < 1e-20 or x > 1e20 else 40):
        return TAILS[name](*map(mp.mpf, (x, *params)))


def ends_of(name, params):
    low, high = BY_NAME[name].support(*params).bounds()
    return -INF if low is None else low, INF if high is None else high


def tails(d, x):
    return np.stack([d.cdf(x), d.logcdf(x), d.logsf(x)])


def both_ways(f, *columns):
    """f of the columns in CPython and in machine code."""
    with np.errstate(divide="raise", invalid="raise", over="ignore"):
        return f(*columns), ad.evaluate(f)(*columns)


def assert_tails(got, want, what, rtol=1e-9):
    """cdf, logcdf and logsf; where a log tail is near 0 its own digits count."""
    for k, kind in enumerate(("cdf", "logcdf", "logsf")):
        for g, w, at in zip(got[k], want[k], what, strict=True):
            assert g == w or abs(g - w) <= rtol * abs(w) + 1e-290, (kind, at, g, w)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_whole_laws(name):
    rows = [(x, *case[:-1]) for case in CASES[name] for x in case[-1]]
    pairs = [exact(name, *row) for row in rows]
    want = [[float(mp.exp(f)) for f, _ in pairs], [float(f) for f, _ in pairs], [float(s) for _, s in pairs]]
    for case in CASES[name]:
        low, high = ends_of(name, case[:-1])
        for x, at_end in ((low, 0), (low - 1.0, 0), (-INF, 0), (high, 1), (high + 1.0, 1), (INF, 1)):
            rows.append((x, *case[:-1]))
            for column, value in zip(want, ((0.0, -INF, 0.0), (1.0, 0.0, -INF))[at_end], strict=True):
                column.append(value)
    for got in both_ways(lambda x, *params: tails(make(BY_NAME[name], *params), x), *map(np.array, zip(*rows, strict=True))):
        assert_tails(got, want, rows)


@pytest.mark.parametrize("name", sorted(n for n, f in BY_NAME.items() if f.quantile is not None))
def test_quantile_is_the_inverse(name):
    """Its own tails at the quantile are p, to what a neighbour of the quantile makes of it; ends at 0 and 1, nan elsewhere."""
    rows = [(p, *case[:-1]) for case in CASES[name] for p in (1e-300, 1e-20, 1e-3, 0.3, 0.5, 0.7, 1 - 1e-3, 1 - 1e-15)]
    columns = list(map(np.array, zip(*rows, strict=True)))
    for x in both_ways(lambda p, *params: make(BY_NAME[name], *params).quantile(p), *columns):
        d = make(BY_NAME[name], *columns[1:])
        sides = [d.cdf(np.nextafter(x, s) if abs(s) else x) for s in (-INF, 0.0, INF)]
        p = columns[0]
        assert np.all((sides[0] <= p * (1 + 1e-9)) & (p * (1 - 1e-9) <= sides[2])), list(zip(rows, x, sides[1]))
    family, params = BY_NAME[name], CASES[name][0][:-1]
    for got in both_ways(lambda p, *params: make(family, *params).quantile(p), np.array([0.0, 1.0, -0.1, 1.1]), *map(np.array, params)):
        np.testing.assert_array_equal(got, [*ends_of(name, params), np.nan, np.nan])


def cuts(name):
    """(low, high): below, above, both, in the far tail from one side and both, wider than the support."""
    a, b, c, d = CUTS[name][1]
    low, high = ends_of(name, CUTS[name][0])
    wide = (low - 1.0, b), (b, high + 1.0), (low - 2.0, high + 1.0)
    return [(-INF, b), (b, INF), (a, b), (b, c), (c, INF), (-INF, a), (c, d), (a, d), *(pair for pair in wide if all(map(np.isfinite, pair)))]


def inner(name, low, high):
    """Points of the cut law: those of the table and between them, and on both sides beyond."""
    at = CUTS[name][1]
    points = {*at, 0.5 * (at[2] + at[3]), at[1] * 1.01, at[0] * (0.5 if at[0] > 0 else 1.01), at[3] + (at[3] - at[2]) * 0.5}
    first, last = ends_of(name, CUTS[name][0])
    return [x for x in sorted(points) if first < x < last]


def bounds_of(name, params, low, high):
    first, last = ends_of(name, params)
    return max(first, low), min(last, high)


def cut_tails(name, params, low, high, x):
    """log mass, log P(X ≤ x) and log P(X > x) of the cut law, exactly."""
    low, high = bounds_of(name, params, low, high)
    first, last = ends_of(name, params)
    nothing, all_ = (-mp.inf, mp.mpf(0)), (mp.mpf(0), -mp.inf)
    a = nothing if low == first else exact(name, low, *params)
    b = all_ if high == last else exact(name, high, *params)
    with mp.workdps(100):
        mass = between(None, a, b)
        if not low < x < high:
            return mass, (-mp.inf, mp.mpf(0)) if x <= low else (mp.mpf(0), -mp.inf)
        at = exact(name, x, *params)
        return mass, (between(None, a, at) - mass, between(None, at, b) - mass)


def of_cut(name, params):
    """A program of the tails and log density of a cut law, bounds at run time."""
    def run(x, low, high):
        d = make(BY_NAME[name], *params).truncated(low, high)
        return np.stack([d.cdf(x), d.logcdf(x), d.logsf(x), d.logpdf(x) - make(BY_NAME[name], *params).logpdf(x)])
    return run


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_cut_laws(name):
    params = CUTS[name][0]
    rows = [(x, low, high) for low, high in cuts(name) for x in inner(name, low, high)]
    found = [cut_tails(name, params, low, high, x) for x, low, high in rows]
    with mp.workdps(100):
        want = [[float(mp.exp(t[0])) for _, t in found], [float(t[0]) for _, t in found], [float(t[1]) for _, t in found]]
    for got in both_ways(of_cut(name, params), *map(np.array, zip(*rows, strict=True))):
        scale = [1e-15 * max(1.0, abs(float(mass))) for mass, _ in found]
        for k in range(3):
            for g, w, s, at in zip(got[k], want[k], scale, rows, strict=True):
                assert g == w or abs(g - w) <= 1e-9 * abs(w) + 20 * s + 1e-290, (k, at, g, w)
        for g, (mass, _), (x, low, high) in zip(got[3], found, rows, strict=True):
            low, high = bounds_of(name, params, low, high)
            assert g == -INF if not low <= x <= high else abs(g + float(mass)) <= 1e-9 * max(1.0, abs(float(mass))), ((x, low, high), g, float(-mass))


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_quantiles_and_draws_of_cut_laws(name):
    params = CUTS[name][0]
    a, b, c, d = CUTS[name][1]
    for low, high in ((c, None), (None, a), (c, d), (b, c)):
        cut = make(BY_NAME[name], *params).truncated(low, high)
        x = ad.evaluate(lambda p: cut.quantile(p))(PROBABILITIES)  # noqa: B023
        low, high = bounds_of(name, params, -INF if low is None else low, INF if high is None else high)
        sides = [cut.cdf(x + s * 8 * np.spacing(x)) for s in (-1, 1)]
        digits = 1e-9 * PROBABILITIES + 2e-15 * (1 + abs(float(cut.log_mass())))
        assert np.all((sides[0] <= PROBABILITIES + digits) & (PROBABILITIES - digits <= sides[1])), (low, high, x)
        if c not in (low, high) or high == INF:                     # in CPython each takes some hundred evaluations of the tails
            draws = cut.draw(Rng(np.random.PCG64(7)), (30,))
            assert low <= draws.min() and draws.max() <= high
            assert st.kstest(draws, cut.cdf).pvalue > 1e-3


def test_quantiles_of_cut_laws_have_derivatives():
    """dx/dp = 1 / density, and in a bound by the implicit function theorem."""
    def f(p, low):
        return ppl.Gamma(2.0, 1.5).truncated(low, 4.0).quantile(p)
    p, low, h = 0.3, 1.1, 1e-6
    slopes = ad.grad(f, argnums=(0, 1))(p, low)
    np.testing.assert_allclose(slopes, [(f(p + h, low) - f(p - h, low)) / (2 * h), (f(p, low + h) - f(p, low - h)) / (2 * h)], rtol=1e-7)


@pytest.mark.parametrize(("d", "low", "high"), [(ppl.Exponential(1.0), None, -1.0), (ppl.Beta(2.0, 2.0), 1.5, None), (ppl.Uniform(0.0, 1.0), 2.0, 3.0)])
def test_bounds_that_leave_nothing_are_refused(d, low, high):
    with pytest.raises(ModelError, match="nothing of its support"):
        d.truncated(low, high)


def test_bounds_at_run_time_that_leave_nothing_have_no_density():
    def density(low, high):
        return ppl.Exponential(1.0).truncated(low, high).logpdf(0.5)

    assert ad.evaluate(density)(np.float64(-3.0), np.float64(-1.0)) == -INF
    with pytest.raises(ModelError, match="leave nothing of the support"):
        density(np.float64(-3.0), np.float64(-1.0))


@ppl.model
def cut_where_it_is_drawn(y):
    top = ppl.sample("top", ppl.Normal(0, 1))
    ppl.sample("y", ppl.Exponential(1.0).truncated(None, top), obs=y)


def test_bounds_of_parameters_that_leave_nothing_have_no_density_in_models():
    posterior = cut_where_it_is_drawn.bind(y=np.array([0.2, 0.5]))
    for top, said in ((-1.0, "the lower bound of `y` was not below the upper one"), (0.3, "the observed `y` was outside of the support")):
        assert posterior.log_density(np.array([top])) == -INF and said in str(posterior.diagnose(np.array([top])))
    assert np.isfinite(posterior.log_density(np.array([2.0])))


def test_infinite_bounds_are_open():
    d = ppl.Normal(0.0, 1.0).truncated(-INF, 1.0)
    assert str(d.support()) == "upper(1)" and d.logpdf(0.5) == ppl.Normal(0.0, 1.0).truncated(None, 1.0).logpdf(0.5)


def test_what_a_family_does_not_have_is_said():
    with pytest.raises(ModelError, match="`Dirichlet` has no cdf"):
        ppl.Dirichlet(np.ones(2)).cdf(0.5)

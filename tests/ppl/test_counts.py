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
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .exact_counts import CASES, TAILS

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


@pytest.mark.parametrize(("family", "params"), [c for c in POINTS if c.values[0].scipy is not None])
def test_tails_equal_scipys(family, params):
    d, ref, (x, _) = make(family, *params), family.in_scipy(*params), values(family, params)
    np.testing.assert_allclose(d.cdf(x), ref.cdf(x), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(d.sf(x), ref.sf(x), rtol=1e-11, atol=1e-14)


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
    rows = [(x, *case[:-1]) for case in CASES[name] for x in case[-1] if max(map(abs, (x, *case[:-1]))) < 500 and min(map(abs, case[:-1])) > 1e-5][:5]
    columns = [np.array(c, float) for c in zip(*rows, strict=True)]
    run = tails(family)
    for k, spec in enumerate(family.params, 1):
        if spec.name == "n":
            continue
        for kind in (1, 2):
            def one(*at, kind=kind):
                return np.sum(run(*at)[kind])
            for row, got in zip(rows, ad.grad(one, argnums=k)(*columns), strict=True):
                with mp.workdps(40):
                    at = [mp.mpf(v) for v in row]
                    want = mp.diff(lambda t: TAILS[name](*at[:k], t, *at[k + 1 :])[kind - 1], at[k], h=mp.mpf(10) ** -18 * at[k])  # noqa: B023
                assert abs(got - float(want)) <= 1e-7 * abs(float(want)) + 1e-280, (row, spec.name, kind, got, float(want))


def test_parameters_outside_of_their_domain_have_no_tails():
    for family in NUMBERS.values():
        for k, spec in enumerate(family.params):
            if family.cdf is None or not spec.domain.restricts():
                continue
            params = [np.float64(p) for p in family.examples[0]]
            params[k] = np.float64(-1.5)
            d = make(family, *params)
            assert math.isnan(d.cdf(0)) and math.isnan(d.logcdf(0)) and math.isnan(d.logsf(0)), (family, spec.name)

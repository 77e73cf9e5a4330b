"""Derivatives of the incomplete gamma and beta functions with respect to their shapes, run by CPython, against mpmath: relative error below
1e-8 over shapes from 1e-6 to 1e5 (1e-10 to 1e-12 for most), both sides of the mean, both tails."""
from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

from llbayes.lang.library.special import incomplete_slopes

SLOPES = {row.name: row.body for row in incomplete_slopes.FUNCTIONS}
SMALLEST = 1e-285                   # below, numbers lose digits


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def gamma_points(n=60):
    rng = np.random.default_rng(1)
    for k in range(n):
        a = log_uniform(rng, 1e-8, 1e5)
        x = (a * math.exp(rng.normal()), a + math.sqrt(a) * rng.normal() * 4, log_uniform(rng, 1e-90, 400.0), log_uniform(rng, 0.05, 20.0))[k % 4]
        if x > 0.0 and abs(x - a) < 30 * math.sqrt(a) + 300:
            yield a, x


def beta_points(n=60):
    rng = np.random.default_rng(2)
    for k in range(n):
        a, b = log_uniform(rng, 1e-6, 500.0), log_uniform(rng, 1e-6, 500.0)
        x = (rng.beta(a, b), 1 / (1 + math.exp(5 * rng.normal())), a / (a + b) * math.exp(0.05 * rng.normal()))[k % 3]
        if 1e-250 < x < 1.0:
            yield a, b, x


def exact_gamma(a, x, order):
    """The derivative of the smaller of the two functions, with the sign for gammainc."""
    if x < a + 1.0:
        return mp.diff(lambda t: mp.gammainc(t, 0, x, regularized=True), mp.mpf(a), order)
    return -mp.diff(lambda t: mp.gammainc(t, x, mp.inf, regularized=True), mp.mpf(a), order)


def exact_beta(a, b, x, *orders):
    if x < (a + 1.0) / (a + b + 2.0):
        return mp.diff(lambda s, t: mp.betainc(s, t, 0, x, regularized=True), (mp.mpf(a), mp.mpf(b)), orders)
    return -mp.diff(lambda s, t: mp.betainc(t, s, 0, 1 - mp.mpf(x), regularized=True), (mp.mpf(a), mp.mpf(b)), orders)


CASES = {
    "gammainc_a": (lambda a, x: exact_gamma(a, x, 1), gamma_points, 1e-12),
    "gammainc_aa": (lambda a, x: exact_gamma(a, x, 2), gamma_points, 1e-10),
    "gamma_density": (lambda a, x: mp.exp((mp.mpf(a) - 1) * mp.log(x) - x - mp.loggamma(a)), gamma_points, 1e-12),
    "betainc_a": (lambda a, b, x: exact_beta(a, b, x, 1, 0), beta_points, 1e-9),
    "betainc_b": (lambda a, b, x: exact_beta(a, b, x, 0, 1), beta_points, 1e-9),
    "betainc_aa": (lambda a, b, x: exact_beta(a, b, x, 2, 0), beta_points, 1e-8),
    "betainc_ab": (lambda a, b, x: exact_beta(a, b, x, 1, 1), beta_points, 1e-8),
    "betainc_bb": (lambda a, b, x: exact_beta(a, b, x, 0, 2), beta_points, 1e-8),
    "beta_density": (lambda a, b, x: mp.mpf(x) ** (a - 1) * (1 - mp.mpf(x)) ** (b - 1) / mp.beta(a, b), beta_points, 1e-12),
}


@pytest.mark.parametrize("name", CASES)
def test_slope_matches_mpmath(name):
    exact, points, tolerance = CASES[name]
    with mp.workdps(60):
        for args in points():
            want = exact(*args)
            if abs(want) > SMALLEST:
                assert abs(SLOPES[name](*args) / want - 1) < tolerance, (name, args)


def test_there_is_a_case_for_every_slope():
    assert CASES.keys() == SLOPES.keys()


@pytest.mark.parametrize("a", [1e6, 1e8])
def test_large_shapes_by_differences(a):
    """Near the mean gammainc_a is almost minus the density (a Poisson sum differs little from its neighbour)."""
    x = a + 0.3 * math.sqrt(a)
    slope, density = SLOPES["gammainc_a"](a, x), SLOPES["gamma_density"](a, x)
    assert slope == pytest.approx(-density, rel=3 / math.sqrt(a))
    assert SLOPES["betainc_a"](a, a, 0.5) == pytest.approx(-SLOPES["betainc_b"](a, a, 0.5), rel=1e-8)

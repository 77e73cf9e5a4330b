"""Derivatives of modified Bessel functions I in their order, in the language: the series and the integral of `modified.py`, differentiated."""
from __future__ import annotations

import math

from ..special.gamma import digamma_positive, trigamma_positive
from ..ufunc import written
from .macdonald import KVE, KVE_MOMENT
from .modified import EPS, LOW, NEAR, ORDER, ORDER_TWICE, scaled
from .oscillating import cospi, sinpi

INF = math.inf
NAN = math.nan


def series(twice, nu, x):
    """A derivative of I in its order nu ≥ 0 at x > 0 by its power series (DLMF 10.38.1)."""
    q, t, k = 0.25 * x * x, 1.0, 0.0
    d = math.log(0.5 * x) - digamma_positive(nu + 1.0)
    bend = trigamma_positive(nu + 1.0) if twice else 0.0
    s = d * d - bend if twice else d
    size = abs(s)
    while t * (1.0 + d * d) > EPS * size or k < 3.0:
        k += 1.0
        t *= q / (k * (k + nu))
        d -= 1.0 / (k + nu)
        bend -= 1.0 / ((k + nu) * (k + nu))
        term = t * (d * d - bend if twice else d)
        s += term
        size += abs(term)
    return s * (0.5 * x) ** nu / math.gamma(nu + 1.0)


def of_positive(twice, nu, x):
    """The derivative of exp(-x) I in its order nu ≥ 0, x > 0."""
    if x < NEAR and nu < LOW:
        return series(twice, nu, x) * math.exp(-x)
    return scaled(ORDER_TWICE if twice else ORDER, nu, x)


def ive_n(nu, x):
    """derivative of ive in its order, x > 0"""
    a = abs(nu)
    if not (x > 0.0 and x < INF and a < INF):
        return 0.0 if (x == 0.0 and nu > 0.0) or x == INF else NAN
    value = of_positive(False, a, x)
    if nu >= 0.0:
        return value
    other = 2.0 * cospi(a) * KVE(a, x) + 2.0 / math.pi * sinpi(a) * KVE_MOMENT(0.0, 1.0, a, x)
    return -(value + other * math.exp(-2.0 * x))


def ive_nn(nu, x):
    """second derivative of ive in its order, x > 0"""
    a = abs(nu)
    if not (x > 0.0 and x < INF and a < INF):
        return 0.0 if (x == 0.0 and nu > 0.0) or x == INF else NAN
    value = of_positive(True, a, x)
    if nu >= 0.0:
        return value
    s, c = sinpi(a), cospi(a)
    other = -math.pi * s * KVE(a, x) + 2.0 * c * KVE_MOMENT(0.0, 1.0, a, x) + s / math.pi * KVE_MOMENT(0.0, 2.0, a, x)
    return value + 2.0 * other * math.exp(-2.0 * x)


def exact(order):
    """By mpmath's derivatives of its besseli."""
    return lambda mp, nu, x: mp.diff(lambda n: mp.besseli(n, x), nu, order) * mp.exp(-x)


FUNCTIONS = (
    written(ive_n, cost=1000, every=6, domains=((-12.0, 30.0), (1e-2, 1e3)), within=(1e-12, 1e-14), exact=exact(1),
            edges={(1.0, 0.0): 0.0, (1.0, -1.0): NAN, (NAN, 1.0): NAN}),
    written(ive_nn, cost=1000, every=6, domains=((-12.0, 30.0), (1e-2, 1e3)), within=(1e-12, 1e-14), exact=exact(2),
            edges={(1.0, 0.0): 0.0, (1.0, -1.0): NAN, (NAN, 1.0): NAN}),
)

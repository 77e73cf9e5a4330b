"""Spherical Bessel functions of whole orders: sqrt(π / 2x) times those of order n + 1/2 (DLMF 10.47), in the language.

Orders below 0, which derivatives at order 0 multiply by 0, give 0.
"""
from __future__ import annotations

import math

from ..called import Called
from ..ufunc import written
from .macdonald import kv
from .modified import iv
from .oscillating import jv, yv

INF = math.inf
NAN = math.nan
JV, YV, IV, KV = Called(jv), Called(yv), Called(iv), Called(kv)
SMALL = 1e-3                        # two terms of the power series below


def is_order(n):
    """A whole number from 0 on?"""
    return n >= 0.0 and math.floor(n) == n


def power_series(n, x, sign):
    """x^n / (2n + 1)!! (1 ± x² / 2 (2n + 3) + …), |x| < SMALL."""
    t, k = 1.0, 0.0
    while k < n and t != 0.0:
        k += 1.0
        t *= x / (2.0 * k + 1.0)
    q = 0.5 * x * x
    return t * (1.0 + sign * q / (2.0 * n + 3.0) * (1.0 + sign * 0.5 * q / (2.0 * n + 5.0)))


def from_positive(n, x, value):
    """An even or odd function's value at x by that at |x|."""
    return -value if x < 0.0 and n % 2.0 == 1.0 else value


def spherical_jn(n, x):
    """spherical Bessel function of the first kind, of whole order n ≥ 0"""
    a = abs(x)
    if not (is_order(n) and a < INF):
        return 0.0 if n < 0.0 or (a == INF and is_order(n)) else NAN
    return power_series(n, x, -1.0) if a < SMALL else from_positive(n, x, math.sqrt(0.5 * math.pi / a) * JV(n + 0.5, a))


def spherical_yn(n, x):
    """spherical Bessel function of the second kind, of whole order n ≥ 0"""
    a = abs(x)
    if not (is_order(n) and a < INF):
        return 0.0 if n < 0.0 or (a == INF and is_order(n)) else NAN
    return from_positive(n + 1.0, x, math.sqrt(0.5 * math.pi / a) * YV(n + 0.5, a)) if a > 0.0 else -INF


def spherical_in(n, x):
    """modified spherical Bessel function of the first kind, of whole order n ≥ 0"""
    a = abs(x)
    if not (is_order(n) and a < INF):
        return 0.0 if n < 0.0 else from_positive(n, x, INF) if a == INF else NAN
    return power_series(n, x, 1.0) if a < SMALL else from_positive(n, x, math.sqrt(0.5 * math.pi / a) * IV(n + 0.5, a))


def spherical_kn(n, x):
    """modified spherical Bessel function of the second kind, of whole order n ≥ 0

    x > 0; inf at 0, nan below.
    """
    if not (is_order(n) and x > 0.0 and x < INF):
        return 0.0 if n < 0.0 or x == INF else INF if x == 0.0 else NAN
    return math.sqrt(0.5 * math.pi / x) * KV(n + 0.5, x)


def exact(name):
    """By mpmath's function of order n + 1/2."""
    return lambda mp, n, x: mp.sqrt(mp.pi / (2 * x)) * getattr(mp, name)(mp.nint(n) + 0.5, x)


EDGES = {(NAN, 1.0): NAN, (1.0, NAN): NAN, (0.5, 1.0): NAN}
FUNCTIONS = (
    written(spherical_jn, cost=1000, every=3, domains=(range(12), (1e-9, 1e3)), within=(1e-13, 1e-15), exact=exact("besselj"),
            edges=EDGES | {(0.0, 0.0): 1.0, (2.0, 0.0): 0.0, (0.0, INF): 0.0, (-1.0, 1.0): 0.0}),
    written(spherical_yn, cost=1000, every=3, domains=(range(12), (1e-9, 1e3)), within=(1e-13, 1e-15), exact=exact("bessely"),
            edges=EDGES | {(0.0, 0.0): -INF, (0.0, INF): 0.0}),
    written(spherical_in, cost=1000, every=3, domains=(range(12), (1e-9, 600.0)), exact=exact("besseli"),
            edges=EDGES | {(0.0, 0.0): 1.0, (2.0, 0.0): 0.0, (1.0, -INF): -INF, (0.0, INF): INF}),
    written(spherical_kn, cost=1000, every=3, domains=(range(12), (1e-9, 600.0)), exact=exact("besselk"),
            edges=EDGES | {(0.0, 0.0): INF, (0.0, -1.0): NAN, (0.0, INF): 0.0}),
)

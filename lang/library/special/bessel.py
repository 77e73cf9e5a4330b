"""Modified Bessel functions of orders 0 and 1 as circular laws need them, in the language: by logarithm and by how far I1 / I0 lies below 1.

Power series up to 20, then Hankel's asymptotic series (DLMF 10.25.2, 10.40.1), of which all terms have one sign.
"""
from __future__ import annotations

import math

from ..ufunc import written

INF = math.inf
NAN = math.nan
FAR = 20.0                          # from here on the asymptotic series holds to full precision
MOST = 40                           # its terms, of which the last is 1e-16 at FAR
EPS = 1e-17


def series_0(x):
    """I0(x) - 1."""
    q, t, s, k = 0.25 * x * x, 1.0, 0.0, 0.0
    while t > EPS * s or k == 0.0:
        k += 1.0
        t *= q / (k * k)
        s += t
        if t == 0.0:
            break
    return s


def series_1(x):
    """2 I1(x) / x."""
    q, t, s, k = 0.25 * x * x, 1.0, 1.0, 0.0
    while t > EPS * s:
        k += 1.0
        t *= q / (k * (k + 1.0))
        s += t
    return s


def half_ratio(x):
    """I1(x) / (x I0(x)), x < FAR."""
    return 0.5 * series_1(x) / (1.0 + series_0(x))


def asymptotic(x):
    """(d, p, weighted d, weighted p) for x ≥ FAR: with D = 1 + d, I0 is exp(x) D / sqrt(2πx) and 1 - I1 / I0 is p / D; the weights are -x times slopes."""
    a, b, d, p, weighted_d, weighted_p, k = 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    while k < MOST:
        k += 1.0
        odd = (2.0 * k - 1.0) * (2.0 * k - 1.0)
        a *= odd / (8.0 * k * x)
        b *= (odd - 4.0) / (8.0 * k * x)
        d += a
        p += a - b
        weighted_d += k * a
        weighted_p += k * (a - b)
    return d, p, weighted_d, weighted_p


def log_i0e(x):
    """log of I0(x) exp(-|x|), the modified Bessel function of order 0"""
    a = abs(x)
    if not a < INF:
        return NAN if x != x else -INF
    if a < FAR:
        return math.log1p(series_0(a)) - a
    return math.log1p(asymptotic(a)[0]) - 0.5 * math.log(2.0 * math.pi * a)


def i1_gap(x):
    """1 - I1(x) / I0(x), x ≥ 0

    About 1 / 2x where x is large.
    """
    if not (x >= 0.0 and x < INF):
        return 0.0 if x == INF else NAN
    if x < FAR:
        return 1.0 - x * half_ratio(x)
    d, p, _, _ = asymptotic(x)
    return p / (1.0 + d)


def i1_slope(x):
    """derivative of I1(x) / I0(x), x ≥ 0

    About 1 / 2x^2 where x is large.
    """
    if not (x >= 0.0 and x < INF):
        return 0.0 if x == INF else NAN
    if x < FAR:
        h = half_ratio(x)
        return 1.0 - h - (x * h) * (x * h)
    d, p, weighted_d, weighted_p = asymptotic(x)
    whole = 1.0 + d
    return (weighted_p / whole - p / whole * (weighted_d / whole)) / x


def exact_ratio(mp, x):
    """I1(x) / I0(x) by mpmath."""
    return mp.besseli(1, x) / mp.besseli(0, x)


FUNCTIONS = (
    written(log_i0e, cost=80, domains=((-1e16, 1e16),), exact=lambda mp, x: mp.log(mp.besseli(0, x)) - abs(x),
            edges={(0.0,): 0.0, (INF,): -INF, (NAN,): NAN}),
    written(i1_gap, cost=80, domains=((0.0, 1e16),), exact=lambda mp, x: 1 - exact_ratio(mp, x), edges={(0.0,): 1.0, (INF,): 0.0, (-1.0,): NAN, (NAN,): NAN}),
    written(i1_slope, cost=80, domains=((0.0, 1e16),), within=(2e-12, 0.0), exact=lambda mp, x: 1 - exact_ratio(mp, x) / x - exact_ratio(mp, x) ** 2,
            edges={(0.0,): 0.5, (INF,): 0.0, (-1.0,): NAN, (NAN,): NAN}),
)

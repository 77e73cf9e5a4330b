"""Modified Bessel functions of the first kind I, of real order, in the language.

The power series (DLMF 10.25.2) where argument and order are small. Else Schläfli's integral (10.32.12) on its steepest path through the saddle
u0 = asinh(order / x): at height v the path is at sinh u = (order / x) v / sin v, where the integrand is real, positive and falls on both sides, so
that the trapezoidal rule converges faster than any power. Negative orders by DLMF 10.27.2.
"""
from __future__ import annotations

import math

from ..called import Called
from ..ufunc import written
from .macdonald import FALLS, KVE, KVE_MOMENT, half_peak
from .oscillating import sinpi

INF = math.inf
NAN = math.nan
NEAR, LOW = 20.0, 12.0              # arguments and orders below which the series is taken
EPS = 1e-17


def series(nu, x):
    """I of order nu ≥ 0 at x ≥ 0 by its power series."""
    q, t, s, k = 0.25 * x * x, 1.0, 1.0, 0.0
    while t > EPS * s:
        k += 1.0
        t *= q / (k * (k + nu))
        s += t
    return s * (0.5 * x) ** nu / math.gamma(nu + 1.0)


def path_excess(v):
    """(v / sin v - 1, the derivative of v / sin v)"""
    s = math.sin(v)
    if v > 0.5:
        return (v - s) / s, (s - v * math.cos(v)) / (s * s)
    q, low, odd = v * v, 1.0, 1.0
    for j in (13.0, 11.0, 9.0, 7.0, 5.0):
        low = 1.0 - q / (j * (j - 1.0)) * low
    for j in (12.0, 10.0, 8.0, 6.0, 4.0):
        odd = 1.0 - q / ((j - 2.0) * (j + 1.0)) * odd
    return v * q / 6.0 * low / s, v * q / 3.0 * odd / (s * s)


VALUE, GAP, ORDER, ORDER_TWICE = range(4)               # what an integral along the path gives


def part_of(what, u, v, slope, half):
    """The real part of a factor of the integrand times 1 - i u', w = u + iv: 1, 1 - exp(-w), -w or w²; half is sin(v / 2)."""
    if what == VALUE:
        return 1.0
    if what == GAP:
        return -math.expm1(-u) + math.exp(-u) * (2.0 * half * half + math.sin(v) * slope)
    return -(u + v * slope) if what == ORDER else u * u - v * v + 2.0 * u * v * slope


def on_path(what, nu, x):
    """exp(-x) I over its exponential at the saddle, or that less the same of the next order, or a derivative in the order, nu ≥ 0."""
    size = math.hypot(nu, x)
    u0 = math.asinh(nu / x)
    step = 0.6 / math.sqrt(size)
    total = 0.5 * part_of(what, u0, 0.0, 0.0, 0.0)
    v, fall = step, 0.0
    while fall > -FALLS and v < math.pi:
        excess, slope = path_excess(v)
        q = 1.0 + excess
        rise, half, s = excess * (q + 1.0), math.sin(0.5 * v), math.hypot(x, nu * q)
        du = math.asinh(nu * rise / (q * size + s))
        fall = nu * nu * rise / (s + size) * math.cos(v) - 2.0 * size * half * half - nu * du
        total += math.exp(fall) * part_of(what, u0 + du, v, nu * slope / s, half)
        v += step
    return step / math.pi * total


def scaled(what, nu, x):
    """exp(-x) I of order nu ≥ 0 at x > 0, or what else the path gives."""
    e = 1.0 / half_peak(nu, x)
    return e * on_path(what, nu, x) * e


def of_positive(nu, x):
    """exp(-x) I of nu ≥ 0, x ≥ 0."""
    if x < NEAR and nu < LOW:
        return series(nu, x) * math.exp(-x)
    return scaled(VALUE, nu, x) if x > 0.0 else 0.0


def slope_of_positive(nu, x):
    """The derivative of exp(-x) I of nu ≥ 0, x ≥ 0."""
    if x == 0.0:
        return -1.0 if nu == 0.0 else 0.5 if nu == 1.0 else INF if nu < 1.0 else 0.0
    value = of_positive(nu, x)
    return nu / x * value + (of_positive(nu + 1.0, x) - value if x < NEAR else -scaled(GAP, nu, x))


def in_domain(nu, x):
    """Are both finite, and the order whole below 0?"""
    return abs(x) < INF and abs(nu) < INF and (x >= 0.0 or math.floor(nu) == nu)


def from_other(nu, x, second):
    """What a negative order that is no whole number adds: `second` is of K."""
    return 2.0 / math.pi * sinpi(nu) * (second * math.exp(-2.0 * x))


def ive(nu, x):
    """modified Bessel function of the first kind times exp(-|x|), of real order

    nan for x < 0 unless the order is a whole number. Differentiable in the order too, twice, where x > 0.
    """
    a, n = abs(x), abs(nu)
    if not in_domain(nu, x):
        return 0.0 if a == INF and n < INF and (x > 0.0 or math.floor(nu) == nu) else NAN
    value = of_positive(n, a)
    if nu < 0.0 and math.floor(nu) != nu:
        return value + from_other(n, a, KVE(n, a)) if a > 0.0 else math.copysign(INF, sinpi(n))
    return -value if x < 0.0 and n % 2.0 == 1.0 else value


def ive_x(nu, x):
    """derivative of ive in x; from above at 0"""
    a, n = abs(x), abs(nu)
    if not in_domain(nu, x):
        return 0.0 if x == INF and n < INF else NAN
    value = slope_of_positive(n, a)
    if nu < 0.0 and math.floor(nu) != nu:
        return value + from_other(n, a, KVE_MOMENT(1.0, 0.0, n, a) - 2.0 * KVE(n, a)) if a > 0.0 else -math.copysign(INF, sinpi(n))
    return -value if x < 0.0 and n % 2.0 == 0.0 else value


def iv(nu, x):
    """modified Bessel function of the first kind, of real order

    nan for x < 0 unless the order is a whole number. Differentiable in the order too, twice, where x > 0.
    """
    if abs(x) == INF:
        return NAN if not abs(nu) < INF or (x < 0.0 and math.floor(nu) != nu) else -INF if x < 0.0 and nu % 2.0 == 1.0 else INF
    e = math.exp(0.5 * abs(x))                              # twice, or it would be infinite where I is not
    return e * IVE(nu, x) * e


IVE = Called(ive)


def exact_scaled(mp, nu, x):
    """ive by mpmath, x ≥ 0."""
    return mp.besseli(nu, x) * mp.exp(-x)


def exact_slope(mp, nu, x):
    """ive_x by mpmath, x ≥ 0."""
    return (mp.besseli(nu - 1, x) + mp.besseli(nu + 1, x) - 2 * mp.besseli(nu, x)) / 2 * mp.exp(-x)


FUNCTIONS = (
    written(ive, "scipy.special.ive", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 1e5)), exact=exact_scaled,
            edges={(0.0, 0.0): 1.0, (1.5, 0.0): 0.0, (-0.5, 0.0): INF, (-1.5, 0.0): -INF, (-2.0, 0.0): 0.0, (1.5, -1.0): NAN, (2.0, INF): 0.0, (NAN, 1.0): NAN,
                   (1.0, NAN): NAN}),
    written(ive_x, cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 1e5)), exact=exact_slope, within=(1e-12, 0.0),
            edges={(0.0, 0.0): -1.0, (1.0, 0.0): 0.5, (0.5, 0.0): INF, (3.0, 0.0): 0.0, (1.5, -1.0): NAN, (2.0, INF): 0.0, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
    written(iv, "scipy.special.iv", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 700.0)), exact=lambda mp, nu, x: mp.besseli(nu, x),
            edges={(0.0, 0.0): 1.0, (1.5, 0.0): 0.0, (-0.5, 0.0): INF, (1.5, -1.0): NAN, (2.0, INF): INF, (3.0, -INF): -INF, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
)

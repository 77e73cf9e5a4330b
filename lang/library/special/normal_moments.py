"""Integrals over tails of one normal variable and of two, in the language: moments over Mills' ratio, and Owen's T function with its complement."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..ufunc import one_by_one, written
from .normal import ndtr
from .quadrature import FALLS, LEGENDRE

INF = math.inf
NAN = math.nan
SQRT_HALF = math.sqrt(0.5)
SQRT_HALF_PI = math.sqrt(0.5 * math.pi)
TWO_PI = 2.0 * math.pi
LOG_2PI = math.log(TWO_PI)
NEAR = 2.0                          # up to here the recurrence loses less than four digits in ten steps
FEWEST, MORE = 30.0, 480.0          # terms of the continued fraction: 1e-17 from FEWEST + MORE / z² on


def mills_moment(n, z):
    """integral of t^n exp(-z t - t^2/2) over t > 0, for a whole number n ≥ 0

    At n = 0 Mills' ratio (1 - ndtr(z)) / density(z); inf below z = -38, where it leaves the doubles.
    """
    if z != z or z == INF:
        return 0.0 if z == INF else NAN
    if z < NEAR:
        return near_moment(n, z)
    return far_moment(n, z)


def near_moment(n, z):
    """By I_(n+1) = n I_(n-1) - z I_n, from Mills' ratio."""
    before, now = 0.0, SQRT_HALF_PI * math.erfc(z * SQRT_HALF) * math.exp(min(0.5 * z * z, 709.7)) if z > -37.0 else INF
    k = 0.0
    while k < n:
        before, now = now, (1.0 if k == 0.0 else k * before) - z * now
        k += 1.0
    return now


def far_moment(n, z):
    """By the continued fraction of I_n / I_(n-1) = n / (z + I_(n+1) / I_n)."""
    ratio, product = 0.0, 1.0
    k = math.floor(FEWEST + MORE / (z * z)) + n
    while k >= 1.0:
        ratio = k / (z + ratio)
        product *= ratio if k <= n else 1.0
        k -= 1.0
    return product / (z + ratio)


MILLS = written(
    mills_moment, cost=100, domains=(range(8), (-30.0, 1e8)), within=(2e-12, 0.0),
    exact=lambda mp, n, z: exact_moment(mp, n, z),
    edges={(0.0, INF): 0.0, (0.0, -INF): INF, (2.0, NAN): NAN},
)  # fmt: skip


def exact_moment(mp: ModuleType, n: Any, z: Any) -> Any:
    """mills_moment by mpmath: by its recurrence, with digits for what that cancels."""
    n = int(mp.nint(n))
    with mp.workdps(mp.mp.dps + 10 + int(2 * (n + 1) * mp.log10(2 + abs(z)))):
        before, now = mp.mpf(1), mp.sqrt(mp.pi / 2) * mp.erfc(z / mp.sqrt(2)) * mp.exp(z * z / 2)
        for k in range(n):
            before, now = now, (k or 1) * before - z * now
        return now


# -- Owen's T function: of h and a, 1 / 2π times the integral of exp(-h²(1 + x²) / 2) / (1 + x²) over x from 0 to a
def owens_t(h, a):
    """Owen's T function

    SciPy's is wrong far in the tail. P(X > |h|, 0 < Y < a X) of independent standard normal X and Y; odd in a.
    """
    if not abs(h) < INF or a != a:
        return math.copysign(0.0, a) if h == h and a == a else NAN
    size = abs(a)
    if size > 1.0:
        if size == INF:
            return math.copysign(0.5 * ndtr(-abs(h)), a)
        return math.copysign(0.5 * ndtr(-abs(h)) - math.exp(log_owens_rest(abs(h), size)), a)
    half = 0.5 * min(size, math.sqrt(2.0 * FALLS) / max(abs(h), 1.0))
    s = 0.0
    for node, weight in LEGENDRE:
        s += weight * (owens_density(h, half * (1.0 - node)) + owens_density(h, half * (1.0 + node)))
    return math.copysign(half * s * math.exp(-0.5 * h * h) / TWO_PI, a)


def owens_density(h, x):
    """What T is the integral of, less what does not depend on x."""
    return math.exp(-0.5 * (h * x) * (h * x)) / (1.0 + x * x)


def tail_integral(h, a):
    """integral of exp(-k t - t²/2) M(a h + t a / b) over t > 0, with b² = 1 + a², k = b h and M Mills' ratio."""
    b = math.hypot(1.0, a)
    k, share = b * h, a / b
    half = FALLS / (k + math.sqrt(k * k + 2.0 * FALLS))
    s = 0.0
    for node, weight in LEGENDRE:
        s += weight * (tail_density(k, a * h, share, half * (1.0 - node)) + tail_density(k, a * h, share, half * (1.0 + node)))
    return half * s


def tail_density(k, start, share, t):
    """What the integral is of."""
    return math.exp(-t * (k + 0.5 * t)) * MILLS(0.0, start + share * t)


def log_owens_rest(h, a):
    """log of T(h, inf) - T(h, a), Owen's T function, for h, a ≥ 0

    P(X > h, Y > a X) of independent standard normal X and Y, far below the smallest double too.
    """
    if not (h >= 0.0 and a >= 0.0) or a == INF or h == INF:
        return -INF if h + a == INF else NAN
    if a * h > 1e150:
        return -INF
    return math.log(tail_integral(h, a)) - math.log(math.hypot(1.0, a)) - LOG_2PI - 0.5 * (h * h + (a * h) * (a * h))


def owens_hazard(h, a):
    """minus the derivative of log_owens_rest in h, for h, a ≥ 0"""
    if not (h >= 0.0 and a >= 0.0) or a == INF or h == INF:
        return INF if h + a == INF else NAN
    return math.hypot(1.0, a) * MILLS(0.0, a * h) / tail_integral(h, a)


def exact_log_rest(mp: ModuleType, h: Any, a: Any) -> Any:
    """log_owens_rest by mpmath: an integral over the angle of (X, Y), 60 powers of e down."""
    top = h * h * (1 + a * a) / 2
    width = mp.atan2(1, a)
    first = mp.asin(1 / mp.sqrt(1 + a * a + 120 / (h * h)))
    inner = mp.quad(lambda angle: mp.exp(top - h * h / 2 / mp.sin(angle) ** 2), [first, width], maxdegree=5)
    return mp.log(inner / (2 * mp.pi)) - top


def exact_hazard(mp: ModuleType, h: Any, a: Any) -> Any:
    """owens_hazard by mpmath."""
    return mp.exp(-h * h / 2 - mp.log(2 * mp.pi) / 2 + mp.log(mp.erfc(a * h / mp.sqrt(2)) / 2) - exact_log_rest(mp, h, a))


def exact_owens(mp: ModuleType, h: Any, a: Any) -> Any:
    """owens_t by mpmath."""
    end = a * min(1, 14 / abs(a * h)) if a * h else a
    return mp.exp(-h * h / 2) * mp.quad(lambda x: mp.exp(-h * h * x * x / 2) / (1 + x * x), [0, end], method="gauss-legendre", maxdegree=6) / (2 * mp.pi)


FUNCTIONS = (
    MILLS,
    written(owens_t, "scipy.special.owens_t", twin=one_by_one(owens_t), cost=600, domains=((-8.0, 8.0), (-30.0, 30.0)), exact=exact_owens,
            edges={(2.0, 0.0): 0.0, (0.0, INF): 0.25, (0.0, -INF): -0.25, (INF, 1.0): 0.0, (NAN, 1.0): NAN}),
    written(log_owens_rest, cost=4000, domains=((1e-2, 1e3), (1e-3, 1e3)), exact=exact_log_rest,
            edges={(0.0, INF): -INF, (INF, 1.0): -INF, (-1.0, 1.0): NAN, (NAN, 1.0): NAN}),
    written(owens_hazard, cost=4000, domains=((1e-2, 1e3), (1e-3, 1e3)), exact=exact_hazard, edges={(0.0, INF): INF, (-1.0, 1.0): NAN}),
)

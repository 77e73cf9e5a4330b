"""Relatives of the error function and of the normal distribution, in the language: scaled, imaginary, inverse, and of logarithms."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from ..special.normal import LOG_SQRT_2PI, SQRT_HALF, central_quantile, exact_quantile, mills, tail_by_root, tail_quantile
from ..ufunc import one_by_one, written

INF = math.inf
NAN = math.nan
TWO_BY_SQRT_PI = 2.0 / math.sqrt(math.pi)
SQRT_2 = math.sqrt(2.0)


def square_exp(x):
    """exp(x²) without the error of rounding x²: x is split at a sixteenth."""
    near = np.floor(abs(x) * 16.0) / 16.0
    return math.exp(near * near) * math.exp((abs(x) - near) * (abs(x) + near))


def erfcx(x):
    """exp(x^2) erfc(x)

    inf below -26.6, where it leaves the doubles.
    """
    if x > 4.0:
        return mills(x * SQRT_2) * (SQRT_2 / math.sqrt(math.pi)) if x < INF else 0.0
    return square_exp(x) * math.erfc(x) if x > -26.7 else (INF if x == x else NAN)


def erfi(x):
    """imaginary error function -i erf(i x)

    Beyond 26.6 infinite.
    """
    a = abs(x)
    if not a < 26.7:
        return math.copysign(INF, x) if a == a else NAN
    return erfi_near(x) if a < 6.0 else erfi_far(x)


def erfi_near(x):
    """By its power series, whose terms have one sign."""
    s, t, k = 0.0, x, 0.0
    new = x
    while new != s:
        s = new
        k += 1.0
        t *= x * x / k
        new = s + t / (2.0 * k + 1.0)
    return TWO_BY_SQRT_PI * s


def erfi_far(x):
    """By the asymptotic series (DLMF 7.12.1 of i x), to its least term, below 1e-16."""
    r, s, t, k = 0.5 / (x * x), 1.0, 1.0, 1.0
    while abs(t) > 1e-17 and k < x * x + 1.0:
        t *= (2.0 * k - 1.0) * r
        s += t
        k += 1.0
    return square_exp(x) * (0.5 * TWO_BY_SQRT_PI / x) * s


def erfcinv(y):
    """inverse complementary error function

    inf at 0, -inf at 2, nan outside.
    """
    if not (y > 0.0 and y < 2.0):
        return INF if y == 0.0 else (-INF if y == 2.0 else NAN)
    if abs(1.0 - y) <= 0.85:
        return central_quantile(0.5 * (1.0 - y)) * SQRT_HALF
    return (tail_quantile(0.5 * y) if y < 1.0 else -tail_quantile(0.5 * (2.0 - y))) * SQRT_HALF


def ndtri_exp(y):
    """standard normal quantile at the probability exp(y)

    -inf at -inf, inf at 0, nan above. Newton's steps on log_ndtr, which is concave.
    """
    if not y < 0.0:
        return INF if y == 0.0 else NAN
    q = -math.expm1(y)
    if q < 0.075:
        return tail_quantile(q)
    if q < 0.925:
        return central_quantile(0.5 - q)
    if y > -700.0:
        return -tail_by_root(math.sqrt(-y))
    return -far_quantile(y) if y > -INF else -INF


def far_quantile(y):
    """Minus the quantile at the probability exp(y), y < -700: Newton's steps on log(density · mills)."""
    x = math.sqrt(-2.0 * y - 2.0 * LOG_SQRT_2PI - math.log(-2.0 * y))
    for _ in range(3):
        m = mills(x)
        x += (math.log(m) - LOG_SQRT_2PI - 0.5 * x * x - y) * m
    return x


def exact_erfcinv(mp: ModuleType, y: Any) -> Any:
    """erfcinv by mpmath."""
    return -exact_quantile(mp, y / 2) / mp.sqrt(2) if y < 1 else exact_quantile(mp, (2 - y) / 2) / mp.sqrt(2)


def exact_quantile_exp(mp: ModuleType, y: Any) -> Any:
    """ndtri_exp by mpmath."""
    if y > -1:
        return -exact_quantile(mp, -mp.expm1(y))
    return mp.findroot(lambda x: mp.log(mp.ncdf(x)) - y, ndtri_exp(float(y)))


FUNCTIONS = (
    written(erfcx, "scipy.special.erfcx", cost=40, domains=((-26.0, 1e10),), exact=lambda mp, x: mp.exp(x * x) * mp.erfc(x),
            edges={(INF,): 0.0, (-INF,): INF, (-30.0,): INF, (NAN,): NAN}),
    written(erfi, "scipy.special.erfi", cost=80, domains=((-26.0, 26.0),), edges={(0.0,): 0.0, (30.0,): INF, (-INF,): -INF, (NAN,): NAN}),
    written(erfcinv, "scipy.special.erfcinv", cost=40, twin=one_by_one(erfcinv), domains=((1e-300, 2.0 - 1e-12),),
            exact=exact_erfcinv,
            edges={(0.0,): INF, (2.0,): -INF, (1.0,): 0.0, (-0.1,): NAN, (NAN,): NAN}),
    written(ndtri_exp, "scipy.special.ndtri_exp", cost=60, domains=((-1e6, -1e-300),), exact=exact_quantile_exp,
            edges={(0.0,): INF, (-INF,): -INF, (1.0,): NAN, (NAN,): NAN}),
)

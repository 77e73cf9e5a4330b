"""The standard normal distribution and its relatives of one number, in the language: ndtr, log_ndtr, ndtri, erfinv."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..ufunc import written

INF = math.inf
NAN = math.nan
SQRT_HALF = math.sqrt(0.5)
LOG_SQRT_2PI = 0.91893853320467274178
INV_SQRT_2PI = 0.39894228040143267794
FAR = 5.656854249492381             # sqrt(32): from here on the tail has a formula of its own

FRACTION = 24                       # terms of the continued fraction: 2e-17 at y = FAR

# Wichura (1988), algorithm AS 241 (PPND16): three rational approximations, highest power first
CENTRE_A = (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
            1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080)
CENTRE_B = (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
            5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0)
MIDDLE_C = (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
            3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734)
MIDDLE_D = (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
            6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1.0)
OUTER_E = (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
           2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720)
OUTER_F = (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
           1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0)


def horner(coefficients, x):
    """The polynomial at x; coefficients from the highest power down."""
    s = 0.0
    for c in coefficients:
        s = s * x + c
    return s


def mills(y):
    """(1 - ndtr(y)) / density(y) for y ≥ FAR: Laplace's continued fraction, evaluated from its end."""
    r = 1.0 / (y * y)
    s = 1.0
    for k in range(FRACTION, 0, -1):
        s = 1.0 + k * r / s
    return 1.0 / (y * s)


def half_square_exp(y):
    """exp(-y²/2) without the error of rounding y²: y is split at a sixteenth."""
    near = math.floor(y * 16.0) / 16.0
    return math.exp(-0.5 * near * near) * math.exp(-0.5 * (y - near) * (y + near))


def ndtr(x):
    """standard normal cumulative distribution"""
    if x > -FAR:
        return 0.5 * math.erfc(-x * SQRT_HALF)
    if x < -40.0:
        return 0.0
    return half_square_exp(-x) * INV_SQRT_2PI * mills(-x) if x == x else NAN


def log_ndtr(x):
    """log of ndtr, accurate in the tail"""
    if x > -1.0:
        return math.log1p(-0.5 * math.erfc(x * SQRT_HALF)) if x < 40.0 else 0.0
    if x > -FAR:
        return math.log(0.5 * math.erfc(-x * SQRT_HALF))
    if x == -INF or x != x:
        return x
    return -0.5 * x * x - LOG_SQRT_2PI + math.log(mills(-x))


def central_quantile(q):
    """Quantile at probability q + 1/2, |q| ≤ 0.425."""
    r = 0.180625 - q * q
    return q * horner(CENTRE_A, r) / horner(CENTRE_B, r)


def tail_quantile(p):
    """Minus the quantile at the small probability p > 0."""
    return tail_by_root(math.sqrt(-math.log(p)))


def tail_by_root(r):
    """Minus the quantile at the probability exp(-r²) up to r = 27."""
    if r <= 5.0:
        return horner(MIDDLE_C, r - 1.6) / horner(MIDDLE_D, r - 1.6)
    return horner(OUTER_E, r - 5.0) / horner(OUTER_F, r - 5.0)


def ndtri(p):
    """standard normal quantile

    -inf at 0, inf at 1, nan outside.
    """
    if not (p > 0.0 and p < 1.0):
        return -INF if p == 0.0 else (INF if p == 1.0 else NAN)
    q = p - 0.5
    if abs(q) <= 0.425:
        return central_quantile(q)
    return -tail_quantile(p) if q < 0.0 else tail_quantile(1.0 - p)


def erfinv(y):
    """inverse error function"""
    a = abs(y)
    if not a < 1.0:
        return math.copysign(INF, y) if a == 1.0 else NAN
    if a <= 0.85:
        return central_quantile(0.5 * y) * SQRT_HALF
    return math.copysign(tail_quantile(0.5 * (1.0 - a)), y) * SQRT_HALF


def exact_log_ndtr(mp: ModuleType, x: Any) -> Any:
    """log_ndtr by mpmath, from the smaller of the two tails."""
    return mp.log(mp.erfc(-x / mp.sqrt(2)) / 2) if x < 0 else mp.log1p(-mp.erfc(x / mp.sqrt(2)) / 2)


def exact_quantile(mp: ModuleType, p: Any) -> Any:
    """ndtri by mpmath, from the smaller of the two tails."""
    if p > 0.5:
        return -exact_quantile(mp, 1 - p)
    return mp.findroot(lambda x: mp.log(mp.ncdf(x)) - mp.log(p), -mp.sqrt(-2 * mp.log(p)))


FUNCTIONS = (
    written(ndtr, "scipy.special.ndtr", cost=30, domains=((-37.5, 9.0),), exact=lambda mp, x: mp.erfc(-x / mp.sqrt(2)) / 2,
            edges={(INF,): 1.0, (-INF,): 0.0, (NAN,): NAN}),
    written(log_ndtr, "scipy.special.log_ndtr", cost=40, domains=((-1e6, 25.0),), exact=exact_log_ndtr,
            edges={(-INF,): -INF, (INF,): 0.0, (NAN,): NAN, (-1e200,): -INF}),
    written(ndtri, "scipy.special.ndtri", cost=40, domains=((1e-300, 1.0 - 1e-12),), exact=exact_quantile,
            edges={(0.0,): -INF, (1.0,): INF, (1.5,): NAN, (NAN,): NAN}),
    written(erfinv, "scipy.special.erfinv", cost=40, domains=((-1.0 + 1e-12, 1.0 - 1e-12),),
            edges={(1.0,): INF, (-1.0,): -INF, (2.0,): NAN, (0.0,): 0.0, (NAN,): NAN}),
)

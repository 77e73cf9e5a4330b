"""Modified Bessel functions of the second kind K, of real order, with all derivatives in order and argument, in the language.

The trapezoidal rule for 2 K(x) = ∫ exp(order t - x cosh t) dt over all t (DLMF 10.32.9), begun at the saddle sinh t0 = order / x: with s = t - t0
and R = hypot(x, order) the exponent is order t0 - R less R (cosh s - 1) + order (sinh s - s), so nothing cancels, and the error falls like
exp(-π² / step), or exp(-2π² / R step²) where R is large. Derivatives put powers of t and of cosh t in the integrand.
"""
from __future__ import annotations

import math

from ..called import Called
from ..ufunc import written

INF = math.inf
NAN = math.nan
FALLS = 50.0                        # powers of e by which the integrand falls before the rest is left out


def saddle(nu, x):
    """asinh(nu / x) of nu ≥ 0 and x > 0, where the quotient overflows too."""
    return math.log(nu + math.hypot(nu, x)) - math.log(x) if nu > x else math.asinh(nu / x)


def half_peak(nu, x):
    """The square root of what exp(x) K is over the integral about its saddle, and exp(-x) I under it."""
    size = math.hypot(nu, x)
    rest = math.exp(-0.5 * nu * (nu / (size + x)))
    return ((nu + size) / x) ** (0.5 * nu) * rest if nu > x and x > 1e-290 else math.exp(0.5 * nu * saddle(nu, x)) * rest


def excess(s):
    """sinh(s) - s"""
    if abs(s) > 0.7:
        return math.sinh(s) - s
    q, t = s * s, 1.0
    for c in (1.0 / 210.0, 1.0 / 156.0, 1.0 / 110.0, 1.0 / 72.0, 1.0 / 42.0, 1.0 / 20.0):
        t = 1.0 + c * q * t
    return s * q / 6.0 * t


def weight(k, m, t):
    """(1 - cosh t)^k t^m"""
    half = math.sinh(0.5 * t) if k > 0.0 else 0.0
    return ((-2.0 * half * half) ** k if k > 0.0 else 1.0) * (t**m if m > 0.0 else 1.0)


def integral(k, m, nu, x):
    """∫ (1 - cosh t)^k t^m exp(nu t - x cosh t) dt over its value's exponential at the saddle, nu ≥ 0."""
    size = math.hypot(nu, x)
    t0 = saddle(nu, x)
    step = 0.6 / math.sqrt(size + 6.0)
    total, s, slowest = 0.5 * weight(k, m, t0) * 2.0, 0.0, 0.0
    while slowest > -FALLS:
        s += step
        half = math.sinh(0.5 * s)
        even, odd = -2.0 * size * half * half, nu * excess(s)
        slowest = even + odd if s < 0.7 else -2.0 * x * (x / (size + nu)) * half * half - nu * (s + math.expm1(-s))      # without cancellation
        total += math.exp(even - odd) * weight(k, m, t0 + s) + math.exp(slowest) * weight(k, m, t0 - s)
    return step * total


def kve_moment(k, m, nu, x):
    """derivative of kve(nu, x), k times in x and m times in nu, x > 0"""
    if not (x > 0.0 and x < INF and abs(nu) < INF):
        return (0.0 if x == INF else INF if x == 0.0 and k == 0.0 and m == 0.0 else NAN) if abs(nu) < INF else NAN
    a = abs(nu)
    e = half_peak(a, x)
    value = e * (0.5 * integral(k, m, a, x)) * e
    return -value if nu < 0.0 and m % 2.0 == 1.0 else value


def kve(nu, x):
    """modified Bessel function of the second kind times exp(x), of real order

    x > 0, DLMF 10.32.9 by the trapezoidal rule; inf at 0, nan below. Differentiable in the order too.
    """
    return kve_moment(0.0, 0.0, nu, x)


def kv(nu, x):
    """modified Bessel function of the second kind, of real order

    x > 0; inf at 0, nan below. Differentiable in the order too.
    """
    e = math.exp(-0.5 * x) if x > 0.0 else 1.0              # twice, or it would be 0 where K of a large order is not
    return e * KVE(nu, x) * e


KVE, KVE_MOMENT = Called(kve), Called(kve_moment)


def exact_moment(mp, k, m, nu, x):
    """Derivatives of kve by the integral itself in mpmath, whose own besselk is slow near whole orders; to 25 digits."""
    k, m, step = int(mp.nint(k)), int(mp.nint(m)), 1 / (6 * mp.sqrt(1 + x / 4))
    n = int(mp.ceil(mp.acosh(1 + (100 + 10 * abs(nu)) / x) / step)) + 1
    both = mp.sinh if m % 2 else mp.cosh

    def term(t):
        rise = mp.cosh(t) - 1
        return (-rise) ** k * t**m * both(nu * t) * mp.exp(-x * rise)
    return step * (mp.fsum(term(j * step) for j in range(1, n + 1)) + (0 if k or m else mp.mpf(1) / 2))


def exact_scaled(mp, nu, x):
    """kve by mpmath."""
    return exact_moment(mp, 0, 0, nu, x) if abs(nu) < 8 and x < 8 else mp.besselk(nu, x) * mp.exp(x)


FUNCTIONS = (
    written(kve, "scipy.special.kve", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 1e5)), exact=exact_scaled,
            edges={(1.0, 0.0): INF, (1.0, -1.0): NAN, (2.0, INF): 0.0, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
    written(kv, "scipy.special.kv", cost=1000, every=3, domains=((-60.0, 60.0), (1e-3, 600.0)), exact=lambda mp, nu, x: exact_scaled(mp, nu, x) * mp.exp(-x),
            edges={(1.0, 0.0): INF, (1.0, -1.0): NAN, (2.0, INF): 0.0, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
    written(kve_moment, cost=1000, every=6, domains=(range(3), range(2), (0.0, 5.0), (1e-2, 50.0)), within=(1e-12, 1e-13), exact=exact_moment,
            edges={(0.0, 0.0, 1.0, 0.0): INF, (1.0, 0.0, 1.0, -1.0): NAN, (1.0, 0.0, 1.0, INF): 0.0}),
)

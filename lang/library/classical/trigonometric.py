"""Sine and cosine integrals, Fresnel's and Dawson's integrals, in the language: power series near 0, continued fractions in the complex plane beyond.

A complex number is a pair (re, im) here.
"""
from __future__ import annotations

import math

from ..ufunc import written

INF = math.inf
NAN = math.nan
EULER = 0.5772156649015329
EPS = 1e-17
TINY = 1e-280


def product(x, y):
    """x y"""
    return x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]


def inverse(x):
    """1 / x"""
    r = 1.0 / (x[0] * x[0] + x[1] * x[1])
    return x[0] * r, -x[1] * r


def fraction(b, step, scale, n):
    """1 / (b - scale·1·n / (b + step - scale·2 (n + 1) / (b + 2 step - …))) with a complex b, by Lentz's method."""
    d = inverse(b)
    c, h, k, going = (1.0 / TINY, 0.0), d, 0.0, True
    while going:
        k += 1.0
        a = -scale * k * (n - 1.0 + k)
        b = (b[0] + step, b[1])
        d = inverse((b[0] + a * d[0], b[1] + a * d[1]))
        i = inverse(c)
        c = (b[0] + a * i[0], b[1] + a * i[1])
        ratio = product(c, d)
        h = product(h, ratio)
        going = abs(ratio[0] - 1.0) + abs(ratio[1]) > 2e-16 and k < 500.0
    return h


def far(x):
    """(f, g) of the auxiliary functions, x ≥ 4: exp(ix) E1(ix) is g - i f (DLMF 6.2.17, 6.9.1)."""
    h = fraction((1.0, x), 2.0, 1.0, 1.0)
    return -h[1], h[0]


def si(x):
    """sine integral, the integral of sin(t) / t from 0 on"""
    a = abs(x)
    if a >= 4.0:
        if a == INF:
            return math.copysign(0.5 * math.pi, x)
        f, g = far(a)
        return math.copysign(0.5 * math.pi - f * math.cos(a) - g * math.sin(a), x)
    t, s, k = x, x, 1.0
    while abs(t) > EPS * abs(s):
        k += 2.0
        t *= -x * x / (k * (k - 1.0))
        s += t / k
    return s


def ci(x):
    """cosine integral, minus the integral of cos(t) / t from x on, x > 0; an even function

    -inf at 0; near its zeros the error is absolute, 1e-15.
    """
    a = abs(x)
    if a >= 4.0:
        if a == INF:
            return 0.0
        f, g = far(a)
        return f * math.sin(a) - g * math.cos(a)
    if a == 0.0:
        return -INF
    t, s, k = 1.0, 0.0, 0.0
    while abs(t) > EPS * abs(s):
        k += 2.0
        t *= -a * a / (k * (k - 1.0))
        s += t / k
    return s + (EULER + math.log(a))


def turn(x):
    """(sin, cos) of π x² / 2, x ≥ 0: x in two parts, the square of the first of which is exact."""
    low = math.fmod(x, 2.0**-20 if x < 64.0 else 2.0**-14 if x < 4096.0 else 2.0**-8)
    high = x - low
    at = 0.5 * math.pi * (math.fmod(high * high, 4.0) + math.fmod(2.0 * high * low, 4.0) + low * low)
    return math.sin(at), math.cos(at)


def fresnel_far(x):
    """(S, C) at x ≥ 1.6 by the fraction of erfc (DLMF 7.5.8, 7.9.1, every second step of it)."""
    h = product(fraction((1.0, -math.pi * x * x), 4.0, 4.0, 0.5), (x, -x)) if x < 1e15 else (0.0, 0.0)
    s, c = turn(x)
    re, im = product(h, (c, s))
    return 0.5 * (1.0 - re - im), 0.5 * (1.0 - re + im)


def sine_series(x):
    """S(x) where |x| < 1.6."""
    q = 0.5 * math.pi * x * x
    t, s, k = x * q, x * q / 3.0, 1.0
    while abs(t) > EPS * abs(s):
        t *= -q * q / ((k + 1.0) * (k + 2.0))
        k += 2.0
        s += t / (2.0 * k + 1.0)
    return s


def cosine_series(x):
    """C(x) where |x| < 1.6."""
    q = 0.5 * math.pi * x * x
    t, s, k = x, x, 0.0
    while abs(t) > EPS * abs(s):
        t *= -q * q / ((k + 1.0) * (k + 2.0))
        k += 2.0
        s += t / (2.0 * k + 1.0)
    return s


def fresnel_s(x):
    """Fresnel's integral, the integral of sin(pi t^2 / 2) from 0 on"""
    a = abs(x)
    if a < 1.6:
        return sine_series(x)
    return math.copysign(fresnel_far(a)[0] if a < INF else 0.5, x) if a == a else NAN


def fresnel_c(x):
    """Fresnel's integral, the integral of cos(pi t^2 / 2) from 0 on"""
    a = abs(x)
    if a < 1.6:
        return cosine_series(x)
    return math.copysign(fresnel_far(a)[1] if a < INF else 0.5, x) if a == a else NAN


def dawsn(x):
    """Dawson's integral, exp(-x^2) times the integral of exp(t^2) from 0 to x"""
    a = abs(x)
    if a < 6.5:                                             # x exp(-x²) times a series of positive terms (DLMF 7.6.3)
        t, s, k = 1.0, 1.0, 0.0
        while t > EPS * s:
            k += 1.0
            t *= a * a / k
            s += t / (2.0 * k + 1.0)
        return x * math.exp(-a * a) * s
    if a < 1e9:                                             # the fraction of DLMF 7.9, evened, converges or is asymptotic
        q, t, s, k = 2.0 * a * a, 1.0, 1.0, 1.0
        while t > EPS and k < q:
            t *= k / q
            s += t
            k += 2.0
        return s / (2.0 * x)
    return 0.5 / x


def unit_moment(m, x):
    """the integral of t^m exp(x t) from 0 to 1, of whole m ≥ 0: the m-th derivative of exprel"""
    if not (m >= 0.0 and math.floor(m) == m and x == x):
        return NAN
    if abs(x) < m + 1.0 and x > -1.0:
        t, s, k = 1.0, 0.0, 0.0
        while abs(t) > EPS * abs(s) * (k + m + 1.0):
            s += t / (k + m + 1.0)
            k += 1.0
            t *= x / k
        return s
    e, k = math.exp(x), 0.0
    s = math.expm1(x) / x if x < INF else INF
    while k < m and x < INF:
        k += 1.0
        s = (e - k * s) / x
    return s


def exprel(x):
    """(exp(x) - 1) / x, 1 at 0"""
    return 1.0 if abs(x) < TINY else math.expm1(x) / x if x < INF else x


def exact_unit_moment(mp, m, x):
    """unit_moment by mpmath."""
    return mp.hyp1f1(mp.nint(m) + 1, mp.nint(m) + 2, x) / (mp.nint(m) + 1)


FUNCTIONS = (
    written(si, cost=200, domains=((-1e5, 1e5),), exact=lambda mp, x: mp.si(x), edges={(0.0,): 0.0, (INF,): 0.5 * math.pi, (NAN,): NAN}),
    written(ci, cost=200, domains=((1e-300, 1e5),), within=(1e-13, 1e-15), exact=lambda mp, x: mp.ci(x), edges={(0.0,): -INF, (INF,): 0.0, (NAN,): NAN}),
    written(fresnel_s, cost=200, domains=((-1e3, 1e3),), exact=lambda mp, x: mp.fresnels(x), edges={(0.0,): 0.0, (INF,): 0.5, (-INF,): -0.5, (NAN,): NAN}),
    written(fresnel_c, cost=200, domains=((-1e3, 1e3),), exact=lambda mp, x: mp.fresnelc(x), edges={(0.0,): 0.0, (INF,): 0.5, (-INF,): -0.5, (NAN,): NAN}),
    written(unit_moment, cost=100, domains=(range(4), (-30.0, 600.0)), within=(1e-12, 0.0), exact=exact_unit_moment,
            edges={(0.0, 0.0): 1.0, (1.0, NAN): NAN, (0.5, 1.0): NAN}),
    written(exprel, "scipy.special.exprel", cost=40, domains=((-600.0, 700.0),), exact=lambda mp, x: mp.hyp1f1(1, 2, x),
            edges={(0.0,): 1.0, (INF,): INF, (-INF,): 0.0, (NAN,): NAN}),
    written(dawsn, "scipy.special.dawsn", cost=200, domains=((-1e10, 1e10),), exact=lambda mp, x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x),
            edges={(0.0,): 0.0, (INF,): 0.0, (NAN,): NAN}),
)

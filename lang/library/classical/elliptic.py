"""Elliptic integrals and Jacobi's functions, in the language: Carlson's symmetric integrals by duplication (DLMF 19.36), complete ones by the arithmetic-
geometric mean (19.8), the amplitude by descending means (22.20.5). Derivatives of all are integrals of one family, by the trapezoidal rule.
"""
from __future__ import annotations

import math

from ..ufunc import written

INF = math.inf
NAN = math.nan
EPS = 1e-18
CLOSE = 2e-3                        # relative distances, whose eighth power is nothing
STEP = 0.4                          # of log t: the error is exp(-2π² / STEP)
STEPS = 9                           # means that m needs up to 1 - 1e-16


# -- one family: 1/2 ∫ t^l (t + x)^(-1/2 - i) (t + y)^(-1/2 - j) (t + z)^(-1/2 - k) (t + 1)^-n dt over t > 0, which derivatives do not leave
def digit(code, place):
    """A digit of a code to base 8."""
    c = math.floor(code / place)
    return c - 8.0 * math.floor(c / 8.0)


def power(t, n):
    """t^n, 1 of n = 0 without a power."""
    return t**n if n != 0.0 else 1.0


def beyond_zero(x, other):
    """x, or another number where that is 0."""
    return x if x > 0.0 else other


def carlson_moment(code, x, y, z):
    """the integral above, of x, y, z ≥ 0; the code has the digits i, j, k, n, l to base 8, from the lowest"""
    least, most = min(x, min(y, z)), max(x, max(y, z))
    if not (least >= 0.0 and most < INF and x + y + z == x + y + z):
        return NAN
    i, j, k, n, degree = digit(code, 1.0), digit(code, 8.0), digit(code, 64.0), digit(code, 512.0), digit(code, 4096.0) + 1.0
    low, high = min(beyond_zero(x, most), min(beyond_zero(y, most), beyond_zero(z, most))), most
    if n > 0.0:
        low, high = min(low, 1.0), max(high, 1.0)
    if (x == 0.0 and i >= degree - 0.5 and i > 0.0) or not most > 0.0:
        return INF
    middle, total, side = math.log(high), 0.0, -1.0
    while side < 2.0:
        s, going = middle if side > 0.0 else middle - STEP, True
        while going:
            t = math.exp(s)
            a, b, c = t + x, t + y, t + z
            term = (t / math.sqrt(a)) / math.sqrt(b) / math.sqrt(c)
            term *= power(t, degree - 1.0) * power(a, -i) * power(b, -j)
            term *= power(c, -k) * power(t + 1.0, -n)
            total += term
            going = (term > EPS * total or (t > low and side < 0.0)) and abs(s) < 700.0
            s += side * STEP
        side += 2.0
    return 0.5 * STEP * total


# -- Carlson's integrals
def middle_of(x, y, z):
    """Neither the least nor the most."""
    return max(min(x, y), min(max(x, y), z))


def elliprf(x, y, z):
    """Carlson's integral of the first kind, symmetric in x, y, z ≥ 0

    inf where two are 0; nan below 0.
    """
    if not (min(x, min(y, z)) >= 0.0 and x + y + z < INF):
        return NAN if x + y + z != INF or min(x, min(y, z)) < 0.0 else 0.0
    if middle_of(x, y, z) == 0.0:
        return INF
    going, a, u, v, w = True, 1.0, 0.0, 0.0, 0.0
    while going:
        a = (x + y + z) / 3.0
        u, v = (a - x) / a, (a - y) / a
        w = -(u + v)
        going = max(abs(u), max(abs(v), abs(w))) > CLOSE
        if going:
            p, q, r = math.sqrt(x), math.sqrt(y), math.sqrt(z)
            both = p * q + p * r + q * r
            x, y, z = 0.25 * (x + both), 0.25 * (y + both), 0.25 * (z + both)
    e2, e3 = u * v - w * w, u * v * w
    s = 1.0 - e2 / 10.0 + e3 / 14.0 + e2 * e2 / 24.0 - 3.0 * e2 * e3 / 44.0 - 5.0 * e2 * e2 * e2 / 208.0 + 3.0 * e3 * e3 / 104.0 + e2 * e2 * e3 / 16.0
    return s / math.sqrt(a)


def elliprd(x, y, z):
    """Carlson's integral of the second kind, symmetric in x, y ≥ 0; z > 0

    inf where z is 0 or x and y are; nan below 0.
    """
    if not (min(x, y) >= 0.0 and z >= 0.0 and x + y + z < INF):
        return NAN if x + y + z != INF or min(x, min(y, z)) < 0.0 else 0.0
    if z == 0.0 or x + y == 0.0:
        return INF
    going, total, share, a, u, v, w = True, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0
    while going:
        a = (x + y + 3.0 * z) / 5.0
        u, v = (a - x) / a, (a - y) / a
        w = -(u + v) / 3.0
        going = max(abs(u), max(abs(v), abs(w))) > CLOSE
        if going:
            p, q, r = math.sqrt(x), math.sqrt(y), math.sqrt(z)
            both = p * q + p * r + q * r
            total += share / (r * (z + both))
            share *= 0.25
            x, y, z = 0.25 * (x + both), 0.25 * (y + both), 0.25 * (z + both)
    e2, e3, e4, e5 = u * v - 6.0 * w * w, (3.0 * u * v - 8.0 * w * w) * w, 3.0 * (u * v - w * w) * w * w, u * v * w * w * w
    s = 1.0 - 3.0 * e2 / 14.0 + e3 / 6.0 + 9.0 * e2 * e2 / 88.0 - 3.0 * e4 / 22.0 - 9.0 * e2 * e3 / 52.0 + 3.0 * e5 / 26.0
    s = s - e2 * e2 * e2 / 16.0 + 3.0 * e3 * e3 / 40.0 + 3.0 * e2 * e4 / 20.0
    return 3.0 * total + share * s / (a * math.sqrt(a))


def elliprg(x, y, z):
    """Carlson's completely symmetric integral of the second kind, x, y, z ≥ 0

    nan below 0.
    """
    low, high = min(x, min(y, z)), max(x, max(y, z))
    middle = middle_of(x, y, z)
    if not (low >= 0.0 and x + y + z < INF):
        return NAN if x + y + z != INF or low < 0.0 else INF
    if middle == 0.0:
        return 0.5 * math.sqrt(high)
    positive = middle * elliprf(low, high, middle) + math.sqrt(low * high / middle)        # DLMF 19.21.10: all terms are positive
    return 0.5 * (positive + (middle - low) * (high - middle) / 3.0 * elliprd(low, high, middle))


# -- Legendre's
def ellipkm1(p):
    """complete elliptic integral of the first kind at parameter m = 1 - p, p ≥ 0

    inf at 0, nan below.
    """
    if not (p > 0.0 and p < INF):
        return INF if p == 0.0 else 0.0 if p == INF else NAN
    a, b = 1.0, math.sqrt(p)
    while abs(a - b) > 1e-8 * a:
        a, b = 0.5 * (a + b), math.sqrt(a * b)
    return math.pi / (a + b)


def ellipem1(p):
    """complete elliptic integral of the second kind at parameter m = 1 - p, p ≥ 0"""
    if not (p > 0.0 and p < INF):
        return 1.0 if p == 0.0 else INF if p == INF else NAN
    a, b, rest, share = 1.0, math.sqrt(p), 0.5 * (1.0 + p), 0.5
    while abs(a - b) > 1e-8 * a:
        a, b = 0.5 * (a + b), math.sqrt(a * b)
        share *= 2.0
        rest -= share * (a * a - b * b)
    return math.pi / (a + b) * rest


def halves(phi):
    """(n, phi - n π) for the nearest multiple of π; π in two parts."""
    n = math.floor(phi / math.pi + 0.5)
    return n, (phi - n * math.pi) - n * 1.2246467991473532e-16


def ellipkinc(phi, m):
    """incomplete elliptic integral of the first kind, of parameter m ≤ 1

    nan beyond; inf at m = 1 from pi / 2 on.
    """
    if not (m <= 1.0 and m > -INF and abs(phi) < INF):
        return phi if m == m and abs(phi) == INF and m <= 1.0 else NAN
    n, at = halves(phi)
    s, c = math.sin(at), math.cos(at)
    value = s * elliprf(c * c, c * c + (1.0 - m) * s * s, 1.0)
    return value + 2.0 * n * ellipkm1(1.0 - m) if n != 0.0 else value


def ellipeinc(phi, m):
    """incomplete elliptic integral of the second kind, of parameter m ≤ 1

    nan beyond.
    """
    if not (m <= 1.0 and m > -INF and abs(phi) < INF):
        return phi if m == m and abs(phi) == INF and m <= 1.0 else NAN
    n, at = halves(phi)
    s, c = math.sin(at), math.cos(at)
    p = 1.0 - m
    d, f = c * c + p * s * s, elliprf(c * c, c * c + p * s * s, 1.0)
    if m <= 0.0 or d == 0.0:                                # the forms whose terms are positive (DLMF 19.25.9, 19.25.10)
        value = s * (f - m * s * s / 3.0 * elliprd(c * c, d, 1.0)) if d > 0.0 else s
    else:
        value = s * (p * (f + m * s * s / 3.0 * elliprd(c * c, 1.0, d)) + m * abs(c) / math.sqrt(d)) if p > 0.0 else s
    return value + 2.0 * n * ellipem1(p) if n != 0.0 else value


def amplitude(a, b, u, left):
    """The amplitude from the means a and b on, the last of which counts turns alone."""
    mean = 0.5 * (a + b)
    if left == 0:
        return mean * u
    phi = amplitude(mean, math.sqrt(a * b), 2.0 * u, left - 1)
    return 0.5 * (phi + math.asin(max(-1.0, min(1.0, 0.5 * (a - b) / mean * math.sin(phi)))))


def ellipam(u, m):
    """Jacobi's amplitude, the inverse of ellipkinc, of parameter 0 ≤ m ≤ 1

    nan beyond.
    """
    if not (m >= 0.0 and m <= 1.0 and abs(u) < INF):
        return NAN
    return 2.0 * math.atan(math.tanh(0.5 * u)) if m == 1.0 else amplitude(1.0, math.sqrt(1.0 - m), u, STEPS)


# -- by mpmath, for tests
def exact_moment(mp, code, x, y, z):
    """carlson_moment by a finer rule in mpmath."""
    code = int(mp.nint(code))
    i, j, k, n, degree = (code >> s & 7 for s in (0, 3, 6, 9, 12))
    step = mp.mpf(1) / 3
    total, t, ratio = mp.mpf(0), mp.exp(-300 * step), mp.exp(step)
    for _ in range(600):
        a, b, c = t + x, t + y, t + z
        total += t ** (degree + 1) / (mp.sqrt(a * b * c) * a**i * b**j * c**k * (t + 1) ** n)
        t *= ratio
    return step / 2 * total


def exact_amplitude(mp, u, m):
    """ellipam by mpmath."""
    return mp.findroot(lambda phi: mp.ellipf(phi, m) - u, ellipam(float(u), float(m)))


SIZES = (0.05, 20.0)
FUNCTIONS = (
    written(carlson_moment, cost=3000, every=12, domains=(range(0, 128, 8), SIZES, SIZES, SIZES), exact=exact_moment,
            edges={(0.0, 0.0, 0.0, 0.0): INF, (0.0, -1.0, 1.0, 1.0): NAN, (1.0, 0.0, 1.0, 1.0): INF}),
    written(elliprf, "scipy.special.elliprf", cost=200, domains=((1e-9, 1e9), (1e-9, 1e9), (1e-9, 1e9)), exact=lambda mp, x, y, z: mp.elliprf(x, y, z), every=2,
            edges={(0.0, 0.0, 1.0): INF, (-1.0, 1.0, 1.0): NAN, (1.0, 1.0, 1.0): 1.0, (INF, 1.0, 1.0): 0.0, (NAN, 1.0, 1.0): NAN}),
    written(elliprd, "scipy.special.elliprd", cost=200, domains=((1e-6, 1e6), (1e-6, 1e6), (1e-6, 1e6)), exact=lambda mp, x, y, z: mp.elliprd(x, y, z), every=4,
            edges={(0.0, 0.0, 1.0): INF, (-1.0, 1.0, 1.0): NAN, (1.0, 1.0, 0.0): INF, (1.0, 1.0, 1.0): 1.0, (1.0, 1.0, NAN): NAN}),
    written(elliprg, "scipy.special.elliprg", cost=400, domains=((1e-6, 1e6), (1e-6, 1e6), (1e-6, 1e6)), exact=lambda mp, x, y, z: mp.elliprg(x, y, z), every=4,
            edges={(0.0, 0.0, 4.0): 1.0, (-1.0, 1.0, 1.0): NAN, (NAN, 1.0, 1.0): NAN}),
    written(ellipkm1, "scipy.special.ellipkm1", cost=100, domains=((1e-20, 1e10),), exact=lambda mp, p: mp.ellipk(1 - p),
            edges={(0.0,): INF, (-1.0,): NAN, (INF,): 0.0, (NAN,): NAN, (1.0,): 0.5 * math.pi}),
    written(ellipem1, cost=100, domains=((1e-20, 1e10),), exact=lambda mp, p: mp.ellipe(1 - p), edges={(0.0,): 1.0, (-1.0,): NAN, (NAN,): NAN}),
    written(ellipkinc, "scipy.special.ellipkinc", cost=300, domains=((-20.0, 20.0), (-50.0, 0.999)), exact=lambda mp, phi, m: mp.ellipf(phi, m), every=2,
            edges={(0.0, 0.5): 0.0, (1.0, 1.5): NAN, (2.0, 1.0): INF, (INF, 0.5): INF, (NAN, 0.5): NAN, (1.0, NAN): NAN}),
    written(ellipeinc, "scipy.special.ellipeinc", cost=500, domains=((-20.0, 20.0), (-50.0, 0.999)), exact=lambda mp, phi, m: mp.ellipe(phi, m), every=2,
            edges={(0.0, 0.5): 0.0, (1.0, 1.5): NAN, (INF, 0.5): INF, (NAN, 0.5): NAN, (1.0, NAN): NAN}),
    written(ellipam, cost=400, domains=((-20.0, 20.0), (0.01, 0.99)), exact=exact_amplitude, every=6,
            edges={(0.0, 0.5): 0.0, (1.0, 1.5): NAN, (1.0, -0.5): NAN, (NAN, 0.5): NAN}),
)


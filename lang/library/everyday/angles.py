"""Sine over its operand with its derivatives, and functions of angles in degrees, in the language."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from ..ufunc import composed, one_by_one, written
from .products import cos_pi, sin_pi
from .relatives import digits

INF = math.inf
NAN = math.nan
PI = math.pi
DEGREE = PI / 180.0
TINY = 1e-300                       # quotients are 1 below


def sinc(x):
    """sin(pi x) / (pi x), 1 at 0"""
    return 1.0 if abs(x) < TINY else (sin_pi(x) / (PI * x) if abs(x) < INF else (0.0 if x == x else NAN))


def sinc_slope(n, x):
    """n-th derivative of sinc"""
    if not abs(x) < INF:
        return 0.0 if x == x else NAN
    u = PI * x
    if abs(u) < n + 1.5:
        return PI**n * sinc_series(n, u)
    s, c = sin_pi(x), cos_pi(x)
    g, k = s / u, 1.0
    while k <= n:
        s, c = c, -s
        g = (s - k * g) / u
        k += 1.0
    return PI**n * g


def sinc_series(n, u):
    """The n-th derivative of sin(u) / u by powers of u."""
    k = np.floor(0.5 * (n + 1.0))
    j = 2.0 * k - n
    t = (1.0 if j == 0.0 else u) * (1.0 - 2.0 * abs(k - 2.0 * np.floor(0.5 * k)))
    s = t / (2.0 * k + 1.0)
    while abs(t) > 1e-18:
        t *= -u * u / ((j + 1.0) * (j + 2.0))
        j += 2.0
        k += 1.0
        s += t / (2.0 * k + 1.0)
    return s


def cosm1(x):
    """cos(x) - 1, accurate where x is close to 0"""
    s = math.sin(0.5 * x)
    return -2.0 * s * s


def sindg(x):
    """sine of an angle in degrees"""
    r = math.fmod(x, 360.0)
    k = np.floor(r / 180.0 + 0.5)
    return math.sin(DEGREE * (r - 180.0 * k)) * (1.0 - 2.0 * abs(k - 2.0 * np.floor(0.5 * k)))


def cosdg(x):
    """cosine of an angle in degrees"""
    r = math.fmod(x, 360.0)
    k = np.floor(r / 180.0 + 0.5)
    d = r - 180.0 * k
    near = math.sin(DEGREE * (90.0 - abs(d))) if abs(d) > 45.0 else math.cos(DEGREE * d)
    return near * (1.0 - 2.0 * abs(k - 2.0 * np.floor(0.5 * k)))


def tandg(x):
    """tangent of an angle in degrees"""
    return sindg(x) / cosdg(x)


def radian(d, m, s):
    """radians of an angle in degrees, minutes and seconds"""
    return ((s / 60.0 + m) / 60.0 + d) * DEGREE


def exact_sinc_slope(mp: ModuleType, n: Any, x: Any) -> Any:
    """sinc_slope by mpmath: by its recurrence."""
    n = int(mp.nint(n))
    if x == 0:
        return mp.pi**n * (-1) ** (n // 2) / mp.mpf(n + 1) if n % 2 == 0 else mp.mpf(0)
    with digits(mp, x, n):
        u, g = mp.pi * x, mp.sincpi(x)
        for k in range(1, n + 1):
            g = (mp.sin(u + k * mp.pi / 2) - k * g) / u
        return mp.pi**n * g


FUNCTIONS = (
    written(sinc, "numpy.sinc", "scipy.special.sinc", cost=30, twin=one_by_one(sinc), domains=((-300.0, 300.0),),
            exact=lambda mp, x: mp.sincpi(x), within=(1e-13, 1e-300),
            edges={(0.0,): 1.0, (1.0,): 0.0, (INF,): 0.0, (NAN,): NAN}),
    written(sinc_slope, cost=60, domains=(range(4), (-30.0, 30.0)), within=(1e-12, 1e-13), exact=exact_sinc_slope,
            edges={(1.0, 0.0): 0.0, (1.0, INF): 0.0, (1.0, NAN): NAN}),
    composed(cosm1, "scipy.special.cosm1", cost=25, domains=((-30.0, 30.0),), exact=lambda mp, x: -2 * mp.sin(x / 2) ** 2, edges={(0.0,): 0.0, (NAN,): NAN}),
    composed(sindg, "scipy.special.sindg", cost=30, domains=((-720.0, 720.0),), exact=lambda mp, x: mp.sin(mp.radians(x)),
             edges={(180.0,): 0.0, (90.0,): 1.0, (NAN,): NAN}),
    composed(cosdg, "scipy.special.cosdg", cost=30, domains=((-720.0, 720.0),), exact=lambda mp, x: mp.cos(mp.radians(x)),
             edges={(90.0,): 0.0, (180.0,): -1.0, (NAN,): NAN}),
    composed(tandg, "scipy.special.tandg", cost=60, domains=((-80.0, 80.0),), exact=lambda mp, x: mp.tan(mp.radians(x)), edges={(180.0,): 0.0, (NAN,): NAN}),
    composed(radian, "scipy.special.radian", cost=6, domains=((0.1, 90.0), (0.1, 60.0), (0.1, 60.0)),
             exact=lambda mp, d, m, s: mp.radians(d + m / 60 + s / 3600)),
)

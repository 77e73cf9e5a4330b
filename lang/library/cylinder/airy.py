"""Airy's functions and their derivatives, in the language: Maclaurin's series up to 1, beyond it Bessel functions of thirds (DLMF 9.4, 9.6)."""
from __future__ import annotations

import math

from ..called import Called
from ..ufunc import written
from .macdonald import KVE
from .modified import IVE
from .oscillating import jv

INF = math.inf
NAN = math.nan
AT_0, SLOPE_0 = 0.3550280538878172, 0.2588194037928068          # Ai(0) and -Ai'(0) (DLMF 9.2.3, 9.2.4)
ROOT_3 = math.sqrt(3.0)
EPS = 1e-17
JV = Called(jv)


def angle(x):
    """2/3 x^(3/2)"""
    return 2.0 / 3.0 * x * math.sqrt(x)


def series(x, first, second, slope):
    """A solution with these weights of the even and odd one at |x| ≤ 1, or its slope (DLMF 9.4.1, 9.4.2)."""
    f, g, k, s, t = 1.0, x, 0.0, first + second * x, 1.0
    d = second
    q = x * x * x
    while abs(t) > EPS and k < 60.0:
        k += 3.0
        f *= q / (k * (k - 1.0))
        g *= q / (k * (k + 1.0))
        t = abs(f) + abs(g)
        s += first * f + second * g
        d += (first * f * k + second * g * (k + 1.0)) / x if x != 0.0 else 0.0
    return d if slope else s


def airy_ai(x):
    """Airy's function Ai"""
    if not abs(x) < INF:
        return 0.0 if x == x else NAN
    if abs(x) <= 1.0:
        return series(x, AT_0, -SLOPE_0, False)
    a = abs(x)
    z = angle(a)
    if x > 0.0:
        return math.sqrt(a / 3.0) / math.pi * KVE(1.0 / 3.0, z) * math.exp(-z)
    return math.sqrt(a) / 3.0 * (JV(1.0 / 3.0, z) + JV(-1.0 / 3.0, z))


def airy_aip(x):
    """derivative of Airy's function Ai"""
    if not abs(x) < INF:
        return 0.0 if x == INF else NAN
    if abs(x) <= 1.0:
        return series(x, AT_0, -SLOPE_0, True)
    a = abs(x)
    z = angle(a)
    if x > 0.0:
        return -a / (math.pi * ROOT_3) * KVE(2.0 / 3.0, z) * math.exp(-z)
    return a / 3.0 * (JV(2.0 / 3.0, z) - JV(-2.0 / 3.0, z))


def airy_bi(x):
    """Airy's function Bi"""
    if not abs(x) < INF:
        return INF if x == INF else 0.0 if x == x else NAN
    if abs(x) <= 1.0:
        return ROOT_3 * series(x, AT_0, SLOPE_0, False)
    a = abs(x)
    z = angle(a)
    if x > 0.0:
        e = math.exp(0.5 * z)
        return e * (math.sqrt(a / 3.0) * (IVE(1.0 / 3.0, z) + IVE(-1.0 / 3.0, z))) * e
    return math.sqrt(a / 3.0) * (JV(-1.0 / 3.0, z) - JV(1.0 / 3.0, z))


def airy_bip(x):
    """derivative of Airy's function Bi"""
    if not abs(x) < INF:
        return INF if x == INF else NAN
    if abs(x) <= 1.0:
        return ROOT_3 * series(x, AT_0, SLOPE_0, True)
    a = abs(x)
    z = angle(a)
    if x > 0.0:
        e = math.exp(0.5 * z)
        return e * (a / ROOT_3 * (IVE(2.0 / 3.0, z) + IVE(-2.0 / 3.0, z))) * e
    return a / ROOT_3 * (JV(-2.0 / 3.0, z) + JV(2.0 / 3.0, z))


EDGES = {(NAN,): NAN}
FUNCTIONS = (
    written(airy_ai, cost=1500, every=3, domains=((-40.0, 60.0),), within=(1e-13, 3e-14), exact=lambda mp, x: mp.airyai(x),
            edges=EDGES | {(INF,): 0.0, (-INF,): 0.0}),
    written(airy_aip, cost=1500, every=3, domains=((-40.0, 60.0),), within=(1e-13, 3e-14), exact=lambda mp, x: mp.airyai(x, 1), edges=EDGES | {(INF,): 0.0}),
    written(airy_bi, cost=1500, every=3, domains=((-40.0, 60.0),), within=(1e-13, 3e-14), exact=lambda mp, x: mp.airybi(x), edges=EDGES | {(INF,): INF}),
    written(airy_bip, cost=1500, every=3, domains=((-40.0, 60.0),), within=(1e-13, 3e-14), exact=lambda mp, x: mp.airybi(x, 1), edges=EDGES | {(INF,): INF}),
)

"""Quotients of gamma functions, in the language: by logarithms without large terms where all arguments are positive, by reflection elsewhere.

lgamma(x) = x log x - x + lgamma_rest(x), so the logarithm of a quotient is one of remainders, which are small, and of logarithms of quotients.
"""
from __future__ import annotations

import math

import numpy as np

from ..special.gamma import FUNCTIONS as GAMMA
from ..special.gamma import digamma, trigamma
from ..special.incomplete_slopes import digamma_rise as rise
from ..ufunc import one_by_one, written

INF = math.inf
NAN = math.nan
PI = math.pi
FEW = 40.0                          # factors of a product that is multiplied out
LARGEST = 171.6                     # gamma is infinite above
lgamma_rest = next(row for row in GAMMA if row.name == "lgamma_rest")


def is_pole(x):
    """Is it a whole number ≤ 0?"""
    return x <= 0.0 and x > -INF and np.floor(x) == x


def sin_pi(x):
    """sin(pi x), 0 at whole numbers."""
    r = x - 2.0 * np.floor(0.5 * x + 0.5)
    return math.sin(PI * (1.0 - r if r > 0.5 else -1.0 - r if r < -0.5 else r))


def parity(x):
    """1 for an even whole number, -1 for an odd one."""
    return 1.0 - 2.0 * abs(x - 2.0 * np.floor(0.5 * x))


def log_beta(a, b):
    """log B(a, b) for a, b > 0."""
    n = a + b
    return (lgamma_rest(a) + lgamma_rest(b) - lgamma_rest(n)) - (larger_share(a, b, n) + larger_share(b, a, n))


def larger_share(a, b, n):
    """a log((a + b) / a)."""
    return a * (math.log1p(b / a) if b < a else math.log(n / a))


def log_rise(z, m):
    """log of gamma(z + m) / gamma(z) where both arguments are positive."""
    n = z + m
    share = z * (math.log1p(m / z) if abs(m) < 0.5 * z else math.log(n / z))
    return (lgamma_rest(n) - lgamma_rest(z)) + (share + m * math.log(n) - m)


def betaln(a, b):
    """log of the absolute beta function

    For a, b > 0 to full precision at any size; elsewhere by three log gammas, inf at poles.
    """
    if a > 0.0 and b > 0.0:
        return log_beta(a, b) if a + b < INF else -INF
    if a != a or b != b:
        return NAN
    if is_pole(a) or is_pole(b):
        return INF
    return -INF if is_pole(a + b) else math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def beta(a, b):
    """beta function B(a, b)"""
    if a > 0.0 and b > 0.0:
        return math.exp(log_beta(a, b)) if a + b < INF else 0.0
    if a != a or b != b:
        return NAN
    if is_pole(a) or is_pole(b):
        return beta_at_pole(a, b) if is_pole(a) else beta_at_pole(b, a)
    if is_pole(a + b):
        return 0.0
    return gamma_sign(a) * gamma_sign(b) * gamma_sign(a + b) * math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))


def beta_at_pole(a, b):
    """B(a, b) for a whole a ≤ 0: finite where a + b is one too and b is not."""
    if np.floor(b) == b and b > 0.0 and a + b <= 0.0:
        return parity(b) * math.exp(log_beta(1.0 - a - b, b))
    return INF


def gamma_sign(x):
    """The sign of gamma(x), x no pole."""
    return 1.0 if x > 0.0 else parity(np.floor(x))


# -- Pochhammer's symbol
def poch(z, m):
    """Pochhammer's symbol gamma(z + m) / gamma(z)

    To full precision where z and z + m have one sign or m is whole and small.
    """
    n = z + m
    if not abs(m) < INF or not abs(n) < INF:
        return NAN
    if np.floor(m) == m and abs(m) <= FEW:
        return product(z, m) if m >= 0.0 else 1.0 / product(n, -m)
    if z > 0.0 and n > 0.0:
        return math.exp(log_rise(z, m))
    if is_pole(z):
        return parity(m) * math.exp(log_rise(1.0 - n, m)) if is_pole(n) else 0.0
    if is_pole(n):
        return INF
    if z < 0.0 and n < 0.0:
        return math.exp(log_rise(1.0 - n, m)) * (sin_pi(z) / sin_pi(n))
    return mixed(z, n)


def mixed(z, n):
    """gamma(n) / gamma(z) where one of the two is negative."""
    if z > 0.0:
        return PI / (sin_pi(n) * math.exp(math.lgamma(1.0 - n) + math.lgamma(z)))
    return sin_pi(z) / PI * math.exp(math.lgamma(n) + math.lgamma(1.0 - z))


def product(z, m):
    """z (z + 1) … of m factors."""
    p = 1.0
    k = 0.0
    while k < m:
        p *= z + k
        k += 1.0
    return p


def poch_z(z, m):
    """derivative of poch in z, at zeros of small whole m too"""
    if np.floor(m) == m and m >= 0.0 and m <= FEW:
        return product_slopes(z, m)[0]
    return poch(z, m) * digamma_rise(z, m)


def poch_zz(z, m):
    """second derivative of poch in z"""
    if np.floor(m) == m and m >= 0.0 and m <= FEW:
        return product_slopes(z, m)[1]
    r = digamma_rise(z, m)
    return poch(z, m) * (r * r + trigamma(z + m) - trigamma(z))


def product_slopes(z, m) -> tuple[float, float]:
    """First and second derivative of z (z + 1) … of m factors."""
    p, slope, bend = 1.0, 0.0, 0.0
    k = 0.0
    while k < m:
        f = z + k
        p, slope, bend = p * f, slope * f + p, bend * f + 2.0 * slope
        k += 1.0
    return slope, bend


# -- what the derivatives of these are made of
def digamma_rise(a, b):
    """digamma(a + b) - digamma(a), to full precision for a, a + b > 0"""
    if a > 0.0 and b >= 0.0:
        return rise(a, b) if a + b < INF else NAN
    if a + b > 0.0 and b < 0.0 and a > 0.0:
        return -rise(a + b, -b)
    return digamma(a + b) - digamma(a)


# -- reciprocals
def rgamma(x):
    """1 / gamma(x), 0 at the poles

    For x > -170; from 171.6 on by a recurrence, 0 from 180 on.
    """
    if x < 0.5:
        return sin_pi(x) / PI * math.gamma(1.0 - x) if x > -170.0 else (NAN if x == -INF or np.floor(x) != x else 0.0)
    if x > 170.0:
        return 1.0 / math.gamma(x - 20.0) / product(x - 20.0, 20.0) if x < 190.0 else (0.0 if x == x else NAN)
    return 1.0 / math.gamma(x) if x == x else NAN


def rgamma_slope(x):
    """derivative of rgamma, at the poles too"""
    if x < 0.5:
        y = 1.0 - x
        return math.gamma(y) * (cos_pi(x) - sin_pi(x) / PI * digamma(y)) if x > -169.0 else NAN
    return -rgamma(x) * digamma(x)


def rgamma_bend(x):
    """second derivative of rgamma, at the poles too"""
    if x < 0.5:
        y = 1.0 - x
        psi = digamma(y)
        return -math.gamma(y) * (2.0 * psi * cos_pi(x) + sin_pi(x) / PI * (PI * PI - psi * psi - trigamma(y))) if x > -168.0 else NAN
    psi = digamma(x)
    return rgamma(x) * (psi * psi - trigamma(x))


def cos_pi(x):
    """cos(pi x), 0 at halves."""
    return sin_pi(x + 0.5) if abs(x) < 1.0 else sin_pi(x - 2.0 * np.floor(0.5 * x + 0.5) + 0.5)


def gammasgn(x):
    """sign of the gamma function; nan at its poles below 0"""
    if x == 0.0:
        return math.copysign(1.0, x)
    return NAN if is_pole(x) or x != x else gamma_sign(x)


FUNCTIONS = (
    written(betaln, "scipy.special.betaln", cost=150, twin=one_by_one(betaln), domains=((1e-8, 1e10), (1e-8, 1e10)), within=(1e-13, 1e-15),
            exact=lambda mp, a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b),
            edges={(1.0, 1.0): 0.0, (0.0, 1.0): INF, (INF, 1.0): -INF, (NAN, 1.0): NAN}),
    written(beta, "scipy.special.beta", cost=150, domains=((1e-8, 300.0), (1e-8, 300.0)), exact=lambda mp, a, b: mp.beta(a, b),
            edges={(-2.0, 3.0): INF, (0.0, 1.0): INF, (NAN, 1.0): NAN, (-0.5, -0.5): 0.0}),
    written(poch, "scipy.special.poch", cost=150, domains=((1e-3, 1e3), (1e-3, 100.0)), exact=lambda mp, z, m: mp.rf(z, m),
            edges={(3.0, 2.0): 12.0, (-2.0, 3.0): 0.0, (0.5, 0.0): 1.0, (NAN, 0.5): NAN}),
    written(poch_z, cost=200, domains=((1e-3, 1e3), (1e-3, 100.0)), every=2, within=(1e-12, 0.0),
            exact=lambda mp, z, m: mp.rf(z, m) * (mp.psi(0, z + m) - mp.psi(0, z)),
            edges={(-2.0, 2.0): -3.0, (0.0, 1.0): 1.0, (3.0, 0.0): 0.0}),
    written(poch_zz, cost=200, domains=((1.0, 1e3), (1.0, 60.0)), every=2, within=(1e-10, 0.0),
            exact=lambda mp, z, m: mp.rf(z, m) * ((mp.psi(0, z + m) - mp.psi(0, z)) ** 2 + mp.psi(1, z + m) - mp.psi(1, z)), edges={(0.0, 2.0): 2.0}),
    written(digamma_rise, cost=100, domains=((1e-3, 1e6), (1e-3, 1e6)), exact=lambda mp, a, b: mp.psi(0, a + b) - mp.psi(0, a),
            edges={(2.0, 0.0): 0.0, (NAN, 1.0): NAN}),
    written(rgamma, "scipy.special.rgamma", cost=60, domains=((-160.0, 175.0),), within=(1e-13, 1e-300), exact=lambda mp, x: mp.rgamma(x),
            edges={(0.0,): 0.0, (-3.0,): 0.0, (INF,): 0.0, (NAN,): NAN, (-INF,): NAN}),
    written(rgamma_slope, cost=80, domains=((-160.0, 160.0),), within=(1e-12, 1e-14), exact=lambda mp, x: mp.diff(mp.rgamma, x),
            edges={(0.0,): 1.0, (-1.0,): -1.0}),
    written(rgamma_bend, cost=90, domains=((-150.0, 160.0),), within=(1e-11, 1e-12), exact=lambda mp, x: mp.diff(mp.rgamma, x, 2)),
    written(gammasgn, "scipy.special.gammasgn", cost=8, twin=one_by_one(gammasgn), domains=((-0.99, 30.0),),
            exact=lambda mp, x: 1 if x > 0 else 1 - 2 * (int(mp.floor(x)) % 2), edges={(0.0,): 1.0, (-1.0,): NAN, (INF,): 1.0, (NAN,): NAN}),
)

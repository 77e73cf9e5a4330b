"""Exponential integrals of real numbers, in the language: power series near 0, continued fractions and asymptotic series beyond (DLMF 6.6, 6.9, 6.12, 8.19)."""
from __future__ import annotations

import math

from ..called import Called
from ..ufunc import written

INF = math.inf
NAN = math.nan
EULER = 0.5772156649015329
EPS = 1e-17
FAR = 40.0                          # from here on the asymptotic series holds to full precision
ROOT, ROOT_LOW = 0.3725074107813666, 1.3140183414386028e-17           # the zero of Ei, in two parts (computed to 40 digits)


def power_sum(x):
    """sum over k ≥ 1 of x^k / (k k!)"""
    t, s, k = 1.0, 0.0, 0.0
    while abs(t) > EPS * abs(s):
        k += 1.0
        t *= x / k
        s += t / k
    return s


def from_root(x):
    """Ei(x) for 0 < x < 1, as a difference from its value at the root."""
    d = (x - ROOT) - ROOT_LOW
    t, at, s, k, size = d, 1.0, d, 1.0, abs(d)
    while size > EPS * abs(s) and k < 30.0:
        k += 1.0
        at *= ROOT / k                                      # ROOT^(k - 1) / k!, and t is (x^k - ROOT^k) / k!
        t = x * t / k + at * d
        size = abs(t) / k
        s += t / k
    return s + (math.log1p(d / ROOT) if abs(d) < 0.2 else math.log(x / ROOT))


def rising(x):
    """sum of k! / x^k up to its smallest term, x ≥ FAR"""
    t, s, k = 1.0, 1.0, 0.0
    while t > EPS and k < x:
        k += 1.0
        t *= k / x
        s += t
    return s


def expi(x):
    """exponential integral Ei(x), the principal value of the integral of exp(t) / t up to x

    -inf at 0.
    """
    if not (x > 0.0 and x < INF):
        return -INF if x == 0.0 else x if x == INF else -EXP1(-x) if x == x else NAN
    if x < FAR:
        return from_root(x) if x < 1.0 else EULER + math.log(x) + power_sum(x)
    e = math.exp(0.5 * x)
    return e * (rising(x) / x) * e


def fraction(n, x):
    """exp(x) times the generalised exponential integral of order n at x ≥ 1, by Lentz's method (DLMF 8.19.17)."""
    b = x + n
    c, d = 1e300, 1.0 / b
    h, k, going = d, 0.0, True
    while going:
        k += 1.0
        a = -k * (n - 1.0 + k)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        h *= c * d
        going = abs(c * d - 1.0) > 1e-16 and k < 1000.0
    return h


def exp1(x):
    """exponential integral E1(x), the integral of exp(-t) / t from x on, x > 0

    inf at 0, nan below.
    """
    if not (x > 0.0 and x < INF):
        return INF if x == 0.0 else 0.0 if x == INF else NAN
    return -EULER - math.log(x) - power_sum(-x) if x <= 1.0 else math.exp(-x) * fraction(1.0, x)


def expn_series(n, x):
    """The generalised exponential integral of whole order n ≥ 1 at 0 < x ≤ 1 (DLMF 8.19.8)."""
    t, s, k, psi = 1.0, 0.0, 0.0, -EULER
    if n > 1.0:
        s = 1.0 / (n - 1.0)
    while abs(t) > EPS * abs(s) or k < n:
        k += 1.0
        t *= -x / k
        if k < n:
            psi += 1.0 / k
        s += t * (psi - math.log(x)) if k == n - 1.0 else -t / (k - n + 1.0)
        if t == 0.0:
            break
    return s if n > 1.0 else s - EULER - math.log(x)


def expn(n, x):
    """generalised exponential integral, the integral of exp(-x t) / t^n from 1 on, of whole order n, x ≥ 0

    1 / (n - 1) at 0 where n > 1; nan for x < 0 and for other n.
    """
    if not (x >= 0.0 and math.floor(n) == n and abs(n) < 1e6):
        return NAN
    if x == 0.0 or x == INF:
        return 0.0 if x == INF else 1.0 / (n - 1.0) if n > 1.0 else INF
    if n < 1.0:
        e, s, k = math.exp(-x), math.exp(-x) / x, 0.0
        while k > n:                                        # upwards from order 0: all terms are positive
            k -= 1.0
            s = (e - k * s) / x
        return s
    return expn_series(n, x) if x <= 1.0 else math.exp(-x) * fraction(n, x)


def shi(x):
    """hyperbolic sine integral, the integral of sinh(t) / t from 0 on"""
    a = abs(x)
    if a >= FAR or a != a:
        return math.copysign(0.5, x) * EXPI(a)
    t, s, k = x, x, 1.0
    while abs(t) > EPS * abs(s):
        k += 2.0
        t *= x * x / (k * (k - 1.0))
        s += t / k
    return s


def chi(x):
    """hyperbolic cosine integral: Euler's constant + log|x| + the integral of (cosh(t) - 1) / t from 0 on

    An even function; -inf at 0.
    """
    a = abs(x)
    if a >= FAR or a != a or a == 0.0:
        return 0.5 * EXPI(a) if a != 0.0 else -INF
    t, s, k = 1.0, 0.0, 0.0
    while abs(t) > EPS * s:
        k += 2.0
        t *= a * a / (k * (k - 1.0))
        s += t / k
    return s + (EULER + math.log(a))


EXPI, EXP1 = Called(expi), Called(exp1)
FUNCTIONS = (
    written(expi, "scipy.special.expi", cost=200, domains=((-600.0, 700.0),), within=(1e-13, 1e-300), exact=lambda mp, x: mp.ei(x),
            edges={(0.0,): -INF, (INF,): INF, (-INF,): 0.0, (NAN,): NAN}),
    written(exp1, "scipy.special.exp1", cost=200, domains=((1e-300, 650.0),), exact=lambda mp, x: mp.e1(x),
            edges={(0.0,): INF, (-1.0,): NAN, (INF,): 0.0, (NAN,): NAN}),
    written(expn, cost=200, domains=(range(-2, 30), (1e-3, 600.0)), exact=lambda mp, n, x: mp.expint(int(mp.nint(n)), x), every=2,
            edges={(2.0, 0.0): 1.0, (1.0, 0.0): INF, (2.0, -1.0): NAN, (1.5, 1.0): NAN, (3.0, INF): 0.0, (2.0, NAN): NAN}),
    written(shi, cost=200, domains=((-600.0, 600.0),), exact=lambda mp, x: mp.shi(x),
            edges={(0.0,): 0.0, (INF,): INF, (-INF,): -INF, (NAN,): NAN}),
    written(chi, cost=200, domains=((1e-300, 600.0),), within=(1e-13, 1e-15), exact=lambda mp, x: mp.chi(x),
            edges={(0.0,): -INF, (INF,): INF, (NAN,): NAN}),
)

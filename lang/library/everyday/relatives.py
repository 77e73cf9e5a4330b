"""Relatives of exp and log that neither cancel nor overflow, in the language: quotients with their derivatives, Box and Cox's powers."""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..classical.trigonometric import FUNCTIONS as EXPONENTIAL
from ..ufunc import composed, one_by_one, written
from .rows import ROWS

INF = math.inf
NAN = math.nan
LOG_2 = 0.6931471805599453
TINY = 1e-300                       # quotients are 1 below
logaddexp, log_expit = ROWS["logaddexp"], ROWS["log_expit"]


# -- log(1 + t) / t and its derivatives, but for their factors integrals of s^n / (1 + t s)^(n + 1) over 0 < s < 1
def log1p_quotient(t):
    """log(1 + t) / t, 1 at 0"""
    if not t > -1.0:
        return INF if t == -1.0 else NAN
    return 1.0 if abs(t) < TINY else (math.log1p(t) / t if t < INF else 0.0)


def log1p_moment(n, t):
    """integral of s^n / (1 + t s)^(n + 1) over 0 < s < 1, t > -1: (-1)^n / n! times the n-th derivative of log(1 + t) / t"""
    if not (t > -1.0 and t < INF):
        return INF if t == -1.0 else (0.0 if t == INF else NAN)
    i = 1.0 / (1.0 + t)
    z = t * i
    if abs(z) <= 0.5:
        s, p, k = 1.0 / (n + 1.0), 1.0, 0.0
        while abs(p) > 1e-18:
            k += 1.0
            p *= z
            s += p / (n + 1.0 + k)
        return s * i ** (n + 1.0)
    s, p, k = math.log1p(t) / t, 1.0, 1.0
    while k <= n:
        p *= i
        s = (s - p / k) / t
        k += 1.0
    return s


log1p_by = written(
    log1p_quotient, cost=30, domains=((-0.999, 1e10),), exact=lambda mp, t: mp.hyp2f1(1, 1, 2, -t),
    edges={(0.0,): 1.0, (-1.0,): INF, (-2.0,): NAN, (NAN,): NAN},
)  # fmt: skip
exprel_by = next(row for row in EXPONENTIAL if row.name == "exprel")


# -- powers less 1
def boxcox(x, lmbda):
    """Box and Cox's transform (x^lmbda - 1) / lmbda, log(x) at lmbda = 0

    x ≥ 0; nan below.
    """
    if x == 0.0:
        return -1.0 / lmbda if lmbda > 0.0 else -INF
    g = math.log(x)
    return g * exprel_by(lmbda * g)


def boxcox1p(x, lmbda):
    """Box and Cox's transform of 1 + x, accurate where x is close to 0"""
    if x == -1.0:
        return -1.0 / lmbda if lmbda > 0.0 else -INF
    g = math.log1p(x)
    return g * exprel_by(lmbda * g)


def inv_boxcox(y, lmbda):
    """inverse of boxcox: (lmbda y + 1)^(1 / lmbda), exp(y) at lmbda = 0"""
    return math.exp(y * log1p_by(lmbda * y))


def inv_boxcox1p(y, lmbda):
    """inverse of boxcox1p"""
    return math.expm1(y * log1p_by(lmbda * y))


def powm1(x, y):
    """x^y - 1, accurate where that is close to 0"""
    return math.expm1(y * math.log(x)) if x > 0.0 else x**y - 1.0


def log1pmx(x):
    """log(1 + x) - x, accurate where x is close to 0"""
    if not abs(x) < 0.5:
        return (math.log1p(x) - x if x < INF else -INF) if x > -1.0 else (-INF if x == -1.0 else NAN)
    r = x / (2.0 + x)
    s, p, k = 0.0, 1.0, 3.0
    while p > 1e-19:
        s += p / k
        p *= r * r
        k += 2.0
    return r * (2.0 * r * r * s - x)


def softplus(x):
    """log(1 + exp(x)) without overflow"""
    return -log_expit(-x)


def logaddexp2(x, y):
    """log2(2^x + 2^y) without overflow"""
    return logaddexp(x * LOG_2, y * LOG_2) / LOG_2


def agm(a, b):
    """arithmetic-geometric mean

    Of numbers of one sign; nan of others, 0 where one is 0.
    """
    sign = 1.0 if a + b >= 0.0 else -1.0
    m, g = sign * a, sign * b
    for _ in range(14):
        m, g = 0.5 * (m + g), math.sqrt(m) * math.sqrt(g)
    return sign * (m if a * b > 0.0 else g)


def digits(mp: ModuleType, x: Any, n: int) -> Any:
    """A context with digits for what n quotients by x cancel."""
    return mp.workdps(mp.mp.dps + 10 + (n + 1) * int(1 + max(-mp.log10(abs(x)), 0)))


def exact_log1pmx(mp: ModuleType, x: Any) -> Any:
    """log1pmx by mpmath."""
    with digits(mp, x or mp.mpf(1), 1):
        return mp.log1p(x) - x


def exact_log1p_moment(mp: ModuleType, n: Any, t: Any) -> Any:
    """log1p_moment by mpmath: by its recurrence."""
    n = int(mp.nint(n))
    if t == 0:
        return mp.mpf(1) / (n + 1)
    with digits(mp, t, n):
        s = mp.log1p(t) / t
        for k in range(1, n + 1):
            s = (s - (1 + t) ** -k / mp.mpf(k)) / t
        return s


SIZE, POWER, COUNTS = (1e-3, 1e3), (-3.0, 3.0), range(4)
FUNCTIONS = (
    log1p_by,
    written(log1p_moment, cost=60, domains=(COUNTS, (-0.99, 1e6)), within=(1e-12, 0.0), exact=exact_log1p_moment,
            edges={(1.0, 0.0): 0.5, (1.0, -1.0): INF, (1.0, INF): 0.0, (1.0, NAN): NAN}),
    composed(boxcox, "scipy.special.boxcox", cost=60, domains=(SIZE, POWER), twin=one_by_one(boxcox), exact=lambda mp, x, k: mp.expm1(k * mp.log(x)) / k,
             edges={(2.0, 0.0): math.log(2.0), (0.0, 2.0): -0.5, (0.0, 0.0): -INF, (-1.0, 1.0): NAN}),
    composed(boxcox1p, "scipy.special.boxcox1p", cost=60, domains=((-0.9, 1e3), POWER), twin=one_by_one(boxcox1p),
             exact=lambda mp, x, k: mp.expm1(k * mp.log1p(x)) / k,
             edges={(0.0, 2.0): 0.0, (-1.0, 2.0): -0.5, (-1.0, 0.0): -INF, (-2.0, 1.0): NAN}),
    composed(inv_boxcox, "scipy.special.inv_boxcox", cost=60, domains=((0.01, 9.0), (0.01, 3.0)), exact=lambda mp, y, k: mp.exp(mp.log1p(k * y) / k),
             edges={(0.0, 2.0): 1.0, (-1.0, 1.0): 0.0, (-2.0, 1.0): NAN}),
    composed(inv_boxcox1p, "scipy.special.inv_boxcox1p", cost=60, domains=((0.01, 9.0), (0.01, 3.0)), exact=lambda mp, y, k: mp.expm1(mp.log1p(k * y) / k),
             edges={(0.0, 2.0): 0.0, (-1.0, 1.0): -1.0, (-2.0, 1.0): NAN}),
    composed(powm1, "scipy.special.powm1", cost=50, domains=((1e-3, 1e3), (-30.0, 30.0)), exact=lambda mp, x, y: mp.powm1(x, y),
             edges={(-2.0, 2.0): 3.0, (0.0, 1.0): -1.0}),
    written(log1pmx, cost=40, domains=((-0.999, 1e10),), exact=exact_log1pmx, edges={(0.0,): 0.0, (-1.0,): -INF, (INF,): -INF, (-2.0,): NAN, (NAN,): NAN}),
    composed(softplus, "scipy.special.softplus", cost=40, domains=((-700.0, 700.0),), exact=lambda mp, x: mp.log1p(mp.exp(x)),
             edges={(INF,): INF, (-INF,): 0.0, (NAN,): NAN}),
    composed(logaddexp2, "numpy.logaddexp2", cost=45, domains=((-1000.0, 1000.0), (-1000.0, 1000.0)), within=(1e-13, 1e-13),
             exact=lambda mp, x, y: mp.log(mp.mpf(2) ** x + mp.mpf(2) ** y, 2), edges={(-INF, -INF): -INF, (INF, INF): INF, (-INF, 2.0): 2.0, (NAN, 1.0): NAN}),
    composed(agm, "scipy.special.agm", cost=200, domains=((1e-10, 1e10), (1e-10, 1e10)), exact=lambda mp, a, b: mp.agm(a, b),
             edges={(0.0, 1.0): 0.0, (-2.0, -2.0): -2.0, (-1.0, 2.0): NAN, (NAN, 1.0): NAN}),
)

"""Combinations of exp and log of one or two numbers that neither overflow nor cancel, in the language."""
from __future__ import annotations

import math

import numpy as np

from . import twins
from .ufunc import written

INF = math.inf
NAN = math.nan
LOG_2 = 0.6931471805599453


def log1p_of_unit(e):
    """log(1 + e) for 0 ≤ e ≤ 1

    Without the branches of log1p: what rounding takes from 1 + e is put back.
    """
    u = 1.0 + e
    return math.log(u) + (e - (u - 1.0)) / u


log1p_by = written(log1p_of_unit, cost=25, twin=np.log1p, domains=((0.0, 1.0),), exact=lambda mp, e: mp.log1p(e), edges={(0.0,): 0.0, (NAN,): NAN})


def logaddexp(x, y):
    """log(exp(x) + exp(y)) without overflow

    Two equal infinities give that infinity, a tie has the gradient (1/2, 1/2).
    """
    d = abs(x - y)
    larger = x if x >= y else y                 # nan in either makes d nan
    apart = larger + log1p_by(math.exp(-d))            # at a tie too: its slopes have the same exp, which must not be in a branch
    return x + LOG_2 if x == y else apart


def expit(x):
    """1 / (1 + exp(-x))"""
    e = math.exp(-abs(x))                       # without branches: signs of logits are hard to predict
    return (1.0 if x >= 0.0 else e) / (1.0 + e)


def log_expit(x):
    """log of expit, no overflow"""
    return (x if x < 0.0 else 0.0) - log1p_by(math.exp(-abs(x)))


def log1mexp(x):
    """log(1 - exp(x)) for x < 0

    -inf at 0, nan above (Mächler 2012, section 2).
    """
    if not x < 0.0:
        return -INF if x == 0.0 else NAN
    if x > -LOG_2:
        return math.log(-math.expm1(x))
    return math.log1p(-math.exp(x))


def real_log(y):
    """log(y) with -inf at 0 and nan below, where CPython's math raises."""
    if y > 0.0:
        return math.log(y)
    return -INF if y == 0.0 else NAN


def xlogy(x, y):
    """x log(y), 0 where x is 0

    Unless y is nan.
    """
    if x == 0.0 and y == y:
        return 0.0
    return x * real_log(y)


def xlog1py(x, y):
    """x log(1 + y), 0 where x is 0

    Unless y is nan.
    """
    if x == 0.0 and y == y:
        return 0.0
    if y > -1.0:
        return x * math.log1p(y)
    return x * (-INF if y == -1.0 else NAN)


def times(x, y):
    """x y, 0 where x is 0 and y infinite"""
    return 0.0 if x == 0.0 else x * y


def power_less_exp(x, y):
    """x y - exp(y) of x ≥ 0, with its limits at infinite y"""
    d = (0.0 if x == 0.0 else x * y) - math.exp(y)
    return d if d > -INF else -INF


def log1p_square(t):
    """log(1 + t^2), where t^2 overflows too"""
    s = t * t
    u = 1.0 + s
    far = s > 1e20                              # 1 + s is s there
    w = t if far else u
    v = math.log(abs(w))
    return 2.0 * v if far else v + (s - (u - 1.0)) * (1.0 / w)


SHIFT = 2.0**600                                # brings quotients back among the doubles
LOG_SHIFT = 1200.0 * LOG_2


def log_ratio(x, y):
    """log(x / y), accurate where x and y are close, and where x / y is no double

    Of numbers from 0 on.
    """
    u, d = x / y, (x - y) / y
    tiny, huge, near = u < 1e-300, u > 1e300, abs(d) < 0.5
    far = (x * SHIFT) / (y / SHIFT) if tiny else (x / SHIFT) / (y * SHIFT) if huge else u
    w = 1.0 + d if near else far
    rest = (d - (w - 1.0)) / w if near else (LOG_SHIFT if huge else 0.0) - (LOG_SHIFT if tiny else 0.0)
    return real_log(w) + rest


def shifted_log_ratio(x, y, s):
    """log((x + s) / (y + s)), accurate where x and y are close or s is large

    For x + s ≥ 0 and y + s > 0.
    """
    bottom = y + s
    if not bottom > 0.0:
        return NAN
    d, u = (x - y) / bottom, (x + s) / bottom       # u is 1 + d; where they are close, what rounding took from it is put back
    return real_log(u) + ((d - (u - 1.0)) / u if abs(d) < 0.5 else 0.0)


def joint_log_ratio(x, y, s):
    """log(y (x + s) / (x (y + s))), accurate where x and y are close or s is small

    For x, s > 0 and y ≥ 0: log(y / x) where s is large.
    """
    bottom = x * (y + s)
    if not bottom > 0.0:
        return NAN
    d, u = s * ((y - x) / bottom), (y / x) * ((x + s) / (y + s))
    return real_log(u) + ((d - (u - 1.0)) / u if abs(d) < 0.5 else 0.0)


def stop_gradient(x):
    """x, but a constant to differentiation"""
    return x


def whole_power(a, n):
    """a ** n for a whole number n ≥ 0, by squaring"""
    r = 1
    while n > 0:
        if n % 2 == 1:
            r = r * a
        n = n // 2
        if n > 0:
            a = a * a
    return r


FUNCTIONS = (
    log1p_by,
    written(logaddexp, "numpy.logaddexp", cost=40, domains=((-700.0, 700.0), (-700.0, 700.0)), exact=lambda mp, x, y: mp.log(mp.exp(x) + mp.exp(y)),
            edges={(-INF, -INF): -INF, (INF, INF): INF, (INF, -INF): INF, (-INF, 2.0): 2.0, (NAN, 2.0): NAN}),
    written(expit, "scipy.special.expit", cost=25, twin=twins.expit, domains=((-700.0, 700.0),), exact=lambda mp, x: 1 / (1 + mp.exp(-x)),
            edges={(INF,): 1.0, (-INF,): 0.0, (NAN,): NAN}),
    written(log_expit, "scipy.special.log_expit", cost=40, twin=twins.log_expit, domains=((-700.0, 700.0),), exact=lambda mp, x: -mp.log1p(mp.exp(-x)),
            edges={(INF,): 0.0, (-INF,): -INF, (NAN,): NAN}),
    written(log1mexp, cost=40, twin=twins.log1mexp, domains=((-30.0, -1e-300),), exact=lambda mp, x: mp.log(-mp.expm1(x)),
            edges={(0.0,): -INF, (1.0,): NAN, (-INF,): 0.0, (NAN,): NAN}),
    written(xlogy, "scipy.special.xlogy", twin=twins.xlogy, domains=((-1e3, 1e3), (1e-300, 1e200)), exact=lambda mp, x, y: x * mp.log(y),
            edges={(0.0, 0.0): 0.0, (0.0, NAN): NAN, (1.0, 0.0): -INF, (1.0, -1.0): NAN, (0.0, -1.0): 0.0}),
    written(xlog1py, "scipy.special.xlog1py", twin=twins.xlog1py, domains=((-1e3, 1e3), (-0.999, 1e200)), exact=lambda mp, x, y: x * mp.log1p(y),
            edges={(0.0, -1.0): 0.0, (2.0, -1.0): -INF, (2.0, -2.0): NAN, (0.0, NAN): NAN}),
    written(times, cost=2, twin=twins.times, domains=((-1e3, 1e3), (-1e3, 1e3)), exact=lambda mp, x, y: x * y,
            edges={(0.0, -INF): 0.0, (2.0, -INF): -INF, (1.0, NAN): NAN}),
    written(power_less_exp, cost=25, twin=twins.power_less_exp, domains=((0.0, 1e3), (-700.0, 700.0)), exact=lambda mp, x, y: x * y - mp.exp(y),
            edges={(0.0, -INF): 0.0, (2.0, -INF): -INF, (0.0, INF): -INF, (3.0, INF): -INF}),
    written(log1p_square, cost=30, twin=twins.log1p_square, domains=((-1e300, 1e300),), exact=lambda mp, t: mp.log1p(t * t),
            edges={(0.0,): 0.0, (INF,): INF, (-INF,): INF, (NAN,): NAN}),
    written(log_ratio, cost=40, twin=twins.log_ratio, domains=((1e-300, 1e300), (1e-300, 1e300)), exact=lambda mp, x, y: mp.log(x / y),
            edges={(0.0, 1.0): -INF, (1.0, INF): -INF, (1e16, 1e16): 0.0, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
    written(shifted_log_ratio, cost=40, twin=twins.shifted_log_ratio, domains=((0.01, 1e16), (0.01, 1e16), (0.01, 1e16)),
            exact=lambda mp, x, y, s: mp.log((x + s) / (y + s)), within=(1e-13, 1e-15),
            edges={(0.0, 1.0, 0.0): -INF, (1.0, 0.0, 0.0): NAN, (100.0, 8.0, 1e20): 92.0 / 1e20, (3.0, 3.0, 1.0): 0.0}),
    written(joint_log_ratio, cost=40, twin=twins.joint_log_ratio, domains=((0.01, 1e16), (0.01, 1e16), (0.01, 1e16)),
            exact=lambda mp, x, y, s: mp.log(y * (x + s) / (x * (y + s))), within=(1e-13, 1e-15),
            edges={(2.0, 0.0, 1.0): -INF, (0.0, 1.0, 1.0): NAN, (3.0, 3.0, 1.0): 0.0}),
    written(stop_gradient, cost=1, twin=stop_gradient, domains=((-3.0, 3.0),), exact=lambda mp, x: x),
)

"""Combinations of exp and log of one or two numbers that neither overflow nor cancel, in the language."""
from __future__ import annotations

import math

INF = math.inf
NAN = math.nan
LOG_2 = 0.6931471805599453


def log1p_of_unit(e):
    """log(1 + e) for 0 ≤ e ≤ 1, without the branches of log1p: what rounding takes from 1 + e is put back."""
    u = 1.0 + e
    return math.log(u) + (e - (u - 1.0)) / u


def logaddexp(a, b):
    """log(exp(a) + exp(b)); two equal infinities give that infinity, a tie has the gradient (1/2, 1/2)."""
    d = abs(a - b)
    larger = a if a >= b else b                 # nan in either makes d nan
    return a + LOG_2 if a == b else larger + log1p_of_unit(math.exp(-d))


def expit(x):
    """1 / (1 + exp(-x)), accurate for very negative x too."""
    e = math.exp(-abs(x))                       # without branches: signs of logits are hard to predict
    return (1.0 if x >= 0.0 else e) / (1.0 + e)


def log_expit(x):
    """log(expit(x))."""
    return (x if x < 0.0 else 0.0) - log1p_of_unit(math.exp(-abs(x)))


def log1mexp(x):
    """log(1 - exp(x)) for x < 0: -inf at 0, nan above (Mächler 2012, section 2)."""
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
    """x log(y), 0 where x is 0 unless y is nan."""
    if x == 0.0 and y == y:
        return 0.0
    return x * real_log(y)


def xlog1py(x, y):
    """x log(1 + y), 0 where x is 0 unless y is nan."""
    if x == 0.0 and y == y:
        return 0.0
    if y > -1.0:
        return x * math.log1p(y)
    return x * (-INF if y == -1.0 else NAN)


def stop_gradient(x):
    """x itself; differentiation takes it for a constant."""
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

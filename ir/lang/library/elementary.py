"""Combinations of exp and log of one or two numbers that neither overflow nor cancel, in the language."""
from __future__ import annotations

import math

INF = math.inf
NAN = math.nan
LOG_2 = 0.6931471805599453


def logaddexp(a, b):
    """log(exp(a) + exp(b)); two equal infinities give that infinity, a tie has the gradient (1/2, 1/2)."""
    if a == b:
        return a + LOG_2
    d = a - b
    if d > 0.0:
        return a + math.log1p(math.exp(-d))
    return b + math.log1p(math.exp(d))          # nan comes this way


def expit(x):
    """1 / (1 + exp(-x)), accurate for very negative x too."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


def log_expit(x):
    """log(expit(x))."""
    if x >= 0.0:
        return -math.log1p(math.exp(-x))
    return x - math.log1p(math.exp(x))


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

"""The regularised incomplete gamma and beta functions of numbers and their logarithms, in the language.

Each side of the mean has a form of its own, whose parts are in `incomplete_parts.py`; the other side is 1 minus it.
"""
from __future__ import annotations

import math
from typing import Any

from .. import twins
from ..ufunc import written
from .incomplete_parts import (
    INF,
    NAN,
    beta_fraction,
    beta_is_large,
    beta_rest_small,
    gamma_fraction,
    gamma_is_large,
    gamma_prefactor,
    gamma_series,
    log_beta_prefactor,
    log_beta_uniform,
    log_gamma_prefactor,
    log_gamma_uniform,
    upper_small,
)

LOG_2 = 0.6931471805599453


def log_of_rest(log_p):
    """log(1 - p) of log p ≤ 0."""
    return math.log(-math.expm1(log_p)) if log_p > -LOG_2 else math.log1p(-math.exp(log_p))


# -- gamma
def gammaincc(a, x):
    """regularised upper incomplete gamma function

    Γ(a, x)/Γ(a), a > 0, x ≥ 0.
    """
    if not (a > 0.0 and x >= 0.0):
        return NAN if not (a == 0.0 and x > 0.0) else 0.0
    if x == 0.0 or a == INF:
        return NAN if x == INF else 1.0
    if x == INF:
        return 0.0
    if a < 1.0 and x < 1.1:
        return upper_small(a, x)
    if gamma_is_large(a, x):
        return math.exp(log_gamma_uniform(a, x, 1.0))
    if x < a + 1.0:
        return 1.0 - gamma_prefactor(a, x) * gamma_series(a, x)
    return gamma_prefactor(a, x) * a * gamma_fraction(a, x)


def gammainc(a, x):
    """regularised lower incomplete gamma function

    γ(a, x)/Γ(a), a > 0, x ≥ 0.
    """
    if not (a > 0.0 and x >= 0.0):
        return NAN if not (a == 0.0 and x > 0.0) else 1.0
    if x == 0.0 or a == INF:
        return NAN if x == INF else 0.0
    if x == INF:
        return 1.0
    if gamma_is_large(a, x):
        return math.exp(log_gamma_uniform(a, x, -1.0))
    if x < a + 1.0:
        return gamma_prefactor(a, x) * gamma_series(a, x)
    return 1.0 - gamma_prefactor(a, x) * a * gamma_fraction(a, x)


def log_gamma_lower(a, x):
    """log gammainc below the mean."""
    return log_gamma_prefactor(a, x) + math.log(gamma_series(a, x))


def log_gamma_upper(a, x):
    """log gammaincc above the mean."""
    return log_gamma_prefactor(a, x) + math.log(a * gamma_fraction(a, x))


def log_gammainc(a, x):
    """log of gammainc, accurate in both tails, a > 0, x ≥ 0"""
    if not (a > 0.0 and x >= 0.0) or a == INF:
        return NAN
    if x == 0.0 or x == INF:
        return -INF if x == 0.0 else 0.0
    if gamma_is_large(a, x):
        return log_gamma_uniform(a, x, -1.0)
    if a < 1.0 and x < 1.1:
        q = upper_small(a, x)
        return math.log1p(-q) if q < 0.5 else log_gamma_lower(a, x)
    return log_gamma_lower(a, x) if x < a + 1.0 else log_of_rest(log_gamma_upper(a, x))


def log_gammaincc(a, x):
    """log of gammaincc, accurate in both tails, a > 0, x ≥ 0"""
    if not (a > 0.0 and x >= 0.0) or a == INF:
        return NAN
    if x == 0.0 or x == INF:
        return 0.0 if x == 0.0 else -INF
    if gamma_is_large(a, x):
        return log_gamma_uniform(a, x, 1.0)
    if a < 1.0 and x < 1.1:
        q = upper_small(a, x)
        return math.log(q) if q < 0.5 else log_of_rest(log_gamma_lower(a, x))
    return log_of_rest(log_gamma_lower(a, x)) if x < a + 1.0 else log_gamma_upper(a, x)


# -- beta
def below_the_mean(a, b, x):
    """Has the lower function the form of its own?"""
    return x < (a + 1.0) / (a + b + 2.0)


def betainc(a, b, x):
    """regularised incomplete beta function

    I_x(a, b), a, b > 0, 0 ≤ x ≤ 1.
    """
    if not (a > 0.0 and b > 0.0 and x >= 0.0 and x <= 1.0):
        return NAN
    if x == 0.0 or x == 1.0:
        return x
    return math.exp(log_beta_inside(a, b, x, 1.0 - x))


def log_beta_lower(a, b, x, y):
    """log I_x(a, b) below the mean."""
    q = beta_rest_small(a, b, x) if is_small(a, b) else 1.0
    return math.log1p(-q) if q < 0.5 else log_beta_prefactor(a, b, x, y) + math.log(beta_fraction(a, b, x, y))


def log_beta_rest(a, b, x, y):
    """log(1 - I_x(a, b)) below the mean."""
    q = beta_rest_small(a, b, x) if is_small(a, b) else 1.0
    return math.log(q) if q < 0.5 else log_of_rest(log_beta_prefactor(a, b, x, y) + math.log(beta_fraction(a, b, x, y)))


def is_small(a, b):
    """May I_x(a, b) be nearly 1 below the mean?"""
    return a < 0.1 and a < b


def log_beta_inside(a, b, x, y):
    """log I_x(a, b) where 0 < x < 1."""
    if beta_is_large(a, b, x, y):
        return log_beta_uniform(a, b, x, y)
    return log_beta_lower(a, b, x, y) if below_the_mean(a, b, x) else log_beta_rest(b, a, y, x)


def log_betainc(a, b, x):
    """log of betainc, accurate in both tails, a, b > 0, 0 ≤ x ≤ 1"""
    if not (a > 0.0 and b > 0.0 and x >= 0.0 and x <= 1.0) or a == INF or b == INF:
        return NAN
    if x == 0.0 or x == 1.0:
        return -INF if x == 0.0 else 0.0
    return log_beta_inside(a, b, x, 1.0 - x)


def log_betaincc(a, b, x):
    """log of 1 - betainc, accurate in both tails, a, b > 0, 0 ≤ x ≤ 1"""
    if not (a > 0.0 and b > 0.0 and x >= 0.0 and x <= 1.0) or a == INF or b == INF:
        return NAN
    if x == 0.0 or x == 1.0:
        return 0.0 if x == 0.0 else -INF
    y = 1.0 - x
    if beta_is_large(a, b, x, y):
        return log_beta_uniform(b, a, y, x)
    return log_beta_rest(a, b, x, y) if below_the_mean(a, b, x) else log_beta_lower(b, a, y, x)


# -- by mpmath, for tests
def log_lower_gamma(mp: Any, a: Any, x: Any) -> Any:
    """log gammainc from the smaller of the two functions."""
    upper = mp.gammainc(a, x, mp.inf, regularized=True)
    return mp.log1p(-upper) if upper < 0.5 else mp.log(mp.gammainc(a, 0, x, regularized=True))


def log_upper_gamma(mp: Any, a: Any, x: Any) -> Any:
    """log gammaincc from the smaller of the two functions."""
    lower = mp.gammainc(a, 0, x, regularized=True)
    return mp.log1p(-lower) if lower < 0.5 else mp.log(mp.gammainc(a, x, mp.inf, regularized=True))


def log_lower_beta(mp: Any, a: Any, b: Any, x: Any) -> Any:
    """log betainc from the smaller of the two functions."""
    upper = mp.betainc(b, a, 0, 1 - x, regularized=True)
    return mp.log1p(-upper) if upper < 0.5 else mp.log(mp.betainc(a, b, 0, x, regularized=True))


GAMMA, BETA = ((1e-3, 2e3), (1e-3, 2e3)), ((0.05, 400.0), (0.05, 400.0), (0.0, 1.0))
FUNCTIONS = (
    written(gammainc, "scipy.special.gammainc", twin=twins.tail("gammainc", gammainc), cost=200, domains=GAMMA, within=(1e-13, 0.0),
            exact=lambda mp, a, x: mp.gammainc(a, 0, x, regularized=True),
            edges={(2.0, 0.0): 0.0, (2.0, INF): 1.0, (-1.0, 1.0): NAN, (NAN, 1.0): NAN}),
    written(gammaincc, "scipy.special.gammaincc", twin=twins.tail("gammaincc", gammaincc), cost=200, domains=GAMMA, within=(1e-13, 0.0),
            exact=lambda mp, a, x: mp.gammainc(a, x, mp.inf, regularized=True),
            edges={(2.0, 0.0): 1.0, (2.0, INF): 0.0}),
    written(log_gammainc, twin=twins.log_tail("gammainc", "gammaincc", log_gammainc), cost=200, domains=GAMMA, within=(4e-13, 0.0), exact=log_lower_gamma,
            edges={(2.0, 0.0): -INF, (2.0, INF): 0.0, (-1.0, 1.0): NAN, (NAN, 1.0): NAN}),
    written(log_gammaincc, twin=twins.log_tail("gammaincc", "gammainc", log_gammaincc), cost=200, domains=GAMMA, within=(4e-13, 0.0), exact=log_upper_gamma,
            edges={(2.0, 0.0): 0.0, (2.0, INF): -INF, (-1.0, 1.0): NAN, (NAN, 1.0): NAN}),
    written(betainc, "scipy.special.betainc", twin=twins.tail("betainc", betainc), cost=300, domains=BETA, within=(4e-13, 0.0),
            exact=lambda mp, a, b, x: mp.betainc(a, b, 0, x, regularized=True),
            edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, 1.0): 1.0, (2.0, 3.0, 1.1): NAN, (2.0, NAN, 0.5): NAN}),
    written(log_betainc, twin=twins.log_tail("betainc", "betaincc", log_betainc), cost=300, domains=BETA, within=(4e-13, 0.0), exact=log_lower_beta,
            edges={(2.0, 3.0, 0.0): -INF, (2.0, 3.0, 1.0): 0.0, (2.0, 3.0, 1.1): NAN, (2.0, NAN, 0.5): NAN}),
    written(log_betaincc, twin=twins.log_tail("betaincc", "betainc", log_betaincc), cost=300, domains=BETA, within=(4e-13, 0.0),
            exact=lambda mp, a, b, x: log_lower_beta(mp, b, a, 1 - x),
            edges={(2.0, 3.0, 0.0): 0.0, (2.0, 3.0, 1.0): -INF, (2.0, 3.0, 1.1): NAN, (2.0, NAN, 0.5): NAN}),
)

"""Skewness and excess kurtosis that several families share; nan where the third or the fourth moment does not exist.

Of exp(h L), K the cumulant generating function of L: with l_n = K(n h) - n K(h) and e_n = exp(l_n) - 1 they are (e_3 - 3 e_2) / e_2^(3/2) and
(e_4 - 4 e_3 + 6 e_2) / e_2² - 3. Near h = 0, where these lose their digits, from the coefficients of K: sums of c_k (3^k - 3 2^k + 3) h^k and of
c_k (4^k - 4 3^k + 6 2^k - 4) h^k and what exp has beyond its line; of (exp(h L) - 1) / h, which has the limit L.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...lang.library.special.incomplete_parts import LGAMMA1P
from ...lang.library.special.normal import horner
from ..base.functions import expm1, lgamma, log, sqrt, where
from ..base.types import Code, Value
from .ratios import expm1_ratio

ZETA_3 = 1.2020569031595942
NEAR = 0.12
# of K of log E, beyond its first: (-1)^k ζ(k)/k, k = 60 … 2
LOG_GAMMA = (*((-1.0) ** k * (1.0 + 2.0**-k) / k for k in range(60, 31, -1)), *LGAMMA1P)
BEND = tuple(1.0 / math.factorial(k + 2) for k in range(14, -1, -1))      # (exp(x) - 1 - x) / x², |x| < 1/2, highest first


class Series(NamedTuple):
    """Of powers of h, highest first: l_2 / h², l_3 / h², l_4 / h², the sums for the third moment / h³ and for the fourth / h⁴."""

    second: tuple[float, ...]
    third: tuple[float, ...]
    fourth: tuple[float, ...]
    skewed: tuple[float, ...]
    peaked: tuple[float, ...]


def series(coefficients: tuple[float, ...]) -> Series:
    """From those of K, of h^k with k = 60 … 2."""
    powers = tuple(zip(coefficients, range(60, 1, -1), strict=True))
    two, three, four = (tuple(c * (float(n) ** k - n) for c, k in powers) for n in (2, 3, 4))
    return Series(two, three, four, tuple(c * (3.0**k - 3.0 * 2.0**k + 3.0) for c, k in powers[:-1]),
                  tuple(c * (4.0**k - 4.0 * 3.0**k + 6.0 * 2.0**k - 4.0) for c, k in powers[:-2]))  # fmt: skip


def of_exponential(h: Value) -> Value:
    """K(h) = log E e^(h L) of the logarithm of a standard exponential variable."""
    return lgamma(1.0 + h)


def of_logistic(h: Value) -> Value:
    """That of a standard logistic variable, log(π h / sin(π h))."""
    b = math.pi * where(h == 0.0, 0.5, h)
    return log(b / np.sin(b))


EXPONENTIAL = series(LOG_GAMMA)
LOGISTIC = series(tuple(2.0 * c if k % 2 == 0 else 0.0 for k, c in zip(range(60, 1, -1), LOG_GAMMA, strict=True)))


def excess(K: Code, n: float, h: Value) -> Value:
    """e_n."""
    return expm1(K(n * h) - n * K(h))


def squared_bend(square: Value, h: Value) -> Value:
    """(e - l) / h⁴ of l = square h²."""
    return square * square * horner(BEND, square * (h * h))


def power_skewness(K: Code, series: Series, h: Value, exists: Value) -> Value:
    """Of (exp(h L) - 1) / h; nan unless the third moment `exists`."""
    near = abs(h) < NEAR
    small, large = where(near, h, 0.0), where(near | (exists == False), 0.125, h)  # noqa: E712
    two, three = horner(series.second, small), horner(series.third, small)
    moment = horner(series.skewed, small) + small * (squared_bend(three, small) - 3.0 * squared_bend(two, small))
    spread = two * expm1_ratio(two * (small * small))
    second = excess(K, 2.0, large)
    away = where(large > 0.0, 1.0, -1.0) * (excess(K, 3.0, large) - 3.0 * second) / (second * sqrt(second))
    return where(exists, where(near, moment / (spread * sqrt(spread)), away), math.nan)


def power_kurtosis(K: Code, series: Series, h: Value, exists: Value) -> Value:
    """The excess; nan unless the fourth moment `exists`."""
    near = abs(h) < NEAR
    small, large = where(near, h, 0.0), where(near | (exists == False), 0.125, h)  # noqa: E712
    two, three, four = horner(series.second, small), horner(series.third, small), horner(series.fourth, small)
    bends = squared_bend(four, small) - 4.0 * squared_bend(three, small) + 6.0 * squared_bend(two, small)
    spread = two * expm1_ratio(two * (small * small))
    second = excess(K, 2.0, large)
    away = (excess(K, 4.0, large) - 4.0 * excess(K, 3.0, large) + 6.0 * second) / (second * second) - 3.0
    return where(exists, where(near, (horner(series.peaked, small) + bends) / (spread * spread) - 3.0, away), math.nan)


# -- of E^h, E a standard exponential variable, or (E^h - 1) / h
def exponential_skewness(h: Value) -> Value:
    """Of (E^h - 1) / h; where h > -1/3."""
    return power_skewness(of_exponential, EXPONENTIAL, h, h > -1.0 / 3.0)


def exponential_kurtosis(h: Value) -> Value:
    """Where h > -1/4."""
    return power_kurtosis(of_exponential, EXPONENTIAL, h, h > -0.25)


# -- of a E - b E', E and E' independent standard exponential variables
def apart_skewness(a: Value, b: Value) -> Value:
    """2 (a³ - b³) / (a² + b²)^(3/2)"""
    size = sqrt(a * a + b * b)
    return 2.0 * ((a / size) ** 3 - (b / size) ** 3)


def apart_kurtosis(a: Value, b: Value) -> Value:
    """6 (a⁴ + b⁴) / (a² + b²)²"""
    size = a * a + b * b
    return 6.0 * ((a * a / size) ** 2 + (b * b / size) ** 2)


# -- of generalised Pareto variables, which Pareto's and Lomax's are with 1 / shape
def pareto_skewness(shape: Value) -> Value:
    """Where shape < 1/3."""
    there = 3.0 * shape < 1.0
    h = where(there, shape, 0.0)
    return where(there, 2.0 * (1.0 + h) * sqrt(1.0 - 2.0 * h) / (1.0 - 3.0 * h), math.nan)


def pareto_kurtosis(shape: Value) -> Value:
    """Where shape < 1/4."""
    there = 4.0 * shape < 1.0
    h = where(there, shape, 0.0)
    return where(there, 6.0 * (1.0 + h * (1.0 - h * (6.0 + 2.0 * h))) / ((1.0 - 3.0 * h) * (1.0 - 4.0 * h)), math.nan)


def always(value: float) -> Code:
    """The same for all parameters, one for each set of them."""

    def of_parameters(*params: Value) -> Value:
        total: Value = value
        for p in params:
            total = total + 0.0 * p
        return total

    return of_parameters

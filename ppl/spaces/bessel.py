"""Modified Bessel functions of the first kind, of an order that is known before the run, in the language: log(exp(-x) x^-order I(x)) for x ≥ 0.

By the power series where sqrt(order² + x²) is below 25 (DLMF 10.25.2), else by the expansion that is uniform in the order (DLMF 10.41.3), whose
polynomials follow from each other (DLMF 10.41.9). Divided by the power, it is smooth at 0.
"""

from __future__ import annotations

import math

import numpy as np

from ..base.functions import log, sqrt, where
from ..base.types import Value

FAR = 25.0                                       # from here on the expansion holds to full precision
TERMS, STEPS = 17, 52                            # of the expansion; of the series


def polynomials(terms: int) -> np.ndarray:
    """c[k, j]: the k-th polynomial is the sum of c[k, j] p^(k + 2 j)."""
    c = np.zeros((terms, terms))
    c[0, 0] = 1.0
    for k in range(terms - 1):
        for j in range(k + 1):
            m = k + 2 * j
            c[k + 1, j] += c[k, j] * (0.5 * m + 0.125 / (m + 1))
            c[k + 1, j + 1] -= c[k, j] * (0.5 * m + 0.625 / (m + 3))
    return c


UNIFORM = polynomials(TERMS)


def log_scaled_bessel(order: float, x: Value) -> Value:
    """log(exp(-x) x^-order I(x))."""
    near = order * order + x * x < FAR * FAR
    return where(near, series(order, where(near, x, 1.0)), uniform(order, where(near, FAR, x)))


def series(order: float, x: Value) -> Value:
    square = 0.25 * x * x
    total = 1.0 + 0.0 * x
    for t in range(STEPS):
        k = 1.0 * (STEPS - t)
        total = 1.0 + total * square / (k * (k + order))
    return log(total) - x - order * math.log(2.0) - math.lgamma(order + 1.0)


def uniform(order: float, x: Value) -> Value:
    radius = sqrt(order * order + x * x)
    share = (order / radius) * (order / radius)
    total = 0.0 * x
    for t in range(TERMS):
        k = TERMS - 1 - t
        polynomial = 0.0 * x
        for s in range(k + 1):
            polynomial = polynomial * share + UNIFORM[k, k - s]
        total = total / radius + polynomial
    return order * order / (radius + x) - order * log(order + radius) - 0.5 * log(2.0 * math.pi * radius) + log(total)

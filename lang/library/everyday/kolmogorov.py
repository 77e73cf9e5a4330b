"""The limit law of Kolmogorov and Smirnov's statistic, its law for a sample, and inverses, in the language.

Both series of the limit law (DLMF 20.7.32 turns one into the other) need five terms on their own side of 0.8.
"""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from ..ufunc import composed, written

INF = math.inf
NAN = math.nan
PI = math.pi
MIDDLE = 0.8
TERMS = 6


def upper_series(y, order):
    """2 sum of (-1)^(k-1) exp(-2 k² y²), or its first or second derivative."""
    s, sign, k = 0.0, 2.0, 1.0
    while k < TERMS:
        u = 4.0 * k * k
        t = sign * math.exp(-0.5 * u * y * y)
        s += t if order == 0 else (-u * y * t if order == 1 else u * (u * y * y - 1.0) * t)
        sign = -sign
        k += 1.0
    return s


def lower_series(y, order):
    """sqrt(2 pi) / y times the sum of exp(-(2 k - 1)² pi² / 8 y²), or its first or second derivative."""
    s, k, r = 0.0, 1.0, 1.0 / y
    while k < 2.0 * TERMS:
        u = k * k * PI * PI * 0.25 * r * r
        t = math.sqrt(2.0 * PI) * r * math.exp(-0.5 * u)
        s += t if order == 0 else ((u - 1.0) * r * t if order == 1 else ((u - 1.0) * (u - 2.0) - 2.0 * u) * r * r * t)
        k += 2.0
    return s


def kolmogorov(y):
    """survival function of Kolmogorov's limit law at y; 1 up to 0"""
    if y >= MIDDLE:
        return upper_series(y, 0) if y < INF else 0.0
    return 1.0 - (lower_series(y, 0) if y > 0.02 else 0.0) if y == y else NAN


def kolmogorov_y(y):
    """derivative of kolmogorov"""
    if y >= MIDDLE:
        return upper_series(y, 1) if y < 1e100 else 0.0
    return -(lower_series(y, 1) if y > 0.02 else 0.0) if y == y else NAN


def kolmogorov_yy(y):
    """second derivative of kolmogorov"""
    if y >= MIDDLE:
        return upper_series(y, 2) if y < 1e100 else 0.0
    return -(lower_series(y, 2) if y > 0.02 else 0.0) if y == y else NAN


def kolmogi(p):
    """inverse of kolmogorov: y where it is p, 0 < p ≤ 1"""
    if not (p > 0.0 and p < 1.0):
        return 0.0 if p == 1.0 else (INF if p == 0.0 else NAN)
    q = 1.0 - p
    upper = p < 0.5
    # the first term of each series, whose logarithm is about a square
    y = math.sqrt(-0.5 * math.log(0.5 * p)) if upper else PI / math.sqrt(-8.0 * math.log(max(q, 1e-300) * 0.3))
    for _ in range(12):
        f = math.log(kolmogorov(y) / p) if upper else math.log(lower_series(y, 0) / q)
        d = f * (p if upper else -q) / kolmogorov_y(y)
        y -= d if abs(d) < 0.5 * y else math.copysign(0.5 * y, d)
        if abs(d) < 1e-9 * y:
            break
    return y


def smirnov(n, d):
    """survival function of Smirnov's one-sided statistic of n values at d

    Birnbaum & Tingey (1951): a sum over n (1 - d) terms; nan for d outside of [0, 1] and n that is no whole number.
    """
    if not (d >= 0.0 and d <= 1.0 and n >= 1.0 and n < 1e15 and np.floor(n) == n):
        return NAN
    if d == 0.0 or d == 1.0:
        return 1.0 - d
    s, choose, j = 0.0, 0.0, 0.0
    while j < n * (1.0 - d):
        x = d + j / n
        s += math.exp(choose + (j - 1.0) * math.log(x) + (n - j) * math.log1p(-x)) if x < 1.0 else 0.0
        choose += math.log((n - j) / (j + 1.0))
        j += 1.0
    return d * s


def exact_kolmogorov(mp: ModuleType, y: Any) -> Any:
    """kolmogorov by mpmath."""
    if y > 0.4:
        return 2 * mp.fsum((-1) ** (k - 1) * mp.exp(-2 * k * k * y * y) for k in range(1, 30))
    return 1 - mp.sqrt(2 * mp.pi) / y * mp.fsum(mp.exp(-(k * mp.pi / y) ** 2 / 8) for k in range(1, 20, 2))


def exact_smirnov(mp: ModuleType, n: Any, d: Any) -> Any:
    """smirnov by mpmath."""
    n = int(mp.nint(n))
    return d * mp.fsum(mp.binomial(n, j) * (d + mp.mpf(j) / n) ** (j - 1) * (1 - d - mp.mpf(j) / n) ** (n - j) for j in range(int(mp.floor(n * (1 - d))) + 1))


def exact_kolmogi(mp: ModuleType, p: Any) -> Any:
    """kolmogi by mpmath."""
    y = mp.mpf(kolmogi(float(p)))
    for _ in range(3):
        y -= (exact_kolmogorov(mp, y) - p) / mp.diff(lambda t: exact_kolmogorov(mp, t), y)
    return y


FUNCTIONS = (
    written(kolmogorov, "scipy.special.kolmogorov", cost=200, domains=((0.2, 10.0),), every=4, exact=exact_kolmogorov,
            edges={(0.0,): 1.0, (-1.0,): 1.0, (INF,): 0.0, (NAN,): NAN}),
    written(kolmogorov_y, cost=200, domains=((0.2, 8.0),), every=4, within=(1e-12, 1e-300), exact=lambda mp, y: mp.diff(lambda t: exact_kolmogorov(mp, t), y)),
    written(kolmogorov_yy, cost=200, domains=((0.2, 8.0),), every=4, within=(1e-12, 1e-12),
            exact=lambda mp, y: mp.diff(lambda t: exact_kolmogorov(mp, t), y, 2)),
    written(kolmogi, "scipy.special.kolmogi", cost=1000, domains=((1e-300, 0.999),), every=8, exact=exact_kolmogi,
            edges={(1.0,): 0.0, (0.0,): INF, (2.0,): NAN, (NAN,): NAN}),
    composed(smirnov, "scipy.special.smirnov", cost=2000, domains=(range(1, 40), (0.01, 0.95)), exact=exact_smirnov,
             edges={(5.0, 0.0): 1.0, (5.0, 1.0): 0.0, (5.0, 1.5): NAN, (2.5, 0.5): NAN}),
)

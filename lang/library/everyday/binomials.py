"""Binomial coefficients of real numbers and their derivatives, in the language: products where k is small and whole, else by the beta function."""
from __future__ import annotations

import math

import numpy as np

from ..special.gamma import trigamma
from ..ufunc import written
from .products import FEW, INF, NAN, PI, digamma_rise, log_beta, parity, sin_pi


def binom(n, k):
    """binomial coefficient of real n and k

    gamma(n + 1) / (gamma(k + 1) gamma(n - k + 1)); nan for a whole n < 0 with a k that is not whole.
    """
    d = n - k
    if not abs(k) < INF or not abs(d) < INF:
        return NAN
    if np.floor(k) == k and abs(k) <= FEW:
        return falling(n, k) if k >= 0.0 else (NAN if n < 0.0 and np.floor(n) == n else 0.0)
    if n > -1.0:
        low = min(k, d)
        if low > -1.0:
            return np.floor(within(n, k, d) + 0.5) if np.floor(n) == n and np.floor(k) == k and n < 50.0 else within(n, k, d)
        return math.exp(log_beta(n + 1.0, -low)) * sin_pi(-low) / PI
    if np.floor(k) == k:
        return whole_below(n, k)
    low, high = min(k, d), max(k, d)
    if high > -1.0:
        return math.exp(-log_beta(-n, high + 1.0)) / (high - n) * (sin_pi(high - n) / sin_pi(n + 1.0))
    return NAN


def within(n, k, d):
    """The coefficient where k and d = n - k are > -1."""
    return math.exp(-log_beta(d + 1.0, k + 1.0)) / (n + 1.0)


def whole_below(n, k):
    """The coefficient of n < -1 and a whole k."""
    if k < 0.0:
        return NAN if np.floor(n) == n else 0.0
    return parity(k) * math.exp(-log_beta(-n, k + 1.0)) / (k - n)


def falling(n, k):
    """n (n - 1) … / k! for a small whole k ≥ 0, exact where it fits."""
    p = 1.0
    j = 0.0
    while j < k:
        p = p * (n - j) / (j + 1.0)
        j += 1.0
    return p


def binom_n(n, k):
    """derivative of binom in n, at zeros of small whole k too"""
    if np.floor(k) == k and abs(k) <= FEW:
        return falling_slopes(n, k)[0] if k >= 0.0 else 0.0
    return binom(n, k) * digamma_rise(n - k + 1.0, k)


def binom_nn(n, k):
    """second derivative of binom in n"""
    if np.floor(k) == k and abs(k) <= FEW:
        return falling_slopes(n, k)[1] if k >= 0.0 else 0.0
    r = digamma_rise(n - k + 1.0, k)
    return binom(n, k) * (r * r + trigamma(n + 1.0) - trigamma(n - k + 1.0))


def falling_slopes(n, k) -> tuple[float, float]:
    """First and second derivative of `falling`."""
    p, slope, bend = 1.0, 0.0, 0.0
    j = 0.0
    while j < k:
        f, i = n - j, 1.0 / (j + 1.0)
        p, slope, bend = p * f * i, (slope * f + p) * i, (bend * f + 2.0 * slope) * i
        j += 1.0
    return slope, bend


FUNCTIONS = (
    written(binom, "scipy.special.binom", cost=150, domains=((0.0, 300.0), (-0.9, 300.0)), within=(1e-13, 1e-13), exact=lambda mp, n, k: mp.binomial(n, k),
            edges={(5.0, 2.0): 10.0, (5.0, 7.0): 0.0, (5.0, -1.0): 0.0, (-1.0, -1.0): NAN, (-2.0, 3.0): -4.0, (NAN, 2.0): NAN}),
    written(binom_n, cost=200, domains=((60.0, 300.0), (0.5, 50.0)), every=2, within=(1e-12, 0.0),
            exact=lambda mp, n, k: mp.binomial(n, k) * (mp.psi(0, n + 1) - mp.psi(0, n - k + 1)), edges={(1.0, 2.0): 0.5, (0.0, 2.0): -0.5, (2.0, -1.0): 0.0}),
    written(binom_nn, cost=200, domains=((60.0, 300.0), (1.5, 50.0)), every=2, within=(1e-10, 0.0),
            exact=lambda mp, n, k: mp.binomial(n, k) * ((mp.psi(0, n + 1) - mp.psi(0, n - k + 1)) ** 2 + mp.psi(1, n + 1) - mp.psi(1, n - k + 1)),
            edges={(1.0, 2.0): 1.0}),
)

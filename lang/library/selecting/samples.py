"""Python's `statistics` of sequences of numbers, in the language."""
from __future__ import annotations

import numpy as np

from .refusing import refuse


def mean(data):
    """arithmetic mean of a sequence"""
    return np.mean(np.asarray(data))


def fmean(data, weights=None):
    """arithmetic mean of a sequence, with weights if you like"""
    return np.average(np.asarray(data), weights=weights)


def median(data):
    """middle of a sequence"""
    return np.median(np.asarray(data))


def median_low(data):
    """middle of a sequence, the lower of two"""
    s = np.sort(np.asarray(data))
    return s[(s.shape[0] - 1) // 2]


def median_high(data):
    """middle of a sequence, the higher of two"""
    s = np.sort(np.asarray(data))
    return s[s.shape[0] // 2]


def variance(data, xbar=None):
    """variance of a sample, the divisor is n - 1"""
    x = np.asarray(data)
    if x.shape[0] < 2:
        refuse("a variance takes two numbers at least")
    return np.var(x, ddof=1) if xbar is None else np.sum((x - xbar) ** 2) / (x.shape[0] - 1)


def pvariance(data, mu=None):
    """variance of a population, the divisor is n"""
    x = np.asarray(data)
    return np.var(x) if mu is None else np.mean((x - mu) ** 2)


def stdev(data, xbar=None):
    """standard deviation of a sample, the divisor is n - 1"""
    return np.sqrt(variance(data, xbar))


def pstdev(data, mu=None):
    """standard deviation of a population, the divisor is n"""
    return np.sqrt(pvariance(data, mu))


def geometric_mean(data):
    """n-th root of the product"""
    return np.exp(np.mean(np.log(np.asarray(data))))


def harmonic_mean(data, weights=None):
    """reciprocal of the mean of reciprocals"""
    x = np.asarray(data) * 1.0
    return 1.0 / np.average(1.0 / x, weights=weights)


def covariance(x, y, /):
    """covariance of two samples, the divisor is n - 1"""
    a, b = np.asarray(x) * 1.0, np.asarray(y) * 1.0
    return np.sum((a - np.mean(a)) * (b - np.mean(b))) / (a.shape[0] - 1)


def correlation(x, y, /):
    """correlation of two samples"""
    return covariance(x, y) / np.sqrt(covariance(x, x) * covariance(y, y))

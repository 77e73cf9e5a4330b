"""Yule-Simon distribution of counts with a power tail: alpha B(x, alpha + 1), x = 1, 2, …."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import from_one, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import betaln, digamma, expm1, log, log1mexp, where
from ..base.member import make
from ..base.types import Numbers
from .geometric import trials

PLACES, WEIGHTS = ((0.5 + 0.5 * np.polynomial.legendre.leggauss(11)[0]).tolist(), (0.5 * np.polynomial.legendre.leggauss(11)[1]).tolist())


def logpdf(x, alpha):
    return log(alpha) + betaln(x, alpha + 1.0)


def logsf(x, alpha):
    """log of x B(x, alpha + 1); where alpha is small the integral of its slope, since logarithms would cancel."""
    small = where(alpha < 1.0, alpha, 0.5)
    slope = 0.0 * (x + alpha)
    for k in range(len(PLACES)):
        slope = slope + WEIGHTS[k] * (digamma(1.0 + small * PLACES[k]) - digamma(x + 1.0 + small * PLACES[k]))
    return where(alpha < 1.0, small * slope, log(x) + betaln(x, where(alpha < 1.0, 1.0, alpha) + 1.0))


def cdf(x, alpha):
    return -expm1(logsf(x, alpha))


def logcdf(x, alpha):
    return log1mexp(logsf(x, alpha))


def mean(alpha):
    """Infinite where alpha ≤ 1."""
    there = alpha > 1.0
    return where(there, alpha / (where(there, alpha, 2.0) - 1.0), math.inf)


def variance(alpha):
    """Infinite where alpha ≤ 2."""
    there = alpha > 2.0
    a = where(there, alpha, 3.0)
    return where(there, (a / (a - 1.0)) * (a / (a - 1.0)) / (a - 2.0), math.inf)


def sample(rng, alpha):
    """Trials up to the first success, of probability exp(-t) with t exponential of rate alpha."""
    return trials(rng, log1mexp(-random.exponential(rng) / alpha))


yule_simon = Family(
    "YuleSimon", (Param("alpha", positive),), from_one, logpdf, sample, ((6.5,), (9.0,), (7.5,)), scipy=Scipy("yulesimon"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(yule_simon)
def YuleSimon(alpha: Numbers) -> Distribution:
    """Counts from 1 with a power tail of exponent alpha + 1: sizes of genera, words by how often they occur."""
    return make(yule_simon, alpha)

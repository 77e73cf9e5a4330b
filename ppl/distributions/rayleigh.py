"""Rayleigh distribution: x / scale² exp(-(x / scale)² / 2), x > 0: the length of a vector of two Normal(0, scale)."""

from __future__ import annotations

import math

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expm1, log, log_ratio, sqrt
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import always
from ..parts.doubles import positive_exponential
from ..parts.ratios import log_less_exp_exp, log_minus


def logpdf(x, scale):
    return by_logs(x, (log(x), None), scale)


def by_logs(x, logs, scale):
    r = x / scale
    return logs[0] - 2.0 * log(scale) - 0.5 * r * r


def cdf(x, scale):
    return -expm1(logsf(x, scale))


def logcdf(x, scale):
    return log_less_exp_exp(2.0 * log_ratio(x, scale) - math.log(2.0))


def logsf(x, scale):
    return -exp(2.0 * log_ratio(x, scale) - math.log(2.0))


def from_tails(below, above, scale):
    return scale * exp(0.5 * (math.log(2.0) + log_minus(above, below)))


def mean(scale):
    return math.sqrt(0.5 * math.pi) * scale


def variance(scale):
    return (2.0 - 0.5 * math.pi) * scale * scale


def sample(rng, scale):
    return scale * sqrt(2.0 * positive_exponential(rng))


rayleigh = Family(
    "Rayleigh", (Param("scale", positive),), positive, logpdf, sample, ((1.0,), (30.0,)), scipy=Scipy("rayleigh"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, by_logs=by_logs, mean=mean, variance=variance,
    skewness=always(2.0 * math.sqrt(math.pi) * (math.pi - 3.0) / (4.0 - math.pi) ** 1.5),
    kurtosis=always((24.0 * math.pi - 6.0 * math.pi**2 - 16.0) / (4.0 - math.pi) ** 2),
)  # fmt: skip


@constructor(rayleigh)
def Rayleigh(scale: Numbers = 1.0) -> Distribution:
    """The length of a vector of two independent Normal(0, scale)."""
    return make(rayleigh, scale)

"""Uniform distribution on [low, high]."""

from __future__ import annotations

import math

from ..base.constraints import interval, room
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1p, minimum, ndtr, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import always


def logpdf(x, low, high):
    apart = low < high
    return where(apart & (x >= low), -log(where(apart, high - low, 1.0)), -math.inf)


def cdf(x, low, high):
    return (x - low) / (high - low)


def logcdf(x, low, high):
    return log_share(x - low, high - x)


def logsf(x, low, high):
    return log_share(high - x, x - low)


def log_share(part, rest):
    """log of a part of the whole."""
    return where(part < rest, log(part / (part + rest)), log1p(-rest / (part + rest)))


def quantile(p, low, high):
    return low + (high - low) * p


def from_end(first, share, low, high):
    """The point at a share of the whole from one of the ends."""
    part = (high - low) * share
    return where(first, low + part, high - part)


def from_tails(below, above, low, high):
    return from_end(below < above, exp(minimum(below, above)), low, high)


def from_normal(z, low, high):
    return from_end(z < 0.0, ndtr(where(z < 0.0, z, -z)), low, high)


def mean(low, high):
    return 0.5 * (low + high)


def variance(low, high):
    return (high - low) * (high - low) / 12.0


def sample(rng, low, high):
    return low + (high - low) * rng.uniform()


uniform = Family(
    "Uniform", (Param("low"), Param("high")), interval, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)),
    scipy=Scipy("uniform", lambda low, high: {"loc": low, "scale": high - low}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, quantile=quantile, from_tails=from_tails, from_normal=from_normal, mean=mean, variance=variance,
    skewness=always(0.0), kurtosis=always(-1.2),
)  # fmt: skip


@constructor(uniform)
def Uniform(low: Numbers, high: Numbers) -> Distribution:
    """Uniform distribution on [low, high]."""
    room("`Uniform`", low, high)
    return make(uniform, low, high)

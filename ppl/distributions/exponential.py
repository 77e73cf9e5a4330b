"""Exponential distribution: rate exp(-rate x), x ≥ 0."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import expm1, log, log1mexp
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import always


def logpdf(x, rate):
    return log(rate) - rate * x


def cdf(x, rate):
    return -expm1(-rate * x)


def logcdf(x, rate):
    return log1mexp(-rate * x)


def logsf(x, rate):
    return -rate * x


def from_tails(below, above, rate):
    return -above / rate


def mean(rate):
    return 1.0 / rate


def variance(rate):
    return 1.0 / (rate * rate)


def sample(rng, rate):
    return random.exponential(rng) / rate


exponential = Family(
    "Exponential", (Param("rate", positive),), nonnegative, logpdf, sample, ((1.0,), (0.2,), (30.0,)),
    scipy=Scipy("expon", lambda rate: {"scale": 1.0 / rate}), cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(2.0), kurtosis=always(6.0),
)  # fmt: skip


def by_mean(mean):
    return (1.0 / mean,)


exponential_scale = restated(exponential, (Param("scale", positive),), by_mean, ((5.0,),))
exponential_mean = restated(exponential, (Param("mean", positive),), by_mean, ((5.0,),))


@constructor(exponential, exponential_scale, exponential_mean)
def Exponential(rate: Numbers | None = None, *, scale: Numbers | None = None, mean: Numbers | None = None) -> Distribution:
    """Exponential distribution with mean 1 / rate, or `mean`, which is `scale` too."""
    return chosen((exponential, exponential_scale, exponential_mean), rate=rate, scale=scale, mean=mean)

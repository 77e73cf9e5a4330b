"""Half-normal distribution: the absolute value of a normal variable of mean 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import erf, erfc, erfinv, log, log1p, log_ndtr, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers

SQRT_HALF = math.sqrt(0.5)
LOG_NORM = 0.5 * math.log(2.0 / math.pi)


def logpdf(x, scale):
    r = x / scale
    return -0.5 * r * r + (LOG_NORM - log(scale))


def cdf(x, scale):
    return erf(x / scale * SQRT_HALF)


def logcdf(x, scale):
    r = x / scale * SQRT_HALF
    return where(r < 1.0, log(erf(r)), log1p(-erfc(r)))


def logsf(x, scale):
    return where(x < scale, log1p(-erf(x / scale * SQRT_HALF)), math.log(2.0) + log_ndtr(-x / scale))


def quantile(p, scale):
    return scale / SQRT_HALF * erfinv(p)


def mean(scale):
    return scale * math.sqrt(2.0 / math.pi)


def variance(scale):
    return scale * scale * (1.0 - 2.0 / math.pi)


def sample(rng, scale):
    return abs(scale * random.normal(rng))


half_normal = Family(
    "HalfNormal", (Param("scale", positive),), nonnegative, logpdf, sample, ((1.0,), (0.2,), (30.0,)), scipy=Scipy("halfnorm"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, quantile=quantile, mean=mean, variance=variance,
)  # fmt: skip


def by_precision(tau):
    return (1.0 / sqrt(tau),)


half_normal_precision = restated(half_normal, (Param("tau", positive),), by_precision, ((25.0,),))


@constructor(half_normal, half_normal_precision)
def HalfNormal(scale: Numbers | None = None, *, tau: Numbers | None = None) -> Distribution:
    """|x| of x ~ Normal(0, scale), or Normal(0, tau=tau)."""
    return chosen((half_normal, half_normal_precision), scale=scale, tau=tau)

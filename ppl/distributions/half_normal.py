"""Half-normal distribution: the absolute value of a normal variable of mean 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base import functions
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import erf, erfc, erfinv, exp, log, log1p, log_ndtr, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import always

SQRT_HALF = math.sqrt(0.5)
LOG_HALF = -math.log(2.0)
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


def from_tails(below, above, scale):
    """As `quantile`, which takes a fraction of the time, in both tails."""
    low = below < above
    near = erfinv(exp(where(low, below, LOG_HALF))) / SQRT_HALF
    return scale * where(low, near, -functions.ndtri_exp(where(low, 2.0 * LOG_HALF, above + LOG_HALF)))


def mean(scale):
    return scale * math.sqrt(2.0 / math.pi)


def variance(scale):
    return scale * scale * (1.0 - 2.0 / math.pi)


def sample(rng, scale):
    return abs(scale * random.normal(rng))


half_normal = Family(
    "HalfNormal", (Param("scale", positive),), nonnegative, logpdf, sample, ((1.0,), (0.2,), (30.0,)), scipy=Scipy("halfnorm"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, quantile=quantile, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(math.sqrt(2.0) * (4.0 - math.pi) / (math.pi - 2.0) ** 1.5), kurtosis=always(8.0 * (math.pi - 3.0) / (math.pi - 2.0) ** 2),
)  # fmt: skip


def by_precision(tau):
    return (1.0 / sqrt(tau),)


half_normal_precision = restated(half_normal, (Param("tau", positive),), by_precision, ((25.0,),))


@constructor(half_normal, half_normal_precision)
def HalfNormal(scale: Numbers | None = None, *, tau: Numbers | None = None) -> Distribution:
    """|x| of x ~ Normal(0, scale), or Normal(0, tau=tau)."""
    return chosen((half_normal, half_normal_precision), scale=scale, tau=tau)

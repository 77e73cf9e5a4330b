"""Normal distribution: exp(-((x - loc) / scale)^2 / 2) / (scale sqrt(2π))."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Param, Scipy, constructor
from ..base.functions import log, log_ndtr, ndtr, sqrt
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import always

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


def logpdf(x, loc, scale):
    r = (x - loc) / scale
    return -0.5 * r * r - (log(scale) + HALF_LOG_2PI)


def cdf(x, loc, scale):
    return ndtr((x - loc) / scale)


def logcdf(x, loc, scale):
    return log_ndtr((x - loc) / scale)


def logsf(x, loc, scale):
    return log_ndtr((loc - x) / scale)


def from_normal(z, loc, scale):
    return loc + scale * z


def to_normal(x, loc, scale):
    return (x - loc) / scale


def mean(loc, scale):
    return loc + 0.0 * scale


def variance(loc, scale):
    return scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc + scale * random.normal(rng)


normal = Family(
    "Normal", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)), scipy=Scipy("norm"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_normal=from_normal, to_normal=to_normal, mean=mean, variance=variance,
    skewness=always(0.0), kurtosis=always(0.0),
)  # fmt: skip


def by_precision(loc, tau):
    return loc, 1.0 / sqrt(tau)


normal_precision = restated(normal, (Param("loc"), Param("tau", positive)), by_precision, ((0.0, 1.0), (-3.0, 25.0)))


@constructor(normal, normal_precision)
def Normal(loc: Numbers, scale: Numbers | None = None, *, tau: Numbers | None = None) -> Distribution:
    """Normal distribution with mean `loc` and standard deviation `scale`, or precision tau = 1 / scale²."""
    return chosen((normal, normal_precision), loc=loc, scale=scale, tau=tau)

"""Logistic distribution: the cdf is expit((x - loc) / scale)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Param, Scipy, constructor
from ..base.functions import expit, log, log_expit
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import always


def logpdf(x, loc, scale):
    r = (x - loc) / scale
    return log_expit(r) + log_expit(-r) - log(scale)


def cdf(x, loc, scale):
    return expit((x - loc) / scale)


def logcdf(x, loc, scale):
    return log_expit((x - loc) / scale)


def logsf(x, loc, scale):
    return log_expit((loc - x) / scale)


def from_tails(below, above, loc, scale):
    return loc + scale * (below - above)


def mean(loc, scale):
    return loc + 0.0 * scale


def variance(loc, scale):
    return (math.pi**2 / 3.0) * scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc + scale * random.logistic(rng)


logistic = Family(
    "Logistic", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)), scipy=Scipy("logistic"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(0.0), kurtosis=always(1.2),
)  # fmt: skip


def by_deviation(loc, sd):
    return loc, (math.sqrt(3.0) / math.pi) * sd


logistic_sd = restated(logistic, (Param("loc"), Param("sd", positive)), by_deviation, ((-3.0, 0.2),))


@constructor(logistic, logistic_sd)
def Logistic(loc: Numbers, scale: Numbers | None = None, *, sd: Numbers | None = None) -> Distribution:
    """Logistic distribution with mean `loc` and scale `scale`, or standard deviation sd = π / sqrt(3) scale."""
    return chosen((logistic, logistic_sd), loc=loc, scale=scale, sd=sd)

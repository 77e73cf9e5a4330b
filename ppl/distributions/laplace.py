"""Laplace (double exponential) distribution: exp(-|x - loc| / scale) / (2 scale)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1p, where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.cumulants import always


def logpdf(x, loc, scale):
    return -abs(x - loc) / scale - log(2.0 * scale)


def cdf(x, loc, scale):
    r = (x - loc) / scale
    tail = 0.5 * exp(-size(r))
    return where(r > 0.0, 1.0 - tail, tail)


def size(r):
    """|r| with a slope at 0, since a distribution function has one there."""
    return where(r > 0.0, r, -r)


def log_below(r):
    """log P(X ≤ r) of the standard one."""
    return where(r > 0.0, log1p(-0.5 * exp(-size(r))), -size(r) - math.log(2.0))


def logcdf(x, loc, scale):
    return log_below((x - loc) / scale)


def logsf(x, loc, scale):
    return log_below((loc - x) / scale)


def from_tails(below, above, loc, scale):
    return loc + scale * where(below < above, below + math.log(2.0), -math.log(2.0) - above)


def mean(loc, scale):
    return loc + 0.0 * scale


def variance(loc, scale):
    return 2.0 * scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc + scale * random.laplace(rng)


laplace = Family(
    "Laplace", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)), scipy=Scipy("laplace"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(0.0), kurtosis=always(3.0),
)  # fmt: skip


def by_deviation(loc, sd):
    return loc, math.sqrt(0.5) * sd


laplace_sd = restated(laplace, (Param("loc"), Param("sd", positive)), by_deviation, ((-3.0, 0.2),))


@constructor(laplace, laplace_sd)
def Laplace(loc: Numbers, scale: Numbers | None = None, *, sd: Numbers | None = None) -> Distribution:
    """Laplace distribution with mean `loc` and scale `scale`, or standard deviation sd = sqrt(2) scale."""
    return chosen((laplace, laplace_sd), loc=loc, scale=scale, sd=sd)

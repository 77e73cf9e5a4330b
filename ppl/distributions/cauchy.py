"""Cauchy distribution: 1 / (π scale (1 + ((x - loc) / scale)^2)), and its half."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import nonnegative, positive, real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1p, log1p_square, minimum, where
from ..base.member import make
from ..base.types import Numbers

LOG_QUARTER = -2.0 * math.log(2.0)


def logpdf(x, loc, scale):
    return -log1p_square((x - loc) / scale) - (log(scale) + math.log(math.pi))


def cdf(x, loc, scale):
    return np.arctan2(1.0, (loc - x) / scale) / math.pi


def log_below(r):
    """log P(X ≤ r) of the standard one, by the smaller tail."""
    tail = np.arctan2(1.0, where(r > 0.0, r, -r)) / math.pi            # it has a slope at 0, which abs has not
    return where(r > 0.0, log1p(-tail), log(tail))


def logcdf(x, loc, scale):
    return log_below((x - loc) / scale)


def logsf(x, loc, scale):
    return log_below((loc - x) / scale)


def cotangent(angle, tail):
    """Of angle exp(tail), whose slopes are numbers where its square is none."""
    t = exp(tail)
    near = t < 1e-9
    safe = where(near, 0.1, t)
    return exp(-tail) * where(near, 1.0 / angle, safe / np.tan(angle * safe))


def from_tails(below, above, loc, scale):
    tail = minimum(below, above)
    far = cotangent(math.pi, tail)
    middle = np.tan(math.pi * (exp(where(tail < LOG_QUARTER, LOG_QUARTER, below)) - 0.5))
    return loc + scale * where(tail < LOG_QUARTER, where(below < above, -far, far), middle)


def sample(rng, loc, scale):
    return loc + scale * random.cauchy(rng)


def half_logpdf(x, scale):
    return -log1p_square(x / scale) + (math.log(2.0 / math.pi) - log(scale))


def half_cdf(x, scale):
    return np.arctan(x / scale) * (2.0 / math.pi)


def half_logcdf(x, scale):
    return where(x < scale, log(np.arctan2(x, scale) * (2.0 / math.pi)), log1p(-np.arctan2(scale, x) * (2.0 / math.pi)))


def half_logsf(x, scale):
    return where(x < scale, log1p(-np.arctan2(x, scale) * (2.0 / math.pi)), log(np.arctan2(scale, x) * (2.0 / math.pi)))


def half_from_tails(below, above, scale):
    low = below < above
    return scale * where(low, np.tan(0.5 * math.pi * exp(where(low, below, LOG_QUARTER))), cotangent(0.5 * math.pi, where(low, LOG_QUARTER, above)))


def half_sample(rng, scale):
    return abs(scale * random.cauchy(rng))


cauchy = Family(
    "Cauchy", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)), scipy=Scipy("cauchy"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails,
)  # fmt: skip
half_cauchy = Family(
    "HalfCauchy", (Param("scale", positive),), nonnegative, half_logpdf, half_sample, ((1.0,), (0.2,), (30.0,)), scipy=Scipy("halfcauchy"),
    cdf=half_cdf, logcdf=half_logcdf, logsf=half_logsf, from_tails=half_from_tails,
)  # fmt: skip


@constructor(cauchy)
def Cauchy(loc: Numbers, scale: Numbers) -> Distribution:
    """Cauchy distribution with median `loc` and half-width `scale`."""
    return make(cauchy, loc, scale)


@constructor(half_cauchy)
def HalfCauchy(scale: Numbers) -> Distribution:
    """|x| of x ~ Cauchy(0, scale)."""
    return make(half_cauchy, scale)

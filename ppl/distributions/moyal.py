"""Moyal distribution: exp(-(z + exp(-z)) / 2) / (scale sqrt(2π)) with z = (x - loc) / scale."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base import functions
from ..base.constraints import real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Scipy, constructor
from ..base.functions import erf, erfc, erfinv, exp, log, log1p, log_ndtr, minimum, power_less_exp, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import ZETA_3, always

EULER = 0.5772156649015329
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
LOG_HALF = -math.log(2.0)
SQRT_HALF, SQRT_2 = math.sqrt(0.5), math.sqrt(2.0)
LEAST, LEAST_LOG = 1e-300, -40.0                # below, the inverse of erf is linear


def logpdf(x, loc, scale):
    return 0.5 * power_less_exp(1.0, (loc - x) / scale) - (log(scale) + HALF_LOG_2PI)


def size(x, loc, scale):
    """Of the standard normal variable that it is made of: exp(-z / 2)."""
    return exp(-0.5 * ((x - loc) / scale))


def cdf(x, loc, scale):
    return erfc(size(x, loc, scale) * SQRT_HALF)


def logcdf(x, loc, scale):
    s = size(x, loc, scale)
    return where(s < 1.0, log1p(-erf(SQRT_HALF * s)), math.log(2.0) + log_ndtr(-s))


def logsf(x, loc, scale):
    z = (x - loc) / scale
    s = SQRT_HALF * exp(-0.5 * minimum(z, 60.0))
    return where(z < 60.0, where(s < 1.0, log(erf(s)), log1p(-erfc(s))), 0.5 * (math.log(2.0 / math.pi) - z))


def from_tails(below, above, loc, scale):
    low, far = below < above, above < LEAST_LOG
    below, near = where(low, below, LOG_HALF), where(low | far, LOG_HALF, above)
    upper = where(far, above + 0.5 * math.log(0.5 * math.pi), log(SQRT_2 * erfinv(exp(near))))
    return loc - 2.0 * scale * where(low, log(-functions.ndtri_exp(below + LOG_HALF)), upper)


def mean(loc, scale):
    return loc + (EULER + math.log(2.0)) * scale


def variance(loc, scale):
    return 0.5 * math.pi**2 * scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc - 2.0 * scale * math.log(max(abs(random.normal(rng)), LEAST))


moyal = Family(
    "Moyal", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)), scipy=Scipy("moyal"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(28.0 * math.sqrt(2.0) * ZETA_3 / math.pi**3), kurtosis=always(4.0),
)  # fmt: skip


@constructor(moyal)
def Moyal(loc: Numbers, scale: Numbers) -> Distribution:
    """Moyal distribution of energy losses with location and scale: loc - scale log(z²) of a standard normal z."""
    return make(moyal, loc, scale)

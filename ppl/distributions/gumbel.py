"""Gumbel distribution: exp(-(z + exp(-z))) / scale with z = (x - loc) / scale."""

from __future__ import annotations

import math

from ..base.constraints import real
from ..base.distribution import Distribution
from ..base.family import LOCATION_SCALE, Family, Scipy, constructor
from ..base.functions import exp, log, power_less_exp
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import ZETA_3, always
from ..parts.doubles import positive_exponential
from ..parts.ratios import log_less_exp_exp, log_minus

EULER = 0.5772156649015329


def logpdf(x, loc, scale):
    return power_less_exp(1.0, (loc - x) / scale) - log(scale)


def cdf(x, loc, scale):
    return exp(-exp((loc - x) / scale))


def logcdf(x, loc, scale):
    return -exp((loc - x) / scale)


def logsf(x, loc, scale):
    return log_less_exp_exp((loc - x) / scale)


def from_tails(below, above, loc, scale):
    return loc - scale * log_minus(below, above)


def mean(loc, scale):
    return loc + EULER * scale


def variance(loc, scale):
    return (math.pi**2 / 6.0) * scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc - scale * log(positive_exponential(rng))


gumbel = Family(
    "Gumbel", LOCATION_SCALE, real, logpdf, sample, ((0.0, 1.0), (10.0, 4.0)),
    scipy=Scipy("gumbel_r"), cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(12.0 * math.sqrt(6.0) * ZETA_3 / math.pi**3), kurtosis=always(2.4),
)  # fmt: skip


@constructor(gumbel)
def Gumbel(loc: Numbers = 0.0, scale: Numbers = 1.0) -> Distribution:
    """Gumbel distribution of largest values with mode `loc`; of smallest ones it is the law of -x."""
    return make(gumbel, loc, scale)

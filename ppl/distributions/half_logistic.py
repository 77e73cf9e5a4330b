"""Half-logistic distribution: the absolute value of a logistic variable of mean 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expit, log, log1p, log_expit, tanh, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import ZETA_3, always

LOG_2 = math.log(2.0)
MIDDLE = 2.0 * LOG_2
SPREAD = math.pi**2 / 3.0 - MIDDLE**2           # central moments of scale 1, from E X^n = 2 n! η(n)
THIRD = 9.0 * ZETA_3 - math.pi**2 * MIDDLE + 2.0 * MIDDLE**3
FOURTH = 7.0 * math.pi**4 / 15.0 - 36.0 * ZETA_3 * MIDDLE + 2.0 * math.pi**2 * MIDDLE**2 - 3.0 * MIDDLE**4


def logpdf(x, scale):
    r = x / scale
    return log_expit(r) + log_expit(-r) + (LOG_2 - log(scale))


def cdf(x, scale):
    return tanh(0.5 * x / scale)


def logcdf(x, scale):
    r = x / scale
    return where(r < 1.0, log(tanh(0.5 * r)), log1p(-2.0 * expit(-r)))


def logsf(x, scale):
    r = x / scale
    return where(r < 1.0, log1p(-tanh(0.5 * r)), LOG_2 + log_expit(-r))


def from_tails(below, above, scale):
    return scale * (log1p(exp(below)) - above)


def mean(scale):
    return MIDDLE * scale


def variance(scale):
    return SPREAD * scale * scale


def sample(rng, scale):
    return abs(scale * random.logistic(rng))


half_logistic = Family(
    "HalfLogistic", (Param("scale", positive),), nonnegative, logpdf, sample, ((1.0,), (30.0,)), scipy=Scipy("halflogistic"),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=always(THIRD / SPREAD**1.5), kurtosis=always(FOURTH / SPREAD**2 - 3.0),
)  # fmt: skip


@constructor(half_logistic)
def HalfLogistic(scale: Numbers = 1.0) -> Distribution:
    """|x| of x ~ Logistic(0, scale)."""
    return make(half_logistic, scale)

"""Half-normal distribution: the absolute value of a normal variable of mean 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution, make
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import log, log_ndtr, ndtr, ndtri
from ..base.types import Numbers

LOG_NORM = 0.5 * math.log(2.0 / math.pi)


def logpdf(x, scale):
    r = x / scale
    return -0.5 * r * r + (LOG_NORM - log(scale))


def cdf(x, scale):
    return 1.0 - 2.0 * ndtr(-x / scale)


def logsf(x, scale):
    return math.log(2.0) + log_ndtr(-x / scale)


def quantile(p, scale):
    return -scale * ndtri(0.5 * (1.0 - p))


def mean(scale):
    return scale * math.sqrt(2.0 / math.pi)


def variance(scale):
    return scale * scale * (1.0 - 2.0 / math.pi)


def sample(rng, scale):
    return abs(scale * random.normal(rng))


half_normal = Family(
    "HalfNormal", (Param("scale", positive),), nonnegative, logpdf, sample, ((1.0,), (0.2,), (30.0,)), scipy=Scipy("halfnorm"),
    cdf=cdf, logsf=logsf, quantile=quantile, mean=mean, variance=variance,
)  # fmt: skip


@constructor(half_normal)
def HalfNormal(scale: Numbers) -> Distribution:
    """|x| of x ~ Normal(0, scale)."""
    return make(half_normal, scale)

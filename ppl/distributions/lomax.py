"""Lomax (Pareto of the second kind) distribution: shape / scale (1 + x / scale)^(-shape-1), x ≥ 0."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import divide, expm1, log, log1mexp, log1p, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import pareto_kurtosis, pareto_skewness
from ..parts.doubles import within_doubles


def logpdf(x, shape, scale):
    return log(shape) - log(scale) - (shape + 1.0) * log1p(divide(x, scale))


def cdf(x, shape, scale):
    return -expm1(logsf(x, shape, scale))


def logcdf(x, shape, scale):
    return log1mexp(logsf(x, shape, scale))


def logsf(x, shape, scale):
    return -shape * log1p(divide(x, scale))


def from_tails(below, above, shape, scale):
    return scale * expm1(-above / shape)


def mean(shape, scale):
    return where(shape > 1.0, scale / (shape - 1.0), math.inf)


def variance(shape, scale):
    r = scale / (shape - 1.0)
    return where(shape > 2.0, r * r * (shape / (shape - 2.0)), math.inf)


def skewness(shape, scale):
    return pareto_skewness(1.0 / shape) + 0.0 * scale


def kurtosis(shape, scale):
    return pareto_kurtosis(1.0 / shape) + 0.0 * scale


def sample(rng, shape, scale):
    return within_doubles(scale * expm1(random.exponential(rng) / shape))


lomax = Family(
    "Lomax", (Param("shape", positive), Param("scale", positive)), nonnegative, logpdf, sample, ((3.0, 2.0), (9.0, 0.3)),
    scipy=Scipy("lomax", lambda shape, scale: {"c": shape, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(lomax)
def Lomax(shape: Numbers, scale: Numbers) -> Distribution:
    """Pareto distribution moved to 0: P(X > x) = (1 + x / scale)^-shape."""
    return make(lomax, shape, scale)

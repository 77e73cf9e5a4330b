"""Pareto distribution: shape scale^shape / x^(shape+1), x ≥ scale."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import lower, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expm1, log, log1mexp, log_ratio, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import pareto_kurtosis, pareto_skewness
from ..parts.doubles import within_doubles


def support(shape, scale):
    return lower(scale)


def logpdf(x, shape, scale):
    x = where(x < scale, scale, x)                  # where the parameters are outside of their domains
    return log(shape) - log(x) - shape * log_ratio(x, scale)


def cdf(x, shape, scale):
    return -expm1(logsf(x, shape, scale))


def logcdf(x, shape, scale):
    return log1mexp(logsf(x, shape, scale))


def logsf(x, shape, scale):
    return -shape * log_ratio(x, scale)


def from_tails(below, above, shape, scale):
    return scale * exp(-above / shape)


def mean(shape, scale):
    return where(shape > 1.0, scale * shape / (shape - 1.0), math.inf)


def variance(shape, scale):
    r = scale / (shape - 1.0)
    return where(shape > 2.0, r * r * (shape / (shape - 2.0)), math.inf)


def skewness(shape, scale):
    return pareto_skewness(1.0 / shape) + 0.0 * scale


def kurtosis(shape, scale):
    return pareto_kurtosis(1.0 / shape) + 0.0 * scale


def sample(rng, shape, scale):
    return within_doubles(scale * exp(random.exponential(rng) / shape))


pareto = Family(
    "Pareto", (Param("shape", positive), Param("scale", positive)), support, logpdf, sample, ((3.0, 2.0), (9.0, 0.3)),
    scipy=Scipy("pareto", lambda shape, scale: {"b": shape, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(pareto)
def Pareto(shape: Numbers, scale: Numbers) -> Distribution:
    """Pareto distribution from `scale` on: P(X > x) = (scale / x)^shape."""
    return make(pareto, shape, scale)

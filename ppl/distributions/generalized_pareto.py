"""Generalized Pareto distribution: exp(-(1 + shape) y) / scale with y = log(1 + shape z) / shape, z = (x - loc) / scale ≥ 0.

Where 1 + shape z > 0; y = z at shape 0, where it is exponential; P(X > x) = exp(-y).
"""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import between, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import expm1, log, log1mexp, logaddexp, times, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import pareto_kurtosis, pareto_skewness
from ..parts.doubles import finite
from ..parts.generalized import end, is_away, is_usual, reduced, reduced_by_logs, restored


def support(loc, scale, shape):
    return between(loc, end(loc, scale, shape, -1.0), loc + 0.5 * scale / (1.0 + abs(shape)))


def logpdf(x, loc, scale, shape):
    value = times(-1.0 - shape, reduced(x, loc, scale, shape)) - log(scale)
    return where(is_usual(x, loc, scale, shape), value, -math.inf)


def by_logs(x, logs, loc, scale, shape):
    if logs[1] is None:                             # the shape is known, and not negative
        if is_away(shape):
            return times(-1.0 - shape, logaddexp(0.0, log(shape / scale) + logs[0]) / shape) - log(scale)
        return logpdf(x, loc, scale, shape)
    y = where(shape < 0.0, reduced_by_logs(x, (None, logs[1]), loc, scale, shape), reduced(x, loc, scale, shape))
    return times(-1.0 - shape, y) - log(scale)


def cdf(x, loc, scale, shape):
    return -expm1(-reduced(x, loc, scale, shape))


def logcdf(x, loc, scale, shape):
    return log1mexp(-reduced(x, loc, scale, shape))


def logsf(x, loc, scale, shape):
    return -reduced(x, loc, scale, shape)


def from_tails(below, above, loc, scale, shape):
    return restored(-above, loc, scale, shape)


def mean(loc, scale, shape):
    return where(shape < 1.0, loc + scale / where(shape < 1.0, 1.0 - shape, 1.0), math.inf)


def variance(loc, scale, shape):
    there = shape < 0.5
    r = scale / (1.0 - where(there, shape, 0.0))
    return where(there, r * r / (1.0 - 2.0 * where(there, shape, 0.0)), math.inf) + 0.0 * loc


def skewness(loc, scale, shape):
    return pareto_skewness(shape) + 0.0 * loc + 0.0 * scale


def kurtosis(loc, scale, shape):
    return pareto_kurtosis(shape) + 0.0 * loc + 0.0 * scale


def sample(rng, loc, scale, shape):
    return finite(restored(random.exponential(rng), loc, scale, shape))


generalized_pareto = Family(
    "GeneralizedPareto", (Param("loc"), Param("scale", positive), Param("shape")), support, logpdf, sample,
    ((0.0, 1.0, 0.25), (2.0, 0.5, -0.25), (0.0, 2.0, 0.0)), scipy=Scipy("genpareto", lambda loc, scale, shape: {"c": shape, "loc": loc, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(generalized_pareto)
def GeneralizedPareto(loc: Numbers, scale: Numbers, shape: Numbers) -> Distribution:
    """Excesses over `loc`: exponential at shape 0, a power tail for shape > 0 and an upper end at loc - scale / shape for shape < 0."""
    return make(generalized_pareto, loc, scale, shape)

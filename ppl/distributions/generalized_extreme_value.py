"""Generalized extreme-value distribution: exp(-(1 + shape) y - exp(-y)) / scale with y = log(1 + shape z) / shape, z = (x - loc) / scale.

Where 1 + shape z > 0; y = z at shape 0, where it is Gumbel(loc, scale); shape > 0 has a power tail, shape < 0 an upper end.
"""

from __future__ import annotations

import math

from ..base.constraints import between, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, power_less_exp, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import exponential_kurtosis, exponential_skewness
from ..parts.doubles import finite, positive_exponential
from ..parts.extremes import centre, spread
from ..parts.generalized import end, is_usual, reduced, reduced_by_logs, restored
from ..parts.ratios import log_less_exp_exp, log_minus


def support(loc, scale, shape):
    return between(end(loc, scale, shape, 1.0), end(loc, scale, shape, -1.0), loc)


def logpdf(x, loc, scale, shape):
    return where(is_usual(x, loc, scale, shape), of_reduced(reduced(x, loc, scale, shape), scale, shape), -math.inf)


def by_logs(x, logs, loc, scale, shape):
    return of_reduced(reduced_by_logs(x, logs, loc, scale, shape), scale, shape)


def of_reduced(y, scale, shape):
    """The log density, -inf with slopes of 0 where exp(-y) is no number."""
    far = y < -700.0
    return where(far, -math.inf, power_less_exp(1.0 + shape, -where(far, 0.0, y)) - log(scale))


def cdf(x, loc, scale, shape):
    return exp(logcdf(x, loc, scale, shape))


def logcdf(x, loc, scale, shape):
    return -exp(-reduced(x, loc, scale, shape))


def logsf(x, loc, scale, shape):
    return log_less_exp_exp(-reduced(x, loc, scale, shape))


def from_tails(below, above, loc, scale, shape):
    return restored(-log_minus(below, above), loc, scale, shape)


def mean(loc, scale, shape):
    return loc - scale * centre(-shape)


def variance(loc, scale, shape):
    return scale * scale * spread(-shape) + 0.0 * loc


def skewness(loc, scale, shape):
    return 0.0 * loc + 0.0 * scale - exponential_skewness(-shape)


def kurtosis(loc, scale, shape):
    return exponential_kurtosis(-shape) + 0.0 * loc + 0.0 * scale


def sample(rng, loc, scale, shape):
    return finite(restored(-log(positive_exponential(rng)), loc, scale, shape))


generalized_extreme_value = Family(
    "GeneralizedExtremeValue", (Param("loc"), Param("scale", positive), Param("shape")), support, logpdf, sample,
    ((0.0, 1.0, 0.25), (-3.0, 0.5, -0.25), (10.0, 4.0, 0.0)), scipy=Scipy("genextreme", lambda loc, scale, shape: {"c": -shape, "loc": loc, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(generalized_extreme_value)
def GeneralizedExtremeValue(loc: Numbers, scale: Numbers, shape: Numbers) -> Distribution:
    """Largest values: Gumbel at shape 0, a power tail for shape > 0 and an upper end at loc - scale / shape for shape < 0 (SciPy's c is -shape)."""
    return make(generalized_extreme_value, loc, scale, shape)

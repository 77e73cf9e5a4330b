"""Fréchet (inverse Weibull) distribution: shape / scale (x / scale)^(-shape-1) exp(-(x / scale)^-shape), x > 0."""

from __future__ import annotations

from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, log_ratio, power_less_exp
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import exponential_kurtosis, exponential_skewness
from ..parts.doubles import positive_exponential, within_doubles
from ..parts.extremes import power_mean, spread
from ..parts.ratios import log_less_exp_exp, log_minus


def logpdf(x, shape, scale):
    return power_less_exp(1.0, -shape * log_ratio(x, scale)) + (log(shape) - log(x))


def by_logs(x, logs, shape, scale):
    return power_less_exp(1.0, -shape * (logs[0] - log(scale))) + (log(shape) - logs[0])


def log_rate(x, shape, scale):
    """The logarithm of (x / scale)^-shape."""
    return -shape * log_ratio(x, scale)


def cdf(x, shape, scale):
    return exp(-exp(log_rate(x, shape, scale)))


def logcdf(x, shape, scale):
    return -exp(log_rate(x, shape, scale))


def logsf(x, shape, scale):
    return log_less_exp_exp(log_rate(x, shape, scale))


def from_tails(below, above, shape, scale):
    return scale * exp(-log_minus(below, above) / shape)


def mean(shape, scale):
    return scale * power_mean(-1.0 / shape)


def variance(shape, scale):
    return (scale / shape) * (scale / shape) * spread(-1.0 / shape)


def skewness(shape, scale):
    return 0.0 * scale - exponential_skewness(-1.0 / shape)


def kurtosis(shape, scale):
    return exponential_kurtosis(-1.0 / shape) + 0.0 * scale


def sample(rng, shape, scale):
    return within_doubles(scale * exp(-log(positive_exponential(rng)) / shape))


frechet = Family(
    "Frechet", (Param("shape", positive), Param("scale", positive)), positive, logpdf, sample, ((3.0, 2.0), (9.0, 0.3)),
    scipy=Scipy("invweibull", lambda shape, scale: {"c": shape, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(frechet)
def Frechet(shape: Numbers, scale: Numbers) -> Distribution:
    """Fréchet distribution of largest values with a power tail: 1 / x is Weibull(shape, 1 / scale)."""
    return make(frechet, shape, scale)

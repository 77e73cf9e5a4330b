"""Log-normal distribution: log x is normal with mean mu and standard deviation sigma."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expm1, log, log1p_square, log_ndtr, ndtr, sqrt
from ..base.restated import chosen, restated
from ..base.types import Numbers

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


def logpdf(x, mu, sigma):
    return by_logs(x, (log(x), None), mu, sigma)


def by_logs(x, logs, mu, sigma):
    y = logs[0]
    r = (y - mu) / sigma
    return -0.5 * r * r - y - (log(sigma) + HALF_LOG_2PI)


def cdf(x, mu, sigma):
    return ndtr((log(x) - mu) / sigma)


def logcdf(x, mu, sigma):
    return log_ndtr((log(x) - mu) / sigma)


def logsf(x, mu, sigma):
    return log_ndtr((mu - log(x)) / sigma)


def from_normal(z, mu, sigma):
    return exp(mu + sigma * z)


def to_normal(x, mu, sigma):
    return (log(x) - mu) / sigma


def mean(mu, sigma):
    return exp(mu + 0.5 * sigma * sigma)


def variance(mu, sigma):
    return expm1(sigma * sigma) * exp(2.0 * mu + sigma * sigma)


def skewness(mu, sigma):
    w = expm1(sigma * sigma)
    return (w + 3.0) * sqrt(w) + 0.0 * mu


def kurtosis(mu, sigma):
    w = expm1(sigma * sigma)
    return w * (16.0 + w * (15.0 + w * (6.0 + w))) + 0.0 * mu


def sample(rng, mu, sigma):
    return exp(mu + sigma * random.normal(rng))


log_normal = Family(
    "LogNormal", (Param("mu"), Param("sigma", positive)), positive, logpdf, sample, ((0.0, 1.0), (2.0, 0.3), (-1.0, 0.7)),
    scipy=Scipy("lognorm", lambda mu, sigma: {"s": sigma, "scale": exp(mu)}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, from_normal=from_normal, to_normal=to_normal, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_precision(mu, tau):
    return mu, 1.0 / sqrt(tau)


def by_moments(mean, sd):
    square = log1p_square(sd / mean)
    return log(mean) - 0.5 * square, sqrt(square)


log_normal_precision = restated(log_normal, (Param("mu"), Param("tau", positive)), by_precision, ((2.0, 9.0),))
log_normal_moments = restated(log_normal, (Param("mean", positive), Param("sd", positive)), by_moments, ((3.0, 1.5),))


@constructor(log_normal, log_normal_precision, log_normal_moments)
def LogNormal(
    mu: Numbers | None = None, sigma: Numbers | None = None, *, tau: Numbers | None = None, mean: Numbers | None = None, sd: Numbers | None = None
) -> Distribution:
    """exp(x) of x ~ Normal(mu, sigma), or of Normal(mu, tau=tau); or by its own `mean` and standard deviation `sd`."""
    return chosen((log_normal, log_normal_precision, log_normal_moments), mu=mu, sigma=sigma, tau=tau, mean=mean, sd=sd)

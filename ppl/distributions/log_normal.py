"""Log-normal distribution: log x is normal with mean mu and standard deviation sigma."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expm1, log, log_ndtr, ndtr, ndtri
from ..base.member import make
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


def quantile(p, mu, sigma):
    return exp(mu + sigma * ndtri(p))


def mean(mu, sigma):
    return exp(mu + 0.5 * sigma * sigma)


def variance(mu, sigma):
    return expm1(sigma * sigma) * exp(2.0 * mu + sigma * sigma)


def sample(rng, mu, sigma):
    return exp(mu + sigma * random.normal(rng))


log_normal = Family(
    "LogNormal", (Param("mu"), Param("sigma", positive)), positive, logpdf, sample, ((0.0, 1.0), (2.0, 0.3), (-1.0, 0.7)),
    scipy=Scipy("lognorm", lambda mu, sigma: {"s": sigma, "scale": exp(mu)}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, quantile=quantile, mean=mean, variance=variance,
)  # fmt: skip


@constructor(log_normal)
def LogNormal(mu: Numbers, sigma: Numbers) -> Distribution:
    """exp(x) of x ~ Normal(mu, sigma)."""
    return make(log_normal, mu, sigma)

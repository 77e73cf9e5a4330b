"""Logit-normal distribution: logit x = log(x / (1 - x)) is normal with mean mu and standard deviation sigma."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive, unit
from ..base.distribution import Distribution
from ..base.ends import inside_unit
from ..base.family import Family, Param, constructor
from ..base.functions import expit, log, log1p, log_ndtr, ndtr, where
from ..base.member import make
from ..base.types import Numbers

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


def logpdf(x, mu, sigma):
    inner = (x > 0.0) & (x < 1.0)
    safe = where(inner, x, 0.5)
    return where(inner, by_logs(safe, (log(safe), log1p(-safe)), mu, sigma), -math.inf)


def by_logs(x, logs, mu, sigma):
    r = (logs[0] - logs[1] - mu) / sigma
    return -0.5 * r * r - (logs[0] + logs[1]) - (log(sigma) + HALF_LOG_2PI)


def standardised(x, mu, sigma):
    return (log(x) - log1p(-x) - mu) / sigma


def cdf(x, mu, sigma):
    return ndtr(standardised(x, mu, sigma))


def logcdf(x, mu, sigma):
    return log_ndtr(standardised(x, mu, sigma))


def logsf(x, mu, sigma):
    return log_ndtr(-standardised(x, mu, sigma))


def from_normal(z, mu, sigma):
    return expit(mu + sigma * z)


def sample(rng, mu, sigma):
    return inside_unit(expit(mu + sigma * random.normal(rng)))


logit_normal = Family(
    "LogitNormal", (Param("mu"), Param("sigma", positive)), unit, logpdf, sample, ((0.0, 1.0), (2.0, 0.3), (-1.0, 3.0)),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, from_normal=from_normal, to_normal=standardised,
)  # fmt: skip


@constructor(logit_normal)
def LogitNormal(mu: Numbers, sigma: Numbers) -> Distribution:
    """expit(x) of x ~ Normal(mu, sigma)."""
    return make(logit_normal, mu, sigma)

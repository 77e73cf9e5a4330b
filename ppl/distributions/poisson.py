"""Poisson distribution: rate^x exp(-rate) / x!."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import count, nonnegative
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, exp, gammaincc, lgamma, power_less_exp, where, xlogy
from ..base.restated import either
from ..base.types import Numbers
from ..parts.counting import FAR, count_term, few, gamma_tails, log_factorial_rest


def logpdf(x, rate):
    if few(x):
        return xlogy(x, rate) - rate - lgamma(x + 1.0)
    return count_term(x, rate) - log_factorial_rest(x)


def log_rate_logpdf(x, log_rate):
    if few(x):
        return power_less_exp(x, log_rate) - lgamma(x + 1.0)
    rate = exp(log_rate)
    return where(rate < math.inf, below_peak(x, rate, log_rate), -math.inf) - log_factorial_rest(x)


def cdf(x, rate):
    return gammaincc(x + 1.0, rate)


def logcdf(x, rate):
    return gamma_tails(x + 1.0, rate)[1]


def logsf(x, rate):
    return gamma_tails(x + 1.0, rate)[0]


def log_rate_cdf(x, log_rate):
    return cdf(x, exp(log_rate))


def log_rate_logcdf(x, log_rate):
    return logcdf(x, exp(log_rate))


def log_rate_logsf(x, log_rate):
    return where(log_rate < -FAR, log_rate_logpdf(x + 1.0, log_rate), logsf(x, exp(log_rate)))


def mean(rate):
    return rate


def log_rate_mean(log_rate):
    return exp(log_rate)


def sample(rng, rate):
    return random.poisson(rng, rate)


def log_rate_sample(rng, log_rate):
    return random.poisson(rng, exp(log_rate))


poisson = Family(
    "Poisson", (Param("rate", nonnegative),), count, logpdf, sample, ((1.0,), (0.2,), (30.0,)), scipy=Scipy("poisson", lambda rate: {"mu": rate}),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=mean,
)  # fmt: skip
poisson_log = Family(
    "Poisson", (Param("log_rate", infinite=True),), count, log_rate_logpdf, log_rate_sample, ((0.0,), (-1.0,), (3.0,)),
    scipy=Scipy("poisson", lambda log_rate: {"mu": exp(log_rate)}), discrete=True,
    cdf=log_rate_cdf, logcdf=log_rate_logcdf, logsf=log_rate_logsf, mean=log_rate_mean, variance=log_rate_mean,
)  # fmt: skip


@constructor(poisson, poisson_log)
def Poisson(rate: Numbers | None = None, *, log_rate: Numbers | None = None) -> Distribution:
    """Counts of mean `rate`, or exp(log_rate)."""
    return either((poisson, poisson_log), rate, log_rate)

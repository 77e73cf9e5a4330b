"""Poisson distribution: rate^x exp(-rate) / x!."""

from __future__ import annotations

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import count, nonnegative
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import exp, lgamma, xlogy


def support(rate):
    return count


def logpdf(x, rate):
    return xlogy(x, rate) - rate - lgamma(x + 1.0)


def log_rate_logpdf(x, log_rate):
    return x * log_rate - exp(log_rate) - lgamma(x + 1.0)


def mean(rate):
    return rate


def log_rate_mean(log_rate):
    return exp(log_rate)


def sample(rng, rate):
    return random.poisson(rng, rate)


def log_rate_sample(rng, log_rate):
    return random.poisson(rng, exp(log_rate))


poisson = Family(
    "Poisson", (Param("rate", nonnegative),), support, logpdf, sample, ((1.0,), (0.2,), (30.0,)), discrete=True, mean=mean, variance=mean
)
poisson_log = Family(
    "Poisson",
    (Param("log_rate"),),
    support,
    log_rate_logpdf,
    log_rate_sample,
    ((0.0,), (-1.0,), (3.0,)),
    discrete=True,
    mean=log_rate_mean,
    variance=log_rate_mean,
)


@compile_time
def Poisson(rate=None, *, log_rate=None):
    """Counts of mean `rate`, or exp(log_rate)."""
    if (rate is None) == (log_rate is None):
        raise ModelError("`Poisson` takes `rate` or `log_rate`, one of them")
    return make(poisson, rate) if log_rate is None else make(poisson_log, log_rate)

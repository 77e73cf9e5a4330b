"""Exponential distribution: rate exp(-rate x), x ≥ 0."""

from __future__ import annotations

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import nonnegative, positive
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import expm1, log, log1p


def support(rate):
    return nonnegative


def logpdf(x, rate):
    return log(rate) - rate * x


def cdf(x, rate):
    return -expm1(-rate * x)


def logsf(x, rate):
    return -rate * x


def quantile(p, rate):
    return -log1p(-p) / rate


def mean(rate):
    return 1.0 / rate


def variance(rate):
    return 1.0 / (rate * rate)


def sample(rng, rate):
    return random.exponential(rng) / rate


exponential = Family(
    "Exponential",
    (Param("rate", positive),),
    support,
    logpdf,
    sample,
    ((1.0,), (0.2,), (30.0,)),
    cdf=cdf,
    logsf=logsf,
    quantile=quantile,
    mean=mean,
    variance=variance,
)


@compile_time
def Exponential(rate):
    """Exponential distribution with mean 1 / rate."""
    return make(exponential, rate)

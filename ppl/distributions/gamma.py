"""Gamma distribution: x^(shape-1) exp(-rate x) rate^shape / Γ(shape), x > 0."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, gammainc, lgamma_rest, log, log_gammainc, log_gammaincc
from ..base.member import make
from ..base.types import Numbers


def logpdf(x, shape, rate):
    return by_logs(x, (log(x),), shape, rate)


def by_logs(x, logs, shape, rate):
    return below_peak(shape, rate * x, log(rate) + logs[0]) - logs[0] - lgamma_rest(shape)


def cdf(x, shape, rate):
    return gammainc(shape, rate * x)


def logcdf(x, shape, rate):
    return log_gammainc(shape, rate * x)


def logsf(x, shape, rate):
    return log_gammaincc(shape, rate * x)


def mean(shape, rate):
    return shape / rate


def variance(shape, rate):
    return shape / (rate * rate)


def sample(rng, shape, rate):
    return random.gamma(rng, shape) / rate


gamma = Family(
    "Gamma", (Param("shape", positive), Param("rate", positive)), positive, logpdf, sample, ((2.0, 1.5), (0.6, 4.0), (50.0, 0.1)),
    scipy=Scipy("gamma", lambda shape, rate: {"a": shape, "scale": 1.0 / rate}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
)  # fmt: skip


@constructor(gamma)
def Gamma(shape: Numbers, rate: Numbers) -> Distribution:
    """Gamma distribution with mean shape / rate."""
    return make(gamma, shape, rate)

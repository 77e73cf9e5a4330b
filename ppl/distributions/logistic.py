"""Logistic distribution: the cdf is expit((x - loc) / scale)."""

from __future__ import annotations

import math

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import positive, real
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import expit, log, log1p, log_expit


def support(loc, scale):
    return real


def logpdf(x, loc, scale):
    r = (x - loc) / scale
    return log_expit(r) + log_expit(-r) - log(scale)


def cdf(x, loc, scale):
    return expit((x - loc) / scale)


def logcdf(x, loc, scale):
    return log_expit((x - loc) / scale)


def logsf(x, loc, scale):
    return log_expit((loc - x) / scale)


def quantile(p, loc, scale):
    return loc + scale * (log(p) - log1p(-p))


def mean(loc, scale):
    return loc + 0.0 * scale


def variance(loc, scale):
    return (math.pi**2 / 3.0) * scale * scale + 0.0 * loc


def sample(rng, loc, scale):
    return loc + scale * random.logistic(rng)


logistic = Family(
    "Logistic",
    (Param("loc"), Param("scale", positive)),
    support,
    logpdf,
    sample,
    ((0.0, 1.0), (-3.0, 0.2), (10.0, 40.0)),
    cdf=cdf,
    logcdf=logcdf,
    logsf=logsf,
    quantile=quantile,
    mean=mean,
    variance=variance,
)


@compile_time
def Logistic(loc, scale):
    """Logistic distribution with mean `loc`."""
    return make(logistic, loc, scale)

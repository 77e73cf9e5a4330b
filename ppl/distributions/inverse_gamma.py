"""Inverse-gamma distribution: 1 / x is Gamma(shape, rate=scale)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, exp, gammaincc, lgamma_rest, log, log_gammainc, log_gammaincc, sqrt, stop_gradient, where
from ..base.restated import chosen, restated
from ..base.types import Numbers

LARGEST = 1.7976931348623157e308
HUGE = 1e250


def logpdf(x, shape, scale):
    r = scale / x
    log_x = where(r > HUGE, stop_gradient(log(x)), log(x))      # two slopes that overflow would meet with other signs; this one is nothing beside the other
    return below_peak(shape, r, log(scale) - log_x) - log_x - lgamma_rest(shape)


def by_logs(x, logs, shape, scale):
    return below_peak(shape, scale * exp(-logs[0]), log(scale) - logs[0]) - logs[0] - lgamma_rest(shape)


def cdf(x, shape, scale):
    return gammaincc(shape, scale / x)


def logcdf(x, shape, scale):
    return log_gammaincc(shape, scale / x)


def logsf(x, shape, scale):
    return log_gammainc(shape, scale / x)


def mean(shape, scale):
    return where(shape > 1.0, scale / (shape - 1.0), math.inf)


def variance(shape, scale):
    return where(shape > 2.0, scale * scale / ((shape - 1.0) * (shape - 1.0) * (shape - 2.0)), math.inf)


def skewness(shape, scale):
    there = shape > 3.0
    a = where(there, shape, 4.0)
    return where(there, 4.0 * sqrt(a - 2.0) / (a - 3.0), math.nan) + 0.0 * scale


def kurtosis(shape, scale):
    there = shape > 4.0
    a = where(there, shape, 5.0)
    return where(there, 6.0 / (a - 3.0) * ((5.0 * a - 11.0) / (a - 4.0)), math.nan) + 0.0 * scale


def sample(rng, shape, scale):
    return min(scale / random.gamma(rng, shape), LARGEST)


inverse_gamma = Family(
    "InverseGamma", (Param("shape", positive), Param("scale", positive)), positive, logpdf, sample, ((3.0, 1.5), (6.0, 4.0), (50.0, 0.1)),
    scipy=Scipy("invgamma", lambda shape, scale: {"a": shape, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_moments(mean, sd):
    r = mean / sd
    return r * r + 2.0, mean * (r * r + 1.0)


inverse_gamma_moments = restated(inverse_gamma, (Param("mean", positive), Param("sd", positive)), by_moments, ((2.0, 0.5),))


@constructor(inverse_gamma, inverse_gamma_moments)
def InverseGamma(
    shape: Numbers | None = None, scale: Numbers | None = None, *, mean: Numbers | None = None, sd: Numbers | None = None
) -> Distribution:
    """Inverse-gamma distribution with mean scale / (shape - 1), or by its `mean` and standard deviation `sd`."""
    return chosen((inverse_gamma, inverse_gamma_moments), shape=shape, scale=scale, mean=mean, sd=sd)

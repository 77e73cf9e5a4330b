"""Gamma distribution: x^(shape-1) exp(-rate x) rate^shape / Γ(shape), x > 0."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, gammainc, lgamma_rest, log, log_gammainc, log_gammaincc, sqrt
from ..base.restated import chosen, restated
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


def skewness(shape, rate):
    return 2.0 / sqrt(shape) + 0.0 * rate


def kurtosis(shape, rate):
    return 6.0 / shape + 0.0 * rate


def sample(rng, shape, rate):
    return random.gamma(rng, shape) / rate


gamma = Family(
    "Gamma", (Param("shape", positive), Param("rate", positive)), positive, logpdf, sample, ((2.0, 1.5), (0.6, 4.0), (50.0, 0.1)),
    scipy=Scipy("gamma", lambda shape, rate: {"a": shape, "scale": 1.0 / rate}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_scale(shape, scale):
    return shape, 1.0 / scale


def by_moments(mean, sd):
    r = mean / sd
    return r * r, r / sd


def by_mean(mean, shape):
    return shape, shape / mean


MEAN, SHAPE = Param("mean", positive), Param("shape", positive)
gamma_scale = restated(gamma, (SHAPE, Param("scale", positive)), by_scale, ((2.0, 3.0),))
gamma_moments = restated(gamma, (MEAN, Param("sd", positive)), by_moments, ((4.0, 1.5),))
gamma_mean = restated(gamma, (MEAN, SHAPE), by_mean, ((4.0, 0.7),))
FORMS = (gamma, gamma_scale, gamma_moments, gamma_mean)


@constructor(*FORMS)
def Gamma(
    shape: Numbers | None = None, rate: Numbers | None = None, *, scale: Numbers | None = None, mean: Numbers | None = None, sd: Numbers | None = None
) -> Distribution:
    """Gamma distribution with mean shape / rate, or shape scale; or by its `mean` and its standard deviation `sd`, or its `shape`."""
    return chosen(FORMS, shape=shape, rate=rate, scale=scale, mean=mean, sd=sd)

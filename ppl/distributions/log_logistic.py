"""Log-logistic (Fisk) distribution: log x is logistic; the odds of X ≤ x are (x / scale)^shape."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ...lang.library.special.normal import horner
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expit, log, log_expit, log_ratio, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import LOGISTIC, of_logistic, power_kurtosis, power_skewness
from ..parts.doubles import within_doubles

NEAR = 0.5                                       # angles up to which (sin b - b cos b) / b³ is a series: (-1)^k 2 (k + 1) / (2 k + 3)!, highest first
SERIES = tuple((-1.0) ** k * 2.0 * (k + 1.0) / math.factorial(2 * k + 3) for k in range(8, -1, -1))


def log_odds(x, shape, scale):
    return shape * log_ratio(x, scale)


def logpdf(x, shape, scale):
    r = log_odds(x, shape, scale)
    return log_expit(r) + log_expit(-r) + (log(shape) - log(x))


def by_logs(x, logs, shape, scale):
    r = shape * (logs[0] - log(scale))
    return log_expit(r) + log_expit(-r) + (log(shape) - logs[0])


def cdf(x, shape, scale):
    return expit(log_odds(x, shape, scale))


def logcdf(x, shape, scale):
    return log_expit(log_odds(x, shape, scale))


def logsf(x, shape, scale):
    return log_expit(-log_odds(x, shape, scale))


def from_tails(below, above, shape, scale):
    return scale * exp((below - above) / shape)


def mean(shape, scale):
    """Infinite where shape ≤ 1."""
    there = shape > 1.0
    b = math.pi / where(there, shape, 2.0)
    return where(there, scale * (b / np.sin(b)), math.inf)


def variance(shape, scale):
    """Infinite where shape ≤ 2: b² (tan b - b) / (b sin² b) of b = π / shape."""
    there = shape > 2.0
    b = math.pi / where(there, shape, 4.0)
    cos = np.sin(math.pi * (where(there, shape, 4.0) - 2.0) / (2.0 * where(there, shape, 4.0)))
    near = where(b < NEAR, b, 0.0)
    bend = where(b < NEAR, b * b * b * horner(SERIES, near * near), np.sin(b) - b * cos)
    return where(there, scale * scale * (b * bend / (np.sin(b) * np.sin(b) * cos)), math.inf)


def skewness(shape, scale):
    return power_skewness(of_logistic, LOGISTIC, 1.0 / shape, shape > 3.0) + 0.0 * scale


def kurtosis(shape, scale):
    return power_kurtosis(of_logistic, LOGISTIC, 1.0 / shape, shape > 4.0) + 0.0 * scale


def sample(rng, shape, scale):
    return within_doubles(scale * exp(random.logistic(rng) / shape))


log_logistic = Family(
    "LogLogistic", (Param("shape", positive), Param("scale", positive)), positive, logpdf, sample, ((3.0, 2.0), (9.0, 0.3)),
    scipy=Scipy("fisk", lambda shape, scale: {"c": shape, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(log_logistic)
def LogLogistic(shape: Numbers, scale: Numbers) -> Distribution:
    """Log-logistic distribution with median `scale`: log x is Logistic(log(scale), 1 / shape)."""
    return make(log_logistic, shape, scale)

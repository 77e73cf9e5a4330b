"""Inverse Gaussian (Wald) distribution: sqrt(lam / (2π x³)) exp(-lam (x - mu)² / (2 mu² x)), x > 0; phi is lam / mu."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, log, log1mexp, log_ndtr, logaddexp, maximum, mills_moment, minimum, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
LOG_HALF = -math.log(2.0)
LEAST, LARGEST = 5e-324, 1.7976931348623157e308
FAR = 1e300                                     # in means: no mass lies beyond
CLOSE = 1e-3                                    # steps below, by 1 + z, are those of a series: differences cancel


def logpdf(x, mu, lam):
    return by_logs(x, (log(maximum(x, LEAST)),), mu, lam)


def by_logs(x, logs, mu, lam):
    return 0.5 * log(lam) - 1.5 * logs[0] - HALF_LOG_2PI - 0.5 * lam * distance(x, exp(-logs[0]), mu)


def distance(x, inverse, mu):
    """(x - mu)² / (mu² x): far below the mean its three terms, of which none cancels."""
    far = x < 0.5 * mu
    low, near = where(far, x, 0.25 * mu), where(far, mu, minimum(x, LARGEST))
    r = (near - mu) / mu
    return where(far, low / mu / mu - 2.0 / mu + where(far, inverse, 0.0), where(x > LARGEST, math.inf, r * (r / near)))


def standardised(x, mu, lam):
    """The two normal quantiles of which the cdf is made: sqrt(lam / x) (x / mu ∓ 1)."""
    root = sqrt(lam / x)
    return root * ((x - mu) / mu), root * ((x + mu) / mu)


def log_density(z):
    """Of the standard normal."""
    return -0.5 * z * z - HALF_LOG_2PI


def log_lower(z, w):
    """log of ndtr(z) + density(z) M(w), M Mills' ratio."""
    return logaddexp(log_ndtr(z), log_density(z) + log(mills_moment(0.0, w)))


def log_upper(z, w):
    """log of density(z) (M(z) - M(w)), w > z ≥ -1; by derivatives of M half-way where they are close."""
    middle, step = 0.5 * (z + w), minimum(w - z, 1.0)
    series = step * (mills_moment(1.0, middle) + mills_moment(3.0, middle) * (step * step / 24.0))
    return log_density(z) + log(where(step < CLOSE * (1.0 + middle), series, mills_moment(0.0, z) - mills_moment(0.0, w)))


def log_tails(x, mu, lam):
    """(log P(X ≤ x), log P(X > x)), each from the smaller of the two; above the median z > -0.68."""
    end = x >= FAR * mu
    z, w = standardised(where(end, mu, x), mu, lam)
    lower, upper = log_lower(z, w), log_upper(maximum(z, -1.0), w)
    below = lower < LOG_HALF
    over = where(below, log1mexp(minimum(lower, LOG_HALF)), upper)
    return where(end, 0.0, where(below, lower, log1mexp(upper))), where(end, -math.inf, over)


def cdf(x, mu, lam):
    return exp(log_tails(x, mu, lam)[0])


def logcdf(x, mu, lam):
    return log_tails(x, mu, lam)[0]


def logsf(x, mu, lam):
    return log_tails(x, mu, lam)[1]


def mean(mu, lam):
    return mu + 0.0 * lam


def variance(mu, lam):
    return mu * mu * (mu / lam)


def skewness(mu, lam):
    return 3.0 * sqrt(mu / lam)


def kurtosis(mu, lam):
    return 15.0 * (mu / lam)


def sample(rng, mu, lam):
    """Michael, Schucany and Haas (1976): the two roots of a chi-squared variable, mu / s and mu s."""
    y = random.normal(rng)
    w = 0.5 * mu / lam * y * y
    s = 1.0 + w + math.sqrt(w * (w + 2.0))
    return mu / s if rng.uniform() * (1.0 + 1.0 / s) < 1.0 else mu * s


inverse_gaussian = Family(
    "InverseGaussian", (Param("mu", positive), Param("lam", positive)), positive, logpdf, sample, ((1.0, 1.0), (2.0, 10.0), (0.5, 0.2)),
    scipy=Scipy("invgauss", lambda mu, lam: {"mu": mu / lam, "scale": lam}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_ratio(mu, phi):
    return mu, mu * phi


inverse_gaussian_ratio = restated(inverse_gaussian, (Param("mu", positive), Param("phi", positive)), by_ratio, ((1.0, 1.0), (2.0, 5.0)))


@constructor(inverse_gaussian, inverse_gaussian_ratio)
def InverseGaussian(mu: Numbers, lam: Numbers | None = None, *, phi: Numbers | None = None) -> Distribution:
    """Inverse Gaussian (Wald) distribution with mean mu and variance mu³ / lam; phi is lam / mu."""
    return chosen((inverse_gaussian, inverse_gaussian_ratio), mu=mu, lam=lam, phi=phi)

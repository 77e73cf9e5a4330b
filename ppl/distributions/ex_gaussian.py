"""Exponentially modified Gaussian distribution: the law of x + y with x ~ Normal(mu, sigma) and y exponential of mean nu.

With z = (x - mu) / sigma and t = sigma / nu the density is exp(t (t / 2 - z)) Φ(z - t) / nu, and Φ(z) - nu times it the distribution function.
Far below, both are written with the ratio of Mills, Φ(-y) / φ(y), so that no large squares are subtracted from each other.
"""

from __future__ import annotations

import math

from ...lang.library import random
from ...lang.library.special.normal import horner
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import divide, exp, log, log1mexp, log1p, log_ndtr, logaddexp, maximum, minimum, sqrt, where
from ..base.member import make
from ..base.restated import restated
from ..base.types import Numbers

LOG_SQRT_2PI = 0.5 * math.log(2.0 * math.pi)
FAR = 12.0                                      # from which on the ratio of Mills has its asymptotic series to all digits
LARGE = 1e150
SHORT = 0.25                                    # t up to which the logarithms of two ratios of Mills are a quadrature apart
# (-1)^k (2k - 1)!!, k = 16 … 1: y times the ratio of Mills is 1 and their sum over y^2k
MILLS = tuple((-1.0) ** k * math.prod(range(1, 2 * k, 2)) for k in range(16, 0, -1))
# Gauss and Legendre's points in [0, 1], and weights
POINTS = (0.019855071751231884, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751,
          0.5917173212478249, 0.7627662049581645, 0.8983332387068134, 0.9801449282487681)  # fmt: skip
WEIGHTS = (0.05061426814518813, 0.11119051722668724, 0.15685332293894363, 0.1813418916891810,
           0.1813418916891810, 0.15685332293894363, 0.11119051722668724, 0.05061426814518813)  # fmt: skip


def log_mills(y):
    """The logarithm of y times the ratio of Mills for y > FAR."""
    r = 1.0 / y
    return log1p(r * r * horner(MILLS, r * r))


def log_part(z, t, w):
    """log of nu times the density, w = z t: what is not yet there of the distribution function of the normal part."""
    far = z - t < -FAR
    u, y = where(far, 0.0, z - t), where(far, t - z, 2.0 * FAR)
    return where(far, log_mills(y) - log(y) - LOG_SQRT_2PI - 0.5 * z * z, (0.5 * t * t - w) + log_ndtr(u))


def mills_slope(y):
    """The slope of the logarithm of the ratio of Mills."""
    far = y > FAR
    near, r = where(far, 0.0, y), 1.0 / where(far, y, 2.0 * FAR)
    rest = horner(MILLS, r * r)
    return where(far, r * rest / (1.0 + r * r * rest), near - exp(-0.5 * near * near - LOG_SQRT_2PI - log_ndtr(-near)))


def log_share(z, t, w):
    """log of the quotient of that part and Φ(z): the difference of the logarithms of two ratios of Mills, at t - z and -z."""
    far, short = z < -FAR, t < SHORT
    a, h = where(far, -z, 2.0 * FAR), where(short, t, 0.0)
    total = 0.0
    for point, weight in zip(POINTS, WEIGHTS):
        total = total + weight * mills_slope(point * h - z)
    near = log_part(where(far, 0.0, z), t, where(far, 0.0, w)) - log_ndtr(where(far, 0.0, z))
    return where(short, h * total, where(far, log_mills(a + t) - log_mills(a) - log1p(t / a), near))


def logpdf(x, mu, sigma, nu):
    return log_part((x - mu) / sigma, sigma / nu, (x - mu) / nu) - log(nu)


def cdf(x, mu, sigma, nu):
    return exp(logcdf(x, mu, sigma, nu))


def of_size(x, mu, scale):
    """(x - mu) / scale, cut where its square would leave the doubles."""
    return minimum(maximum(divide(x - mu, scale), -LARGE), LARGE)


def logcdf(x, mu, sigma, nu):
    z = of_size(x, mu, sigma)
    return log_ndtr(z) + log1mexp(log_share(z, sigma / nu, of_size(x, mu, nu)))


def logsf(x, mu, sigma, nu):
    z = of_size(x, mu, sigma)
    below = logcdf(x, mu, sigma, nu)
    low = below < -1.0
    return where(low, log1mexp(where(low, below, -1.0)), logaddexp(log_ndtr(-z), log_part(z, sigma / nu, of_size(x, mu, nu))))


def mean(mu, sigma, nu):
    return mu + nu + 0.0 * sigma


def variance(mu, sigma, nu):
    return sigma * sigma + nu * nu + 0.0 * mu


def skewness(mu, sigma, nu):
    share = nu / sqrt(sigma * sigma + nu * nu)
    return 2.0 * share * share * share + 0.0 * mu


def kurtosis(mu, sigma, nu):
    share = nu * nu / (sigma * sigma + nu * nu)
    return 6.0 * share * share + 0.0 * mu


def sample(rng, mu, sigma, nu):
    return mu + sigma * random.normal(rng) + nu * random.exponential(rng)


NORMAL = (Param("mu"), Param("sigma", positive))
ex_gaussian = Family(
    "ExGaussian", (*NORMAL, Param("nu", positive)), real, logpdf, sample, ((0.0, 1.0, 1.0), (-3.0, 0.5, 4.0)),
    scipy=Scipy("exponnorm", lambda mu, sigma, nu: {"K": nu / sigma, "loc": mu, "scale": sigma}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_rate(mu, sigma, rate):
    return mu, sigma, 1.0 / rate


exp_mod_normal = restated(ex_gaussian, (*NORMAL, Param("rate", positive)), by_rate, ((-3.0, 0.5, 0.25),), name="ExpModNormal")


@constructor(ex_gaussian)
def ExGaussian(mu: Numbers, sigma: Numbers, nu: Numbers) -> Distribution:
    """x + y of x ~ Normal(mu, sigma) and y exponential with mean `nu`; mean mu + nu, variance sigma² + nu²."""
    return make(ex_gaussian, mu, sigma, nu)


@constructor(exp_mod_normal)
def ExpModNormal(mu: Numbers, sigma: Numbers, rate: Numbers) -> Distribution:
    """ExGaussian(mu, sigma, nu=1 / rate): x + y of x ~ Normal(mu, sigma) and y ~ Exponential(rate)."""
    return make(exp_mod_normal, mu, sigma, rate)

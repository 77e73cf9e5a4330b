"""Skew-normal distribution: 2 / scale φ(z) Φ(alpha z) with z = (x - loc) / scale, φ and Φ of the standard normal."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import erf, exp, log, log1mexp, log1p, log_ndtr, log_owens_rest, maximum, minimum, sqrt, times, where
from ..base.member import make
from ..base.types import Numbers

HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
LOG_2, LOG_HALF = math.log(2.0), -math.log(2.0)
FAR = 1e154                                     # beyond, the logarithm of a tail is no double
SQRT_HALF = math.sqrt(0.5)
SQRT_2_BY_PI = math.sqrt(2.0 / math.pi)
MOST = 1e100                                     # an alpha whose square is finite, and that is half normal to rounding as all beyond are


def logpdf(x, loc, scale, alpha):
    z = (x - loc) / scale
    known = abs(alpha) < math.inf
    skewed = log_ndtr(times(where(known, alpha, 0.0), z))
    return where(known, LOG_2 - 0.5 * z * z + skewed - (log(scale) + HALF_LOG_2PI), -math.inf)


def log_short(z, size):
    """log P(Z ≤ z) of one skewed to the right by size ≥ 0: twice the rest of Owen's T below 0, and what lies between."""
    h = where(z < 0.0, -z, z)
    rest = LOG_2 + log_owens_rest(h, size)
    return where(z < 0.0, rest, log(erf(SQRT_HALF * where(z < 0.0, 0.0, z)) + exp(where(z < 0.0, 0.0, rest))))


def log_long(z, size):
    """log P(Z > z) of one skewed to the right: from 0 on the normal tail twice, less that rest, which is half of it at most."""
    h = where(z < 0.0, -z, z)
    rest = LOG_2 + log_owens_rest(h, size)
    twice = LOG_2 + log_ndtr(-h)
    return where(z < 0.0, log1p(-exp(where(z < 0.0, rest, -1.0))), twice + log1mexp(where(z < 0.0, -1.0, minimum(rest - twice, -LOG_2))))


def log_tail(z, alpha):
    """log P(Z ≤ z), from the smaller tail."""
    size = where(alpha < 0.0, -alpha, alpha)
    end = abs(z) > FAR
    side = where(alpha < 0.0, -1.0, 1.0) * where(end, 0.0, z)
    short, long = log_short(side, size), log_long(side, size)
    less, more = where(alpha < 0.0, long, short), where(alpha < 0.0, short, long)
    inner = where(less < LOG_HALF, less, log1mexp(where(less < LOG_HALF, -1.0, more)))
    return where(end, where(z < 0.0, -math.inf, 0.0), inner)


def cdf(x, loc, scale, alpha):
    return exp(log_tail((x - loc) / scale, alpha))


def logcdf(x, loc, scale, alpha):
    return log_tail((x - loc) / scale, alpha)


def logsf(x, loc, scale, alpha):
    return log_tail((loc - x) / scale, -alpha)


def shift_of(alpha):
    """The mean of the standard one."""
    alpha = minimum(maximum(alpha, -MOST), MOST)
    return SQRT_2_BY_PI * alpha / sqrt(1.0 + alpha * alpha)


def mean(loc, scale, alpha):
    return loc + scale * shift_of(alpha)


def variance(loc, scale, alpha):
    return scale * scale * (1.0 - shift_of(alpha) * shift_of(alpha)) + 0.0 * loc


def skewness(loc, scale, alpha):
    m = shift_of(alpha)
    left = 1.0 - m * m
    return 0.5 * (4.0 - math.pi) * m * m * m / (left * sqrt(left)) + 0.0 * loc + 0.0 * scale


def kurtosis(loc, scale, alpha):
    odds = shift_of(alpha) * shift_of(alpha) / (1.0 - shift_of(alpha) * shift_of(alpha))
    return 2.0 * (math.pi - 3.0) * odds * odds + 0.0 * loc + 0.0 * scale


def sample(rng, loc, scale, alpha):
    """Of two standard normal variables: (alpha |a| + b) / sqrt(1 + alpha²)."""
    a, b = abs(random.normal(rng)), random.normal(rng)
    alpha = min(max(alpha, -MOST), MOST)
    return loc + scale * ((alpha * a + b) / math.sqrt(1.0 + alpha * alpha))


skew_normal = Family(
    "SkewNormal", (Param("loc"), Param("scale", positive), Param("alpha")), real, logpdf, sample, ((0.0, 1.0, 0.0), (-3.0, 0.2, 4.0), (10.0, 40.0, -1.5)),
    scipy=Scipy("skewnorm", lambda loc, scale, alpha: {"a": alpha, "loc": loc, "scale": scale}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(skew_normal)
def SkewNormal(loc: Numbers, scale: Numbers, alpha: Numbers) -> Distribution:
    """Skew-normal distribution: alpha is 0 where it is normal, and has the sign of the skewness."""
    return make(skew_normal, loc, scale, alpha)

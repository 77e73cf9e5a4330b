"""Continuous Bernoulli distribution: C p^x (1-p)^(1-x), 0 ≤ x ≤ 1, which is t exp(t x) / (exp(t) - 1) with t = logit p."""

from __future__ import annotations

import math

from ..base.constraints import inside_unit, unit
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import exp, expm1, log, log1mexp, log1p, logaddexp, logit, maximum, minimum, sqrt, where
from ..base.restated import chosen, restated
from ..base.types import Numbers

NEAR = 0.02                                     # |t| up to which densities and tails are series
SMALL = 0.5                                     # |t / 2| up to which moments are
TINY = 1e-4                                     # |t| up to which a quantile is one
FAR = 700.0                                     # exp(FAR) is a double
LOG_HALF = -math.log(2.0)
# 2^2n B_2n / (2n (2n)!), n = 11 … 1: log(sinh(h) / h) by powers of h², highest first
SERIES = (1.0502923908637557e-12, -1.1402575602296091e-11, 1.2504359176004997e-10, -1.3884130493737299e-09, 1.5661391322766983e-08, -1.803670234005331e-07,
          2.1377799155576935e-06, -2.6455026455026456e-05, 0.0003527336860670194, -0.005555555555555556, 0.16666666666666666)  # fmt: skip


def logpdf(x, logits):
    known = abs(logits) < math.inf
    t = where(known, logits, 1.0)
    near, q = abs(t) < NEAR, t * t
    far = where(near, 1.0, abs(t))
    by_series = t * (x - 0.5) - q * (1.0 / 24.0 - q / 2880.0)
    return where(known, where(near, by_series, log(far) - log1mexp(-far) - far * where(t > 0.0, 1.0 - x, x)), -math.inf)


def log_lower(x, t):
    """log P(X ≤ x), accurate where it is not near 0: log of (exp(t x) - 1) / (exp(t) - 1)."""
    near, q = abs(t) < NEAR, t * t
    far = where(near, 1.0, abs(t))
    by_series = log(x) + 0.5 * t * (x - 1.0) + q * (x * x - 1.0) / 24.0 * (1.0 - q * (x * x + 1.0) / 120.0)
    return where(near, by_series, where(t > 0.0, far * (x - 1.0), 0.0) + log1mexp(-far * x) - log1mexp(-far))


def tails(x, t):
    """(log P(X ≤ x), log P(X > x)), each from the smaller."""
    lower, upper = log_lower(x, t), log_lower(1.0 - x, -t)
    below = lower < LOG_HALF
    return where(below, lower, log1mexp(where(below, -1.0, upper))), where(below, log1mexp(where(below, lower, -1.0)), upper)


def cdf(x, logits):
    return exp(tails(x, logits)[0])


def logcdf(x, logits):
    return tails(x, logits)[0]


def logsf(x, logits):
    return tails(x, logits)[1]


def from_tails(below, above, logits):
    """log(1 + p (exp(t) - 1)) / t; near t = 0 by the cumulants of a Bernoulli variable."""
    p, q, t = exp(below), exp(above), where(abs(logits) < TINY, 1.0, logits)
    series = p + p * q * logits * (0.5 + logits * ((q - p) / 6.0 + logits * (1.0 - 6.0 * p * q) / 24.0))
    rising = where(t < FAR, log1p(p * expm1(minimum(t, FAR))) / t, 1.0 + logaddexp(below, above - maximum(t, FAR)) / t)
    falling = where(p > 0.5, logaddexp(above, below + minimum(t, 0.0)) / t, log1p(p * expm1(minimum(t, 0.0))) / t)
    return where(abs(logits) < TINY, series, where(t > 0.0, rising, falling))


def slopes(h):
    """(coth h - 1 / h, 1 / h² - 1 / sinh² h): the first two derivatives of log(sinh(h) / h), h ≥ 0."""
    near = h < SMALL
    r = where(near, h * h, 0.0)
    first, second, k = 0.0, 0.0, 2.0 * len(SERIES)
    for c in SERIES:
        first, second, k = first * r + c * k, second * r + c * k * (k - 1.0), k - 2.0
    far = where(near, 1.0, h)
    e = exp(-2.0 * far)
    return where(near, first * h, (1.0 + e) / (1.0 - e) - 1.0 / far), where(near, second, 1.0 / (far * far) - 4.0 * e / ((1.0 - e) * (1.0 - e)))


def mean(logits):
    excess = 0.5 * slopes(abs(0.5 * logits))[0]
    return where(logits > 0.0, 0.5 + excess, 0.5 - excess)


def variance(logits):
    return 0.25 * slopes(abs(0.5 * logits))[1]


def bends(h):
    """(2 cosh h / sinh³ h - 2 / h³, 6 / h⁴ - (4 cosh² h + 2) / sinh⁴ h): the third and the fourth derivative of log(sinh(h) / h), h ≥ 0."""
    near = h < SMALL
    r = where(near, h * h, 0.0)
    third, fourth, k = 0.0, 0.0, 2.0 * len(SERIES)
    for c in SERIES[:-1]:
        third, fourth, k = third * r + c * (k * (k - 1.0) * (k - 2.0)), fourth * r + c * (k * (k - 1.0) * (k - 2.0) * (k - 3.0)), k - 2.0
    far = where(near, 1.0, h)
    e = exp(-2.0 * far)
    steep, flat = 4.0 * e / ((1.0 - e) * (1.0 - e)), (1.0 + e) / (1.0 - e)
    return where(near, third * h, 2.0 * steep * flat - 2.0 / (far * far * far)), where(near, fourth, 6.0 / far**4 - steep * (4.0 * flat * flat + 2.0 * steep))


def skewness(logits):
    h = abs(0.5 * logits)
    spread = slopes(h)[1]
    found = bends(h)[0] / (spread * sqrt(spread))
    return where(logits > 0.0, found, -found)


def kurtosis(logits):
    h = abs(0.5 * logits)
    return bends(h)[1] / (slopes(h)[1] * slopes(h)[1])


def sample(rng, logits):
    p = rng.uniform()
    return from_tails(log(p), log1p(-p), logits)


continuous_bernoulli_logits = Family(
    "ContinuousBernoulli", (Param("logits"),), unit, logpdf, sample, ((0.3,), (-4.0,), (1e-9,)),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


def by_logit(p):
    return (logit(p),)


continuous_bernoulli = restated(continuous_bernoulli_logits, (Param("p", inside_unit),), by_logit, ((0.5,), (0.1,), (0.99,)))


@constructor(continuous_bernoulli, continuous_bernoulli_logits)
def ContinuousBernoulli(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """Continuous Bernoulli distribution on [0, 1], proportional to p^x (1 - p)^(1 - x); logits is log(p / (1 - p))."""
    return chosen((continuous_bernoulli, continuous_bernoulli_logits), p=p, logits=logits)

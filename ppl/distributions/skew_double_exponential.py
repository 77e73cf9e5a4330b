"""Skew double exponential distribution: 2 tau (1 - tau) / sigma exp(-2 d / sigma), d = (1 - tau) (mu - x) below mu and tau (x - mu) above."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import inside_unit, positive, real
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import exp, log, log1mexp, log1p, minimum, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.cumulants import apart_kurtosis, apart_skewness

LOG_2 = math.log(2.0)


def logpdf(x, mu, sigma, tau):
    return LOG_2 + log(tau) + log1p(-tau) - log(sigma) + fall(x, mu, sigma, tau)


def fall(x, mu, sigma, tau):
    """log of the density over that at its peak."""
    r = (x - mu) / sigma
    return 2.0 * where(r < 0.0, (1.0 - tau) * r, -tau * r)


def tails(x, mu, sigma, tau):
    """(is x below mu?, log P(X ≤ x) there, log P(X > x) above)."""
    below = x < mu
    return below, log(tau) + fall(minimum(x, mu), mu, sigma, tau), log1p(-tau) + fall(where(below, mu, x), mu, sigma, tau)


def cdf(x, mu, sigma, tau):
    below, left, right = tails(x, mu, sigma, tau)
    return where(below, exp(left), 1.0 - exp(right))


def logcdf(x, mu, sigma, tau):
    below, left, right = tails(x, mu, sigma, tau)
    return where(below, left, log1mexp(right))


def logsf(x, mu, sigma, tau):
    below, left, right = tails(x, mu, sigma, tau)
    return where(below, log1mexp(left), right)


def from_tails(below, above, mu, sigma, tau):
    return mu + 0.5 * sigma * where(below < log(tau), (below - log(tau)) / (1.0 - tau), (log1p(-tau) - above) / tau)


def mean(mu, sigma, tau):
    return mu + 0.5 * sigma * (1.0 / tau - 1.0 / (1.0 - tau))


def variance(mu, sigma, tau):
    above, below = 0.5 * sigma / tau, 0.5 * sigma / (1.0 - tau)
    return above * above + below * below + 0.0 * mu


def skewness(mu, sigma, tau):
    return apart_skewness(1.0 - tau, tau) + 0.0 * mu + 0.0 * sigma


def kurtosis(mu, sigma, tau):
    return apart_kurtosis(1.0 - tau, tau) + 0.0 * mu + 0.0 * sigma


def sample(rng, mu, sigma, tau):
    above, below = random.exponential(rng), random.exponential(rng)
    return mu + 0.5 * sigma * (above / tau - below / (1.0 - tau))


skew_double_exponential = Family(
    "SkewDoubleExponential", (Param("mu"), Param("sigma", positive), Param("tau", inside_unit)), real, logpdf, sample,
    ((0.0, 1.0, 0.5), (-3.0, 0.2, 0.1), (10.0, 40.0, 0.7)),
    cdf=cdf, logcdf=logcdf, logsf=logsf, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
)  # fmt: skip


@constructor(skew_double_exponential)
def SkewDoubleExponential(mu: Numbers, sigma: Numbers, tau: Numbers) -> Distribution:
    """Laplace distribution with unlike sides: tau is P(X < mu), and sigma its scale where tau is 1/2."""
    return make(skew_double_exponential, mu, sigma, tau)

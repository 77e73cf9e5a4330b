"""Negative binomial distribution of given mean; variance mean + mean^2 / size."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import count, nonnegative, positive
from ..base.counting import beta_tail, few, log_factorial_rest
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, joint_log_ratio, lgamma, lgamma_rest, shifted_log_ratio, where, xlogy
from ..base.member import make
from ..base.types import Numbers


def logpdf(x, mean, size):
    """Nothing in it is of the order of size where that is large: it tends to the Poisson's."""
    shape, ratio = lgamma_rest(x + size) - lgamma_rest(size), shifted_log_ratio(x, mean, size)
    if few(x):
        return shape + (x + size) * ratio + (xlogy(x, mean) - (lgamma(x + 1.0) + x))
    joint = joint_log_ratio(where(x > 0, x, 1.0), where(mean > 0.0, mean, 1.0), size)
    power = where(mean > 0.0, x * joint, where(x == 0, 0.0, -math.inf))
    return shape + size * ratio + (power - log_factorial_rest(x))


def cdf(x, mean, size):
    return exp(logcdf(x, mean, size))


def logcdf(x, mean, size):
    return beta_tail(size, x + 1.0, size / (size + mean), mean / (size + mean))


def logsf(x, mean, size):
    return beta_tail(x + 1.0, size, mean / (size + mean), size / (size + mean))


def mean_of(mean, size):
    return mean + 0.0 * size


def variance(mean, size):
    return mean + mean * mean / size


def sample(rng, mean, size):
    return random.negative_binomial(rng, mean, size)


negative_binomial = Family(
    "NegativeBinomial", (Param("mean", nonnegative), Param("size", positive)), count, logpdf, sample, ((1.0, 1.0), (4.0, 0.5), (30.0, 12.0)),
    scipy=Scipy("nbinom", lambda mean, size: {"n": size, "p": size / (size + mean)}), discrete=True,
    cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean_of, variance=variance,
)  # fmt: skip


@constructor(negative_binomial)
def NegativeBinomial(mean: Numbers, size: Numbers) -> Distribution:
    """Counts of mean `mean` and variance mean + mean² / size."""
    return make(negative_binomial, mean, size)

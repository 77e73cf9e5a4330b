"""Discrete uniform distribution: each of the whole numbers from low to high, both included, has probability 1 / (high - low + 1)."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import whole, whole_between
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import floor, log, log1p, where
from ..base.member import make
from ..base.types import Numbers


def number(low, high):
    """How many values there are."""
    return high - low + 1.0


def support(low, high):
    return whole_between(low, high)


def logpdf(x, low, high):
    return -log(number(low, high)) + 0.0 * x


def cdf(x, low, high):
    return (x - low + 1.0) / number(low, high)


def logcdf(x, low, high):
    return log_share(x - low + 1.0, high - x, number(low, high))


def logsf(x, low, high):
    return log_share(high - x, x - low + 1.0, number(low, high))


def log_share(part, rest, whole):
    """The logarithm of a part of a whole, from the rest where that is smaller."""
    most = part > rest
    return where(most, log1p(-where(most, rest, 0.0) / whole), log(part / whole))


def mean(low, high):
    return low + 0.5 * (high - low)


def variance(low, high):
    return (high - low) * (high - low + 2.0) / 12.0


def sample(rng, low, high):
    if not low <= high:
        return random.IMPOSSIBLE
    return random.whole(low + floor(rng.uniform() * number(low, high)))


discrete_uniform = Family(
    "DiscreteUniform", (Param("low", whole), Param("high", whole)), support, logpdf, sample, ((0, 1), (-3, 5), (2, 2)),
    scipy=Scipy("randint", lambda low, high: {"low": low, "high": high + 1}),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(discrete_uniform)
def DiscreteUniform(low: Numbers, high: Numbers) -> Distribution:
    """Whole numbers from `low` to `high`, both included, all equally probable."""
    return make(discrete_uniform, low, high)

"""Negative binomial distribution of given mean; variance mean + mean^2 / size."""

from __future__ import annotations

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import count, nonnegative, positive
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import lgamma, log, xlogy


def support(mean, size):
    return count


def logpdf(x, mean, size):
    total = log(mean + size)
    return lgamma(x + size) - lgamma(size) - lgamma(x + 1.0) + size * (log(size) - total) + xlogy(x, mean) - x * total


def mean_of(mean, size):
    return mean + 0.0 * size


def variance(mean, size):
    return mean + mean * mean / size


def sample(rng, mean, size):
    return random.negative_binomial(rng, mean, size)


negative_binomial = Family(
    "NegativeBinomial",
    (Param("mean", nonnegative), Param("size", positive)),
    support,
    logpdf,
    sample,
    ((1.0, 1.0), (4.0, 0.5), (30.0, 12.0)),
    discrete=True,
    mean=mean_of,
    variance=variance,
)


@compile_time
def NegativeBinomial(mean, size):
    """Counts of mean `mean` and variance mean + mean² / size."""
    return make(negative_binomial, mean, size)

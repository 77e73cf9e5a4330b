"""Negative binomial distribution of given mean; variance mean + mean^2 / size."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import count, nonnegative, positive
from ..base.distribution import Distribution, make
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import lgamma, log, xlogy
from ..base.types import Numbers


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
    "NegativeBinomial", (Param("mean", nonnegative), Param("size", positive)), count, logpdf, sample, ((1.0, 1.0), (4.0, 0.5), (30.0, 12.0)),
    scipy=Scipy("nbinom", lambda mean, size: {"n": size, "p": size / (size + mean)}), discrete=True, mean=mean_of, variance=variance,
)  # fmt: skip


@constructor(negative_binomial)
def NegativeBinomial(mean: Numbers, size: Numbers) -> Distribution:
    """Counts of mean `mean` and variance mean + mean² / size."""
    return make(negative_binomial, mean, size)

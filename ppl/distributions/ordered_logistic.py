"""Ordered logistic regression: category k = 0 … K - 1 where eta and standard logistic noise lie between cutpoints k - 1 and k, of K - 1."""

from __future__ import annotations

import numpy as np

from ...lang.library import random
from ..base.constraints import below, cutpoints
from ..base.distribution import Distribution
from ..base.draws import varies
from ..base.family import Family, Param, constructor
from ..base.functions import expit, log1mexp, log_expit, where
from ..base.member import make
from ..base.types import Numbers
from .categorical import pick


def support(eta, cutpoints):
    return below(cutpoints.shape[-1] + 1)


def between(x, eta, cutpoints):
    """The ends of each category, seen from eta: finite numbers that stand for the ends of the line, and whether they do."""
    last = cutpoints.shape[-1]
    first, final = x <= 0, x >= last
    low = pick(cutpoints, where(first, 0, x - 1)) - eta
    high = pick(cutpoints, where(final, last - 1, x)) - eta
    return low, high, first, final


def logpdf(x, eta, cutpoints):
    """log(F(high) - F(low)) is log F(high) + log F(-low) + log(1 - exp(low - high)) of the logistic F."""
    low, high, first, final = between(x, eta, cutpoints)
    inner = log1mexp(where(first | final, -1.0, low - high))
    return where(final, 0.0, log_expit(high)) + where(first, 0.0, log_expit(-low)) + where(first | final, 0.0, inner)


def cdf(x, eta, cutpoints):
    return expit(pick(cutpoints, x) - eta)


def logcdf(x, eta, cutpoints):
    return log_expit(pick(cutpoints, x) - eta)


def logsf(x, eta, cutpoints):
    return log_expit(eta - pick(cutpoints, x))


def above(eta, cutpoints):
    """P(X > k) of each cutpoint k."""
    return expit((eta[..., None] if varies(eta, 0) else eta) - cutpoints)


def mean_of(above):
    """The mean, by the sum of the probabilities to lie above."""
    return np.sum(above, axis=-1)


def variance_of(above):
    """The variance; E(X²) is the sum of (2 k + 1) P(X > k)."""
    return np.sum((2.0 * np.arange(above.shape[-1]) + 1.0) * above, axis=-1) - mean_of(above) * mean_of(above)


def mean(eta, cutpoints):
    return mean_of(above(eta, cutpoints))


def variance(eta, cutpoints):
    return variance_of(above(eta, cutpoints))


def count_below(latent, cutpoints):
    """How many cutpoints a number has passed."""
    k = 0
    for j in range(cutpoints.shape[0]):
        k += 1 if cutpoints[j] < latent else 0
    return k


def sample(rng, eta, cutpoints):
    return count_below(eta + random.logistic(rng), cutpoints)


EXAMPLES = ((0.3, np.array([-1.0, 0.0, 2.5])), (-2.0, np.array([0.5])))
PARAMS = (Param("eta"), Param("cutpoints", cutpoints, 1))
ordered_logistic = Family(
    "OrderedLogistic", PARAMS, support, logpdf, sample, EXAMPLES, discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(ordered_logistic)
def OrderedLogistic(eta: Numbers, cutpoints: Numbers) -> Distribution:
    """Categories from 0, P(X ≤ k) = expit(cutpoints[k] - eta); K - 1 cutpoints, in order, on the last axis."""
    return make(ordered_logistic, eta, cutpoints)

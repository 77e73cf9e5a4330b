"""Ordered probit regression: category k = 0 … K - 1 where eta and standard normal noise lie between cutpoints k - 1 and k, of K - 1."""

from __future__ import annotations

from ...lang.library import random
from ..base.distribution import Distribution
from ..base.draws import varies
from ..base.family import Family, constructor
from ..base.functions import log, log1mexp, log_ndtr, ndtr, where
from ..base.member import make
from ..base.types import Numbers
from .categorical import pick
from .normal import HALF_LOG_2PI
from .ordered_logistic import EXAMPLES, PARAMS, between, count_below, mean_of, support, variance_of

CLOSE = 1e-5  # a width over which the density is a straight line to 1e-11


def logpdf(x, eta, cutpoints):
    """By the smaller tails of both ends: those below where the upper end is nearer to the mean, else those above; by the density where the ends are close."""
    low, high, first, final = between(x, eta, cutpoints)
    ends, lower = first | final, low + high < 0.0
    near, far = where(lower, high, -low), where(lower, low, -high)
    size = log_ndtr(near)
    gap, middle = where(ends, 1.0, high - low), 0.5 * (low + high)
    close = gap * (1.0 + abs(middle)) < CLOSE
    apart = size + log1mexp(where(ends | close, -1.0, log_ndtr(far) - size))
    inner = where(close, log(gap) - 0.5 * middle * middle - HALF_LOG_2PI, apart)
    return where(first, log_ndtr(high), where(final, log_ndtr(-low), inner))


def cdf(x, eta, cutpoints):
    return ndtr(pick(cutpoints, x) - eta)


def logcdf(x, eta, cutpoints):
    return log_ndtr(pick(cutpoints, x) - eta)


def logsf(x, eta, cutpoints):
    return log_ndtr(eta - pick(cutpoints, x))


def above(eta, cutpoints):
    """P(X > k) of each cutpoint k."""
    return ndtr((eta[..., None] if varies(eta, 0) else eta) - cutpoints)


def mean(eta, cutpoints):
    return mean_of(above(eta, cutpoints))


def variance(eta, cutpoints):
    return variance_of(above(eta, cutpoints))


def sample(rng, eta, cutpoints):
    return count_below(eta + random.normal(rng), cutpoints)


ordered_probit = Family(
    "OrderedProbit", PARAMS, support, logpdf, sample, EXAMPLES, discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(ordered_probit)
def OrderedProbit(eta: Numbers, cutpoints: Numbers) -> Distribution:
    """Categories from 0, P(X ≤ k) = Φ(cutpoints[k] - eta); K - 1 cutpoints, in order, on the last axis."""
    return make(ordered_probit, eta, cutpoints)

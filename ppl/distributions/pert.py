"""PERT distribution: a beta on [low, high] with shapes 1 + shape (mode - low) / (high - low) and 1 + shape (high - mode) / (high - low)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import nonnegative
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, Together, constructor
from ..base.functions import below_peak, lgamma_rest, log, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import at_end
from . import beta
from .triangular import ENDS, ORDER, in_order, refuse_order
from .triangular import support as between

USUAL = 4.0


def shapes(low, mode, high, shape):
    whole = high - low
    return 1.0 + shape * ((mode - low) / whole), 1.0 + shape * ((high - mode) / whole)


def logpdf(x, low, mode, high, shape):
    first, last = where(x > low, x - low, 1.0), where(x < high, high - x, 1.0)
    a, b = shapes(low, mode, high, shape)
    density = by_logs(x, (log(first), log(last)), low, mode, high, shape)
    return where(in_order(low, mode, high), density + at_end(x > low, a) + at_end(x < high, b), -math.inf)


def by_logs(x, logs, low, mode, high, shape):
    good = in_order(low, mode, high)
    first, mid, last = where(good, low, 0.0), where(good, mode, 0.5), where(good, high, 1.0)
    whole, total, (a, b) = last - first, 2.0 + shape, shapes(first, mid, last, shape)
    left, right = logs[0] - log(whole), logs[1] - log(whole)
    below = below_peak(a, total * ((x - first) / whole), log(total) + left) - left
    above = below_peak(b, total * ((last - x) / whole), log(total) + right) - right
    return where(good, (below + above) + (lgamma_rest(total) - lgamma_rest(a) - lgamma_rest(b)) - log(whole), -math.inf)


def cdf(x, low, mode, high, shape):
    return beta.cdf((x - low) / (high - low), *shapes(low, mode, high, shape))


def logcdf(x, low, mode, high, shape):
    return beta.logcdf((x - low) / (high - low), *shapes(low, mode, high, shape))


def logsf(x, low, mode, high, shape):
    return beta.logsf((x - low) / (high - low), *shapes(low, mode, high, shape))


def mean(low, mode, high, shape):
    return (low + shape * mode + high) / (shape + 2.0)


def variance(low, mode, high, shape):
    a, b = shapes(low, mode, high, shape)
    return (high - low) * (high - low) * beta.variance(a, b)


def skewness(low, mode, high, shape):
    return beta.skewness(*shapes(low, mode, high, shape))


def kurtosis(low, mode, high, shape):
    return beta.kurtosis(*shapes(low, mode, high, shape))


def sample(rng, low, mode, high, shape):
    a, b = shapes(low, mode, high, shape)
    return low + (high - low) * random.beta(rng, a, b) if in_order(low, mode, high) else math.nan


def support(low, mode, high, shape):
    return between(low, mode, high)


pert = Family(
    "PERT", (Param("low"), Param("mode"), Param("high"), Param("shape", nonnegative)), support, logpdf, sample,
    ((0.0, 0.3, 1.0, 4.0), (-3.0, -2.5, 0.2, 1.0), (10.0, 35.0, 40.0, 30.0)),
    scipy=Scipy("beta", lambda low, mode, high, shape: dict(zip("ab", shapes(low, mode, high, shape))) | {"loc": low, "scale": high - low}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, mean=mean, variance=variance,
    skewness=skewness, kurtosis=kurtosis,
    together=Together(ENDS, ORDER, lambda low, mode, high, shape: in_order(low, mode, high)),
)  # fmt: skip


@constructor(pert)
def PERT(low: Numbers, mode: Numbers, high: Numbers, shape: Numbers = USUAL) -> Distribution:
    """PERT distribution: a smooth peak at `mode` on [low, high], the more narrow the larger `shape` is, 4 as a rule."""
    refuse_order("PERT", low, mode, high)
    return make(pert, low, mode, high, shape)

"""Kumaraswamy distribution: a b x^(a-1) (1 - x^a)^(b-1), 0 < x < 1; the cdf is 1 - (1 - x^a)^b."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import positive, unit
from ..base.distribution import Distribution
from ..base.ends import inside_unit
from ..base.family import Family, Param, constructor
from ..base.functions import exp, expm1, lgamma, log, log1mexp, log1p, maximum, minimum, trigamma, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import at_end, lgamma_step
from ..parts.ratios import log_minus

NEAR = -36.0                                    # below, log(1 - exp(-e^y)) is y, and exp(y) adds nothing to 1
FAR = 3.6                                       # above, log(1 - exp(-e^y)) is -exp(-e^y)
HALF = -0.7                                     # of log(1 - x): below, log x may have been made of a rounded x
LEAST = 1e-300                                  # for points outside of the support, whose logs are 0
LEAST_STEP = 1e-3                               # of lgamma: its second differences cancel for smaller ones


def log_rest(y):
    """log(1 - p), where y = log(-log p)."""
    return where(y < NEAR, y, log1mexp(-exp(maximum(y, NEAR))))


def minus_log_rest(y):
    """log(-log(1 - p)), where y = log(-log p); applied twice it gives y."""
    return where(y > FAR, -exp(minimum(maximum(y, FAR), 709.0)), log(-log_rest(minimum(y, FAR))))


def minus_log(logs):
    """log(-log x)."""
    low = log(maximum(-logs[0], LEAST))
    high = log(-log1p(-exp(maximum(minimum(logs[1], HALF), NEAR))))
    return where(logs[1] < HALF, where(logs[1] < NEAR, logs[1], high), low)


def logpdf(x, a, b):
    inner = (x > 0.0) & (x < 1.0)
    safe = where(inner, x, 0.5)
    ends = at_end(x > 0.0, a) + at_end(x < 1.0, b)
    return where(inner, by_logs(safe, (log(safe), log1p(-safe)), a, b), ends + (log(a) + log(b)))


def by_logs(x, logs, a, b):
    return (log(a) + log(b)) + (a - 1.0) * logs[0] + (b - 1.0) * log_rest(log(a) + minus_log(logs))


def log_power(x, a):
    """log(-log(x^a))."""
    return log(a) + minus_log((log(x), log1p(-x)))


def cdf(x, a, b):
    return -expm1(logsf(x, a, b))


def logcdf(x, a, b):
    return log_rest(log(b) + minus_log_rest(log_power(x, a)))


def logsf(x, a, b):
    return b * log_rest(log_power(x, a))


def from_tails(below, above, a, b):
    return exp(log_rest(log_minus(above, below) - log(b)) / a)


def log_moment(k, b):
    """log of the k/a-th moment of x^a, by steps of lgamma that are the smaller ones."""
    small, large = minimum(k, b), maximum(k, b)
    return lgamma(1.0 + small) - lgamma_step(1.0 + large, small)


def mean(a, b):
    return exp(log_moment(1.0 / a, b))


def variance(a, b):
    step = 1.0 / a
    near = step * step * (trigamma(1.0 + step) - trigamma(1.0 + b + step))
    gap = where(step < LEAST_STEP, near, log_moment(2.0 * step, b) - 2.0 * log_moment(step, b))
    return exp(2.0 * log_moment(step, b)) * expm1(maximum(gap, 0.0))


def sample(rng, a, b):
    return inside_unit(exp(log_rest(log(random.exponential(rng)) - log(b)) / a))


kumaraswamy = Family(
    "Kumaraswamy", (Param("a", positive), Param("b", positive)), unit, logpdf, sample, ((1.0, 1.0), (2.0, 5.0), (0.7, 0.4)),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, from_tails=from_tails, mean=mean, variance=variance,
)  # fmt: skip


@constructor(kumaraswamy)
def Kumaraswamy(a: Numbers, b: Numbers) -> Distribution:
    """Kumaraswamy distribution: like a beta, with a cdf in closed form, 1 - (1 - x^a)^b."""
    return make(kumaraswamy, a, b)

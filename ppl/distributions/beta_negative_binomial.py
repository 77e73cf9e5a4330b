"""Beta negative binomial distribution: failures before the n-th success, whose probability follows Beta(a, b):
Γ(n + x) / (x! Γ(n)) B(a + n, b + x) / B(a, b)."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import count, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, exp, lgamma_rest, log, maximum, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import count_term, log_factorial_rest
from ..parts.tail_sums import both_tails, log_falling, log_rising


def logpdf(x, n, a, b):
    """The leading terms are those of a table of n, x, a and b with the expected cells of its rows and columns."""
    total = (n + x) + (a + b)
    cells = count_term(x, (n + x) * ((b + x) / total)) + cell(n, (n + x) * ((a + n) / total))
    cells = cells + cell(a, (a + b) * ((a + n) / total)) + cell(b, (a + b) * ((b + x) / total))
    rests = lgamma_rest(n + x) - lgamma_rest(n) - log_factorial_rest(x) + lgamma_rest(a + b) - lgamma_rest(a) - lgamma_rest(b)
    return cells + rests + (lgamma_rest(a + n) + lgamma_rest(b + x) - lgamma_rest(total))


def cell(y, m):
    """y log(m / y) - (m - y)."""
    return below_peak(y, m, log(m))


def tails(x, n, a, b):
    """log P(X ≤ x) and log P(X > x): the one on this side of the middle is a sum."""
    left = (x + 0.5) * a < n * b
    k = where(left, x, 0.0)
    y = where(left, maximum(x, n * b / a), x)

    def before(j):
        at = maximum(j, 1.0)
        return where(j > 0.0, at * (a + b + n + at - 1.0) / ((n + at - 1.0) * (b + at - 1.0)), 0.0)

    def after(j):
        return (n + j) * (b + j) / ((j + 1.0) * (a + b + n + j))

    def log_density(j):
        return logpdf(j, n, a, b)

    lower = log_falling(k, 0.0 * k, math.inf, before, log_density)
    return both_tails(left, where(left, lower, log_rising(y, a, after, log_density)))


def cdf(x, n, a, b):
    return exp(tails(x, n, a, b)[0])


def logcdf(x, n, a, b):
    return tails(x, n, a, b)[0]


def logsf(x, n, a, b):
    return tails(x, n, a, b)[1]


def mean(n, a, b):
    """Infinite where a ≤ 1."""
    there = a > 1.0
    return where(there, n * b / (where(there, a, 2.0) - 1.0), math.inf)


def variance(n, a, b):
    """Infinite where a ≤ 2."""
    there = a > 2.0
    c = where(there, a, 3.0) - 1.0
    return where(there, n * (c + n) * (b / c) * ((c + b) / c) / (c - 1.0), math.inf)


def sample(rng, n, a, b):
    """A Poisson whose rate is a gamma, times the odds of failure."""
    return random.poisson(rng, random.gamma(rng, n) * random.gamma(rng, b) / max(random.gamma(rng, a), random.SMALLEST))


beta_negative_binomial = Family(
    "BetaNegativeBinomial", (Param("n", positive), Param("a", positive), Param("b", positive)), count, logpdf, sample,
    ((3.0, 6.5, 2.0), (2.0, 9.0, 3.0)), scipy=Scipy("betanbinom"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(beta_negative_binomial)
def BetaNegativeBinomial(n: Numbers, a: Numbers, b: Numbers) -> Distribution:
    """Failures before the `n`-th success, whose probability follows Beta(a, b); n need not be a whole number."""
    return make(beta_negative_binomial, n, a, b)

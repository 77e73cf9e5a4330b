"""Beta-binomial distribution: successes in n trials whose probability follows Beta(a, b): C(n, x) B(x + a, n - x + b) / B(a, b)."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import nonnegative, positive, up_to
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, maximum, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import shared_rest, shared_term
from ..parts.tail_sums import both_tails, log_falling


def up_to_n(n, a, b):
    return up_to(n)


def logpdf(x, n, a, b):
    return shared_term(x, a, n, a + b) + shared_term(n - x, b, n, a + b) + shared_rest(n, a + b)


def tails(x, n, a, b):
    """log P(X ≤ x) and log P(X > x): the one on this side of the mean is a sum, that of the successes or that of the failures."""
    left = (x + 0.5) * (a + b) < n * a
    k, own, other = where(left, x, maximum(n - x - 1.0, 0.0)), where(left, a, b), where(left, b, a)

    def ratio(j):
        at = maximum(j, 1.0)
        return where(j > 0.0, at * (n - at + other) / ((n - at + 1.0) * (at - 1.0 + own)), 0.0)

    return both_tails(left, log_falling(k, 0.0 * k, n, ratio, lambda j: logpdf(j, n, own, other)))


def cdf(x, n, a, b):
    return exp(tails(x, n, a, b)[0])


def logcdf(x, n, a, b):
    return tails(x, n, a, b)[0]


def logsf(x, n, a, b):
    return tails(x, n, a, b)[1]


def mean(n, a, b):
    return n * (a / (a + b))


def variance(n, a, b):
    return n * (a / (a + b)) * (b / (a + b)) * ((a + b + n) / (a + b + 1.0))


def sample(rng, n, a, b):
    return random.binomial(rng, n, random.beta(rng, a, b))


beta_binomial = Family(
    "BetaBinomial", (Param("n", nonnegative), Param("a", positive), Param("b", positive)), up_to_n, logpdf, sample,
    ((10, 2.0, 5.0), (20, 0.4, 0.7), (12, 3.0, 30.0)), scipy=Scipy("betabinom"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip


@constructor(beta_binomial)
def BetaBinomial(n: Numbers, a: Numbers, b: Numbers) -> Distribution:
    """Successes in `n` trials whose common probability follows Beta(a, b)."""
    return make(beta_binomial, n, a, b)

"""Binomial distribution: successes in n trials of probability p; finite at p = 0 and 1 where the value is possible."""

from __future__ import annotations

from ...lang.library import random
from ..base.constraints import nonnegative, unit, up_to
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import below_peak, exp, expit, log, log_expit, times, where, xlog1py, xlogy
from ..base.restated import either
from ..base.types import Numbers
from ..parts.counting import FAR, beta_tail, count_term, few, log_ways, log_ways_rest


def up_to_n(n, p):
    return up_to(n)


def logpdf(x, n, p):
    if few(n):
        return log_ways(x, n) + xlogy(x, p) + xlog1py(n - x, -p)
    return log_ways_rest(x, n) + count_term(x, n * p) + count_term(n - x, n * (1.0 - p))


def logits_logpdf(x, n, logits):
    if few(n):
        return log_ways(x, n) + times(x, log_expit(logits)) + times(n - x, log_expit(-logits))
    successes = below_peak(x, n * expit(logits), log(n) + log_expit(logits))
    failures = below_peak(n - x, n * expit(-logits), log(n) + log_expit(-logits))
    return log_ways_rest(x, n) + successes + failures


def cdf(x, n, p):
    return exp(logcdf(x, n, p))


def logcdf(x, n, p):
    return beta_tail(rest(x, n), x + 1.0, 1.0 - p, p)


def logsf(x, n, p):
    return beta_tail(x + 1.0, rest(x, n), p, 1.0 - p)


def rest(x, n):
    """How many trials are left, where there are any."""
    return where(x < n, n - x, 1.0)


def logits_cdf(x, n, logits):
    return exp(logits_logcdf(x, n, logits))


def logits_logcdf(x, n, logits):
    return where(logits > FAR, logits_logpdf(x, n, logits), beta_tail(rest(x, n), x + 1.0, expit(-logits), expit(logits)))


def logits_logsf(x, n, logits):
    return where(logits < -FAR, logits_logpdf(x + 1.0, n, logits), beta_tail(x + 1.0, rest(x, n), expit(logits), expit(-logits)))


def mean(n, p):
    return n * p


def variance(n, p):
    return n * p * (1.0 - p)


def logits_mean(n, logits):
    return n * expit(logits)


def logits_variance(n, logits):
    return n * expit(logits) * expit(-logits)


def sample(rng, n, p):
    return random.binomial(rng, n, p)


def logits_sample(rng, n, logits):
    return random.binomial(rng, n, expit(logits))


binomial = Family(
    "Binomial", (Param("n", nonnegative), Param("p", unit)), up_to_n, logpdf, sample, ((10, 0.3), (5, 0.0), (7, 1.0)), scipy=Scipy("binom"),
    discrete=True, cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip
binomial_logits = Family(
    "Binomial", (Param("n", nonnegative), Param("logits", infinite=True)), up_to_n, logits_logpdf, logits_sample, ((10, 0.0), (30, -3.0)),
    scipy=Scipy("binom", lambda n, logits: {"n": n, "p": expit(logits)}), discrete=True,
    cdf=logits_cdf, logcdf=logits_logcdf, logsf=logits_logsf, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(binomial, binomial_logits)
def Binomial(n: Numbers, p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """Successes in `n` trials of probability `p`, or expit(logits)."""
    return either((binomial, binomial_logits), p, logits, n)

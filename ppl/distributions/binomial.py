"""Binomial distribution: successes in n trials of probability p; finite at p = 0 and 1 where the value is possible."""

from __future__ import annotations

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import nonnegative, unit, up_to
from ..base.distribution import make
from ..base.family import Family, Param
from ..base.functions import expit, lgamma, log_expit, xlog1py, xlogy


def support(n, p):
    return up_to(n)


def log_ways(x, n):
    return lgamma(n + 1.0) - lgamma(x + 1.0) - lgamma(n - x + 1.0)


def logpdf(x, n, p):
    return log_ways(x, n) + xlogy(x, p) + xlog1py(n - x, -p)


def logits_logpdf(x, n, logits):
    return log_ways(x, n) + x * log_expit(logits) + (n - x) * log_expit(-logits)


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
    "Binomial",
    (Param("n", nonnegative), Param("p", unit)),
    support,
    logpdf,
    sample,
    ((10, 0.3), (5, 0.0), (7, 1.0)),
    discrete=True,
    mean=mean,
    variance=variance,
)
binomial_logits = Family(
    "Binomial",
    (Param("n", nonnegative), Param("logits")),
    support,
    logits_logpdf,
    logits_sample,
    ((10, 0.0), (30, -3.0)),
    discrete=True,
    mean=logits_mean,
    variance=logits_variance,
)


@compile_time
def Binomial(n, p=None, *, logits=None):
    """Successes in `n` trials of probability `p`, or expit(logits)."""
    if (p is None) == (logits is None):
        raise ModelError("`Binomial` takes `p` or `logits`, one of them")
    return make(binomial, n, p) if logits is None else make(binomial_logits, n, logits)

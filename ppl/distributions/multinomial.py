"""Multinomial distribution: counts of K categories in n trials, n! Π p^x / x!."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import nonnegative, parts, simplex
from ..base.distribution import Distribution
from ..base.draws import varies
from ..base.family import Family, Param, constructor
from ..base.functions import below_peak, lgamma, logsumexp, times, where, xlogy
from ..base.restated import either
from ..base.types import Numbers
from ..parts.counting import count_term, few, log_factorial_rest
from .categorical import shares


def support(n, p):
    return parts(n)


def event(n_shape, p_shape):
    return p_shape[-1:]


def column(n):
    """Numbers of trials as they broadcast to the categories."""
    return n[..., None] if varies(n, 0) else n


def logpdf(x, n, p):
    if few(n):
        return lgamma(n + 1.0) + np.sum(xlogy(x, p) - lgamma(x + 1.0), axis=-1)
    return log_factorial_rest(n) + np.sum(count_term(x, column(n) * p) - log_factorial_rest(x), axis=-1)


def logits_logpdf(x, n, logits):
    """-inf without categories, or with infinite odds."""
    level = column(logsumexp(logits, axis=-1))
    there = np.abs(level) < math.inf
    log_p = where(there, logits - where(there, level, 0.0), -math.inf)
    if few(n):
        return lgamma(n + 1.0) + np.sum(times(x, log_p) - lgamma(x + 1.0), axis=-1)
    log_mean = log_p + np.log(column(n))
    return log_factorial_rest(n) + np.sum(below_peak(x, np.exp(log_mean), log_mean) - log_factorial_rest(x), axis=-1)


def mean(n, p):
    return column(n) * p


def variance(n, p):
    return column(n) * p * (1.0 - p)


def logits_mean(n, logits):
    return mean(n, shares(logits))


def logits_variance(n, logits):
    return variance(n, shares(logits))


def sample(rng, n, p):
    """Each category takes a binomial part of what those before it left."""
    x = np.zeros(len(p), dtype=int)
    left, rest = n, 1.0
    for k in range(len(p)):
        share = min(p[k] / rest, 1.0) if rest > 0.0 and k < len(p) - 1 else 1.0
        x[k] = random.binomial(rng, left, share)
        left -= x[k]
        rest -= p[k]
    return x


def logits_sample(rng, n, logits):
    return sample(rng, n, shares(logits))


multinomial = Family(
    "Multinomial", (Param("n", nonnegative), Param("p", simplex, 1)), support, logpdf, sample, ((10, np.array([0.2, 0.5, 0.3])),),
    discrete=True, event=event, axes=1, mean=mean, variance=variance,
)  # fmt: skip
multinomial_logits = Family(
    "Multinomial", (Param("n", nonnegative), Param("logits", axes=1, infinite=True)), support, logits_logpdf, logits_sample,
    ((10, np.array([0.2, 0.5, -1.0])),),
    discrete=True, event=event, axes=1, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(multinomial, multinomial_logits)
def Multinomial(n: Numbers, p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """Counts of K categories in `n` trials, vectors of sum n; probabilities `p` or softmax(logits) on the last axis."""
    return either((multinomial, multinomial_logits), p, logits, n)

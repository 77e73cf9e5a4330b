"""Categorical distribution over 0 … K-1; p or logits hold the categories on their last axis."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.constraints import below, simplex
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.functions import log, logsumexp, where
from ..base.member import either
from ..base.types import Numbers


def support(p):
    return below(p.shape[-1])


def pick(table, x):
    """table[..., x] for each x: the batch axes of table broadcast to the shape of x."""
    batch = table.shape[:-1]
    rows = ()
    for k in range(len(batch)):
        along = (batch[k],) + (1,) * (len(batch) - 1 - k)
        rows = (*rows, 0 if batch[k] == 1 else np.arange(batch[k]).reshape(along))
    return table[(*rows, x)]


def logpdf(x, p):
    return log(pick(p, x))


def logits_logpdf(x, logits):
    level = logsumexp(logits, axis=-1)
    return where(np.abs(level) < math.inf, pick(logits, x) - level, -math.inf)  # no categories, or infinite odds


def sample(rng, p):
    return random.categorical(rng, p)


def logits_sample(rng, logits):
    if not np.abs(np.max(logits)) < math.inf:
        return random.IMPOSSIBLE
    return random.categorical(rng, np.exp(logits - logsumexp(logits)))


categorical = Family("Categorical", (Param("p", simplex, 1),), support, logpdf, sample, ((np.array([0.2, 0.5, 0.3]),),), discrete=True)
categorical_logits = Family(
    "Categorical", (Param("logits", axes=1, infinite=True),), support, logits_logpdf, logits_sample, ((np.array([0.2, 0.5, -1.0]),),), discrete=True
)


@constructor(categorical, categorical_logits)
def Categorical(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """A category counted from 0, with probabilities `p` or softmax(logits)."""
    return either((categorical, categorical_logits), p, logits)

"""Categorical distribution over 0 … K-1; p or logits hold the categories on their last axis."""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import below, simplex
from ..base.distribution import Distribution
from ..base.draws import varies
from ..base.family import Family, Param, constructor
from ..base.functions import exp, log, logsumexp, where
from ..base.restated import either
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
    return table[(*rows, as_index(x))]


def as_index(x):
    """Whole numbers that are floats, as indices."""
    if not are_floats(x):
        return x
    return x.astype(int) if varies(x, 0) else int(x)


@compile_time
def are_floats(x):
    """Are these floats, staged or not?"""
    from ...lang.values.dtypes import F32, F64
    from ...lang.values.values import STAGED, type_of  # not for `import llbayes.ppl`

    return type_of(x) in (F64, F32) if isinstance(x, STAGED) else np.asarray(x).dtype.kind == "f"


def logpdf(x, p):
    return log(pick(p, x))


def logits_logpdf(x, logits):
    level = logsumexp(logits, axis=-1)
    return where(np.abs(level) < math.inf, pick(logits, x) - level, -math.inf)  # no categories, or infinite odds


def column(x):
    """Numbers as they broadcast to the categories on a last axis."""
    return x[..., None] if varies(x, 0) else x


def among(x, p, chosen):
    """The sum of p over the categories up to x where `chosen`, else of those above; nan where x is."""
    k = np.arange(p.shape[-1])
    x = column(x)
    return np.sum(where(k <= x if chosen else k > x, p, where(x == x, 0.0, math.nan)), axis=-1)


def cdf(x, p):
    return among(x, p, True)


def logcdf(x, p):
    return log(among(x, p, True))


def logsf(x, p):
    return log(among(x, p, False))


def mean(p):
    return np.sum(np.arange(p.shape[-1]) * p, axis=-1)


def variance(p):
    away = np.arange(p.shape[-1]) - column(mean(p))
    return np.sum(away * away * p, axis=-1)


def log_among(x, logits, chosen):
    """The logarithm of `among`."""
    k = np.arange(logits.shape[-1])
    x = column(x)
    return logsumexp(where(k <= x if chosen else k > x, logits, where(x == x, -math.inf, math.nan)), axis=-1) - logsumexp(logits, axis=-1)


def logits_cdf(x, logits):
    return exp(log_among(x, logits, True))


def logits_logcdf(x, logits):
    return log_among(x, logits, True)


def logits_logsf(x, logits):
    return log_among(x, logits, False)


def shares(logits):
    """softmax."""
    return np.exp(logits - column(logsumexp(logits, axis=-1)))


def logits_mean(logits):
    return mean(shares(logits))


def logits_variance(logits):
    return variance(shares(logits))


def sample(rng, p):
    return random.categorical(rng, p)


def logits_sample(rng, logits):
    if not np.abs(np.max(logits)) < math.inf:
        return random.IMPOSSIBLE
    return random.categorical(rng, np.exp(logits - logsumexp(logits)))


categorical = Family(
    "Categorical", (Param("p", simplex, 1),), support, logpdf, sample, ((np.array([0.2, 0.5, 0.3]),),), discrete=True,
    cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean, variance=variance,
)  # fmt: skip
categorical_logits = Family(
    "Categorical", (Param("logits", axes=1, infinite=True),), support, logits_logpdf, logits_sample, ((np.array([0.2, 0.5, -1.0]),),), discrete=True,
    cdf=logits_cdf, logcdf=logits_logcdf, logsf=logits_logsf, mean=logits_mean, variance=logits_variance,
)  # fmt: skip


@constructor(categorical, categorical_logits)
def Categorical(p: Numbers | None = None, *, logits: Numbers | None = None) -> Distribution:
    """A category counted from 0, with probabilities `p` or softmax(logits)."""
    return either((categorical, categorical_logits), p, logits)

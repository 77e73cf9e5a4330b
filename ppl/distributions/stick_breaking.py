"""Stick-breaking weights: those of a Dirichlet process, cut off at K (Ishwaran and James 2001).

w[k] = v[k] Π_{j<k} (1 - v[j]) with v ~ Beta(1, alpha), what is left goes to w[K-1]. With r[k] = w[k] + … + w[K-1] that is
log p(w) = (K - 1) log(alpha) + (alpha - 1) log w[K-1] - Σ log r[k] over k = 1 … K - 2.
"""

from __future__ import annotations

import numpy as np

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import positive, simplex
from ..base.distribution import Distribution
from ..base.family import Family, Param, constructor
from ..base.frames import here
from ..base.functions import exp, log, logaddexp, where
from ..base.member import make
from ..base.types import Numbers
from ..parts.counting import at_end


def event(alpha, K):
    return (K,)


def logpdf(x, alpha, K):
    K = x.shape[-1]
    last = x[..., K - 1]
    density = (K - 1) * log(alpha) + (alpha - 1.0) * log(where(last > 0.0, last, 1.0)) + at_end(last > 0.0, alpha)
    left = last
    for t in range(K - 2):
        left = left + x[..., K - 2 - t]
        density = density - log(where(left > 0.0, left, 1.0))
    return density


def by_logs(x, logs, alpha, K):
    K = x.shape[-1]
    density = (K - 1) * log(alpha) + (alpha - 1.0) * logs[..., K - 1]
    left = logs[..., K - 1]
    for t in range(K - 2):
        left = logaddexp(left, logs[..., K - 2 - t])
        density = density - left
    return density


def sample(rng, alpha, K):
    x = np.zeros(K)
    left = 1.0
    for k in range(K - 1):
        rest = exp(log(random.positive_uniform(rng)) / alpha)
        x[k] = left * (1.0 - rest)
        left = left * rest
    x[K - 1] = left
    return x


def powers(alpha, K, ratio, first):
    """first · ratioᵏ, and ratioᴷ⁻¹ of the last."""
    k = np.arange(K)
    return where(k < K - 1, first, 1.0) * exp(k * log(ratio))


@compile_time
def known(K):
    """The number of weights, for moments; ModelError where only a site says it."""
    if K is None:
        raise ModelError("how many weights this StickBreaking has, nothing says", here(), "give it `K=`")
    return K


def mean(alpha, K):
    K = known(K)
    alpha = np.asarray(alpha)[..., None]
    return powers(alpha, K, alpha / (1.0 + alpha), 1.0 / (1.0 + alpha))


def variance(alpha, K):
    K = known(K)
    alpha = np.asarray(alpha)[..., None]
    square = powers(alpha, K, alpha / (2.0 + alpha), 2.0 / ((1.0 + alpha) * (2.0 + alpha)))
    first = powers(alpha, K, alpha / (1.0 + alpha), 1.0 / (1.0 + alpha))
    return square - first * first


stick_breaking = Family(
    "StickBreaking", (Param("alpha", positive), Param("K", positive, size=True, open=True)), simplex, logpdf, sample,
    ((1.7, 4), (0.6, 3), (5.0, 2)), event=event, axes=1, by_logs=by_logs, mean=mean, variance=variance,
)  # fmt: skip


@constructor(stick_breaking)
def StickBreaking(alpha: Numbers, K: int | None = None) -> Distribution:
    """K weights of a Dirichlet process of concentration `alpha`, cut off: each takes a share Beta(1, alpha) of what is left, the last one all.

    Where K is left out the site's shape says it.
    """
    return make(stick_breaking, alpha, K)  # type: ignore[arg-type]

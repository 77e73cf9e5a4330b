"""Inverse Wishart distribution of covariance matrices: the inverse of a Wishart matrix of scale scale⁻¹.

log p(x) = df/2 log|scale| - (df + n + 1)/2 log|x| - tr(scale x⁻¹)/2 - df n/2 log 2 - log Γ_n(df/2), for df > n - 1.
"""

from __future__ import annotations

import math

import numpy as np

from ...lang.library import random
from ..base.distribution import Distribution
from ..base.family import Family, constructor
from ..base.functions import where
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..spaces.matrices import factored, log_diagonal, safe_factor, solved, square_sum, times_transposed
from .wishart import BY_ROOT, BY_SCALE, ENOUGH, LOG_2, ROOT, by_scale, column, enough, event, log_multigamma, refuse_few, support, with_matrices


def of_factors(factor, logs, df, cholesky):
    """log density of the matrix that a factor makes, given the logs of its diagonal."""
    n = cholesky.shape[-1]
    root, penalty = safe_factor(cholesky)
    usable, few = enough(df, n)
    density = (
        usable * np.sum(log_diagonal(root), axis=-1)
        - (usable + n + 1.0) * np.sum(logs, axis=-1)
        - 0.5 * square_sum(solved(factor, root))
        - 0.5 * n * LOG_2 * usable
        - log_multigamma(0.5 * usable, n)
    )
    return where(density < math.inf, density, -math.inf) + penalty + few


def logpdf(x, df, cholesky):
    factor, penalty = factored(x)
    return of_factors(factor, log_diagonal(factor), df, cholesky) + penalty


def by_logs(x, carried, df, cholesky):
    """A pivot that is 0 in doubles has a density of 0."""
    factor, logs = carried
    safe, penalty = safe_factor(factor)
    return of_factors(safe, logs, df, cholesky) + penalty


def sample(rng, df, cholesky):
    return times_transposed(factor_sample(rng, df, cholesky))


def factor_sample(rng, df, cholesky):
    """Lower factors of cholesky (tᵀ t)⁻¹ choleskyᵀ, where t is a lower triangle and tᵀ t follows Wishart(df, 1)."""
    n = cholesky.shape[-1]
    t = np.zeros((n, n))
    if df > n - 1.0:
        for i in range(n):
            for j in range(i):
                t[i, j] = random.normal(rng)
            t[i, i] = math.sqrt(2.0 * random.gamma(rng, 0.5 * (df - n + 1 + i)))
        return cholesky @ solved(t, np.eye(n))
    return t + math.nan


def mean(df, cholesky):
    left = column(df) - cholesky.shape[-1] - 1.0
    return where(left > 0.0, times_transposed(cholesky) / where(left > 0.0, left, 1.0), math.nan)


def variance(df, cholesky):
    cov = times_transposed(cholesky)
    rows = np.arange(cov.shape[-1])
    sizes = cov[..., rows, rows]
    left = column(df) - cholesky.shape[-1]
    safe = where(left > 3.0, left, 4.0)
    spread = ((safe + 1.0) * cov * cov + (safe - 1.0) * sizes[..., :, None] * sizes[..., None, :]) / (safe * (safe - 1.0) * (safe - 1.0) * (safe - 3.0))
    return where(left > 3.0, spread, where(left > 1.0, math.inf, math.nan))


EXAMPLE = (4.5, ROOT), (8.0, np.array([[2.0, 0.0, 0.0], [0.8, 8.0, 0.0], [-4.0, 1.2, 6.0]]))
inverse_wishart_by_root = Family(
    "InverseWishart", BY_ROOT, support, logpdf, sample, EXAMPLE, event=event, axes=2, by_logs=by_logs, mean=mean, variance=variance, together=ENOUGH,
)  # fmt: skip
inverse_wishart = restated(inverse_wishart_by_root, BY_SCALE, by_scale, with_matrices(EXAMPLE), support)


@constructor(inverse_wishart, inverse_wishart_by_root)
def InverseWishart(df: Numbers, scale: Numbers | None = None, *, cholesky: Numbers | None = None) -> Distribution:
    """Covariance matrices of mean scale / (df - n - 1), `df` > n - 1 degrees of freedom; scale or its lower factor `cholesky`, n × n."""
    refuse_few("InverseWishart", df, scale if cholesky is None else cholesky)
    return chosen((inverse_wishart, inverse_wishart_by_root), df=df, scale=scale, cholesky=cholesky)

"""Wishart distribution of covariance matrices: x = Σ y yᵀ over df normal vectors y of covariance scale; and that of its Cholesky factor.

log p(x) = (df - n - 1)/2 log|x| - tr(scale⁻¹ x)/2 - df n/2 log 2 - df/2 log|scale| - log Γ_n(df/2), for df > n - 1.
"""

from __future__ import annotations

import math

import numpy as np

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.values.hooks import compile_time
from ..base.constraints import lower_triangular, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Together, constructor
from ..base.frames import here
from ..base.functions import lgamma, where
from ..base.restated import chosen, restated
from ..base.types import Numbers, is_plain
from ..spaces.covariance import SCALE, cholesky_cov, cov_matrix
from ..spaces.matrices import factored, log_diagonal, root_of, safe_factor, solved, square_sum, times_transposed

LOG_2 = math.log(2.0)


def event(df, scale):
    if scale[-2:-1] != scale[-1:]:
        raise ValueError(f"a scale matrix is n × n, not of shape {scale}")
    return scale[-2:]


def support(df, scale):
    return cov_matrix(rows_of(scale))


def factor_support(df, cholesky):
    return cholesky_cov(rows_of(cholesky))


@compile_time
def rows_of(matrix):
    """How many rows it has; 0 for what is no matrix, which is refused where shapes are asked for."""
    shape = getattr(matrix, "shape", ())
    return shape[-1] if shape else 0


@compile_time
def refuse_few(name, df, matrix):
    """Numbers of degrees of freedom that leave no density are refused at once."""
    n = len(matrix) if isinstance(matrix, (np.ndarray, list)) else 0
    if is_plain(df) and df <= n - 1 and np.ndim(matrix) == 2:
        raise ModelError(f"`{name}(df={df})`: df must be above n - 1 = {n - 1} for {n} × {n} matrices", here())


def enough(df, n):
    """(df, 0) where a matrix of n rows has a density, (one that does, -inf) elsewhere."""
    return where(df > n - 1.0, df, n + 1.0), where(df > n - 1.0, 0.0, -math.inf)


def log_multigamma(a, n):
    """log Γ_n(a)."""
    total = 0.25 * n * (n - 1) * math.log(math.pi) + 0.0 * a
    for i in range(n):
        total = total + lgamma(a - 0.5 * i)
    return total


def of_factors(factor, logs, df, cholesky):
    """log density of the matrix that a factor makes, given the logs of its diagonal."""
    n = cholesky.shape[-1]
    root, penalty = safe_factor(cholesky)
    usable, few = enough(df, n)
    density = (
        (usable - n - 1.0) * np.sum(logs, axis=-1)
        - usable * np.sum(log_diagonal(root), axis=-1)
        - 0.5 * square_sum(solved(root, factor))
        - 0.5 * n * LOG_2 * usable
        - log_multigamma(0.5 * usable, n)
    )
    return where(density < math.inf, density, -math.inf) + penalty + few


def log_volume(logs):
    """log |d(L Lᵀ) / dL|."""
    n = logs.shape[-1]
    return n * LOG_2 + np.sum(np.arange(n, 0, -1) * logs, axis=-1)


# -- matrices
def logpdf(x, df, cholesky):
    factor, penalty = factored(x)
    return of_factors(factor, log_diagonal(factor), df, cholesky) + penalty


def by_logs(x, carried, df, cholesky):
    factor, logs = carried
    return of_factors(factor, logs, df, cholesky)


def sample(rng, df, cholesky):
    return times_transposed(factor_sample(rng, df, cholesky))


def mean(df, cholesky):
    return column(df) * times_transposed(cholesky)


def variance(df, cholesky):
    cov = times_transposed(cholesky)
    rows = np.arange(cov.shape[-1])
    sizes = cov[..., rows, rows]
    return column(df) * (cov * cov + sizes[..., :, None] * sizes[..., None, :])


def column(df):
    """Numbers as they broadcast to matrices."""
    return np.asarray(df)[..., None, None]


# -- factors
def factor_logpdf(x, df, cholesky):
    safe, penalty = safe_factor(x)
    return factor_by_logs(safe, log_diagonal(safe), df, cholesky) + penalty


def factor_by_logs(x, logs, df, cholesky):
    return of_factors(x, logs, df, cholesky) + log_volume(logs)


def factor_sample(rng, df, cholesky):
    """By Bartlett's decomposition: roots of chi-square numbers on the diagonal, normal ones below."""
    n = cholesky.shape[-1]
    x = np.zeros((n, n))
    if df > n - 1.0:
        for i in range(n):
            for j in range(i):
                x[i, j] = random.normal(rng)
            x[i, i] = math.sqrt(2.0 * random.gamma(rng, 0.5 * (df - i)))
        return cholesky @ x
    return x + math.nan


ROOT = np.array([[1.2, 0.0], [-0.4, 0.7]])
EXAMPLE = (4.5, ROOT), (30.0, np.array([[0.5, 0.0, 0.0], [0.2, 2.0, 0.0], [-1.0, 0.3, 1.5]]))
BY_ROOT = (Param("df", positive), Param("cholesky", lower_triangular, 2))
BY_SCALE = (Param("df", positive), Param("scale", SCALE, 2))
ENOUGH = Together(("df",), "above n - 1, for n × n matrices", lambda df, root: df > np.shape(root)[-1] - 1)
wishart_by_root = Family(
    "Wishart", BY_ROOT, support, logpdf, sample, EXAMPLE, event=event, axes=2, by_logs=by_logs, mean=mean, variance=variance, together=ENOUGH,
)  # fmt: skip


def by_scale(df, scale):
    return df, root_of(scale)


def with_matrices(examples):
    return tuple((df, root @ root.T) for df, root in examples)


wishart = restated(wishart_by_root, BY_SCALE, by_scale, with_matrices(EXAMPLE), support)


@constructor(wishart, wishart_by_root)
def Wishart(df: Numbers, scale: Numbers | None = None, *, cholesky: Numbers | None = None) -> Distribution:
    """Covariance matrices of mean df · scale, `df` > n - 1 degrees of freedom; scale or its lower factor `cholesky`, n × n."""
    refuse_few("Wishart", df, scale if cholesky is None else cholesky)
    return chosen((wishart, wishart_by_root), df=df, scale=scale, cholesky=cholesky)

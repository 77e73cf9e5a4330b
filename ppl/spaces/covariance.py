"""Covariance matrices, and their lower factors, square or with rows below the triangle.

The transforms are those of the Stan reference manual 2.35, "Cholesky factors of covariance matrices" and "Covariance matrices": the factor is
read row by row, as it stands below the diagonal, by exponentials on it. What they carry: of a factor the logs of its diagonal, of a matrix
(its factor, those logs).
"""

from __future__ import annotations

import math

import numpy as np

from ...ir.errors import ModelError
from ..base.constraints import Constraint, Kind
from ..base.frames import here
from ..base.functions import exp
from ..base.inverses import LEAST, ROUNDED
from ..base.sets import lower_triangular_contains, symmetric_contains, zero
from ..base.transforms import Transformed
from ..base.types import Shape, Truth, is_plain
from ..habits.making import maker, refuse_size
from .matrices import factor_of, has_factor, is_definite, times_transposed

LOG_2 = math.log(2.0)


# -- factors
def factor_and_logs(u: np.ndarray, m: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """(the factor, logs of its diagonal)."""
    x, logs = np.zeros(u.shape[:-1] + (m, n)), np.zeros(u.shape[:-1] + (n,))
    p = 0
    for i in range(n):
        for j in range(i):
            x[..., i, j] = u[..., p]
            p = p + 1
        x[..., i, i] = exp(u[..., p])
        logs[..., i] = u[..., p]
        p = p + 1
    for i in range(n, m):
        for j in range(n):
            x[..., i, j] = u[..., p]
            p = p + 1
    return x, logs


def factor_forward(u: np.ndarray, m: int, n: int) -> Transformed:
    x, logs = factor_and_logs(u, m, n)
    return x, logs, logs


def factor_inverse(x: np.ndarray, m: int, n: int) -> np.ndarray:
    rows, columns = np.tril_indices(m, 0, n)
    entries = x[..., rows, columns]
    return np.where(rows == columns, np.log(np.where(rows == columns, entries, 1.0)), entries)


def factor_interior(x: np.ndarray, m: int, n: int) -> np.ndarray:
    return np.where(np.eye(m, n, dtype=bool), np.maximum(x, LEAST), x)


def factor_contains(x: np.ndarray, m: int, n: int) -> Truth:
    rows = np.arange(n)
    return np.all(x[..., rows, rows] > 0.0, axis=-1) & lower_triangular_contains(x[..., :n, :])


def factor_check(x: np.ndarray, m: int, n: int) -> Truth:
    return np.all(np.triu(x, 1) == 0, axis=(-2, -1)) & np.all(np.diagonal(x, axis1=-2, axis2=-1) > 0, axis=-1)


def factor_within(x: np.ndarray, m: int, n: int) -> Truth:
    return np.all(np.triu(x, 1) == 0, axis=(-2, -1)) & np.all(np.diagonal(x, axis1=-2, axis2=-1) >= 0, axis=-1)


def factor_free(shape: Shape, m: int, n: int) -> Shape:
    return (*shape[:-2], n * (n + 1) // 2 + (m - n) * n)


def as_given(m: int, n: int) -> Shape:
    return (m, n)


# -- matrices
def forward(u: np.ndarray, n: int) -> Transformed:
    factor, logs = factor_and_logs(u, n, n)
    weights = np.arange(n + 1, 1, -1)                # a pivot moves its own square, and the products of its column
    return times_transposed(factor), weights * logs + LOG_2, (factor, logs)


def inverse(x: np.ndarray, n: int) -> np.ndarray:
    return factor_inverse(factor_of(x), n, n)


def interior(x: np.ndarray, n: int) -> np.ndarray:
    return np.where(np.eye(n, dtype=bool), np.maximum(x, LEAST), x)


def contains(x: np.ndarray, n: int) -> Truth:
    rows = np.arange(n)
    return symmetric_contains(x) & np.all(x[..., rows, rows] > 0.0, axis=-1)      # whether it is positive definite, a density sees


def definite(x: np.ndarray) -> Truth:
    return symmetric_contains(x) & has_factor(x)


def check(x: np.ndarray, n: int) -> Truth:
    return definite(x)


def within(x: np.ndarray, n: int) -> Truth:
    return symmetric_contains(x) & is_definite(x, -ROUNDED)


def free(shape: Shape, n: int) -> Shape:
    return (*shape[:-2], n * (n + 1) // 2)


def square(n: int) -> Shape:
    return (n, n)


CHOLESKY_COV = Kind(
    "cholesky_cov", factor_contains, zero, factor_forward, factor_inverse, factor_interior, factor_free, axes=2, check=factor_check,
    within=factor_within, event=as_given, thin="a factor that has draws is made of others: `sd[:, None] * ppl.sample(\"L\", ppl.LKJCholesky(n, 2))`",
)  # fmt: skip
COV_MATRIX = Kind(
    "cov_matrix", contains, zero, forward, inverse, interior, free, axes=2, check=check, within=within, event=square,
    thin="the priors of covariance matrices that have draws are `ppl.Wishart` and `ppl.InverseWishart`",
)  # fmt: skip

SCALE = Constraint(Kind("symmetric, positive definite matrices", symmetric_contains, zero, axes=2, check=definite))      # of parameters of families


@maker
def cov_matrix(n: int) -> Constraint:
    """n × n covariance matrices: symmetric and positive definite."""
    refuse_size("cov_matrix", n)
    return Constraint(COV_MATRIX, (n,))


@maker
def cholesky_cov(m: int, n: int | None = None) -> Constraint:
    """Lower factors of m × m covariance matrices, of n columns (n = m unless it is given, never more): a positive diagonal, zeros above it."""
    refuse_size("cholesky_cov", m)
    refuse_size("cholesky_cov", m if n is None else n)
    if is_plain(m) and is_plain(n) and n > m:
        raise ModelError(f"`ppl.cholesky_cov({m}, {n})`: a factor has no more columns than rows", here(), "rows come first")
    return Constraint(CHOLESKY_COV, (m, m if n is None else n))

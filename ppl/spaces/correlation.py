"""Correlation matrices: symmetric, positive definite, ones on the diagonal.

The transform is that of the Stan reference manual 2.35, "Correlation matrices": partial correlations tanh(u) make a Cholesky factor
(`transforms.cholesky_corr_forward`), that times its transpose is the matrix. It carries the logs of the factor's diagonal. Free values go column by column
below the diagonal, where those of a Cholesky factor go row by row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint, Kind
from ..base.functions import where
from ..base.inverses import ROUNDED, cholesky_corr_interior, cholesky_corr_inverse
from ..base.sets import SLACK, square, symmetric_contains, zero
from ..base.transforms import Transformed, below_diagonal, cholesky_corr_forward
from ..base.types import Truth
from ..habits.making import maker, refuse_size
from .matrices import factor_of, has_factor, is_definite, times_transposed


@compile_time
def by_rows(n: int) -> np.ndarray:
    """Where the entries below the diagonal, row by row, stand among those that go column by column."""
    row, column = np.tril_indices(n, -1)
    return column * (2 * n - column - 1) // 2 + row - column - 1


@compile_time
def by_columns(n: int) -> np.ndarray:
    """Where those that go column by column stand among them row by row."""
    return np.argsort(by_rows(n))


def forward(u: np.ndarray, n: int) -> Transformed:
    factor: Any
    factor, jacobian, logs = cholesky_corr_forward(u[..., by_rows(n)] if n > 3 else u, n)
    rows = np.arange(n)
    x = where(rows[:, None] == rows, 1.0, times_transposed(factor))
    return x, np.sum(jacobian, axis=-1) + np.sum(np.arange(n - 1, -1, -1) * logs, axis=-1), logs


def inverse(x: np.ndarray, n: int) -> np.ndarray:
    u = cholesky_corr_inverse(cholesky_corr_interior(factor_of(x), n), n)
    return u[..., by_columns(n)] if n > 3 else u


def contains(x: np.ndarray, n: int) -> Truth:
    rows = np.arange(n)
    return symmetric_contains(x) & np.all(np.abs(x[..., rows, rows] - 1.0) < SLACK, axis=-1)      # whether it is positive definite, a density sees


def check(x: np.ndarray, n: int) -> Truth:
    return symmetric_contains(x) & np.all(np.abs(np.diagonal(x, axis1=-2, axis2=-1) - 1.0) < 1e-8, axis=-1) & has_factor(x)


def within(x: np.ndarray, n: int) -> Truth:
    return symmetric_contains(x) & np.all(np.abs(np.diagonal(x, axis1=-2, axis2=-1) - 1.0) < ROUNDED, axis=-1) & is_definite(x, -ROUNDED)


CORR_MATRIX = Kind(
    "corr_matrix", contains, zero, forward, inverse, free=below_diagonal, axes=2, check=check, within=within, event=square,
    thin="the prior of correlation matrices that has draws is `ppl.LKJ`",
)  # fmt: skip


@maker
def corr_matrix(n: int) -> Constraint:
    """n × n correlation matrices: symmetric and positive definite, ones on the diagonal."""
    refuse_size("corr_matrix", n)
    return Constraint(CORR_MATRIX, (n,))

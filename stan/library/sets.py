"""Does a value lie in the set that its declaration names? In the language; tolerances are Stan's (reference manual, Data types and declarations)."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ppl.base import constraints

SLACK = 1e-8                                    # of sums, lengths, diagonals and symmetry


def is_simplex(x: Any) -> Any:
    """Vectors that are nowhere negative and sum to 1."""
    return np.all(x >= 0.0) & np.all(np.abs(np.sum(x, axis=-1) - 1.0) <= SLACK)


def is_ordered(x: Any) -> Any:
    """Vectors whose elements increase."""
    return np.all(x[..., 1:] > x[..., :-1])


def is_positive_ordered(x: Any) -> Any:
    """The same, from 0 on."""
    return is_ordered(x) & np.all(x >= 0.0)


def is_unit_vector(x: Any) -> Any:
    """Vectors of length 1."""
    return np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) <= SLACK)


def sums_to_zero(x: Any) -> Any:
    """Vectors whose elements sum to 0."""
    return np.all(np.abs(np.sum(x, axis=-1)) <= SLACK)


def sums_to_zero_both_ways(x: Any) -> Any:
    """Matrices whose rows and columns do."""
    return sums_to_zero(x) & np.all(np.abs(np.sum(x, axis=-2)) <= SLACK)


def has_simplex_rows(x: Any) -> Any:
    """Matrices of rows that are simplexes."""
    return is_simplex(x)


def has_simplex_columns(x: Any) -> Any:
    """Matrices of columns that are."""
    return is_simplex(np.swapaxes(x, -1, -2))


def is_cholesky_corr(x: Any) -> Any:
    """Lower factors of correlation matrices."""
    return is_cholesky_cov(x) & is_unit_vector(x)


def is_cholesky_cov(x: Any) -> Any:
    """Lower-triangular matrices with a positive diagonal."""
    rows, columns = np.arange(x.shape[-2]), np.arange(x.shape[-1])
    return np.all((x == 0.0) | (rows[:, None] >= columns)) & np.all(x[..., columns, columns] > 0.0)


def is_corr_matrix(x: Any) -> Any:
    """Symmetric and positive definite, ones on the diagonal."""
    rows = np.arange(x.shape[-1])
    return np.all(np.abs(x[..., rows, rows] - 1.0) <= SLACK) & is_cov_matrix(x)


def is_cov_matrix(x: Any) -> Any:
    """Symmetric and positive definite."""
    return np.all(np.abs(x - np.swapaxes(x, -1, -2)) <= SLACK) & is_definite(x)


def is_definite(x: Any) -> Any:
    """Are all pivots of Cholesky's factor positive, of every matrix?"""
    factor, fine = np.zeros(x.shape), True
    for j in range(x.shape[-1]):
        pivot = x[..., j, j] - np.sum(factor[..., j, :j] * factor[..., j, :j], axis=-1)
        fine = fine & np.all(pivot > 0.0)
        root = np.sqrt(np.where(pivot > 0.0, pivot, 1.0))
        for i in range(j, x.shape[-1]):
            factor[..., i, j] = (x[..., i, j] - np.sum(factor[..., i, :j] * factor[..., j, :j], axis=-1)) / root
    return fine


def between(low: Any, high: Any) -> Any:
    """The constraint of numbers from `low` to `high`, containers of bounds of which some may be infinite: there is no end there."""
    usual = np.where(low > -np.inf, low + 1.0, np.where(high < np.inf, high - 1.0, 0.0))
    return constraints.between(low, high, usual)

"""Making, joining and rearranging vectors and matrices; places count from 1, elements column by column (functions reference, Matrix operations)."""
from __future__ import annotations

from typing import Any

import numpy as np


def rep_columns(v: Any, n: int) -> Any:
    """n columns, each the vector."""
    return np.tile(v[:, None], (1, n))


def rep_rows(v: Any, n: int) -> Any:
    """n rows, each the row vector."""
    return np.tile(v, (n, 1))


def uniform_simplex(n: int) -> Any:
    """n equal shares."""
    return np.full(n, 1.0 / n)


def before(x: Any, v: Any) -> Any:
    """A number and then the elements of a vector."""
    joined = np.zeros(len(v) + 1)
    joined[0] = x
    joined[1:] = v
    return joined


def behind(v: Any, x: Any) -> Any:
    """The elements of a vector and then a number."""
    joined = np.zeros(len(v) + 1)
    joined[: len(v)] = v
    joined[len(v)] = x
    return joined


def append_row(a: Any, b: Any) -> Any:
    """The rows of one matrix and then those of the other."""
    return np.concatenate((a, b))


def append_col(a: Any, b: Any) -> Any:
    """The columns of one matrix and then those of the other."""
    return np.concatenate((a, b), axis=1)


def within(i: int, n: int, size: int) -> bool:
    """Are there n places from i on, and is i one of them?"""
    return 1 <= i <= size and 0 <= n <= size - i + 1


def block(a: Any, i: int, j: int, m: int, n: int) -> Any:
    """m rows and n columns from place (i, j) on."""
    assert within(i, m, a.shape[0]) and within(j, n, a.shape[1]), "there are not so many rows and columns from this place on"
    return a[i - 1 : i - 1 + m, j - 1 : j - 1 + n]


def sub_col(a: Any, i: int, j: int, n: int) -> Any:
    """n elements of column j from row i on."""
    assert within(i, n, a.shape[0]) and within(j, 1, a.shape[1]), "there are not so many rows from this place on"
    return a[i - 1 : i - 1 + n, j - 1]


def sub_row(a: Any, i: int, j: int, n: int) -> Any:
    """n elements of row i from column j on."""
    assert within(i, 1, a.shape[0]) and within(j, n, a.shape[1]), "there are not so many columns from this place on"
    return a[i - 1, j - 1 : j - 1 + n]


def by_columns(x: Any, m: int, n: int) -> Any:
    """The elements of a vector in a matrix, column by column."""
    return np.reshape(1.0 * x, (n, m)).T


def in_order(x: Any, m: int, n: int, by_column: int) -> Any:
    """The elements of a vector in a matrix, column by column or (0) row by row."""
    return np.reshape(1.0 * x, (n, m)).T if by_column else np.reshape(1.0 * x, (m, n))


def add_diag(a: Any, d: Any) -> Any:
    """A matrix, with a number or the elements of a vector added to its diagonal."""
    result = a.copy()
    for i in range(min(a.shape)):
        result[i, i] += d if np.ndim(d) == 0 else d[i]
    return result


def symmetrize_from_lower_tri(a: Any) -> Any:
    """The symmetric matrix with this lower triangle."""
    return np.tril(a) + np.tril(a, -1).T

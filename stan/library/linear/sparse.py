"""Sparse matrices in compressed rows: elements `w`, their columns `v`, and the place `u` in these where each row begins; places count from 1
(functions reference, Sparse matrix operations)."""
from __future__ import annotations

from typing import Any

import numpy as np


def csr_matrix_times_vector(m: int, n: int, w: Any, v: Any, u: Any, b: Any) -> Any:
    """The product of an m × n matrix and a vector."""
    refuse_sizes(m, n, w, v, u)
    if len(b) != n:
        raise ValueError(f"`csr_matrix_times_vector` of {n} columns and a vector of {len(b)} elements")
    result = np.zeros(m)
    for i in range(m):
        for k in range(u[i] - 1, u[i + 1] - 1):
            result[i] += w[k] * b[v[k] - 1]
    return result


def csr_to_dense_matrix(m: int, n: int, w: Any, v: Any, u: Any) -> Any:
    """The m × n matrix with all its zeros."""
    refuse_sizes(m, n, w, v, u)
    result = np.zeros((m, n))
    for i in range(m):
        for k in range(u[i] - 1, u[i + 1] - 1):
            result[i, v[k] - 1] = w[k]
    return result


def refuse_sizes(m: int, n: int, w: Any, v: Any, u: Any) -> None:
    """Parts that do not belong together."""
    if len(w) != len(v) or len(u) != m + 1:
        raise ValueError(f"{len(w)} elements with {len(v)} columns, and {len(u)} beginnings of {m} rows (one more than rows is wanted)")


def csr_extract_w(a: Any) -> Any:
    """The elements that are not 0, row by row."""
    return csr_extract(a)[0]


def csr_extract_v(a: Any) -> Any:
    """Their columns."""
    return csr_extract(a)[1]


def csr_extract_u(a: Any) -> Any:
    """Where each row begins, and the end."""
    return csr_extract(a)[2]


def csr_extract(a: Any) -> Any:
    """Elements, columns and beginnings of a matrix of data."""
    rows, columns = np.nonzero(a)
    return a[rows, columns], columns + 1, np.concatenate((np.ones(1, int), 1 + np.cumsum(np.sum(a != 0, axis=1))))

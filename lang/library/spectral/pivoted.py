"""LU with row exchanges, with the meaning of scipy.linalg."""
from __future__ import annotations

import numpy as np

from ..linalg import TRANSPOSED, solve_triangular


def lu_factor(a, overwrite_a=False, check_finite=True):
    """(both triangles of the LU factorisation in one matrix, for each step the row that it was exchanged with)"""
    m, n = a.shape
    k = min(m, n)
    w = a * 1.0
    exchanged = np.zeros(k, np.int64)
    for j in range(k):
        p = j
        for i in range(j + 1, m):
            if abs(w[i, j]) > abs(w[p, j]):
                p = i
        exchanged[j] = p
        if p != j:
            for c in range(n):
                t = w[j, c]
                w[j, c] = w[p, c]
                w[p, c] = t
        for i in range(j + 1, m):
            f = w[i, j] / w[j, j] if w[j, j] != 0.0 else 0.0
            w[i, j] = f
            for c in range(j + 1, n):
                w[i, c] -= f * w[j, c]
    return w, exchanged


def order_of(exchanged, m):
    """The row that has got to each place."""
    order = np.arange(m)
    for j in range(len(exchanged)):
        p = exchanged[j]
        t = order[j]
        order[j] = order[p]
        order[p] = t
    return order


def lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True):
    """solution of a system given its `lu_factor`; trans 1 solves with the transpose"""
    w, exchanged = lu_and_piv
    n = w.shape[0]
    order = order_of(exchanged, n)
    rows = np.zeros(b.shape)
    if trans in TRANSPOSED:
        y = solve_triangular(w, solve_triangular(w, b, 1), 1, True, True)
        for i in range(n):
            rows[order[i]] = y[i]
        return rows
    for i in range(n):
        rows[i] = b[order[i]]
    return solve_triangular(w, solve_triangular(w, rows, 0, True, True))


def lu(a, permute_l=False, overwrite_a=False, check_finite=True, p_indices=False):
    """permutation, unit lower and upper triangle whose product is the matrix; with permute_l the first two multiplied"""
    m, n = a.shape
    k = min(m, n)
    w, exchanged = lu_factor(a)
    order = order_of(exchanged, m)
    lower = np.tril(w[:, :k], -1) + np.eye(m, k)
    upper = np.triu(w[:k])
    place, turned = np.zeros(m, np.int64), np.zeros((m, m))
    for i in range(m):
        place[order[i]] = i
        turned[order[i], i] = 1.0
    if permute_l:
        return turned @ lower, upper
    return (place if p_indices else turned), lower, upper

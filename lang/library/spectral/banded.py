"""Banded systems, with the meaning of scipy.linalg: diagonals in rows, O(n) work."""
from __future__ import annotations

import numpy as np


def as_columns(b):
    """A matrix as it is, a vector as one column; a copy."""
    return b * 1.0 if len(b.shape) == 2 else b[:, None] * 1.0


def as_given(x, b):
    """The columns x in the rank of b."""
    return x if len(b.shape) == 2 else x[:, 0] * 1.0


def rows_of_band(l, u, ab):
    """Row i of the matrix from column i - l on, with room for what row exchanges bring: (n, 2l + u + 1)."""
    n = ab.shape[1]
    w = np.zeros((n, 2 * l + u + 1))
    for i in range(n):
        for j in range(max(i - l, 0), min(i + u + 1, n)):
            w[i, j - i + l] = ab[u + i - j, j]
    return w


def solve_banded(l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True):
    """solution of a banded system, by (lower, upper) numbers of diagonals and the diagonals in rows: elimination with row exchanges"""
    l, u = l_and_u
    n = ab.shape[1]
    w, x = rows_of_band(l, u, ab), as_columns(b)
    m = x.shape[1]
    for k in range(n):
        p = k
        for i in range(k + 1, min(k + l + 1, n)):
            if abs(w[i, k - i + l]) > abs(w[p, k - p + l]):
                p = i
        end = min(k + l + u + 1, n)
        if p != k:
            for j in range(k, end):
                t = w[k, j - k + l]
                w[k, j - k + l] = w[p, j - p + l]
                w[p, j - p + l] = t
            for c in range(m):
                t = x[k, c]
                x[k, c] = x[p, c]
                x[p, c] = t
        for i in range(k + 1, min(k + l + 1, n)):
            f = w[i, k - i + l] / w[k, l]
            for j in range(k + 1, end):
                w[i, j - i + l] -= f * w[k, j - k + l]
            for c in range(m):
                x[i, c] -= f * x[k, c]
    for t in range(n):
        i = n - 1 - t
        for c in range(m):
            s = x[i, c]
            for j in range(i + 1, min(i + l + u + 1, n)):
                s -= w[i, j - i + l] * x[j, c]
            x[i, c] = s / w[i, l]
    return as_given(x, b)


def cholesky_banded(ab, overwrite_ab=False, lower=False, check_finite=True):
    """Cholesky factor of a banded matrix, in the form in which it is given: diagonals in rows"""
    k, n = ab.shape[0] - 1, ab.shape[1]
    c = ab * 1.0
    for j in range(n):
        s = c[0 if lower else k, j]
        for p in range(max(j - k, 0), j):
            s -= (c[j - p, p] if lower else c[k + p - j, j]) ** 2
        d = np.sqrt(s)
        c[0 if lower else k, j] = d
        for i in range(j + 1, min(j + k + 1, n)):
            s = c[i - j, j] if lower else c[k + j - i, i]
            for p in range(max(i - k, 0), j):
                s -= c[i - p, p] * c[j - p, p] if lower else c[k + p - i, i] * c[k + p - j, j]
            if lower:
                c[i - j, j] = s / d
            else:
                c[k + j - i, i] = s / d
    return c


def cho_solve_banded(cb_and_lower, b, overwrite_b=False, check_finite=True):
    """solution of a banded system given (its Cholesky factor, is it lower?)"""
    c, lower = cb_and_lower
    k, n = c.shape[0] - 1, c.shape[1]
    x = as_columns(b)
    for i in range(n):
        for q in range(x.shape[1]):
            s = x[i, q]
            for p in range(max(i - k, 0), i):
                s -= (c[i - p, p] if lower else c[k + p - i, i]) * x[p, q]
            x[i, q] = s / c[0 if lower else k, i]
    for t in range(n):
        i = n - 1 - t
        for q in range(x.shape[1]):
            s = x[i, q]
            for p in range(i + 1, min(i + k + 1, n)):
                s -= (c[p - i, i] if lower else c[k + i - p, p]) * x[p, q]
            x[i, q] = s / c[0 if lower else k, i]
    return as_given(x, b)


def solveh_banded(ab, b, overwrite_ab=False, overwrite_b=False, lower=False, check_finite=True):
    """solution of a positive definite banded system, its diagonals in rows"""
    return cho_solve_banded((cholesky_banded(ab, False, lower), lower), b)

"""Matrices of a given structure, with the meaning of scipy.linalg."""
from __future__ import annotations

import numpy as np


def as_matrix(a):
    """A matrix as it is, a vector as a row, a number as a matrix of one element."""
    if len(np.shape(a)) == 2:
        return a
    return np.reshape(a, (1, -1)) if len(np.shape(a)) == 1 else np.full((1, 1), a)


def block_diag(*arrs):
    """matrices one behind the other along the diagonal, zeros elsewhere; a vector is a row"""
    blocks = [as_matrix(a) for a in arrs]
    rows = sum([np.shape(b)[0] for b in blocks])
    columns = sum([np.shape(b)[1] for b in blocks])
    out = np.zeros((rows, columns))
    top, left = 0, 0
    for b in blocks:
        out[top:top + np.shape(b)[0], left:left + np.shape(b)[1]] = b
        top, left = top + np.shape(b)[0], left + np.shape(b)[1]
    return out


def toeplitz(c, r=None):
    """matrix with constant diagonals, of its first column and its first row (whose first element is not read)"""
    column = np.ravel(c)
    row = column if r is None else np.ravel(r)
    m, n = len(column), len(row)
    out = np.zeros((m, n))
    for i in range(m):
        for j in range(min(i + 1, n)):
            out[i, j] = column[i - j]
        for j in range(i + 1, n):
            out[i, j] = row[j - i]
    return out


def hankel(c, r=None):
    """matrix with constant antidiagonals, of its first column and its last row (whose first element is not read; zeros if there is none)"""
    column = np.ravel(c)
    m = len(column)
    n = m if r is None else len(np.ravel(r))
    row = np.zeros(n) if r is None else np.ravel(r)
    out = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            out[i, j] = column[min(i + j, m - 1)] if i + j < m else row[max(i + j - m + 1, 0)]
    return out


def circulant(c):
    """matrix whose columns are the vector, each rotated by one more"""
    v = np.ravel(c)
    n = len(v)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = v[(i - j) % n]
    return out


def companion(a):
    """companion matrix of a polynomial, by its coefficients from the highest power on"""
    n = len(a) - 1
    out = np.zeros((n, n))
    out[0] = -a[1:] / a[0]
    for i in range(1, n):
        out[i, i - 1] = 1.0
    return out


def leslie(f, s):
    """Leslie matrix of fecundities and survival rates"""
    n = len(f)
    out = np.zeros((n, n))
    out[0] = f
    for i in range(1, n):
        out[i, i - 1] = s[i - 1]
    return out


def fiedler(a):
    """matrix of the distances |a_i - a_j|"""
    v = np.ravel(a)
    return np.abs(v[:, None] - v[None, :])


def convolution_matrix(a, n, mode="full"):
    """Toeplitz matrix T such that T @ v is np.convolve(a, v, mode) for a vector v of length n"""
    m = len(a)
    out = np.zeros((m + n - 1, n))
    for j in range(n):
        out[j:j + m, j] = a
    if mode == "full":
        return out
    if mode == "same":
        first = (min(m, n) - 1) // 2
        return out[first:first + max(m, n)] * 1.0
    return out[min(m, n) - 1:max(m, n)] * 1.0

"""Linear algebra on small arrays, in the language: the meaning (and the argument order) of numpy.linalg and scipy.linalg."""
from __future__ import annotations

import numpy as np

TRANSPOSED = (1, 2, "T", "C")                   # values of `trans`; 0 and "N" are not


def cholesky(a):
    """lower Cholesky factor, zeros above the diagonal; nan where the matrix is not positive definite; leading axes are batches"""
    if len(a.shape) > 2:
        factors = np.zeros(a.shape)
        for b in range(a.shape[0]):
            factors[b] = np.linalg.cholesky(a[b])
        return factors
    n = a.shape[0]
    c = np.zeros((n, n))
    for j in range(n):
        s = a[j, j]
        for k in range(j):
            s -= c[j, k] * c[j, k]
        d = np.sqrt(s)
        c[j, j] = d
        for i in range(j + 1, n):
            s = a[i, j]
            for k in range(j):
                s -= c[i, k] * c[j, k]
            c[i, j] = s / d
    return c


def is_factor(c):
    """Did the factorisation succeed? A pivot that is not positive makes all later ones nan."""
    n = c.shape[-1]
    return n == 0 or np.all(c[..., n - 1, n - 1] > 0.0)


def columns(b):
    """A vector as a matrix of one column; a matrix as it is. Always a copy."""
    n = b.shape[0]
    if len(b.shape) == 2:
        return b * 1.0
    x = np.zeros((n, 1))
    for i in range(n):
        x[i, 0] = b[i]
    return x


def like(x, b):
    """The columns x in the rank of b."""
    if len(b.shape) == 2:
        return x
    n = b.shape[0]
    out = np.zeros(n)
    for i in range(n):
        out[i] = x[i, 0]
    return out


def forward(a, b, unit):
    """a⁻¹ b for lower triangular a, b a matrix."""
    n = b.shape[0]
    m = b.shape[1]
    x = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            s = b[i, j]
            for k in range(i):
                s -= a[i, k] * x[k, j]
            x[i, j] = s if unit else s / a[i, i]
    return x


def backward(a, b, unit):
    """a⁻¹ b for upper triangular a, b a matrix."""
    n = b.shape[0]
    m = b.shape[1]
    x = np.zeros((n, m))
    for t in range(n):
        i = n - 1 - t
        for j in range(m):
            s = b[i, j]
            for k in range(i + 1, n):
                s -= a[i, k] * x[k, j]
            x[i, j] = s if unit else s / a[i, i]
    return x


def solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False):
    """solution of a triangular system; trans 1 or "T" solves with the transpose"""
    transposed = trans in TRANSPOSED
    m = a.T if transposed else a
    if lower != transposed:
        return like(forward(m, columns(b), unit_diagonal), b)
    return like(backward(m, columns(b), unit_diagonal), b)


def cho_solve(c_and_lower, b):
    """solution of a x = b given (Cholesky factor of a, is it lower?)"""
    c, lower = c_and_lower
    x = columns(b)
    if lower:
        return like(backward(c.T, forward(c, x, False), False), b)
    return like(backward(c, forward(c.T, x, False), False), b)


def eliminate(a, b):
    """Gaussian elimination with row pivoting: (upper triangular matrix, right-hand sides, sign of the permutation)."""
    n = a.shape[0]
    u = a * 1.0
    x = b * 1.0
    m = x.shape[1]
    sign = 1.0
    for j in range(n):
        p = j
        best = abs(u[j, j])
        for i in range(j + 1, n):
            if abs(u[i, j]) > best:
                best = abs(u[i, j])
                p = i
        if p != j:
            sign = -sign
            for k in range(n):
                t = u[j, k]
                u[j, k] = u[p, k]
                u[p, k] = t
            for k in range(m):
                t = x[j, k]
                x[j, k] = x[p, k]
                x[p, k] = t
        for i in range(j + 1, n):
            f = u[i, j] / u[j, j] if best > 0.0 else 0.0
            for k in range(j + 1, n):
                u[i, k] -= f * u[j, k]
            for k in range(m):
                x[i, k] -= f * x[j, k]
            u[i, j] = 0.0
    return u, x, sign


def solve(a, b):
    """solution of a x = b, b a vector or a matrix of columns; inf or nan where a is singular; leading axes are batches"""
    u, x, _ = eliminate(a, columns(b))
    return like(backward(u, x, False), b)


def inv(a):
    """inverse matrix; inf or nan where a is singular; leading axes are batches"""
    u, x, _ = eliminate(a, np.eye(a.shape[0]))
    return backward(u, x, False)


def det(a):
    """determinant; leading axes are batches"""
    n = a.shape[0]
    u, _, d = eliminate(a, np.zeros((n, 1)))
    for i in range(n):
        d = d * u[i, i]
    return d


def slogdet(a):
    """sign and log of the absolute determinant; leading axes are batches"""
    n = a.shape[0]
    u, _, sign = eliminate(a, np.zeros((n, 1)))
    total = 0.0
    for i in range(n):
        d = u[i, i]
        sign = sign * np.sign(d)
        total += np.log(abs(d))
    return sign, total


def diag(v, k=0):
    """the k-th diagonal of a matrix, or a matrix with this diagonal"""
    if len(v.shape) == 1:
        n = v.shape[0] + abs(k)
        m = np.zeros((n, n))
        for i in range(v.shape[0]):
            m[i + max(-k, 0), i + max(k, 0)] = v[i]
        return m
    return np.diagonal(v, k)


def tril(m, k=0):
    """matrices with zeros above their k-th diagonal"""
    return np.where(np.tri(*m.shape[-2:], k=k, dtype=bool), m, np.zeros_like(m))


def triu(m, k=0):
    """matrices with zeros below their k-th diagonal"""
    return np.where(np.tri(*m.shape[-2:], k=k - 1, dtype=bool), np.zeros_like(m), m)

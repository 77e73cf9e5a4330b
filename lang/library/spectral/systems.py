"""Linear systems in the forms of scipy.linalg and of stacks of numpy.linalg."""
from __future__ import annotations

import numpy as np

from ..linalg import cho_solve, solve_triangular
from ..selecting.refusing import refuse
from .cholesky_factors import cholesky
from .eigen import symmetric
from .stacks import stacked
from .structured import circulant, toeplitz

TRIANGLES = {"upper triangular": False, "lower triangular": True}
GENERAL = (None, "gen", "general", "banded", "tridiagonal", "diagonal")
SYMMETRIC = ("sym", "symmetric", "her", "hermitian")
POSITIVE = ("pos", "positive definite")


def solve(a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None, transposed=False):
    """solution of a x = b, b a vector or a matrix of columns; `assume_a` says what is read of a; inf or nan where a is singular"""
    if len(a.shape) > 2 or len(b.shape) > 2:
        return solve_stacks(a, b)
    return solve_one(a, b, lower, assume_a, transposed)


def solve_one(a, b, lower, kind, transposed):
    """One system of a kind."""
    if kind in TRIANGLES:
        return solve_triangular(a, b, 1 if transposed else 0, TRIANGLES[kind])
    if kind in SYMMETRIC:
        return np.linalg.solve(symmetric(a, lower), b)
    if kind in POSITIVE:
        return cho_solve((cholesky(a, lower), lower), b)
    if kind not in GENERAL:
        refuse(f"`assume_a={kind!r}` names no kind of matrices", "'gen', 'sym', 'pos', 'upper triangular' or 'lower triangular'")
    return np.linalg.solve(a.T if transposed else a, b)


def inv(a, overwrite_a=False, check_finite=True, *, assume_a=None, lower=False):
    """inverse matrix; inf or nan where a is singular; leading axes are batches"""
    if assume_a is None or len(a.shape) > 2:
        return np.linalg.inv(a)
    return solve_one(a, np.eye(a.shape[0]), lower, assume_a, False)


def det(a, overwrite_a=False, check_finite=True):
    """determinant; leading axes are batches"""
    return np.linalg.det(a)


def solve_stacks(a, b):
    """Systems of which either side is a stack: their leading axes broadcast; one vector is that of all."""
    n = a.shape[-1]
    if len(b.shape) == 1:
        return solve_stacks(a, b[:, None])[..., 0] * 1.0
    lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    columns = b.shape[-1]
    matrices = np.broadcast_to(a, (*lead, n, n)).reshape(-1, n, n)
    rights = np.broadcast_to(b, (*lead, n, columns)).reshape(-1, n, columns)
    out = np.zeros((matrices.shape[0], n, columns))
    for k in range(matrices.shape[0]):
        out[k] = np.linalg.solve(matrices[k], rights[k])
    return out.reshape(*lead, n, columns)


def inv_stacks(a):
    """Inverses of the matrices of a stack."""
    return stacked(lambda m: (np.linalg.inv(m),), a, (a.shape[-2:],))[0]


def det_stacks(a):
    """Determinants of the matrices of a stack."""
    return stacked(lambda m: (np.linalg.det(m),), a, ((),))[0]


def slogdet_stacks(a):
    """Signs and logs of the absolute determinants of the matrices of a stack."""
    signs, logs = stacked(np.linalg.slogdet, a, ((), ()))
    return signs, logs


def tensorsolve(a, b, axes=None):
    """solution x of tensordot(a, x, x.ndim) = b"""
    if axes is not None:
        refuse("`axes=` of tensorsolve is not part of the language", "move the axes to the end before: np.moveaxis")
    rest = a.shape[len(b.shape):]
    return np.linalg.solve(np.reshape(a, (-1, b.size)), np.ravel(b)).reshape(rest)


def tensorinv(a, ind=2):
    """inverse of an array for tensordot over its first `ind` axes"""
    rows = int(np.prod(a.shape[:ind]))
    return np.linalg.inv(np.reshape(a, (rows, -1))).reshape(a.shape[ind:] + a.shape[:ind])


def solve_toeplitz(c_or_cr, b, check_finite=True):
    """solution of a Toeplitz system, given by the first column or (first column, first row)"""
    return np.linalg.solve(toeplitz_of(c_or_cr), b)


def matmul_toeplitz(c_or_cr, x, check_finite=False, workers=None):
    """product of a Toeplitz matrix, given by the first column or (first column, first row)"""
    return toeplitz_of(c_or_cr) @ x


def toeplitz_of(c_or_cr):
    """The matrix of its first column, or of a pair of its first column and row."""
    return toeplitz(*c_or_cr) if isinstance(c_or_cr, tuple) else toeplitz(c_or_cr)


def solve_circulant(c, b, singular="raise", tol=None, caxis=-1, baxis=0, outaxis=0):
    """solution of a circulant system, given by the first column"""
    return np.linalg.solve(circulant(c), b)


def solve_sylvester(a, b, q):
    """solution X of a X + X b = q (a system of all elements of X)"""
    m, n = q.shape
    return np.linalg.solve(np.kron(a, np.eye(n)) + np.kron(np.eye(m), b.T), np.ravel(q)).reshape(m, n)


def solve_continuous_lyapunov(a, q):
    """solution X of a X + X aᵀ = q (a system of all elements of X)"""
    return solve_sylvester(a, a.T, q)


def solve_discrete_lyapunov(a, q, method=None):
    """solution X of a X aᵀ - X + q = 0 (a system of all elements of X)"""
    n = len(a)
    return np.linalg.solve(np.eye(n * n) - np.kron(a, a), np.ravel(q)).reshape(n, n)

"""Algebra of symmetric matrices and triangles in the language: the last two axes are a matrix, leading ones are batches; and in NumPy the factor of
a matrix that rounding made singular."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.functions import log, sqrt, where
from ..base.types import Truth

ROUNDING = np.finfo(float).eps
Array: TypeAlias = Any                           # numbers on axes, in NumPy or staged


def times_transposed(a: Array) -> Array:
    """a aᵀ."""
    if len(a.shape) == 2:
        return a @ a.T
    return np.sum(a[..., :, None, :] * a[..., None, :, :], axis=-1)


def times(a: Array, b: Array) -> Array:
    """a b."""
    if len(a.shape) == 2 and len(b.shape) == 2:
        return a @ b
    return np.sum(a[..., :, :, None] * b[..., None, :, :], axis=-2)


def transposed(a: Array) -> Array:
    """aᵀ."""
    return np.swapaxes(a, -1, -2)


def factored(a: Array) -> tuple[Array, Array]:
    """(the lower Cholesky factor, 0) of a positive definite matrix; of others (some triangle with a positive diagonal, -inf), so that neither values
    nor slopes are nan."""
    if in_numpy(a):
        return numpy_cholesky(a)
    n = a.shape[-1]
    factor = np.zeros(a.shape)
    penalty = np.zeros(a.shape[:-2])
    for j in range(n):
        pivot = a[..., j, j]
        for k in range(j):
            pivot = pivot - factor[..., j, k] * factor[..., j, k]
        proper = (pivot > 0.0) & (pivot < math.inf)
        penalty = penalty + where(proper, 0.0, -math.inf)
        root = sqrt(where(proper, pivot, 1.0))
        factor[..., j, j] = root
        for i in range(j + 1, n):
            rest = a[..., i, j]
            for k in range(j):
                rest = rest - factor[..., i, k] * factor[..., j, k]
            factor[..., i, j] = rest / root
    return factor, penalty


def cholesky(a: Array) -> tuple[Array, Array]:
    """As `factored`, by the library's Cholesky factorisation: in a model that refuses matrices that are not positive definite by name."""
    if in_numpy(a):
        return numpy_cholesky(a)
    return np.linalg.cholesky(a), 0.0


@compile_time
def in_numpy(a: Array) -> bool:
    """Is this an array of numbers, and no run-time value?"""
    return isinstance(a, np.ndarray)


@compile_time
def numpy_cholesky(a: Array) -> tuple[Array, Array]:
    """`factored` in NumPy, which raises."""
    try:
        return np.linalg.cholesky(a), 0.0
    except np.linalg.LinAlgError:
        proper = has_factor(a)
        return np.linalg.cholesky(np.where(proper[..., None, None], a, np.eye(a.shape[-1]))), np.where(proper, 0.0, -math.inf)


def root_of(a: Array) -> Array:
    """The lower Cholesky factor of a positive definite matrix, zeros for others: `safe_factor` sees them."""
    factor, penalty = factored(a)
    return where(np.asarray(penalty)[..., None, None] < 0.0, 0.0, factor)


def safe_factor(factor: Array) -> tuple[Array, Array]:
    """(the triangle, 0) where its diagonal is positive; elsewhere (one whose diagonal is, -inf)."""
    rows = np.arange(factor.shape[-1])
    diagonal = factor[..., rows, rows]
    proper = np.all((diagonal > 0.0) & (diagonal < math.inf), axis=-1)
    return where((rows[:, None] == rows) & ~(factor > 0.0), 1.0, factor), where(proper, 0.0, -math.inf)


def solved(factor: Array, right: Array) -> Array:
    """factor⁻¹ right, of a lower triangle and matrices of columns."""
    n = factor.shape[-1]
    batch = np.broadcast_shapes(factor.shape[:-2], right.shape[:-2])
    x = np.zeros((*batch, n, right.shape[-1]))
    for i in range(n):
        rest = right[..., i, :]
        for j in range(i):
            rest = rest - factor[..., i, j, None] * x[..., j, :]
        x[..., i, :] = rest / factor[..., i, i, None]
    return x


def log_diagonal(factor: Array) -> Array:
    """Logarithms of the diagonal."""
    rows = np.arange(factor.shape[-1])
    return log(factor[..., rows, rows])


def square_sum(a: Array) -> Array:
    """The sum of the squares of all entries of a matrix."""
    return np.sum(np.sum(a * a, axis=-1), axis=-1)


# -- in NumPy
def has_factor(a: Array) -> Array:
    """Which matrices have a Cholesky factor in doubles?"""
    found = [factorises(matrix) for matrix in a.reshape(-1, *a.shape[-2:])]
    return np.array(found, bool).reshape(a.shape[:-2])


def factorises(a: Array) -> bool:
    """Has one matrix?"""
    try:
        return bool(np.all(np.isfinite(np.linalg.cholesky(a))))
    except np.linalg.LinAlgError:
        return False


def is_definite(a: Array, least: float) -> Truth:
    """Is the smallest eigenvalue of a symmetric matrix, at the scale of its diagonal, not below this?"""
    if not a.size:
        return np.ones(a.shape[:-2], bool)
    finite = np.all(np.isfinite(a), axis=(-2, -1))
    scale = np.sqrt(np.abs(np.diagonal(a, axis1=-2, axis2=-1)))
    scale = np.where((scale > 0) & np.isfinite(scale), scale, 1.0)
    unit = np.where(finite[..., None, None], a, 0.0) / scale[..., :, None] / scale[..., None, :]
    return finite & (np.linalg.eigvalsh(unit)[..., 0] >= least * a.shape[-1]) & np.all(np.diagonal(a, axis1=-2, axis2=-1) >= 0, axis=-1)


def factor_of(a: Array) -> Array:
    """The lower Cholesky factor of matrices; of those that rounding made singular one whose pivots are what rounding leaves of them."""
    n = a.shape[-1]
    factor = np.zeros_like(a)
    for j in range(n):
        own = a[..., j, j : j + 1]
        pivot = own - np.sum(factor[..., j, :j] ** 2, axis=-1, keepdims=True)
        noise = n * ROUNDING * own
        root = np.maximum(np.sqrt(np.maximum(pivot, (ROUNDING * np.sqrt(own)) ** 2)), np.finfo(float).tiny)
        factor[..., j, j : j + 1] = root
        rest = a[..., j + 1 :, j] - np.sum(factor[..., j + 1 :, :j] * factor[..., j, None, :j], axis=-1)
        factor[..., j + 1 :, j] = np.where(pivot > noise, rest, 0.0) / root
    return factor

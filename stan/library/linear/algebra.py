"""Products, systems and decompositions of matrices as Stan has them (functions reference, Linear algebra functions and solvers)."""
from __future__ import annotations

from typing import Any

import numpy as np

from ....lang.library.linalg import cho_solve, solve_triangular
from ....lang.library.spectral.eigen import symmetric
from ....lang.library.spectral.exponential import expm
from ....lang.library.spectral.packed import packed_eigh
from ..sizes import matched


def dot_product(x: Any, y: Any, axis: int | None = None) -> Any:
    """The sum of products, of all elements or along an axis."""
    matched("dot_product", x, y)
    return np.sum(x * y, axis=axis)


def dot_self(x: Any, axis: int | None = None) -> Any:
    """The sum of squares, of all elements or along an axis."""
    return np.sum(x * x, axis=axis)


def crossprod(a: Any) -> Any:
    """Aᵀ A."""
    return a.T @ a


def tcrossprod(a: Any) -> Any:
    """A Aᵀ."""
    return a @ a.T


def trace_dot(a: Any, b: Any) -> Any:
    """The trace of A B."""
    matched("trace_dot", a, b.T)
    return np.sum(a * b.T)


def quad_form(a: Any, b: Any) -> Any:
    """bᵀ A b of a vector or a matrix b."""
    return b.T @ a @ b


def multiply_lower_tri_self_transpose(a: Any) -> Any:
    """L Lᵀ of the lower triangle of a matrix."""
    lower = np.tril(a)
    return lower @ lower.T


def diag_pre_multiply(d: Any, a: Any) -> Any:
    """The matrix whose rows are multiplied by the elements of a vector."""
    matched("diag_pre_multiply", d, a[:, 0])
    return d[:, None] * a


def diag_post_multiply(a: Any, d: Any) -> Any:
    """The matrix whose columns are multiplied by the elements of a vector."""
    matched("diag_post_multiply", a[0], d)
    return a * d


def quad_form_diag(a: Any, d: Any) -> Any:
    """A matrix with rows and columns multiplied by the elements of a vector."""
    matched("quad_form_diag", a[0], d)
    return d[:, None] * a * d


def quad_form_sym(a: Any, b: Any) -> Any:
    """Bᵀ A B of a symmetric A, symmetric in every bit."""
    product = quad_form(a, b)
    return 0.5 * (product + product.T)


def inverse_spd(a: Any) -> Any:
    """The inverse of a symmetric positive definite matrix."""
    return chol2inv(np.linalg.cholesky(a))


def chol2inv(factor: Any) -> Any:
    """The inverse of L Lᵀ."""
    return cho_solve((factor, True), np.eye(len(factor)))


def log_determinant_spd(a: Any) -> Any:
    """The logarithm of the determinant of a symmetric positive definite matrix."""
    return 2.0 * np.sum(np.log(np.diagonal(np.linalg.cholesky(a))))


def mdivide_left_spd(a: Any, b: Any) -> Any:
    """A⁻¹ b of a symmetric positive definite A."""
    return cho_solve((np.linalg.cholesky(a), True), b)


def mdivide_left_tri_low(a: Any, b: Any) -> Any:
    """L⁻¹ b of the lower triangle L of a matrix."""
    return solve_triangular(a, b, lower=True)


def mdivide_right_tri_low(b: Any, a: Any) -> Any:
    """b L⁻¹ of the lower triangle L of a matrix: the transpose of L⁻ᵀ bᵀ, of bᵀ given."""
    return solve_triangular(a, b, trans=1, lower=True)


def qr(a: Any) -> Any:
    """Q and R of a matrix, all columns of Q, the diagonal of R positive."""
    return positive(np.linalg.qr(a, "complete"))


def qr_thin(a: Any) -> Any:
    """Q and R of a matrix, as many columns of Q as it has, the diagonal of R positive."""
    return positive(np.linalg.qr(a))


def positive(factors: Any) -> Any:
    """Q and R, the signs turned so that the diagonal of R is positive."""
    q, r = factors
    q, r = q.copy(), r.copy()
    for i in range(min(r.shape)):
        sign = np.where(r[i, i] < 0.0, -1.0, 1.0)
        q[:, i] = sign * q[:, i]
        r[i] = sign * r[i]
    return q, r


def svd(a: Any) -> Any:
    """U, the singular values and V of a matrix, thin."""
    u, values, v = np.linalg.svd(a, full_matrices=False)
    return u, values, v.T


def matrix_exp(a: Any) -> Any:
    """The exponential of a square matrix."""
    return expm(a)


def eigendecompose_sym(a: Any) -> Any:
    """Eigenvectors in columns and eigenvalues. Where eigenvalues are equal to rounding, derivatives of the vectors are by what rounding left of the gap, as
    Stan's, and not nan as those of `np.linalg.eigh`: programs use them for what does not turn within such a space."""
    packed = packed_eigh(symmetric(a, True), "eighs")
    return packed[1:-1].T * 1.0, packed[0] * 1.0

"""Decompositions with the arguments and results of scipy.linalg."""
from __future__ import annotations

from ..linalg import solve_triangular
from ..selecting.refusing import refuse
from . import least_squares, orthogonal, singular
from .cholesky_factors import cholesky
from .eigen import of_stack, symmetric, values_of_stack
from .rules.gaps import EPS

KINDS = {(None, True): "eighr", (None, False): "eighru", ("evr", True): "eighr", ("evr", False): "eighru", ("evd", True): "eigh", ("evd", False): "eighu"}
SLICE = "take a part of all of them: `scipy.linalg.eigh(a)[0][:2]`"


def eigh(a, b=None, *, lower=True, eigvals_only=False, overwrite_a=False, overwrite_b=False, type=1, check_finite=True, subset_by_index=None,
         subset_by_value=None, driver=None):
    """eigenvalues in ascending order and eigenvectors (in columns) of a symmetric matrix, or of a pair of which b is positive definite"""
    if subset_by_index is not None or subset_by_value is not None:
        refuse("a subset of eigenvalues is not part of the language", SLICE)
    if b is not None:
        return of_pair(a, b, lower, eigvals_only, type)
    if (driver, lower) not in KINDS:
        refuse(f"`driver={driver!r}` is not part of the language", "'evr' (the default) or 'evd'")
    kind = KINDS[driver, lower]
    return values_of_stack(a, lower, kind) if eigvals_only else of_stack(a, lower, kind)


def of_pair(a, b, lower, eigvals_only, type):
    """a v = w b v (type 1), a b v = w v (2) or b a v = w v (3), by the Cholesky factor of b."""
    factor = cholesky(b if lower else b.T, True)
    s = symmetric(a, lower)
    if type == 1:
        half = solve_triangular(factor, s, 0, True)
        c = solve_triangular(factor, half.T, 0, True)
    else:
        c = factor.T @ s @ factor
    kind = "eigh" if lower else "eighu"
    if eigvals_only:
        return values_of_stack(c, lower, kind)
    w, y = of_stack(c, lower, kind)
    return w, factor @ y if type == 3 else solve_triangular(factor, y, 1, True)


def eigvalsh(a, b=None, *, lower=True, overwrite_a=False, overwrite_b=False, type=1, check_finite=True, subset_by_index=None, subset_by_value=None,
             driver=None):
    """eigenvalues of a symmetric matrix, or of a pair of which b is positive definite, in ascending order"""
    return eigh(a, b, lower=lower, eigvals_only=True, type=type, subset_by_index=subset_by_index, subset_by_value=subset_by_value)


def svd(a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True, lapack_driver="gesdd"):
    """singular value decomposition: U, singular values in descending order, Vᵀ; or the values alone"""
    if lapack_driver != "gesdd":
        refuse(f"`lapack_driver={lapack_driver!r}` is not part of the language", "'gesdd', the default")
    found = singular.svd(a, full_matrices, compute_uv)
    return (found[0], found[1], found[2]) if compute_uv else found


def svdvals(a, overwrite_a=False, check_finite=True):
    """singular values in descending order"""
    return singular.values(a)


def pinv(a, *, atol=None, rtol=None, return_rank=False, check_finite=True):
    """pseudoinverse; singular values below rtol times the largest count as 0, and the rank as constant"""
    if atol is not None and atol != 0.0:
        refuse("`atol=` of a pseudoinverse is not part of the language", "a bound relative to the largest singular value: rtol=")
    bound = max(a.shape) * EPS if rtol is None else rtol
    p = singular.pseudoinverse(a, bound)
    return (p, singular.matrix_rank(a, rtol=bound)) if return_rank else p


def pinvh(a, atol=None, rtol=None, lower=True, return_rank=False, check_finite=True):
    """pseudoinverse of a symmetric matrix, of which one triangle is read"""
    return pinv(symmetric(a, lower), atol=atol, rtol=rtol, return_rank=return_rank)


def lstsq(a, b, cond=None, overwrite_a=False, overwrite_b=False, check_finite=True, lapack_driver=None):
    """least squares: (solution of least length, sums of squared residuals where there are more rows than columns, rank, singular values)"""
    x, sums, rank, s = least_squares.lstsq(a, b, EPS if cond is None else cond)
    return x, sums[0] if len(b.shape) == 1 and a.shape[0] > a.shape[1] else sums, rank, s


def qr(a, overwrite_a=False, lwork=None, mode="full", pivoting=False, check_finite=True):
    """orthogonal matrix and upper triangle whose product is the matrix: mode "full", "economic" or "r", the triangle alone"""
    if pivoting or mode == "raw":
        refuse("QR with pivoting, or in LAPACK's own form, is not part of the language", "`scipy.linalg.qr(a)`, `mode=\"economic\"`")
    if mode == "economic":
        q, r = orthogonal.qr(a)
        return q, r
    q, r = orthogonal.qr(a, "complete")
    return (r,) if mode == "r" else (q, r)


def polar(a, side="right"):
    """orthogonal factor and the positive semidefinite factor on one side of it"""
    u, s, vh = singular.svd(a, False)
    return u @ vh, (vh.T * s) @ vh if side == "right" else (u * s) @ u.T


def no_shape(A, rcond=None, *, overwrite_a=False, check_finite=True, lapack_driver="gesdd"):
    """a refusal: how many columns depends on the numbers"""
    refuse("how many columns a basis of the range or of the null space has depends on the numbers of the matrix",
           "take as many as you know there are: `np.linalg.svd(a)[2][rank:].T`, `np.linalg.svd(a)[0][:, :rank]`")

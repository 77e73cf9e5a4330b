"""Singular values and vectors and what is made of them, with the meaning of numpy.linalg; leading axes are batches."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..functions import UFUNCS
from .eigen import of_stack, values_of_stack
from .packed import leftvectors, packed_svd, rightvectors, with_rule
from .rules.gaps import EPS
from .stacks import stacked

stop_gradient = UFUNCS["stop_gradient"]
ROUNDING = 1e-9                                 # the derivative at constant rank is wrong by as much, relatively


class SVDResult(NamedTuple):
    """What np.linalg.svd gives."""

    U: Any
    S: Any
    Vh: Any


def triple(a, full):
    """U, singular values, Vᵀ of one matrix."""
    m, n = a.shape
    k = min(m, n)
    packed = packed_svd(a, full)
    return leftvectors(packed, m if full else k, m).T, packed[:k, 0] * 1.0, rightvectors(packed, n if full else k, n)


def values(a):
    """Singular values of one matrix, or of each in a stack."""
    k = min(a.shape[-2:])
    if len(a.shape) == 2:
        return packed_svd(a, False)[:k, 0] * 1.0
    return stacked(lambda m: (packed_svd(m, False)[:k, 0],), a, ((k,),))[0]


def by_size(w):
    """Places of the absolute values from the largest to the smallest."""
    n = len(w)
    order = np.zeros(n, np.int64)
    for i in range(n):
        place = 0
        for j in range(n):
            if abs(w[j]) > abs(w[i]) or (abs(w[j]) == abs(w[i]) and j > i):
                place += 1
        order[place] = i
    return order


def of_symmetric(a):
    """U, singular values, Vᵀ of one symmetric matrix."""
    w, v = of_stack(a, True, "eigh")
    n = len(w)
    order = by_size(w)
    u, s, vh = np.zeros((n, n)), np.zeros(n), np.zeros((n, n))
    for i in range(n):
        at = order[i]
        s[i] = abs(w[at])
        for j in range(n):
            u[j, i] = v[j, at]
            vh[i, j] = v[j, at] * np.sign(w[at])
    return u, s, vh


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """singular value decomposition: U, singular values in descending order, Vᵀ; or the values alone"""
    if not compute_uv:
        return svdvals_of(a, hermitian)
    m, n = a.shape[-2:]
    left, k, right = (m, min(m, n), n) if full_matrices else (min(m, n), min(m, n), min(m, n))
    if len(a.shape) > 2:
        return SVDResult(*stacked(lambda one: of_symmetric(one) if hermitian else triple(one, full_matrices), a, ((m, left), (k,), (right, n))))
    return SVDResult(*(of_symmetric(a) if hermitian else triple(a, full_matrices)))


def svdvals_of(a, hermitian):
    """Singular values, of symmetric matrices by their eigenvalues."""
    if not hermitian:
        return values(a)
    w = values_of_stack(a, True, "eigh")
    return np.sort(np.abs(w))[..., ::-1] * 1.0


def svdvals(x):
    """singular values in descending order"""
    return values(x)


def is_rounding(relative):
    """Do singular values that are left out at this bound only come from rounding? The others have slopes."""
    return isinstance(relative, (int, float)) and relative <= ROUNDING


def inverse_of_large(a, relative):
    """Pseudoinverse of one matrix by the singular values above so much times the largest."""
    if not is_rounding(relative):
        u, s, vh = triple(a, False)
        large = s > relative * s[0]
        return (vh.T * np.where(large, 1.0 / np.where(large, s, 1.0), 0.0)) @ u.T
    frozen = stop_gradient(a)
    k = min(a.shape)
    packed = packed_svd(frozen, False)
    s = packed[:k, 0]
    large = s > relative * s[0]
    scale = np.where(large, 1.0 / np.where(large, s, 1.0), 0.0)
    return with_rule((packed[:k, 1 + a.shape[0]:].T * scale) @ packed[:k, 1:1 + a.shape[0]], a, "pinv")


def pseudoinverse(a, relative):
    """Of one matrix, or of each in a stack."""
    if 0 in a.shape:
        return np.zeros((*a.shape[:-2], a.shape[-1], a.shape[-2]))
    if len(a.shape) == 2:
        return inverse_of_large(a, relative)
    return stacked(lambda m: (inverse_of_large(m, relative),), a, ((a.shape[-1], a.shape[-2]),))[0]


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    """pseudoinverse; singular values below rcond times the largest count as 0, and the rank as constant"""
    return pseudoinverse(mirrored(a) if hermitian else a, rcond if rcond is not None else rtol if rtol is not None else 1e-15)


def mirrored(a):
    """Symmetric matrices by their lower triangles."""
    return np.tril(a) + np.swapaxes(np.tril(a, -1), -1, -2)


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    """number of singular values above a bound, max(m, n) times the precision of the largest"""
    if len(A.shape) < 2:
        return int(np.any(A != 0.0))
    s = stop_gradient(svdvals_of(A, hermitian))
    if tol is None:
        return np.sum(s > (max(A.shape[-2:]) * EPS if rtol is None else rtol) * np.max(s, axis=-1, keepdims=True), axis=-1)
    return np.sum(s > tol, axis=-1)


def cond(x, p=None):
    """condition number: the ratio of the largest singular value to the smallest, or by another norm"""
    if p is None or p == 2 or p == -2:
        s = values(x)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    return np.linalg.norm(x, p, (-2, -1)) * np.linalg.norm(np.linalg.inv(x), p, (-2, -1))


def norm_of_singular_values(a, ord):
    """Norms of the matrices of a stack that are those of their singular values: the largest (2), the smallest (-2), the sum of all ("nuc")."""
    s = values(a)
    return np.sum(s, axis=-1) if ord == "nuc" else s[..., 0] if ord == 2 else s[..., -1]

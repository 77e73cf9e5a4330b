"""Derivatives of decompositions, in the language: KIND_forward(ẋ, x, …, ȧ) sets a tangent, KIND_reverse(ā, x, …, x̄) adds to an adjoint.

Eigenvalues that are equal have no eigenvectors of their own. What is asked of eigenvalues alone does not turn within such a space, and is right; the
derivative of eigenvectors that are handed out is nan there (`eigenvectors_reverse`), as are second derivatives of eigenvalues along directions
that part them.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import rules_of_factors, rules_of_functions, rules_of_singular
from .gaps import EPS, matrix_of_gaps


def eigh_forward(packed_dot, packed, a_dot):
    """ẇ = diag E, V̇ = V (F ∘ E) with E = Vᵀ Ȧ V and F_ij = 1 / (w_j - w_i)."""
    vectors = packed[1:]
    e = vectors @ a_dot @ vectors.T
    packed_dot[0] = np.diagonal(e)
    packed_dot[1:] = matrix_of_gaps(packed[0], e, np.ones(len(e))).T @ vectors


def eigh_reverse(a_bar, packed, packed_bar):
    """Ā += V (diag w̄ + F ∘ Vᵀ V̄) Vᵀ, symmetric."""
    vectors = packed[1:]
    m = vectors @ packed_bar[1:].T
    k = matrix_of_gaps(packed[0], 0.5 * (m - m.T), np.ones(len(m)))
    for i in range(len(k)):
        k[i, i] = packed_bar[0, i]
    a_bar += vectors.T @ k @ vectors


def eigenvectors_forward(v_dot, v, packed, packed_dot):
    """As they are in the decomposition."""
    v_dot[:] = packed_dot[1:]


def eigenvectors_reverse(packed_bar, v, packed, v_bar):
    """As they are, but nan for those whose eigenvalue is not apart from another."""
    n = len(v)
    equal = 4.0 * EPS * n * max(abs(packed[0, 0]), abs(packed[0, n - 1]))
    known = np.zeros(n)
    for i in range(n - 1):
        if packed[0, i + 1] - packed[0, i] <= equal:
            known[i] = np.nan
            known[i + 1] = np.nan
    for i in range(n):
        for j in range(n):
            packed_bar[i + 1, j] += v_bar[i, j] + known[i]


RULES: dict[str, Callable[..., Any]] = {f.__name__: f for f in (
    eigh_forward, eigh_reverse, eigenvectors_forward, eigenvectors_reverse,
    rules_of_singular.svd_forward, rules_of_singular.svd_reverse, rules_of_singular.leftvectors_forward, rules_of_singular.leftvectors_reverse,
    rules_of_singular.rightvectors_forward, rules_of_singular.rightvectors_reverse, rules_of_singular.pinv_forward, rules_of_singular.pinv_reverse,
    rules_of_factors.qr_forward, rules_of_factors.qr_reverse,
    rules_of_functions.sqrtm_forward, rules_of_functions.sqrtm_reverse, rules_of_functions.logm_forward, rules_of_functions.logm_reverse)}

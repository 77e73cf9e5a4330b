"""Derivatives of eigenvalues and eigenvectors of symmetric matrices.

Eigenvalues that are equal have no eigenvectors of their own. What is asked of eigenvalues alone does not turn within such a space, and is right; the
derivative of eigenvectors that are handed out is nan there (`gaps.not_apart`), as are second derivatives of eigenvalues along directions
that part them.
"""
from __future__ import annotations

import numpy as np

from .gaps import EPS, matrix_of_gaps, not_apart, quotients


def eigh_forward(packed_dot, packed, a_dot):
    """ẇ = diag E, V̇ = V (F ∘ E) with E = Vᵀ Ȧ V and F_ij = 1 / (w_j - w_i)."""
    vectors = packed[1:-1]
    e = vectors @ a_dot @ vectors.T
    packed_dot[0] = np.diagonal(e)
    packed_dot[1:-1] = matrix_of_gaps(packed[0], e, np.ones(len(e))).T @ vectors


def eigh_reverse(a_bar, packed, packed_bar):
    """Ā += V (diag w̄ + F ∘ Vᵀ V̄) Vᵀ, symmetric."""
    n = len(a_bar)
    vectors = packed[1:-1]
    size = max(abs(packed[0, 0]), abs(packed[0, n - 1]))
    lost = not_apart(packed[0], packed_bar[0], packed_bar[1:-1], packed_bar[-1, 0], 4.0 * EPS * n * size)
    m = vectors @ (packed_bar[1:-1] + lost[:, None]).T
    k = matrix_of_gaps(packed[0], 0.5 * (m - m.T), np.ones(n))
    for i in range(n):
        k[i, i] = packed_bar[0, i]
    a_bar += vectors.T @ k @ vectors


def eighs_forward(packed_dot, packed, a_dot):
    """As `eigh_forward`, by the gaps that rounding leaves."""
    vectors = packed[1:-1]
    e = vectors @ a_dot @ vectors.T
    packed_dot[0] = np.diagonal(e)
    packed_dot[1:-1] = quotients(packed[0], e).T @ vectors


def eighs_reverse(a_bar, packed, packed_bar):
    """As `eigh_reverse`, by the gaps that rounding leaves."""
    vectors = packed[1:-1]
    m = vectors @ packed_bar[1:-1].T
    k = quotients(packed[0], 0.5 * (m - m.T))
    for i in range(len(a_bar)):
        k[i, i] = packed_bar[0, i]
    a_bar += vectors.T @ k @ vectors


def eigenvectors_forward(v_dot, v, packed, packed_dot):
    """As they are in the decomposition."""
    v_dot[:] = packed_dot[1:-1]


def eigenvectors_reverse(packed_bar, v, packed, v_bar):
    """As they are; and a note that they were handed out."""
    packed_bar[1:-1] += v_bar
    packed_bar[-1, 0] += 1.0

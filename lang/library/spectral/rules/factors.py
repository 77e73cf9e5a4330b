"""Derivative of A = Q R for a matrix (m, n), m ≥ n, of full rank: rules as in `rules.py`."""
from __future__ import annotations

import numpy as np

from ...linalg import backward, forward


def over_triangle(b, r):
    """b r⁻¹ for upper triangular r."""
    return forward(r.T, b.T, False).T


def over_transpose(b, r):
    """b r⁻ᵀ for upper triangular r."""
    return backward(r, b.T, False).T


def turns(c):
    """The antisymmetric matrix with the elements of c below its diagonal."""
    n = len(c)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            out[i, j] = c[i, j]
            out[j, i] = -c[i, j]
    return out


def qr_forward(packed_dot, packed, a_dot):
    """With B = Ȧ R⁻¹ and C = Qᵀ B: Q turns by Ω, antisymmetric with the lower part of C, and tilts by B - Q C; Ṙ = (C - Ω) R."""
    m, n = a_dot.shape
    q, r = packed[:, :m], packed[:, m:]
    b = over_triangle(a_dot, r)
    c = q @ b
    turn = turns(c)
    packed_dot[:, :m] = turn.T @ q + b.T - c.T @ q
    packed_dot[:, m:] = (c - turn) @ r


def qr_reverse(a_bar, packed, packed_bar):
    """The transpose of `qr_forward`."""
    m, n = a_bar.shape
    q, r, q_bar, r_bar = packed[:, :m], packed[:, m:], packed_bar[:, :m], packed_bar[:, m:]
    of_r = r_bar @ r.T
    of_turn = q @ q_bar.T - of_r
    b = q_bar.T - q.T @ (q @ q_bar.T) + q.T @ of_r
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            lower[i, j] = of_turn[i, j] - of_turn[j, i]
    a_bar += over_transpose(b + q.T @ lower, r)

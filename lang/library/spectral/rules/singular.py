"""Derivatives of singular values and vectors, and of the pseudoinverse: rules as in `rules.py`.

A singular value of 0 is at a kink, as |x| at 0: its slope is 0. Singular vectors have no slope (nan) where they are handed out and their singular
values are equal, or 0; those of the space that is left over have one where it is a line.
"""
from __future__ import annotations

import numpy as np

from .gaps import EPS, matrix_of_gaps, not_apart


def apart_from_zero(packed, m, n):
    """For each singular value: is it 0 to rounding? 1 or 0."""
    k = min(m, n)
    mask = np.zeros(k)
    least = EPS * max(m, n) * packed[0, 0]
    for i in range(k):
        mask[i] = 1.0 if packed[i, 0] > least else 0.0
    return mask


def reciprocals(packed, mask):
    """1 / s, 0 where s is."""
    out = np.zeros(len(mask))
    for i in range(len(mask)):
        out[i] = mask[i] / (packed[i, 0] if mask[i] > 0.0 else 1.0)
    return out


def half_turns(packed, mask, d):
    """(d_ij - d_ji) / (s_i + s_j), 0 where both are."""
    k = len(mask)
    out = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            out[i, j] = (d[i, j] - d[j, i]) / (packed[i, 0] + packed[j, 0] if mask[i] + mask[j] > 0.0 else 1.0) * max(mask[i], mask[j])
    return out


def svd_forward(packed_dot, packed, a_dot):
    """Of P = Uᵀ Ȧ V: ṡ = diag P, U turns by (G + H) / 2 and V by (G - H) / 2 with G_ij = (P + Pᵀ)_ij / (s_j - s_i), H_ij = (P - Pᵀ)_ij / (s_i + s_j),
    and both tilt out of their spans."""
    m, n = a_dot.shape
    k = min(m, n)
    mask = apart_from_zero(packed, m, n)
    u, v = packed[:k, 1:1 + m], packed[:k, 1 + m:]
    p = u @ a_dot @ v.T
    g = matrix_of_gaps(packed[:k, 0], p + p.T, mask)
    h = half_turns(packed, mask, p)
    for i in range(k):
        packed_dot[i, 0] = p[i, i] * mask[i]
    packed_dot[:k, 1:1 + m] = -0.5 * (g + h) @ u
    packed_dot[:k, 1 + m:] = -0.5 * (g - h) @ v
    inverse = reciprocals(packed, mask)
    rest = packed[k:-1]
    if m > k:
        y = inverse[:, None] * (v @ a_dot.T)
        packed_dot[:k, 1:1 + m] += y - (y @ u.T) @ u
        if rest.shape[0] > 0:
            packed_dot[k:-1, 1:1 + m] = -(rest[:, 1:1 + m] @ y.T) @ u
    if n > k:
        z = inverse[:, None] * (u @ a_dot)
        packed_dot[:k, 1 + m:] += z - (z @ v.T) @ v
        if rest.shape[0] > 0:
            packed_dot[k:-1, 1 + m:] = -(rest[:, 1 + m:] @ z.T) @ v


def svd_reverse(a_bar, packed, packed_bar):
    """The transpose of `svd_forward`."""
    m, n = a_bar.shape
    k = min(m, n)
    mask = apart_from_zero(packed, m, n)
    inverse = reciprocals(packed, mask)
    u, v = packed[:k, 1:1 + m], packed[:k, 1 + m:]
    rest, rest_bar = packed[k:-1], packed_bar[k:-1]
    u_bar = packed_bar[:k, 1:1 + m] + undetermined(packed, packed_bar[:k, 0], packed_bar[:k, 1:1 + m], packed_bar[-1, 0], mask)[:, None]
    v_bar = packed_bar[:k, 1 + m:] + undetermined(packed, packed_bar[:k, 0], packed_bar[:k, 1 + m:], packed_bar[-1, 1], mask)[:, None]
    of_u, of_v = u_bar @ u.T, v_bar @ v.T
    both = of_u + of_v
    turned = of_u - of_v
    p = -0.5 * (matrix_of_gaps(packed[:k, 0], both - both.T, mask) + half_turns(packed, mask, turned))
    for i in range(k):
        p[i, i] = packed_bar[i, 0] * mask[i]
    a_bar += u.T @ p @ v
    if m > k:
        y = u_bar - of_u @ u
        if rest.shape[0] > 0:
            y = y - u @ rest_bar[:, 1:1 + m].T @ rest[:, 1:1 + m]
        a_bar += (inverse[:, None] * y).T @ v
    if n > k:
        z = v_bar - of_v @ v
        if rest.shape[0] > 0:
            z = z - v @ rest_bar[:, 1 + m:].T @ rest[:, 1 + m:]
        a_bar += u.T @ (inverse[:, None] * z)


def leftvectors_forward(out_dot, out, packed, packed_dot):
    """As they are in the decomposition."""
    out_dot[:] = packed_dot[:out.shape[0], 1:1 + out.shape[1]]


def rightvectors_forward(out_dot, out, packed, packed_dot):
    """As they are in the decomposition."""
    out_dot[:] = packed_dot[:out.shape[0], -out.shape[1]:]


def leftvectors_reverse(packed_bar, out, packed, out_bar):
    """As they are, and a note that they were handed out; nan for those of what is left over that the matrix does not determine."""
    rows, m = out.shape
    packed_bar[:rows, 1:1 + m] += out_bar + of_the_rest(packed, m, packed.shape[1] - 1 - m, out_bar)[:, None]
    packed_bar[-1, 0] += 1.0


def rightvectors_reverse(packed_bar, out, packed, out_bar):
    """As they are, and a note that they were handed out; nan for those of what is left over that the matrix does not determine."""
    rows, n = out.shape
    packed_bar[:rows, -n:] += out_bar + of_the_rest(packed, n, packed.shape[1] - 1 - n, out_bar)[:, None]
    packed_bar[-1, 1] += 1.0


def of_the_rest(packed, m, n, out_bar):
    """nan for singular vectors of what is left over that have a slope, where they span more than a line."""
    k = min(m, n)
    rows = out_bar.shape[0]
    out = np.zeros(rows)
    several = rows - k > 1 or packed[k - 1, 0] <= EPS * max(m, n) * packed[0, 0]
    for i in range(k, rows):
        if several and np.sum(np.abs(out_bar[i])) > 0.0:
            out[i] = np.nan
    return out


def undetermined(packed, s_bar, vectors_bar, handed_out, mask):
    """nan for singular vectors that were handed out and whose value is that of another, or is 0 and they have a slope."""
    k = len(mask)
    out = not_apart(packed[:k, 0], s_bar, vectors_bar, handed_out, 4.0 * EPS * k * packed[0, 0])
    for i in range(k):
        if mask[i] == 0.0 and np.sum(np.abs(vectors_bar[i])) > 0.0:
            out[i] = np.nan
    return out


def pinv_forward(p_dot, p, a, a_dot):
    """Of constant rank: Ṗ = -P Ȧ P + P Pᵀ Ȧᵀ (1 - A P) + (1 - P A) Ȧᵀ Pᵀ P (Golub and Pereyra 1973, equation 4.12)."""
    b = p @ p.T @ a_dot.T
    c = a_dot.T @ p.T @ p
    p_dot[:] = b - (b @ a) @ p + c - p @ (a @ c) - p @ a_dot @ p


def pinv_reverse(a_bar, p, a, p_bar):
    """The transpose of `pinv_forward`."""
    b = p_bar.T @ p @ p.T
    c = p.T @ p @ p_bar.T
    a_bar += b - a @ (p @ b) + c - (c @ p) @ a - p.T @ p_bar @ p.T

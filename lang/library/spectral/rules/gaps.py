"""Quotients by the gaps between eigenvalues, or between singular values."""
from __future__ import annotations

import numpy as np

EPS = 2.220446049250313e-16


def matrix_of_gaps(w, e, mask):
    """e_ij / (w_j - w_i) for symmetric e, 0 on the diagonal; where values are equal to rounding it is 0 if e_ij is, or if both count for nothing (`mask`
    is 0), else nan. The values are in order."""
    n = len(w)
    out = np.zeros((n, n))
    equal = 4.0 * EPS * n * max(abs(w[0]), abs(w[n - 1]))
    nothing = 8.0 * EPS * np.max(np.abs(e))
    for i in range(n):
        for j in range(n):
            gap = w[j] - w[i]
            if abs(gap) > equal:
                out[i, j] = e[i, j] / gap
            elif i != j and not abs(e[i, j]) <= nothing and mask[i] + mask[j] > 0.0:
                out[i, j] = np.nan
    return out


def quotients(w, e):
    """e_ij / (w_j - w_i), 0 where values are equal: as many digits as the gaps have. They are right where nothing moves within the space of values that are
    equal to rounding, which no part of a reverse sweep can know."""
    n = len(w)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if w[j] != w[i]:
                out[i, j] = e[i, j] / (w[j] - w[i])
    return out


def not_apart(w, w_bar, vectors_bar, handed_out, equal):
    """nan for each vector that was handed out and whose value is that of another, else 0. Those of equal values that nobody looked at (no slope of
    their values, none of theirs) are left out where some other vector has a slope: a slope that is 0 may be a factor f(w) = 0, and that has one."""
    n = len(w)
    slopes = np.zeros(n)
    for i in range(n):
        slopes[i] = np.sum(np.abs(vectors_bar[i]))
    total = np.sum(slopes)
    out = np.zeros(n)
    for i in range(n):
        several, looked_at = -1.0, 0.0
        for j in range(n):
            if abs(w[j] - w[i]) <= equal:
                several += 1.0
                looked_at += slopes[j] + abs(w_bar[j])
        if handed_out > 0.0 and several > 0.0 and (looked_at > 0.0 or total == 0.0):
            out[i] = np.nan
    return out

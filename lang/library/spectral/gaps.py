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

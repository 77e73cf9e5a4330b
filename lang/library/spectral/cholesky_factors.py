"""Cholesky factors in the forms of scipy.linalg and of numpy.linalg's newer keywords."""
from __future__ import annotations

import numpy as np


def cholesky(a, lower=False, overwrite_a=False, check_finite=True):
    """upper Cholesky factor, or the lower one: of a symmetric matrix, of which one triangle is read; leading axes are batches"""
    if lower:
        return np.linalg.cholesky(a)
    return np.swapaxes(np.linalg.cholesky(np.swapaxes(a, -1, -2)), -1, -2)


def cho_factor(a, lower=False, overwrite_a=False, check_finite=True):
    """(matrix with the Cholesky factor in one triangle and what was there in the other, is it the lower one?)"""
    n = a.shape[0]
    c = cholesky(a, lower)
    inside = np.tri(n, dtype=bool) if lower else np.tri(n, k=-1, dtype=bool)
    return (np.where(inside, c, a) if lower else np.where(inside, a, c)), lower

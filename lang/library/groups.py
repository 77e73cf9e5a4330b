"""Sums by group, in the language."""
from __future__ import annotations

import numpy as np


def bincount(x, weights=None, minlength=0):
    """how often each of `minlength` whole numbers occurs, or the sums of their weights"""
    out = np.zeros(minlength, np.int64 if weights is None else np.float64)
    for i in range(x.shape[0]):
        k = x[i] if x[i] >= 0 else minlength        # out of range, instead of Python's count from the end
        out[k] += 1 if weights is None else weights[i]
    return out


def add_at(a, indices, b):
    """Adds b to the elements (or rows) of a at the indices, as often as each occurs."""
    rows = np.broadcast_to(b, (indices.shape[0], *a.shape[1:]))
    for i in range(indices.shape[0]):
        a[indices[i]] += rows[i]

"""Sorting, and the places of extremes, in the language."""
from __future__ import annotations

import numpy as np


def argmax(a, axis):
    """positions of the first largest elements along an axis"""
    last = np.moveaxis(a, axis, -1)
    rows = last.reshape(-1, last.shape[-1])
    out = np.zeros(rows.shape[0], np.int64)
    for i in range(rows.shape[0]):
        best = rows[i, 0]
        for j in range(rows.shape[1]):
            if rows[i, j] > best:
                best = rows[i, j]
                out[i] = j
    return out.reshape(last.shape[:-1])


def argmin(a, axis):
    """positions of the first smallest elements along an axis"""
    return argmax(-a, axis)


def sort(a, axis=-1):
    """a sorted copy, along an axis (insertion sort)"""
    if axis is None:
        return sorted_vector(np.ravel(a))
    if len(a.shape) == 1:
        return sorted_vector(a)
    last = np.moveaxis(a, axis, -1)
    rows = last.reshape(-1, last.shape[-1])
    out = np.zeros_like(rows)
    for i in range(rows.shape[0]):
        out[i] = sorted_vector(rows[i])
    return np.moveaxis(out.reshape(last.shape), -1, axis)


def sorted_vector(a):
    """A sorted copy of a vector; nan comes last, as in NumPy."""
    out = np.copy(a)
    for i in range(1, a.shape[0]):
        v = out[i]
        j = i - 1
        while j >= 0 and v == v and not out[j] <= v:
            out[j + 1] = out[j]
            j -= 1
        out[j + 1] = v
    return out


def median(a, axis=None):
    """the middle of the sorted values, of all or along an axis"""
    if axis is None:
        s = sorted_vector(np.ravel(a))
    else:
        s = np.moveaxis(sort(a, axis), axis, 0)
    n = s.shape[0]
    middle = s[n // 2] * 1.0 if n % 2 == 1 else 0.5 * (s[n // 2 - 1] + s[n // 2])
    return np.where(s[n - 1] == s[n - 1], middle, s[n - 1])             # nan, if there is one, is last

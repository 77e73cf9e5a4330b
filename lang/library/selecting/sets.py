"""Which elements are among others, and which are close, in the language."""
from __future__ import annotations

import numpy as np


def isin(element, test_elements, assume_unique=False, invert=False, *, kind=None):
    """is each element among others?"""
    element = np.asarray(element)
    tests = np.ravel(test_elements)
    if tests.shape[0] == 0:
        found = np.full(element.shape, False)
    else:
        found = np.any(element[..., None] == tests, axis=-1)
    return ~found if invert else found


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """|a - b| ≤ atol + rtol |b|, element by element"""
    a, b = np.asarray(a), np.asarray(b)
    near = np.isfinite(b) & (np.abs(a - b) <= atol + rtol * np.abs(b)) | (a == b)
    return near | (np.isnan(a) & np.isnan(b)) if equal_nan else near


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """are all elements close?"""
    return np.all(isclose(a, b, rtol, atol, equal_nan))


def array_equal(a1, a2, equal_nan=False):
    """have two arrays one shape and the same elements?"""
    if np.shape(a1) != np.shape(a2):
        return False
    a1, a2 = np.asarray(a1), np.asarray(a2)
    same = a1 == a2
    return np.all(same | (np.isnan(a1) & np.isnan(a2))) if equal_nan else np.all(same)


def array_equiv(a1, a2):
    """have two arrays the same elements once they broadcast?"""
    return np.all(np.asarray(a1) == np.asarray(a2))

"""Sums, moments and extremes of what is not nan, in the language."""
from __future__ import annotations

import numpy as np


def without(a, instead):
    """The array with something else in the place of nan."""
    a = np.asarray(a)
    return np.where(np.isnan(a), instead, a) if a.dtype.kind == "f" else a


def nansum(a, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True):
    """sum of what is not nan"""
    return np.sum(without(a, 0.0), axis=axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def nanprod(a, axis=None, dtype=None, out=None, keepdims=False, initial=1, where=True):
    """product of what is not nan"""
    return np.prod(without(a, 1.0), axis=axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def nancumsum(a, axis=None, dtype=None, out=None):
    """running sums, nan counts as 0"""
    return np.cumsum(without(a, 0.0), axis=axis, dtype=dtype)


def nancumprod(a, axis=None, dtype=None, out=None):
    """running products, nan counts as 1"""
    return np.cumprod(without(a, 1.0), axis=axis, dtype=dtype)


def nanmax(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """largest element that is not nan; nan where there is none"""
    return extreme(np.max, without(a, -np.inf), np.asarray(a), axis, keepdims, initial, where)


def nanmin(a, axis=None, out=None, keepdims=False, initial=None, where=True):
    """smallest element that is not nan; nan where there is none"""
    return extreme(np.min, without(a, np.inf), np.asarray(a), axis, keepdims, initial, where)


def extreme(f, filled, a, axis, keepdims, initial, where):
    """The extreme f of the filled array; nan where all of `a` is, unless it is said where the extreme begins."""
    if initial is not None:
        return f(filled, axis=axis, keepdims=keepdims, initial=initial, where=where)
    found = f(filled, axis=axis, keepdims=keepdims, where=where)
    return np.where(np.all(np.isnan(a), axis=axis, keepdims=keepdims), np.nan, found) if a.dtype.kind == "f" else found


def nanmean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """arithmetic mean of what is not nan"""
    a = np.asarray(a)
    return np.mean(a, axis=axis, keepdims=keepdims, where=seen(a, where))


def nanvar(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """variance of what is not nan, the divisor is n - ddof"""
    a = np.asarray(a)
    return np.var(a, axis=axis, ddof=ddof if correction is None else correction, keepdims=keepdims, where=seen(a, where))


def seen(a, where):
    """Which elements count."""
    return where & ~np.isnan(a) if a.dtype.kind == "f" else where


def nanstd(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None):
    """standard deviation of what is not nan, the divisor is n - ddof"""
    return np.sqrt(nanvar(a, axis=axis, ddof=ddof, keepdims=keepdims, where=where, correction=correction))


def nanargmax(a, axis=None, out=None, *, keepdims=False):
    """position of the first largest element that is not nan"""
    some_number(a, axis)
    return np.argmax(without(a, -np.inf), axis=axis, keepdims=keepdims)


def nanargmin(a, axis=None, out=None, *, keepdims=False):
    """position of the first smallest element that is not nan"""
    some_number(a, axis)
    return np.argmin(without(a, np.inf), axis=axis, keepdims=keepdims)


def some_number(a, axis):
    """An error where all are nan."""
    a = np.asarray(a)
    if a.dtype.kind == "f" and np.any(np.all(np.isnan(a), axis=axis)):
        raise ValueError("all-nan slice encountered")


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """numbers in the place of nan and infinities"""
    a = np.asarray(x)
    if a.dtype.kind != "f":
        return a * 1
    most = np.finfo(a.dtype).max
    high, low = most if posinf is None else posinf, -most if neginf is None else neginf
    return np.where(np.isnan(a), nan, np.where(a == np.inf, high, np.where(a == -np.inf, low, a)))

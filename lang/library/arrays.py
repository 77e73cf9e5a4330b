"""Array functions in the language, with the meaning of NumPy's and SciPy's on arrays of any rank."""
from __future__ import annotations

from typing import Any

import numpy as np

from .functions import UFUNCS

exp, log, stop_gradient = (UFUNCS[name] for name in ("exp", "log", "stop_gradient"))       # in CPython they give -inf without warnings


def cumsum(a, axis=None, dtype=None, out=None):
    """running sums, of the flat array or along an axis"""
    return running(sums, a if dtype is None else np.asarray(a, dtype), axis)


def cumprod(a, axis=None, dtype=None, out=None):
    """running products, of the flat array or along an axis"""
    return running(products, a if dtype is None else np.asarray(a, dtype), axis)


def running(f, a, axis):
    """f of a vector, of the flat array, or along an axis."""
    if axis is None or len(a.shape) == 1:
        return f(np.ravel(a))
    last = np.moveaxis(a, axis, -1)
    rows = last.reshape(-1, last.shape[-1])
    out = np.zeros_like(rows * 1)
    for i in range(rows.shape[0]):
        out[i] = f(rows[i])
    return np.moveaxis(out.reshape(last.shape), -1, axis)


def sums(v):
    """Running sums of a vector."""
    out = np.zeros_like(v * 1)                  # booleans add up to integers
    s = 0
    for i in range(v.shape[0]):
        s += v[i]
        out[i] = s
    return out


def products(v):
    """Running products of a vector."""
    out = np.zeros_like(v * 1)
    s = 1
    for i in range(v.shape[0]):
        s *= v[i]
        out[i] = s
    return out


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


def shift(m):
    """The maximum as a constant, 0 where it is not finite, so that exp neither overflows nor gives inf - inf."""
    return np.where(np.isfinite(m), stop_gradient(m), 0.0)


def log_of_total(s):
    """log s; a constant -inf where nothing was added, so that no slope of infinity meets the zeros that exp passes back."""
    nothing = s == 0.0
    return np.where(nothing, -np.inf, log(np.where(nothing, 1.0, s)))


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False):
    """log of the sum of exponentials, no overflow; -inf if all are; `b` are factors of the exponentials"""
    if b is not None or return_sign:
        return of_factors(np.asarray(a), axis, 1.0 if b is None else np.asarray(b), keepdims, return_sign)
    if axis is None and not keepdims:
        m = shift(np.max(a))
        return log_of_total(np.sum(exp(a - m))) + m
    m = shift(np.max(a, axis=axis, keepdims=True))
    s = log_of_total(np.sum(exp(a - m), axis=axis, keepdims=True)) + m
    return s if keepdims else np.sum(s, axis=axis)


def of_factors(a, axis, b, keepdims, return_sign) -> Any:
    """log of the sum of b exp(a), nan where that is negative; or log of its absolute value, and its sign."""
    nothing = b == 0.0
    m = shift(np.max(np.where(nothing, -np.inf, a), axis=axis, keepdims=True))
    s = np.sum(np.where(nothing, 0.0, b * exp(np.where(nothing, m, a) - m)), axis=axis, keepdims=True)
    logs, signs = log_of_total(np.abs(s) if return_sign else s) + m, np.sign(s)
    if not keepdims:
        logs, signs = np.sum(logs, axis=axis), np.sum(signs, axis=axis)
    return (logs, signs) if return_sign else logs


def softmax(x, axis=None):
    """exponentials that sum to 1, over all elements or along an axis"""
    if axis is None:
        e = exp(x - shift(np.max(x)))
        return e / np.sum(e)
    e = exp(x - shift(np.max(x, axis=axis, keepdims=True)))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x, axis=None):
    """log of softmax"""
    if axis is None:
        return x - logsumexp(x)
    return x - logsumexp(x, axis=axis, keepdims=True)


def counting(n):
    """0, 1, … below a run-time number"""
    out = np.zeros(n, dtype=int)
    for i in range(n):
        out[i] = i
    return out

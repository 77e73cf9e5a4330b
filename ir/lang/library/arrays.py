"""Array functions in the language, with the meaning of NumPy's and SciPy's on arrays of rank 1 and 2."""
from __future__ import annotations

import numpy as np

from ..math import stop_gradient


def cumsum(a, axis=None):
    """running sums of a vector, or along an axis of a matrix"""
    if len(a.shape) == 2 and axis is not None:
        return along(cumsum, a, axis)
    v = a.reshape(-1) if len(a.shape) == 2 else a
    out = np.zeros_like(v * 1)                  # booleans add up to integers
    s = 0
    for i in range(v.shape[0]):
        s += v[i]
        out[i] = s
    return out


def cumprod(a, axis=None):
    """running products of a vector, or along an axis of a matrix"""
    if len(a.shape) == 2 and axis is not None:
        return along(cumprod, a, axis)
    v = a.reshape(-1) if len(a.shape) == 2 else a
    out = np.zeros_like(v * 1)
    s = 1
    for i in range(v.shape[0]):
        s *= v[i]
        out[i] = s
    return out


def along(f, a, axis):
    """f of every row (axis 1 or -1) or column (axis 0) of a matrix."""
    out = np.zeros_like(a * 1)
    if axis == 0 or axis == -2:
        for j in range(a.shape[1]):
            out[:, j] = f(a[:, j])
    else:
        for i in range(a.shape[0]):
            out[i] = f(a[i])
    return out


def diff(a, n=1, axis=-1):
    """differences of neighbours, n times"""
    for _ in range(n):
        if len(a.shape) == 2 and axis == 0:
            a = a[1:, :] - a[:-1, :]
        elif len(a.shape) == 2:
            a = a[:, 1:] - a[:, :-1]
        else:
            a = a[1:] - a[:-1]
    return a


def shift(m):
    """The maximum as a constant, 0 where it is not finite, so that exp neither overflows nor gives inf - inf."""
    return np.where(np.isfinite(m), stop_gradient(m), 0.0)


def logsumexp(a, axis=None, keepdims=False):
    """log of the sum of exponentials, no overflow; -inf if all are"""
    if axis is None:
        m = shift(np.max(a))
        return np.log(np.sum(np.exp(a - m))) + m
    m = shift(np.max(a, axis=axis, keepdims=True))
    s = np.log(np.sum(np.exp(a - m), axis=axis, keepdims=True)) + m
    return s if keepdims else np.sum(s, axis=axis)


def softmax(x, axis=None):
    """exponentials that sum to 1, over all elements or along an axis"""
    if axis is None:
        e = np.exp(x - shift(np.max(x)))
        return e / np.sum(e)
    e = np.exp(x - shift(np.max(x, axis=axis, keepdims=True)))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x, axis=None):
    """log of softmax"""
    if axis is None:
        return x - logsumexp(x)
    return x - logsumexp(x, axis=axis, keepdims=True)


def argmax(a, axis):
    """positions of the first largest elements along an axis of a matrix"""
    m = a.T if axis == 0 else a
    out = np.zeros(m.shape[0], np.int64)
    for i in range(m.shape[0]):
        best = m[i, 0]
        for j in range(m.shape[1]):
            if m[i, j] > best:
                best = m[i, j]
                out[i] = j
    return out


def argmin(a, axis):
    """positions of the first smallest elements along an axis of a matrix"""
    return argmax(-a, axis)


def common_type(arrays):
    """The element type of all arrays, or float64 if they differ."""
    t = arrays[0].dtype
    for p in arrays:
        if p.dtype != t:
            t = np.float64
    return t


def concatenate(arrays, axis=0):
    """arrays one after the other along an axis"""
    t = common_type(arrays)
    n = 0
    for p in arrays:
        n += p.shape[axis]
    at = 0
    if len(arrays[0].shape) == 1:
        out = np.zeros(n, t)
        for p in arrays:
            out[at:at + p.shape[0]] = p
            at += p.shape[0]
        return out
    if axis == 0:
        out = np.zeros((n, arrays[0].shape[1]), t)
        for p in arrays:
            out[at:at + p.shape[0], :] = p
            at += p.shape[0]
        return out
    out = np.zeros((arrays[0].shape[0], n), t)
    for p in arrays:
        out[:, at:at + p.shape[1]] = p
        at += p.shape[1]
    return out


def append(arr, values):
    """a vector with a number or another vector at its end"""
    v = np.asarray(values)
    n = arr.shape[0]
    if len(v.shape) == 1:
        return concatenate((arr, v))
    out = np.zeros(n + 1)
    out[:n] = arr
    out[n] = values
    return out


def stack(arrays, axis=0):
    """vectors as rows (axis 0) or columns (axis 1) of a matrix"""
    n = arrays[0].shape[0]
    out = np.zeros((len(arrays), n), common_type(arrays))
    for k in range(len(arrays)):
        out[k] = arrays[k]
    return out if axis == 0 else out.T


def column_stack(tup):
    """vectors as columns of a matrix"""
    return stack(tup, 1)


def vstack(tup):
    """vectors as rows of a matrix, or matrices one under the other"""
    return stack(tup) if len(tup[0].shape) == 1 else concatenate(tup, 0)


def hstack(tup):
    """vectors one after the other, or matrices side by side"""
    return concatenate(tup, 0 if len(tup[0].shape) == 1 else 1)


def interp(x, xp, fp):
    """piecewise linear interpolation at a number or a vector, constant outside"""
    if len(np.shape(x)) == 1:
        out = np.zeros(x.shape[0])
        for i in range(x.shape[0]):
            out[i] = interp(x[i], xp, fp)
        return out
    n = xp.shape[0]
    if x <= xp[0]:
        return fp[0]
    if x >= xp[n - 1]:
        return fp[n - 1]
    k = 0
    for j in range(n - 1):
        if xp[j] <= x:
            k = j
    return fp[k] + (fp[k + 1] - fp[k]) * ((x - xp[k]) / (xp[k + 1] - xp[k]))


def sort(a):
    """a sorted copy of a vector (insertion sort)"""
    n = a.shape[0]
    out = np.copy(a)
    for i in range(1, n):
        v = out[i]
        j = i - 1
        while j >= 0 and out[j] > v:
            out[j + 1] = out[j]
            j -= 1
        out[j + 1] = v
    return out


def repeat(a, repeats):
    """every element of a vector several times"""
    out = np.zeros(a.shape[0] * repeats, a.dtype)
    for i in range(a.shape[0]):
        for k in range(repeats):
            out[i * repeats + k] = a[i]
    return out


def tile(a, reps):
    """a vector several times over"""
    n = a.shape[0]
    out = np.zeros(n * reps, a.dtype)
    for k in range(reps):
        for i in range(n):
            out[k * n + i] = a[i]
    return out


def roll(a, shift):
    """a vector moved round by a known number of places"""
    n = a.shape[0]
    k = shift % n
    out = np.zeros_like(a)
    out[k:] = a[:n - k]
    out[:k] = a[n - k:]
    return out


def convolve(a, v):
    """the full convolution of two vectors"""
    out = np.zeros(a.shape[0] + v.shape[0] - 1)
    for i in range(a.shape[0]):
        for j in range(v.shape[0]):
            out[i + j] += a[i] * v[j]
    return out


def median(a):
    """the middle of the sorted values of a vector"""
    s = sort(a)
    n = a.shape[0]
    return s[n // 2] * 1.0 if n % 2 == 1 else 0.5 * (s[n // 2 - 1] + s[n // 2])

"""Convolutions and filters, directly: of a series or an image and a short kernel."""
from __future__ import annotations

import math

import numpy as np

from ..joining import common_type
from .integrals import place


def full(a, v):
    """All sums of a[i] v[k - i]."""
    if a.shape[0] == 0 or v.shape[0] == 0:
        raise ValueError("the convolution of no elements")
    long, short = (a, v) if a.shape[0] >= v.shape[0] else (v, a)
    out = np.zeros(a.shape[0] + v.shape[0] - 1, common_type([a, v]))
    for j in range(short.shape[0]):
        for i in range(long.shape[0]):
            out[i + j] += long[i] * short[j]
    return out


def middle(out, n, length):
    """As many of n elements, from the middle."""
    start = (n - length) // 2
    return out[start:start + length]


def convolve(a, v, mode="full"):
    """convolution of two vectors, all of it or the middle"""
    a, v = np.atleast_1d(a), np.atleast_1d(v)
    n, m = max(a.shape[0], v.shape[0]), min(a.shape[0], v.shape[0])
    out = full(a, v)
    if mode in ("full", "f", 2):
        return out
    if mode in ("same", "s", 1):
        return middle(out, n + m - 1, n)
    if mode in ("valid", "v", 0):
        return out[m - 1:n]
    raise ValueError("the mode of `convolve` is 'full', 'same' or 'valid'")


def correlate(a, v, mode="valid"):
    """correlation of two vectors: convolution with the second in reverse"""
    a, v = np.atleast_1d(a), np.atleast_1d(v)
    return convolve(a, v[::-1], mode) if a.shape[0] >= v.shape[0] else convolve(v, a[::-1], mode)[::-1]


def full_of_images(a, v):
    """The convolution of two matrices."""
    out = np.zeros((a.shape[0] + v.shape[0] - 1, a.shape[1] + v.shape[1] - 1), common_type([a, v]))
    for k in range(v.shape[0]):
        for i in range(a.shape[0]):
            for l in range(v.shape[1]):
                for j in range(a.shape[1]):
                    out[i + k, j + l] += a[i, j] * v[k, l]
    return out


def signal_convolve(in1, in2, mode="full", method="auto"):
    """convolution of two vectors or matrices; `same` has the shape of the first"""
    a, v = np.asarray(in1), np.asarray(in2)
    if len(a.shape) != len(v.shape) or len(a.shape) not in (1, 2):
        raise ValueError("the convolution takes two vectors or two matrices")
    out = full(a, v) if len(a.shape) == 1 else full_of_images(a, v)
    if mode == "full":
        return out
    if mode == "same":
        return centred(out, a.shape)
    if mode == "valid":
        return centred(out, tuple([max(n, m) - min(n, m) + 1 for n, m in zip(a.shape, v.shape)]))
    raise ValueError("the mode of a convolution is 'full', 'same' or 'valid'")


def centred(out, lengths):
    """The middle of an array."""
    return out[tuple([slice((n - m) // 2, (n - m) // 2 + m) for n, m in zip(out.shape, lengths)])]


def fftconvolve(in1, in2, mode="full"):
    """convolution of two vectors or matrices, computed directly"""
    return signal_convolve(in1, in2, mode)


def signal_correlate(in1, in2, mode="full", method="auto"):
    """correlation of two vectors or matrices"""
    a, v = np.asarray(in1), np.asarray(in2)
    return signal_convolve(a, np.flip(v), mode)


def lfilter(b, a, x, axis=-1, zi=None):
    """a series through a recursive filter, `b` of what comes in and `a` of what went out; with `zi` what it holds at the end too"""
    if len(np.shape(b)) != 1 or len(np.shape(a)) != 1 or np.shape(b)[0] == 0 or np.shape(a)[0] == 0:
        raise ValueError("`lfilter` takes vectors of one coefficient at least")
    order = max(np.shape(b)[0], np.shape(a)[0]) - 1
    first = np.asarray(a)[0]
    b, a = np.pad(np.asarray(b) / first, (0, order + 1 - np.shape(b)[0])), np.pad(np.asarray(a) / first, (0, order + 1 - np.shape(a)[0]))
    x = np.moveaxis(np.asarray(x), axis, -1)
    rows = x.reshape(-1, x.shape[-1])
    out = np.zeros(rows.shape)
    held = np.zeros((rows.shape[0], order + 1))
    if zi is not None:
        held[:, :order] = np.broadcast_to(np.moveaxis(np.asarray(zi), axis, -1), (*x.shape[:-1], order)).reshape(-1, order)
    for i in range(rows.shape[0]):
        for t in range(rows.shape[1]):
            y = b[0] * rows[i, t] + held[i, 0]
            for k in range(order):
                held[i, k] = b[k + 1] * rows[i, t] + held[i, k + 1] - a[k + 1] * y
            out[i, t] = y
    shaped = np.moveaxis(out.reshape(x.shape), -1, axis)
    if zi is None:
        return shaped
    return shaped, np.moveaxis(held[:, :order].reshape((*x.shape[:-1], order)), -1, axis)


def unwrap(p, discont=None, axis=-1, *, period=2.0 * math.pi):
    """angles without jumps of more than half a period along an axis"""
    p = np.asarray(p)
    k = place(axis, len(p.shape))
    d = np.diff(p, axis=k)
    half = 0.5 * period
    turned = (d + half) % period - half
    turned = np.where((turned == -half) & (d > 0.0), half, turned)
    jump = np.where(np.abs(d) < (half if discont is None else max(discont, half)), 0.0, turned - d)
    before = (slice(None),) * k
    out = p * 1.0
    out[(*before, slice(1, None))] = p[(*before, slice(1, None))] + np.cumsum(jump, axis=k)
    return out

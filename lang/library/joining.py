"""Arrays put together, repeated and moved round, of any rank, in the language."""
from __future__ import annotations

import numpy as np


def common_type(arrays):
    """The element type of all arrays, or float64 if they differ."""
    t = arrays[0].dtype
    for p in arrays:
        if p.dtype != t:
            t = np.float64
    return t


def concatenate(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """arrays one after the other along an axis"""
    if dtype is not None:
        return concatenate(arrays, axis).astype(dtype)
    if isinstance(arrays, np.ndarray):
        if len(arrays.shape) < 2:
            raise ValueError("numbers cannot be concatenated: `np.array` makes an array of them")
        return joined(arrays, axis)
    if axis is None:
        return concatenate([np.ravel(p) for p in arrays], 0)
    arrays = [np.asarray(p) for p in arrays]
    k = axis % len(arrays[0].shape)
    n = 0
    for p in arrays:
        n += p.shape[k]
    out = np.zeros((*arrays[0].shape[:k], n, *arrays[0].shape[k + 1:]), common_type(arrays))
    at = 0
    for p in arrays:
        np.moveaxis(out, k, 0)[at:at + p.shape[k]] = np.moveaxis(p, k, 0)         # lengths may be those of slices with run-time bounds
        at += p.shape[k]
    return out


def joined(a, axis):
    """The rows of an array one after the other along an axis of theirs."""
    if axis is None:
        return np.copy(np.ravel(a))
    k = axis % (len(a.shape) - 1)
    wide = np.moveaxis(a, 0, k)
    return np.copy(wide.reshape((*wide.shape[:k], wide.shape[k] * wide.shape[k + 1], *wide.shape[k + 2:])))


def append(arr, values, axis=None):
    """an array with a number or another array at its end; flat unless an axis is given"""
    if axis is None:
        return concatenate((np.ravel(arr), np.ravel(values)), 0)
    return concatenate((arr, np.asarray(values)), axis)


def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """arrays of one shape along a new axis"""
    if dtype is not None:
        return stack(arrays, axis).astype(dtype)
    if isinstance(arrays, np.ndarray):
        return np.copy(np.moveaxis(arrays, 0, axis % len(arrays.shape)))
    k = axis % (len(np.shape(arrays[0])) + 1)
    parts = [np.asarray(p) for p in arrays]
    out = np.zeros((*np.shape(parts[0])[:k], len(parts), *np.shape(parts[0])[k:]), common_type(parts))
    for i in range(len(parts)):
        out[(slice(None),) * k + (i,)] = parts[i]
    return out


def column_stack(tup):
    """vectors as columns of a matrix, or matrices side by side"""
    if isinstance(tup, np.ndarray):
        return np.copy(np.transpose(tup)) if len(tup.shape) == 2 else tup.reshape(1, -1) if len(tup.shape) == 1 else joined(tup, 1)
    return concatenate([p if len(p.shape) > 1 else p.reshape(-1, 1) for p in map(np.asarray, tup)], 1)


def vstack(tup, *, dtype=None, casting="same_kind"):
    """vectors as rows of a matrix, or matrices one under the other"""
    if dtype is not None:
        return vstack(tup).astype(dtype)
    if isinstance(tup, np.ndarray):
        return np.copy(tup) if len(tup.shape) == 2 else tup.reshape(-1, 1) if len(tup.shape) == 1 else joined(tup, 0)
    return concatenate([p if len(p.shape) > 1 else p.reshape(1, -1) for p in map(np.asarray, tup)], 0)


def hstack(tup, *, dtype=None, casting="same_kind"):
    """vectors one after the other, or matrices side by side"""
    if dtype is not None:
        return hstack(tup).astype(dtype)
    if isinstance(tup, np.ndarray):
        return np.copy(tup) if len(tup.shape) == 1 else joined(tup, 0 if len(tup.shape) == 2 else 1)
    return concatenate(tup, 0 if len(np.shape(tup[0])) == 1 else 1)


def repeat(a, repeats, axis=None):
    """every element several times, in one dimension or along an axis"""
    if axis is None:
        return repeated(np.ravel(a), repeats, 0)
    return repeated(a, repeats, axis % len(a.shape))


def repeated(a, repeats, k):
    """Along axis k."""
    before, n, after = a.shape[:k], a.shape[k], a.shape[k + 1:]
    if isinstance(repeats, int):
        wide = np.broadcast_to(np.expand_dims(a, k + 1), (*before, n, repeats, *after))
        return wide.reshape((*before, n * repeats, *after))
    return a[(slice(None),) * k + (positions(repeats),)]


def positions(repeats):
    """0 as often as the first number says, 1 as often as the second, …"""
    found = ()
    for i in range(len(repeats)):
        found = (*found, *((i,) * repeats[i]))
    return np.array(found, np.int64)


def tile(a, reps):
    """an array several times over, along its last axis or along each"""
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    rank = max(len(np.shape(a)), len(reps))
    shape = (1,) * (rank - len(np.shape(a))) + np.shape(a)
    reps = (1,) * (rank - len(reps)) + reps
    inner, wide, whole = (), (), ()
    for r, n in zip(reps, shape):
        inner, wide, whole = (*inner, 1, n), (*wide, r, n), (*whole, r * n)
    return np.broadcast_to(np.reshape(a, inner), wide).reshape(whole)


def roll(a, shift, axis=None):
    """an array moved round by a number of places, flat or along an axis"""
    if axis is None:
        return rolled(np.ravel(a), shift, 0).reshape(a.shape)
    return rolled(a, shift, axis % len(a.shape))


def rolled(a, shift, k):
    """Along axis k, by a number of places that may be one of run time."""
    n = a.shape[k]
    return a[(slice(None),) * k + ((np.arange(n) - shift) % n,)]

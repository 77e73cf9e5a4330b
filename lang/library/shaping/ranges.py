"""Numbers between two ends, which may be arrays."""
from __future__ import annotations

import numpy as np


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """evenly spaced numbers by their count, between numbers or arrays"""
    out, step = spaced(start, stop, num, endpoint)
    shaped = np.moveaxis(out, 0, axis)
    shaped = shaped if dtype is None else whole_or(shaped, dtype)
    return (shaped, step) if retstep else shaped


def spaced(start, stop, num, endpoint):
    """The numbers along a first axis, and the distance of neighbours."""
    if num < 0:
        raise ValueError("the number of samples is negative")
    gaps = num - 1 if endpoint else num
    first, last = np.asarray(start) * 1.0, np.asarray(stop) * 1.0
    rank = len(np.shape(first + last))
    step = (last - first) / gaps if gaps > 0 else np.nan * (last - first)
    places = (np.arange(num) * 1.0).reshape((num, *(1,) * rank))
    out = places * step + first if gaps > 0 else places + first
    if endpoint and num > 1:
        out[num - 1] = last
    return out, step


def whole_or(x, dtype):
    """In another element type; whole numbers are those below, as in NumPy."""
    return np.floor(x).astype(dtype) if np.dtype(dtype).kind in "iu" else x.astype(dtype)


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """powers of a base whose exponents are evenly spaced"""
    out = np.moveaxis(np.asarray(base) ** spaced(start, stop, num, endpoint)[0], 0, axis)
    return out if dtype is None else out.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """numbers whose neighbours have one ratio, between two of one sign"""
    first, last = np.asarray(start) * 1.0, np.asarray(stop) * 1.0
    sign = np.sign(first)
    out = sign * 10.0 ** spaced(np.log10(first * sign), np.log10(last * sign), num, endpoint)[0]
    if num > 0:
        out[0] = first
    if endpoint and num > 1:
        out[num - 1] = np.where(first == first, last, first)             # nan has no sign
    shaped = np.moveaxis(out, 0, axis)
    return shaped if dtype is None else shaped.astype(dtype)

"""Interpolation between points of a line: straight lines, and piecewise polynomials whose coefficients are known."""
from __future__ import annotations

import numpy as np

from ..joining import concatenate

COUNTED = 32                                    # ends of pieces, up to which those below a number are counted; among more they are sought by halves


def cell(ends, x, last):
    """How many of the inner ends, in rising order, are not above x: the piece that x lies in, of `last` + 1."""
    if ends.shape[0] <= COUNTED:
        k = 0
        for i in range(1, last + 1):
            k += np.where(ends[i] <= x, 1, 0)
        return k
    low, high = 0, last + 1
    while high - low > 1:
        half = (low + high) // 2
        if ends[half] <= x:
            low = half
        else:
            high = half
    return low


def at(x, xp, fp, left, right):
    """The line at one number."""
    n = xp.shape[0]
    k = min(max(cell(xp, x, n - 2), 0), n - 2) if n > 1 else 0
    if x < xp[0]:
        return left
    if x > xp[n - 1]:
        return right
    if x == xp[n - 1] or n == 1:
        return fp[n - 1] + 0.0 * x if x == x else x
    return fp[k] + (fp[k + 1] - fp[k]) * ((x - xp[k]) / (xp[k + 1] - xp[k]))


def rising(v):
    """The places of the elements of a vector in rising order."""
    out = np.zeros(v.shape[0], np.int64)
    for i in range(v.shape[0]):
        k = 0
        for j in range(v.shape[0]):
            k += np.where((v[j] < v[i]) | ((v[j] == v[i]) & (j < i)), 1, 0)
        out[k] = i
    return out


def interp(x, xp, fp, left=None, right=None, period=None):
    """piecewise linear interpolation at numbers, constant outside, or periodic"""
    xp, fp, x = np.asarray(xp), np.asarray(fp) * 1.0, np.asarray(x)
    if len(xp.shape) != 1 or xp.shape != fp.shape or xp.shape[0] == 0:
        raise ValueError("`interp` takes as many points as values, in vectors")
    if period is not None:
        x, xp = x % abs(period), xp % abs(period)
        order = rising(xp)
        xp, fp = xp[order], fp[order]
        n = xp.shape[0]
        xp = concatenate((xp[n - 1:] - abs(period), xp, xp[:1] + abs(period)))
        fp = concatenate((fp[n - 1:], fp, fp[:1]))
    below = fp[0] if left is None or period is not None else left * 1.0
    above = fp[fp.shape[0] - 1] if right is None or period is not None else right * 1.0
    if len(np.shape(x)) == 0:
        return at(x, xp, fp, below, above)
    flat = np.ravel(x)
    out = np.zeros(flat.shape[0])
    for i in range(flat.shape[0]):
        out[i] = at(flat[i], xp, fp, below, above)
    return out.reshape(np.shape(x))


def piecewise_at(c, ends, x, derivative):
    """A piecewise polynomial at one number: c[j, i] (x - ends[i])^(degree - j) on piece i, the outer ones beyond the ends; or a derivative of it."""
    i = cell(ends, x, c.shape[1] - 1)
    h = x - ends[i]
    degree = c.shape[0] - 1
    y = 0.0 * h
    for j in tuple(range(degree + 1 - derivative)):
        factor = 1.0
        for k in tuple(range(derivative)):
            factor *= degree - j - k
        y = y * h + factor * c[j, i]
    return y


def piecewise(c, ends, x, derivative, inside):
    """The same at numbers, for each further axis of c; nan beyond the ends where `inside` says so."""
    x = np.asarray(x)
    flat = np.ravel(x)
    columns = c.reshape(c.shape[0], c.shape[1], -1)
    out = np.zeros((flat.shape[0], columns.shape[2]))
    for i in range(flat.shape[0]):
        for k in range(columns.shape[2]):
            beyond = (flat[i] < ends[0]) | (flat[i] > ends[ends.shape[0] - 1])
            out[i, k] = np.nan if inside and beyond else piecewise_at(columns[:, :, k], ends, flat[i], derivative)
    return out.reshape((*x.shape, *c.shape[2:]))

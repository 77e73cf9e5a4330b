"""Polynomials by their coefficients, the highest power first (`np.polyval`) or last (`np.polynomial.polynomial`)."""
from __future__ import annotations

import numpy as np

from ..joining import concatenate
from .filters import full

WRITTEN_OUT = 24                                # coefficients of a polynomial whose steps are one expression of its elements


def horner(c, x):
    """A polynomial at x, the coefficient of the highest power first; those may be arrays."""
    y = x * 0 + c[0]
    if c.shape[0] <= WRITTEN_OUT:
        for k in tuple(range(1, c.shape[0])):
            y = y * x + c[k]
    else:
        for k in range(1, c.shape[0]):
            y = y * x + c[k]
    return y


def polyval(p, x):
    """a polynomial at numbers, its highest power first"""
    p, x = np.asarray(p), np.asarray(x)
    return horner(p, x) if p.shape[0] else x * 0


def columns(c, x, tensor):
    """Coefficients so that each of their columns meets all of x."""
    return c.reshape((*c.shape, *(1,) * len(np.shape(x)))) if tensor and len(c.shape) > 1 else c


def ascending(x, c, tensor=True):
    """a polynomial at numbers, its lowest power first"""
    c, x = np.asarray(c), np.asarray(x)
    return horner(columns(c, x, tensor)[::-1], x)


def vander(x, N=None, increasing=False):
    """the powers of a vector, a column each"""
    x = np.asarray(x)
    if len(x.shape) != 1:
        raise ValueError("`vander` takes one vector")
    n = x.shape[0] if N is None else N
    v = powers(x, n)
    return v if increasing else v[:, ::-1]


def powers(x, n):
    """x to 0, 1, … n - 1, along a new last axis."""
    if n < 0:
        raise ValueError("the number of powers is negative")
    v = np.ones((*x.shape, n), (x * 1).dtype)
    for k in range(1, n):
        v[..., k] = v[..., k - 1] * x
    return v


def polyvander(x, deg):
    """the powers up to a degree, along a new last axis"""
    return powers(np.atleast_1d(x) * 1.0, deg + 1)


def matched(a, b):
    """Two vectors of coefficients of one length: zeros before the shorter one."""
    a, b = np.atleast_1d(a), np.atleast_1d(b)
    n = max(a.shape[0], b.shape[0])
    return np.pad(a, (n - a.shape[0], 0)), np.pad(b, (n - b.shape[0], 0))


def polyadd(a1, a2):
    """sum of two polynomials"""
    a, b = matched(a1, a2)
    return a + b


def polysub(a1, a2):
    """difference of two polynomials"""
    a, b = matched(a1, a2)
    return a - b


def polymul(a1, a2):
    """product of two polynomials, whose leading coefficients are not 0"""
    return full(np.atleast_1d(a1), np.atleast_1d(a2))


def polyder(p, m=1):
    """derivative of a polynomial, m times"""
    p = np.asarray(p)
    for _ in range(m):
        n = p.shape[0] - 1
        p = p[:-1] * np.arange(n, 0, -1) if n > 0 else p[:0]
    return p


def polyint(p, m=1, k=None):
    """antiderivative of a polynomial, m times, with constants of integration"""
    p = np.asarray(p)
    if m < 0:
        raise ValueError("`polyint` integrates a number of times, 0 at least")
    constants = np.zeros(m) if k is None else np.broadcast_to(np.atleast_1d(k), (m,))
    for i in range(m):
        p = concatenate((p / np.arange(p.shape[0], 0, -1), constants[i:i + 1]))
    return p


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """coefficients of the polynomial of this degree that fits points best, the highest power first; of several series a column each"""
    if full or cov:
        raise ValueError("`polyfit` gives the coefficients alone: np.linalg.lstsq of np.vander(x, deg + 1) gives the rest")
    rows, values = powers(np.asarray(x) * 1.0, deg + 1)[:, ::-1], np.asarray(y) * 1.0
    if w is not None:
        weights = np.asarray(w) * 1.0
        rows, values = rows * weights[:, None], values * (weights[:, None] if len(values.shape) == 2 else weights)
    scale = np.sqrt(np.sum(rows * rows, axis=0))
    scale = np.where(scale == 0.0, 1.0, scale)
    found = np.linalg.lstsq(rows / scale, values, rcond)[0]
    return found / (scale[:, None] if len(values.shape) == 2 else scale)


def ascending_fit(x, y, deg, rcond=None, full=False, w=None):
    """coefficients of the polynomial of this degree that fits points best, the lowest power first"""
    return polyfit(x, y, deg, rcond, full, w)[::-1]


def poly(seq_of_zeros):
    """coefficients of the polynomial with these real roots and leading coefficient 1"""
    roots = np.atleast_1d(seq_of_zeros)
    if len(roots.shape) != 1:
        raise ValueError("`poly` of a matrix needs its eigenvalues: pass these, `np.poly(np.linalg.eigvalsh(a))`")
    n = roots.shape[0]
    c = np.zeros(n + 1)
    c[0] = 1.0
    for i in range(n):
        for j in range(i + 1):
            k = i + 1 - j
            c[k] = c[k] - roots[i] * c[k - 1]
    return c


def polyfromroots(roots):
    """coefficients, the lowest power first, of the polynomial with these real roots and leading coefficient 1"""
    return poly(roots)[::-1]


def ascending_der(c, m=1, scl=1, axis=0):
    """derivative of a polynomial, its lowest power first"""
    c = np.moveaxis(np.asarray(c), axis, -1)
    for _ in range(m):
        n = c.shape[-1]
        c = c[..., 1:] * np.arange(1, n) * scl if n > 1 else c[..., :1] * 0
    return np.moveaxis(c, -1, axis)


def ascending_add(c1, c2):
    """sum of two polynomials, their lowest powers first"""
    return polyadd(np.atleast_1d(c1)[::-1], np.atleast_1d(c2)[::-1])[::-1]


def ascending_sub(c1, c2):
    """difference of two polynomials, their lowest powers first"""
    return polysub(np.atleast_1d(c1)[::-1], np.atleast_1d(c2)[::-1])[::-1]

"""Weighted means, covariances and correlations, in the language."""
from __future__ import annotations

import numpy as np

from .axes import axes_of
from .refusing import refuse


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """weighted mean, of all elements or along axes"""
    a = np.asarray(a)
    if weights is None:
        mean = np.mean(a, axis=axis, keepdims=keepdims)
        total = np.sum(np.ones(a.shape), axis=axis, keepdims=keepdims)
    else:
        w = in_shape(np.asarray(weights), a.shape, axis)
        total = np.sum(w * np.ones(a.shape), axis=axis, keepdims=keepdims)
        mean = np.sum(a * w, axis=axis, keepdims=keepdims) / total
    return (mean, total) if returned else mean


def in_shape(w, shape, axis):
    """Weights of some axes beside all axes of the array."""
    if w.shape == shape:
        return w
    axes = axes_of(axis, len(shape))
    if axis is None or w.shape != tuple([shape[k] for k in axes]):
        refuse("weights have the shape of the array, or of the axes that are averaged over", "say which axis they belong to: axis=")
    order = sorted(range(len(axes)), key=axes.__getitem__)
    return np.transpose(w, order).reshape(tuple([n if k in axes else 1 for k, n in enumerate(shape)]))


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """covariances of variables, a row each (or a column, rowvar=False), with weights if you like"""
    x = variables(m, y, rowvar)
    n = x.shape[1]
    f = None if fweights is None else np.asarray(fweights) * 1.0
    w = f if aweights is None else np.asarray(aweights) * 1.0 if f is None else f * np.asarray(aweights)
    shift = ddof if ddof is not None else 0 if bias else 1
    if w is None:
        deviation = x - np.mean(x, axis=1, keepdims=True)
        c = deviation @ deviation.T / max(n - shift, 0)
    else:
        total = np.sum(w)
        deviation = x - np.sum(x * w, axis=1, keepdims=True) / total
        spent = 0.0 if shift == 0 else shift if aweights is None else shift * np.sum(w * np.asarray(aweights)) / total
        c = (deviation * w) @ deviation.T / (total - spent)
    return c if c.shape != (1, 1) else c[0, 0]


def variables(m, y, rowvar):
    """The variables as rows."""
    rows = oriented(np.asarray(m) * 1.0, rowvar)
    if y is None:
        return rows
    others = np.asarray(y) * 1.0
    return np.concatenate((rows, oriented(others, rowvar or others.shape[0] == 1)), axis=0)


def oriented(a, rowvar):
    """A vector as one row, a matrix with its variables as rows."""
    if len(a.shape) > 2:
        refuse(f"covariances are of a vector or a matrix, not of an array of {len(a.shape)} axes")
    if len(a.shape) < 2:
        return np.reshape(a, (1, -1))
    return a if rowvar else a.T


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    """correlations of variables, a row each (or a column, rowvar=False)"""
    c = cov(x, y, rowvar)
    if len(np.shape(c)) == 0:
        return c / c
    d = np.sqrt(np.diag(c))
    return np.clip(c / d[:, None] / d[None, :], -1.0, 1.0)

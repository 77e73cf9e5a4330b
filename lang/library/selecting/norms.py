"""Lengths of vectors and sizes of matrices, in the language. At 0 their derivatives of every order are 0, as those of hypot."""
from __future__ import annotations

import numpy as np

from ..spectral.singular import norm_of_singular_values
from .axes import axes_of
from .refusing import refuse

SPECTRAL = ("nuc", 2, -2)


def norm(x, ord=None, axis=None, keepdims=False):
    """length of a vector, size of a matrix, of all elements or along axes; `ord` as in NumPy"""
    x = np.asarray(x)
    axes = axes_of(axis, len(x.shape))
    if ord is None:
        size = length(x, axes, keepdims) if axis is None or len(axes) <= 2 else many(axis)
    elif len(axes) == 1:
        size = of_vector(x, ord, axes, keepdims)
    elif len(axes) == 2:
        size = of_matrix(x, ord, axes, keepdims)
    else:
        size = many(axis)
    return size


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """length of a vector, of all elements or along axes"""
    x = np.asarray(x)
    return of_vector(x, ord, axes_of(axis, len(x.shape)), keepdims)


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """size of the matrices in the last two axes"""
    return of_matrix(np.asarray(x), ord, (len(x.shape) - 2, len(x.shape) - 1), keepdims)


def many(axis):
    """The error for axes that make neither a vector nor a matrix."""
    refuse(f"a norm of {axis} axes is none of a vector or a matrix", "say one axis or two: axis=")


def length(x, axes, keepdims):
    """The Euclidean length."""
    return root(np.sum(x * x, axis=axes, keepdims=keepdims))


def root(s):
    """The square root, with slopes 0 at 0."""
    return np.where(s == 0.0, 0.0, np.sqrt(np.where(s == 0.0, 1.0, s)))


def of_vector(x, ord, axes, keepdims):
    """The norm of this order over the axes."""
    if isinstance(ord, str):
        refuse(f"{ord!r} is no norm of a vector", "`ord=` is a number, np.inf or -np.inf")
    a = np.abs(x)
    if ord is None or ord == 2:
        size = length(x, axes, keepdims)
    elif ord == np.inf:
        size = np.max(a, axis=axes, keepdims=keepdims) * 1.0
    elif ord == -np.inf:
        size = np.min(a, axis=axes, keepdims=keepdims) * 1.0
    elif ord == 0:
        size = np.sum(a != 0.0, axis=axes, keepdims=keepdims) * 1.0
    elif ord == 1:
        size = np.sum(a, axis=axes, keepdims=keepdims) * 1.0
    elif ord < 0:
        size = np.sum(a ** (1.0 * ord), axis=axes, keepdims=keepdims) ** (1.0 / ord)
    else:
        size = of_power(a, ord, axes, keepdims)
    return size


def of_power(a, p, axes, keepdims):
    """(sum of a^p)^(1/p) for a ≥ 0 and p > 0."""
    total = np.sum(np.where(a == 0.0, 0.0, np.where(a == 0.0, 1.0, a) ** (1.0 * p)), axis=axes, keepdims=keepdims)
    return np.where(total == 0.0, 0.0, np.where(total == 0.0, 1.0, total) ** (1.0 / p))


def of_matrix(x, ord, axes, keepdims):
    """The norm of this order of the matrices in two axes."""
    rows, columns = axes
    if ord in SPECTRAL:
        size = norm_of_singular_values(np.moveaxis(x, axes, (-2, -1)), ord)
        return np.expand_dims(size, axes) if keepdims else size
    if ord is None or ord in ("fro", "f"):
        return length(x, axes, keepdims)
    if ord not in (1, -1, np.inf, -np.inf):
        refuse(f"{ord!r} is no norm of a matrix", "`ord=` is 'fro', 'nuc', 1, -1, 2, -2, np.inf or -np.inf")
    totals = np.sum(np.abs(x), axis=rows if ord in (1, -1) else columns, keepdims=True)
    extreme = np.max if ord in (1, np.inf) else np.min
    size = extreme(totals, axis=axes, keepdims=True) * 1.0
    return size if keepdims else np.sum(size, axis=axes)

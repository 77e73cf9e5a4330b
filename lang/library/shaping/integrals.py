"""Integrals and derivatives of what is known at points of a line, along an axis."""
from __future__ import annotations

import numpy as np

from ..joining import concatenate


def place(axis, rank):
    """An axis by its number from the front."""
    if not -rank <= axis < rank:
        raise ValueError(f"axis {axis} of an array of rank {rank}")
    return axis % rank


def along(k, part):
    """A key that takes a part of axis k."""
    return (*(slice(None),) * k, part)


def gaps(x, dx, rank, k):
    """The distances of neighbours along axis k, so that they broadcast: a number, or an array of as many axes."""
    if x is None:
        return dx
    x = np.asarray(x)
    if len(x.shape) == 1:
        return np.diff(x).reshape((x.shape[0] - 1, *(1,) * (rank - k - 1)))
    return np.diff(x, axis=k)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    """integral along an axis by the trapezoidal rule"""
    y = np.asarray(y)
    k = place(axis, len(y.shape))
    means = 0.5 * (y[along(k, slice(1, None))] + y[along(k, slice(None, -1))])
    return np.sum(gaps(x, dx, len(y.shape), k) * means, axis=k)


def cumulative_trapezoid(y, x=None, dx=1.0, axis=-1, initial=None):
    """running integral along an axis by the trapezoidal rule"""
    y = np.asarray(y)
    k = place(axis, len(y.shape))
    means = 0.5 * (y[along(k, slice(1, None))] + y[along(k, slice(None, -1))])
    sums = np.cumsum(gaps(x, dx, len(y.shape), k) * means, axis=k)
    if initial is None:
        return sums
    return concatenate((np.broadcast_to(initial, (*y.shape[:k], 1, *y.shape[k + 1:])) * 1.0, sums), k)


def simpson(y, x=None, *, dx=1.0, axis=-1):
    """integral along an axis by Simpson's rule; with an even number of points the last interval is that of the last three points' parabola"""
    y = np.asarray(y)
    k = place(axis, len(y.shape))
    y = np.moveaxis(y, k, 0)
    n = y.shape[0]
    h = spread(x, dx, y.shape, k)
    if n == 1:
        return 0.0 * y[0]
    if n == 2:
        return 0.5 * h[0] * (y[0] + y[1])
    odd = n - 1 + n % 2
    total = np.sum(parabolas(y[0:odd - 2:2], y[1:odd - 1:2], y[2:odd:2], h[0:odd - 2:2], h[1:odd - 1:2]), axis=0)
    return total if n % 2 == 1 else total + last_part(y[n - 3], y[n - 2], y[n - 1], h[n - 3], h[n - 2])


def spread(x, dx, shape, k):
    """The distances of neighbours along the first axis of an array whose axis k came there."""
    rest = (1,) * (len(shape) - 1)
    if x is None:
        return np.full((shape[0] - 1, *rest), dx * 1.0)
    x = np.asarray(x)
    return np.diff(x).reshape((shape[0] - 1, *rest)) if len(x.shape) == 1 else np.diff(np.moveaxis(x, k, 0), axis=0)


def parabolas(f, g, h, one, other):
    """The integrals of parabolas through three points at distances `one` and `other`."""
    both = one + other
    return both / 6.0 * (f * (2.0 - other / one) + g * (both * both / (one * other)) + h * (2.0 - one / other))


def last_part(f, g, h, one, other):
    """The integral of such a parabola over its second interval."""
    both = one + other
    return other * (h * (2.0 * other + 3.0 * one) / (6.0 * both) + g * (other + 3.0 * one) / (6.0 * one) - f * other * other / (6.0 * one * both))


# -- derivatives
def diff(a, n=1, axis=-1, prepend=None, append=None):
    """differences of neighbours, n times, with further elements before and behind"""
    a = np.asarray(a)
    if n < 0:
        raise ValueError("the order of differences is negative")
    k = place(axis, len(a.shape))
    parts = [*([end_of(prepend, a.shape, k)] if prepend is not None else []), a, *([end_of(append, a.shape, k)] if append is not None else [])]
    if len(parts) > 1:
        a = concatenate(parts, k)
    for _ in range(n):
        a = a[along(k, slice(1, None))] - a[along(k, slice(None, -1))]
    return a


def end_of(value, shape, k):
    """A number as an array of one element along axis k; an array as it is."""
    return np.broadcast_to(value, (*shape[:k], 1, *shape[k + 1:])) if len(np.shape(value)) == 0 else np.asarray(value)


def ediff1d(ary, to_end=None, to_begin=None):
    """differences of neighbours of all elements, with further numbers before and behind"""
    d = np.diff(np.ravel(np.asarray(ary)))
    parts = [*([np.ravel(to_begin)] if to_begin is not None else []), d, *([np.ravel(to_end)] if to_end is not None else [])]
    return concatenate(parts) if len(parts) > 1 else d


def gradient(f, *varargs, axis=None, edge_order=1):
    """derivatives along axes by central differences: one along one axis, a tuple along several; spacings are numbers or coordinates"""
    f = np.asarray(f)
    rank = len(f.shape)
    axes = tuple(range(rank)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    if len(varargs) not in (0, 1, len(axes)) or (len(varargs) == 1 and len(axes) > 1 and len(np.shape(varargs[0]))):
        raise TypeError("`gradient` takes no spacing, one number, or a spacing for each axis")
    if edge_order not in (1, 2):
        raise ValueError("the `edge_order` of `gradient` is 1 or 2")
    spacings = varargs * len(axes) if len(varargs) == 1 else varargs if varargs else (1.0,) * len(axes)
    found = tuple([slope(f, spacing, place(k, rank), edge_order) for spacing, k in zip(spacings, axes)])
    return found[0] if len(axes) == 1 else found


def slope(f, spacing, k, edge_order):
    """The derivative along axis k."""
    y = np.moveaxis(f, k, 0) * 1.0
    n = y.shape[0]
    if n < edge_order + 1:
        raise ValueError("`gradient` needs edge_order + 1 elements along each axis")
    uniform = len(np.shape(spacing)) == 0
    h = spread(None if uniform else spacing, spacing if uniform else 1.0, y.shape, 0)
    out = np.zeros(y.shape)
    if n > 2:
        before, behind = h[:-1], h[1:]
        out[1:-1] = (y[2:] - y[:-2]) / (2.0 * spacing) if uniform else (
            (y[2:] - y[1:-1]) * (before / behind) + (y[1:-1] - y[:-2]) * (behind / before)) / (before + behind)
    if edge_order == 1:
        out[0], out[n - 1] = (y[1] - y[0]) / h[0], (y[n - 1] - y[n - 2]) / h[n - 2]
    else:
        out[0] = one_sided(y[0], y[1], y[2], h[0], h[1])
        out[n - 1] = -one_sided(y[n - 1], y[n - 2], y[n - 3], h[n - 2], h[n - 3])
    return np.moveaxis(out, 0, k)


def one_sided(f, g, h, near, far):
    """The derivative at the first of three points, of the parabola through them."""
    first, second = (g - f) / near, (h - g) / far
    return first - near * (second - first) / (near + far)

"""Functions of two numbers taken along an axis: from the first element to each, to the last, over segments; in the language."""
from __future__ import annotations

import numpy as np

from ..arrays import cumprod, cumsum
from .axes import axes_of, in_front, remaining
from .refusing import refuse


def accumulated(f, a, axis):
    """f of the first two elements, of that and the third, …: all of these along an axis."""
    front = np.moveaxis(np.asarray(a), axis, 0)
    out = np.zeros_like(f(front, front))
    for i in range(front.shape[0]):
        out[i] = front[i] if i == 0 else f(out[max(i - 1, 0)], front[i])
    return np.moveaxis(out, 0, axis)


def folded(f, a, axis, keepdims):
    """The last of these, over all axes that are meant."""
    a = np.asarray(a)
    if len(axes_of(axis, len(a.shape))) > 1 and axis is None or 0 in a.shape:
        refuse("this function is taken along one axis of some elements", "say which: axis=")
    front = in_front(a, axis)
    total = front[0] * 1
    for i in range(1, front.shape[0]):
        total = f(total, front[i])
    return np.reshape(total, remaining(a.shape, axis, True)) if keepdims else total


def reduced_at(reduce, array, indices, axis=0):
    """Reductions of the segments that begin at these known places."""
    front = np.moveaxis(np.asarray(array), axis, 0)
    n, parts = len(indices), []
    for k in range(n):
        start, stop = int(indices[k]), int(indices[k + 1]) if k + 1 < n else front.shape[0]
        parts.append(reduce(front[start:stop], axis=0) if start < stop else front[start])
    return np.moveaxis(np.stack(parts), 0, axis)


def applied_at(f, a, indices, b):
    """Puts f of it and of a number in the place of the elements (or rows) at the indices, as often as each occurs."""
    rows = np.broadcast_to(b, (indices.shape[0], *a.shape[1:]))
    for i in range(indices.shape[0]):
        a[indices[i]] = f(a[indices[i]], rows[i])


def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """running sums along an axis, with a 0 before them if you like"""
    return begun(cumsum(x, axis, dtype), axis, 0, include_initial)


def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    """running products along an axis, with a 1 before them if you like"""
    return begun(cumprod(x, axis, dtype), axis, 1, include_initial)


def begun(a, axis, first, include):
    """With the number before the first element along an axis."""
    if not include:
        return a
    shape = remaining(a.shape, 0 if axis is None else axis, True)
    return np.concatenate((np.full(shape, first * 1.0), a), axis=0 if axis is None else axis)

"""Axes that are reduced: which they are, brought to the front as one, and kept as axes of length 1."""
from __future__ import annotations

import numpy as np

from ...values.hooks import compile_time


@compile_time
def axes_of(axis, rank):
    """The axes by their numbers from 0; None means all."""
    axes = tuple(range(rank)) if axis is None else tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    if any(not -rank <= k < rank for k in axes):
        raise ValueError(f"axis {axis} of an array of rank {rank}")
    return tuple(k % rank for k in axes)


@compile_time
def remaining(shape, axis, keepdims):
    """The shape without the axes that are reduced, or with length 1 there."""
    axes = axes_of(axis, len(shape))
    return tuple(1 if k in axes else n for k, n in enumerate(shape) if keepdims or k not in axes)


@compile_time
def order_from(axis, rank):
    """The axes that are reduced first, then the others."""
    axes = axes_of(axis, rank)
    return (*axes, *(k for k in range(rank) if k not in axes))


def in_front(a, axis):
    """The axes that are reduced as the first one, the others behind it."""
    if axis is None or len(a.shape) < 2:
        return np.ravel(a)
    return np.transpose(a, order_from(axis, len(a.shape))).reshape((-1, *remaining(a.shape, axis, False)))

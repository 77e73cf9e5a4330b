"""Positions where a condition holds. How many they are depends on data: they are read through the mask, as `x[mask]` is."""
from __future__ import annotations

import numpy as np

from ...arrays.making import lift, shape_of
from ...values.services import Interpreter
from ...values.sizes import Shape, Size
from ...values.values import ARRAYS, ArrayValue, Masked, Value, describe
from ..family import Family
from ..shaping import broadcast_to, ravel

public = Family()


def mask_of(it: Interpreter, condition: Value) -> ArrayValue:
    """Where elements are not zero."""
    mask = lift(it, it.operate_on("cast_b1", condition))
    if not isinstance(mask, ARRAYS) or any(isinstance(length, Size) for length in mask.shape):
        raise it.error(f"positions in {describe(mask)} are not part of the language", "compare numbers one by one")
    return mask


def along(it: Interpreter, shape: Shape, axis: int) -> Value:
    """The number of each element's place on an axis."""
    lengths = [1] * len(shape)
    lengths[axis] = -1
    places = np.arange(shape[axis]).reshape(lengths)                             # type: ignore[call-overload]  # `mask_of` has looked at the shape
    return broadcast_to(it, it.keep(places), shape)


@public("numpy.nonzero", methods=("nonzero",))
def nonzero(it: Interpreter, a: Value) -> tuple[Value, ...]:
    """for each axis the positions of the elements that are not zero; reduced, or used as an index"""
    mask = mask_of(it, a)
    now = it.operate_on("where", mask, True, False)
    return tuple([Masked(along(it, mask.shape, axis), now, mask) for axis in range(len(mask.shape))])          # type: ignore[arg-type]  # arrays


@public("numpy.flatnonzero")
def flatnonzero(it: Interpreter, a: Value) -> Value:
    """the positions in the flat array of the elements that are not zero; reduced, or used as an index"""
    return nonzero(it, ravel(it, a))[0]


@public("numpy.argwhere")
def argwhere(it: Interpreter, a: Value) -> Value:
    """the positions of the elements that are not zero, a row each; reduced"""
    mask = it.index(mask_of(it, ravel(it, a)), (slice(None), None))
    rows = np.stack(np.unravel_index(np.arange(np.prod(shape_of(it, a), dtype=int)), shape_of(it, a)), axis=1)      # type: ignore[arg-type]  # lengths are known
    return Masked(lift(it, it.keep(rows)), it.operate_on("where", mask, True, False), mask)                  # type: ignore[arg-type]  # arrays

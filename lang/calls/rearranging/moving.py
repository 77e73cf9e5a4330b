"""Elements and axes in other places, left out or repeated."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...arrays.making import lift, shape_of
from ...values.services import Interpreter
from ...values.values import Scalar, Value, type_of
from ..family import Family
from ..shaping import transposed
from .numbering import called, copied, static, viewed

public = Family()


# -- axes
@public("numpy.moveaxis")
def moveaxis(it: Interpreter, a: Value, source: Any, destination: Any) -> Value:
    """axes moved to other places (a view)"""
    source, destination = static(it, "moveaxis", source, destination)
    return reordered(it, lambda axes: np.moveaxis(axes, source, destination), a)


def reordered(it: Interpreter, function: Callable[..., np.ndarray], a: Value) -> Value:
    """The axes in the order in which the function puts them: it is called with an array that has another length along each."""
    rank = len(shape_of(it, a))
    axes = np.broadcast_to(0, range(2, 2 + rank))
    return transposed(it, a, [length - 2 for length in called(it, function, [axes]).shape])


@public("numpy.rollaxis")
def rollaxis(it: Interpreter, a: Value, axis: int, start: int = 0) -> Value:
    """an axis moved before another (a view)"""
    axis, start = static(it, "rollaxis", axis, start)
    return reordered(it, lambda axes: np.rollaxis(axes, axis, start), a)


@public("numpy.matrix_transpose", "numpy.linalg.matrix_transpose")
def matrix_transpose(it: Interpreter, x: Value) -> Value:
    """the last two axes in each other's place (a view)"""
    return it.call(np.swapaxes, x, -1, -2)


@public("numpy.rot90")
def rot90(it: Interpreter, m: Value, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Value:
    """turned by quarters in the plane of two axes (a view)"""
    k, axes = static(it, "rot90", k, axes)
    return viewed(it, lambda numbers: np.rot90(numbers, k, axes), m)


@public("numpy.fliplr")
def fliplr(it: Interpreter, m: Value) -> Value:
    """columns in reverse order (a view)"""
    return viewed(it, np.fliplr, m)


@public("numpy.flipud")
def flipud(it: Interpreter, m: Value) -> Value:
    """rows in reverse order (a view)"""
    return viewed(it, np.flipud, m)


@public("numpy.diagonal", methods=("diagonal",))
def diagonal(it: Interpreter, a: Value, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Value:
    """a diagonal of a matrix, or of two axes of an array (a view)"""
    offset, axis1, axis2 = static(it, "diagonal", offset, axis1, axis2)
    return viewed(it, lambda numbers: np.diagonal(numbers, offset, axis1, axis2), a)


@public("numpy.linalg.diagonal")
def diagonal_of_matrices(it: Interpreter, x: Value, *, offset: int = 0) -> Value:
    """a diagonal of the last two axes (a view)"""
    return diagonal(it, x, offset, -2, -1)


@public("numpy.expand_dims")
def expand_dims(it: Interpreter, a: Value, axis: Any) -> Value:
    """new axes of length 1 (a view)"""
    axis = static(it, "expand_dims", axis)
    lengths = called(it, lambda axes: np.expand_dims(axes, axis), [np.broadcast_to(0, (2,) * len(shape_of(it, a)))]).shape
    return it.index(a, tuple(None if length == 1 else slice(None) for length in lengths)) if shape_of(it, a) else it.reshape(a, lengths)


# -- elements
@public("numpy.roll")
def roll(it: Interpreter, a: Value, shift: Any, axis: Any = None) -> Value:
    """moved round by a number of places, flat or along axes"""
    if isinstance(shift, Scalar):
        return it.library("roll", a, shift, axis)
    shift, axis = static(it, "roll", shift, axis)
    return copied(it, lambda numbers: np.roll(numbers, shift, axis), a)


@public("numpy.delete")
def delete(it: Interpreter, arr: Value, obj: Any, axis: int | None = None) -> Value:
    """without some elements, or without rows along an axis"""
    obj, axis = static(it, "delete", obj, axis)
    return copied(it, lambda numbers: np.delete(numbers, obj, axis), arr)


@public("numpy.insert")
def insert(it: Interpreter, arr: Value, obj: Any, values: Value, axis: int | None = None) -> Value:
    """with further elements before some places, flat or along an axis"""
    obj, axis = static(it, "insert", obj, axis)
    return copied(it, lambda numbers, more: np.insert(numbers, obj, more, axis), arr, values, dtype=type_of(lift(it, arr)))


@public("numpy.resize")
def resize(it: Interpreter, a: Value, new_shape: Any) -> Value:
    """the elements, again and again, in another shape"""
    new_shape = static(it, "resize", new_shape)
    return copied(it, lambda numbers: np.resize(numbers, new_shape), a)


@public("numpy.diagflat")
def diagflat(it: Interpreter, v: Value, k: int = 0) -> Value:
    """a matrix with these elements on a diagonal"""
    k = static(it, "diagflat", k)
    return copied(it, lambda zero, numbers: np.diagflat(numbers, k), 0, v, dtype=type_of(lift(it, v)))      # what NumPy fills with 0 is number 0


@public("numpy.repeat", methods=("repeat",))
def repeat(it: Interpreter, a: Value, repeats: Any, axis: int | None = None) -> Value:
    """every element several times, in one dimension or along an axis"""
    repeats, axis = static(it, "repeat", repeats, axis)
    if isinstance(repeats, int):
        return it.library("repeat", a, repeats, axis)
    return copied(it, lambda numbers: np.repeat(numbers, repeats, axis), a)

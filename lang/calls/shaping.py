"""Shapes: asking for them, and the same elements in another one. Most give views: arrays that look at the same memory."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import reductions
from ..arrays.lazy import elem
from ..arrays.making import from_list, lift, shape_of
from ..arrays.parts.indexing import transpose
from ..arrays.storage import copy, force
from ..numbers import scalars
from ..values.services import Interpreter
from ..values.sizes import Dim, Extent, Length, Shape, is_dim, product, row_major
from ..values.values import ARRAYS, Masked, Operand, Value, View, holds_run_time, type_of
from .creation import dims
from .family import Family

public = Family()


@public("numpy.shape")
def shape(it: Interpreter, a: Value) -> Value:
    """shape of an array"""
    return tuple(map(scalars.length, shape_of(it, a)))


@public("numpy.ndim")
def ndim(it: Interpreter, a: Value) -> int:
    """rank of an array"""
    return len(shape_of(it, a))


@public("numpy.size")
def size(it: Interpreter, a: Value, axis: int | None = None) -> Extent:
    """number of elements"""
    lengths = shape_of(it, a)
    return product(lengths) if axis is None else lengths[axis]


# -- the elements in row-major order
@public("numpy.reshape")
def reshape(it: Interpreter, a: Value, shape: Value) -> View:
    """the elements in another shape (a view)"""
    view = force(it, a)
    if not isinstance(view, View):
        view = from_list(it, [view])
    wanted: list[Any] = [shape] if is_dim(shape) else list(shape)               # type: ignore[arg-type]  # Python's own error for what is no sequence
    if holds_run_time(wanted):
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    if any(isinstance(length, Length) for length in view.shape):
        return unchanged(it, view, wanted)
    total = product(view.shape)
    lengths = completed(wanted, total)
    if product(lengths) != total:
        raise it.error(f"an array of shape {view.shape} cannot take the shape {lengths}")
    if not view.contiguous():
        view = copy(it, view)
    return View(view.buf, lengths, row_major(lengths), view.off, view.dyn)


def unchanged(it: Interpreter, view: View, wanted: list[Dim]) -> View:
    """A slice with run-time bounds, of which only one shape is known to hold its elements: its own."""
    if len(view.shape) == len(wanted) == 1 and wanted[0] in (-1, view.shape[0]):
        return view
    raise it.error("a slice with run-time bounds cannot take another shape")


def completed(lengths: list[Dim], total: Any) -> Shape:
    """The lengths, where -1 stands for what the others leave of the total."""
    known = product(length for length in lengths if length != -1)
    return tuple(total // known if length == -1 and known else length for length in lengths)


@public(methods=("reshape",))
def reshape_method(it: Interpreter, a: Value, *shape: Value) -> View:
    """the elements in another shape (a view)"""
    return reshape(it, a, shape[0] if len(shape) == 1 else shape)


@public("numpy.ravel", methods=("ravel",))
def ravel(it: Interpreter, a: Value) -> View:
    """the elements in one dimension"""
    return reshape(it, a, (-1,))


@public(methods=("flatten",))
def flatten(it: Interpreter, a: Value) -> View:
    """a copy in one dimension"""
    return reshape(it, copy(it, a), (-1,))


# -- axes in another order
@public("numpy.transpose")
def transposed(it: Interpreter, a: Value, axes: Any = None) -> Operand:
    """axes in reverse order, or in a given one (a view)"""
    array = lift(it, a)
    if axes is None:
        return transpose(it, array)
    order = reductions.normal_axes(it, tuple(axes), len(shape_of(it, array)))
    if not len(axes) == len(order) == len(shape_of(it, array)):
        raise it.error(f"{tuple(axes)} is not an order of the axes of an array of shape {shape_of(it, array)}")
    view = force(it, array)
    if not isinstance(view, View):
        return view
    places = [axis % len(order) for axis in axes]
    return View(view.buf, [view.shape[axis] for axis in places], [view.strides[axis] for axis in places], view.off, view.dyn)


@public(methods=("transpose",))
def transpose_method(it: Interpreter, a: Value, *axes: Any) -> Operand:
    """axes in reverse order, or in a given one (a view)"""
    if not axes or axes[0] is None:
        return transposed(it, a)
    return transposed(it, a, axes[0] if isinstance(axes[0], (tuple, list)) else axes)


@public("numpy.swapaxes", methods=("swapaxes",))
def swapaxes(it: Interpreter, a: Value, axis1: int, axis2: int) -> Operand:
    """two axes in each other's place (a view)"""
    order = list(range(len(shape_of(it, a))))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transposed(it, a, order)


# -- some elements, or all again
@public("numpy.take", methods=("take",))
def take(it: Interpreter, a: Value, indices: Value, axis: int | None = None) -> Operand | Masked:
    """the elements at indices, of the flat array or along an axis"""
    if axis is None:
        return it.index(ravel(it, a), (indices,))
    return it.index(lift(it, a), ((slice(None),) * (axis % len(shape_of(it, a))) + (indices,)))


@public("numpy.flip")
def flip(it: Interpreter, m: Value, axis: Value = None) -> Operand | Masked:
    """elements in reverse order"""
    array = lift(it, m)
    rank = len(shape_of(it, array))
    axes = reductions.normal_axes(it, axis, rank)
    return it.index(array, tuple(slice(None, None, -1) if k in axes else slice(None) for k in range(rank)))


@public("numpy.copy", methods=("copy",))
def copied(it: Interpreter, a: Value) -> Value:
    """a new array with the same elements"""
    return copy(it, a)


@public("numpy.broadcast_to")
def broadcast_to(it: Interpreter, array: Value, shape: Value) -> Operand:
    """an array repeated along new axes (read only)"""
    value, lengths = lift(it, array), dims(it, shape)
    if it.broadcast([shape_of(it, value), lengths]) != lengths:
        raise it.error(f"an array of shape {shape_of(it, value)} does not broadcast to {lengths}")
    view = force(it, value)
    if not isinstance(view, View):
        return elem(it, "broadcast", [view], lengths, type_of(view), cost=0)
    new = len(lengths) - len(view.shape)
    strides = [stride if own == length else 0 for own, length, stride in zip(view.shape, lengths[new:], view.strides, strict=True)]
    return View(view.buf, lengths, [0] * new + strides, view.off, view.dyn)


@public("numpy.diag")
def diag(it: Interpreter, v: Value, k: int = 0) -> Value:
    """a diagonal of a matrix (a view), or a matrix with this diagonal"""
    return it.call(np.diagonal, v, k) if len(shape_of(it, v)) == 2 else it.library("diag", v, k)


# -- axes of length 1, single elements
@public("numpy.squeeze", methods=("squeeze",))
def squeeze(it: Interpreter, a: Value, axis: Any = None) -> Operand | Masked:
    """without the axes of length 1, or without some of them"""
    array = lift(it, a)
    lengths = shape_of(it, array)
    axes = [k for k, length in enumerate(lengths) if length == 1] if axis is None else reductions.normal_axes(it, axis, len(lengths))
    if wrong := [k for k in axes if lengths[k] != 1]:
        raise it.error(f"`squeeze` of axis {wrong[0]}, whose length is {lengths[wrong[0]]}")
    return it.index(array, tuple(0 if k in axes else slice(None) for k in range(len(lengths)))) if isinstance(array, ARRAYS) else array


@public(methods=("fill",))
def fill_method(it: Interpreter, a: Value, value: Value) -> None:
    """set all elements"""
    it.assign_item(a, (Ellipsis,), value)

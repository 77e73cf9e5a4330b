"""Shapes: asking for them, and the same elements in another one."""
from __future__ import annotations

from typing import Any

from ..arrays import reductions
from ..arrays.elements import element
from ..arrays.indexing import transpose
from ..arrays.lazy import elem
from ..arrays.making import from_list, lift, shape_of
from ..arrays.storage import copy, force
from ..numbers import scalars
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.sizes import Length, Size, is_dim, product, row_major
from ..values.values import ARRAYS, Scalar, View, describe, holds_run_time, type_of
from .creation import dims
from .family import Family

public = Family()



@public("numpy.shape")
def shape(it: Interpreter, a: Any) -> Any:
    """shape of an array"""
    return tuple(map(scalars.length, shape_of(it, a)))


@public("numpy.ndim")
def ndim(it: Interpreter, a: Any) -> Any:
    """rank of an array"""
    return len(shape_of(it, a))


@public("numpy.size")
def size(it: Interpreter, a: Any, axis: Any = None) -> Any:
    """number of elements"""
    s = shape_of(it, a)
    return product(s) if axis is None else s[axis]


@public("numpy.reshape")
def reshape(it: Interpreter, a: Any, shape: Any) -> Any:
    """the elements in another shape (a view)"""
    a = force(it, a)
    if isinstance(a, Scalar) or is_num(a):
        a = from_list(it, [a])
    wanted = [shape] if is_dim(shape) else list(shape)
    if holds_run_time(wanted):
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    if any(isinstance(n, Length) for n in a.shape):
        if len(a.shape) == len(wanted) == 1 and wanted[0] in (-1, a.shape[0]):
            return a
        raise it.error("a slice with run-time bounds cannot take another shape")
    lengths = completed(wanted, product(a.shape))
    if product(lengths) != product(a.shape):
        raise it.error(f"an array of shape {a.shape} cannot take the shape {tuple(lengths)}")
    if not a.contiguous():
        a = copy(it, a)
    return View(a.buf, lengths, row_major(tuple(lengths)), a.off, a.dyn)


def completed(lengths: list[Any], count: Any) -> list[Any]:
    """The lengths with the one that is -1 made such that there are `count` elements."""
    if all(isinstance(n, Size) or n != -1 for n in lengths):
        return lengths
    known = product(n for n in lengths if n != -1)
    return [count // known if n == -1 else n for n in lengths] if known else lengths


@public(methods=("reshape",))
def reshape_method(it: Interpreter, a: Any, *shape: Any) -> Any:
    """the elements in another shape (a view)"""
    return reshape(it, a, shape[0] if len(shape) == 1 else shape)


@public("numpy.ravel", methods=("ravel",))
def ravel(it: Interpreter, a: Any) -> Any:
    """the elements in one dimension"""
    return reshape(it, a, (-1,))


@public(methods=("flatten",))
def flatten(it: Interpreter, a: Any) -> Any:
    """a copy in one dimension"""
    return reshape(it, copy(it, a), (-1,))


@public("numpy.transpose")
def transposed(it: Interpreter, a: Any, axes: Any = None) -> Any:
    """axes in reverse order, or in a given one (a view)"""
    a = lift(it, a)
    if axes is None:
        return transpose(it, a)
    order = reductions.normal_axes(it, tuple(axes), len(shape_of(it, a)))
    if len(order) != len(a.shape) or len(axes) != len(order):
        raise it.error(f"{tuple(axes)} is not an order of the axes of an array of shape {a.shape}")
    v = force(it, a)
    if not isinstance(v, View):
        return v
    axes = [k % len(order) for k in axes]
    return View(v.buf, [v.shape[k] for k in axes], [v.strides[k] for k in axes], v.off, v.dyn)


@public(methods=("transpose",))
def transpose_method(it: Interpreter, a: Any, *axes: Any) -> Any:
    """axes in reverse order, or in a given one (a view)"""
    return transposed(it, a, (axes[0] if isinstance(axes[0], (tuple, list)) else axes) if axes and axes[0] is not None else None)


@public("numpy.swapaxes", methods=("swapaxes",))
def swapaxes(it: Interpreter, a: Any, axis1: int, axis2: int) -> Any:
    """two axes in each other's place (a view)"""
    order = list(range(len(shape_of(it, a))))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transposed(it, a, order)


@public("numpy.moveaxis")
def moveaxis(it: Interpreter, a: Any, source: int, destination: int) -> Any:
    """one axis moved to another place (a view)"""
    rank = len(shape_of(it, a))
    order = [k for k in range(rank) if k != source % rank]
    order.insert(destination % rank, source % rank)
    return transposed(it, a, order)


@public("numpy.take", methods=("take",))
def take(it: Interpreter, a: Any, indices: Any, axis: Any = None) -> Any:
    """the elements at indices, of the flat array or along an axis"""
    if axis is None:
        return it.index(ravel(it, a), (indices,))
    return it.index(lift(it, a), ((slice(None),) * (axis % len(shape_of(it, a))) + (indices,)))


@public("numpy.flip")
def flip(it: Interpreter, m: Any, axis: Any = None) -> Any:
    """elements in reverse order"""
    m = lift(it, m)
    axes = reductions.normal_axes(it, axis, len(m.shape))
    return it.index(m, tuple(slice(None, None, -1) if a in axes else slice(None) for a in range(len(m.shape))))


@public("numpy.copy", methods=("copy",))
def copied(it: Interpreter, a: Any) -> Any:
    """a new array with the same elements"""
    return copy(it, a)


@public("numpy.broadcast_to")
def broadcast_to(it: Interpreter, array: Any, shape: Any) -> Any:
    """an array repeated along new axes (read only)"""
    a, s = lift(it, array), dims(it, shape)
    if it.broadcast([shape_of(it, a), s]) != s:
        raise it.error(f"an array of shape {shape_of(it, a)} does not broadcast to {s}")
    a = force(it, a)
    if not isinstance(a, View):
        return elem(it, "broadcast", [a], s, type_of(a), cost=0)
    new = len(s) - len(a.shape)
    return View(a.buf, s, [0] * new + [t if n == m else 0 for n, m, t in zip(a.shape, s[new:], a.strides, strict=True)], a.off, a.dyn)


@public("numpy.diagonal", methods=("diagonal",))
def diagonal(it: Interpreter, a: Any, offset: int = 0) -> Any:
    """a diagonal of a matrix (a view)"""
    a = force(it, a)
    if not isinstance(a, View) or len(a.shape) != 2:
        raise it.error(f"`diagonal` takes a matrix, not {describe(a)}")
    row, column = max(-offset, 0), max(offset, 0)
    n = max(0, min(a.shape[0] - row, a.shape[1] - column))
    return View(a.buf, (n,), (a.strides[0] + a.strides[1],), a.off + row * a.strides[0] + column * a.strides[1] if n else a.off, a.dyn)


@public("numpy.diag")
def diag(it: Interpreter, v: Any, k: int = 0) -> Any:
    """a diagonal of a matrix (a view), or a matrix with this diagonal"""
    return diagonal(it, v, k) if len(shape_of(it, v)) == 2 else it.library("diag", v, k)


@public("numpy.expand_dims")
def expand_dims(it: Interpreter, a: Any, axis: int) -> Any:
    """a new axis of length 1"""
    rank = len(shape_of(it, a)) + 1
    return it.index(a, tuple(None if k == axis % rank else slice(None) for k in range(rank)))


@public("numpy.squeeze", methods=("squeeze",))
def squeeze(it: Interpreter, a: Any) -> Any:
    """without the axes of length 1"""
    a = lift(it, a)
    return it.index(a, tuple(0 if n == 1 else slice(None) for n in a.shape)) if isinstance(a, ARRAYS) else a


@public(methods=("item",))
def item(it: Interpreter, a: Any) -> Any:
    """the only element"""
    return element(it, a, (0,) * len(a.shape)) if isinstance(a, ARRAYS) else a


@public(methods=("fill",))
def fill_method(it: Interpreter, a: Any, value: Any) -> Any:
    """set all elements"""
    it.assign_item(a, (Ellipsis,), value)

"""Arrays from anything array-like: numbers, lists, compile-time arrays, lazy nodes; their shapes, and what they read."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np

from ..numbers import scalars
from ..values.dtypes import F64, UNMASK, hidden, is_num, numpy_type, wraps
from ..values.nodes import Along, Part, Spread
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.sizes import Dim, Length, Shape, product, row_major, storage
from ..values.values import ARRAYS, SHAPE_OF_DATA, ArrayValue, Buffer, Elem, Grown, Masked, Operand, Poison, Scalar, Value, View, describe, holds_run_time
from .parts.slices import common

TO_ARRAYS = ("to_numpy", "toarray", "numpy")    # of pandas, polars and xarray; of SciPy's sparse matrices; of torch and TensorFlow


@overload
def lift(it: Interpreter, value: ArrayValue) -> ArrayValue: ...
@overload
def lift(it: Interpreter, value: Value) -> Operand: ...
def lift(it: Interpreter, value: Value) -> Operand:
    """A number, Scalar, View or Elem for anything array-like; compile-time arrays become hidden read-only inputs."""
    if isinstance(value, (Scalar, View)) or is_num(value):
        return value
    return resolved(it, value) if isinstance(value, Elem) else lifted(it, value)


def array_of(it: Interpreter, value: Value) -> ArrayValue:
    """`lift` of what is known to be an array."""
    array = lift(it, value)
    assert isinstance(array, ARRAYS), "numbers have been dealt with"
    return array


def lifted(it: Interpreter, value: Value) -> Operand:
    """`lift` of compile-time values; an error for what is no array."""
    match value:
        case np.ndarray():
            return lifted_array(it, value)
        case list() | tuple():
            return from_list(it, value) if holds_run_time(value) else lifted_array(it, it.numpy(value))
        case Grown():
            return it.all_items(value)
        case range():
            return lifted_array(it, np.array(value))
        case Poison():
            raise it.error(value.why)
        case Masked():
            raise it.error(*SHAPE_OF_DATA)
    raise it.error(f"{describe(value)} is not a number or an array", way_to_numbers(value))


def way_to_numbers(value: Value) -> str:
    """How tables, sparse matrices and arrays of other libraries are made arrays, by the first method of these that they have."""
    found = next((name for name in TO_ARRAYS if callable(getattr(value, name, None))), None)
    return f"make an array of it before, outside of compiled code: `.{found}()`" if found else ""


def lifted_array(it: Interpreter, array: np.ndarray) -> Number | View:
    """A compile-time array as a hidden input; without axes it is a number."""
    if count := hidden(array):
        raise it.error(f"a masked array hides {count} values here, which compiled code would read all the same", UNMASK)
    if wraps(array.dtype):
        raise it.error(f"an array of {array.dtype} is not part of the language: NumPy lets it wrap, compiled integers have 64 bits and a sign",
                       "`.astype(np.int64)`")
    return array.item() if array.shape == () else it.constant(array)


def resolved(it: Interpreter, node: Elem) -> ArrayValue:
    """The View of a lazy node that has been stored; a slice of a stored node is a view of the store."""
    if node.forced is not None:
        return node.forced
    if isinstance(node.key, (Part, Spread)):
        base = lift(it, node.args[0])
        if isinstance(base, View):
            node.forced = part(base, node.key, node.shape) if isinstance(node.key, Part) else spread(base, node.key, node.shape)
    return node.forced or node


def part(base: View, key: Part, shape: Shape) -> View | None:
    """The view of base that a node `index` stands for; None where its starts are known at run time only."""
    off, strides = base.off, []
    for axis, stride in zip(key.axes, base.strides, strict=True):
        start = axis.start if isinstance(axis, Along) else axis
        if isinstance(start, Scalar):
            return None
        off = off + start * stride                                              # type: ignore[operator]  # one of the two is a number
        if isinstance(axis, Along):
            strides.append(stride * axis.step)
    return View(base.buf, shape, strides, off, base.dyn)


def spread(base: View, key: Spread, shape: Shape) -> View:
    """The view of base that a node `expand` stands for: its new axes do not move."""
    strides = dict(zip(key.axes, base.strides, strict=True))
    return View(base.buf, shape, [strides.get(axis, 0) for axis in range(len(shape))], base.off, base.dyn)


def runs_forward(key: Part) -> bool:
    """Does no axis of this key go backwards?"""
    return all(not isinstance(axis, Along) or axis.step > 0 for axis in key.axes)


def shape_of(it: Interpreter, value: Value) -> Shape:
    """The shape that NumPy would give the value; () for numbers."""
    if isinstance(value, (Scalar, *ARRAYS)):
        return value.shape
    if isinstance(value, (list, tuple)):
        return (len(value), *shape_of(it, value[0])) if value else (0,)
    if isinstance(value, Grown):
        return it.all_items(value).shape
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data", "reduce it, or use np.where with the mask")
    return np.shape(value)                                                      # type: ignore[arg-type]  # anything else has shape ()


def axes(operand: Operand) -> Shape:
    """The lengths of the axes of an array; a number has none."""
    return operand.shape if isinstance(operand, ARRAYS) else ()


def new_array(it: Interpreter, shape: Shape, dtype: str = F64) -> View:
    """An array in new memory of this function, not yet filled."""
    room = storage(shape)
    buf = it.b.new_buffer(dtype, product(room), it.region)
    buf.site, buf.level = it.site(), 0
    return View(buf, shape, row_major(room))


def from_list(it: Interpreter, values: Sequence[Value]) -> View:
    """`np.array([...])` of run-time values."""
    if not values:
        return new_array(it, (0,))
    rows = [lift(it, value) for value in values]
    shapes = {shape_of(it, row) for row in rows}
    if len(shapes) > 1:
        raise it.error(f"the rows of this array have different shapes: {', '.join(map(str, sorted(shapes, key=str)))}")
    out = new_array(it, (len(values), *shapes.pop()), F64 if all(map(is_num, rows)) else scalars.common_type(*rows))
    for at, row in enumerate(rows):
        it.assign_item(out, (at,), row)
    return out


def broadcast(it: Interpreter, shapes: Sequence[Shape]) -> Shape:
    """The shape that arrays of these shapes broadcast to: axes are aligned at the last one, as in NumPy."""
    lengths: list[Dim] = []
    for axis in range(1, 1 + max(map(len, shapes), default=0)):
        length: Dim = 1
        for shape in shapes:
            if axis <= len(shape):
                met = meeting(it, length, shape[-axis])
                if met is None:
                    raise it.error("shapes do not broadcast: " + ", ".join(map(str, shapes)))
                length = met
        lengths.append(length)
    return tuple(reversed(lengths))


def meeting(it: Interpreter, one: Dim, other: Dim) -> Dim | None:
    """The length where two axes meet: they are equal, or one of them is 1; lengths known at run time only are compared then. None: they do not fit."""
    if other in (1, one):
        return one
    if one == 1:
        return other
    return common(it, one, other) if isinstance(one, Length) or isinstance(other, Length) else None


def reads_of(args: Iterable[Value]) -> set[Buffer]:
    """Buffers that arrays read as things stand now: what has been stored since is read from its store."""
    found: set[Buffer] = set()
    seen: set[Elem] = set()
    stack = [*args]
    while stack:
        array = stack.pop()
        if isinstance(array, Elem) and array.forced is not None:
            array = array.forced
        if isinstance(array, View):
            found.add(array.buf)
        elif isinstance(array, Elem) and array not in seen:
            seen.add(array)
            stack += array.args
    return found


def numpy_value(it: Interpreter, values: Value) -> np.ndarray:
    """A compile-time list as a NumPy array of a type the language has."""
    if count := hidden(values):
        raise it.error(f"masked arrays hide {count} values here, which compiled code would read all the same", UNMASK)
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise it.error(f"this is not an array: {error}") from None
    if numpy_type(array.dtype) is None:
        raise it.error(f"arrays of {array.dtype} are not part of the language", "use floats, integers or booleans")
    return array

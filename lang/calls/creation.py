"""New arrays, conversions of type, and copies of compile-time arrays."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import storage
from ..arrays.making import from_list, lift, new_array, shape_of
from ..arrays.parts import slices
from ..arrays.parts.writing import refuse_cutting
from ..arrays.storage import fill
from ..library.arrays import counting
from ..numbers import scalars
from ..values.dtypes import CODES, F64, I64, exact_type, numpy_type, wraps
from ..values.services import Interpreter
from ..values.sizes import Shape, Size, is_dim
from ..values.unrolling import ask
from ..values.values import ARRAYS, Masked, Operand, Scalar, Value, View, holds_run_time, type_of
from .family import Family

public = Family()

SHORT = 16                                      # trips of a loop that is unrolled where a shape depends on its index
WRITTEN_OUT = 16                                # elements of a compile-time array that are stored one by one; more are copied from a hidden input


# -- shapes and types
def dims(it: Interpreter, shape: Value) -> Shape:
    """A shape, from a number or a sequence: known at compile time, but for one axis perhaps of a run-time length with a known upper bound."""
    shape = with_a_bound(it, shape)
    refuse_run_time(it, shape)
    lengths: tuple[Any, ...] = (shape,) if is_dim(shape) else tuple(shape)      # type: ignore[arg-type]  # Python's own error for what is no sequence
    if not all(map(is_length, lengths)):
        raise it.error(f"{lengths} is not a shape")
    return tuple(length if isinstance(length, Size) else int(length) for length in lengths)


def refuse_run_time(it: Interpreter, *values: Value) -> None:
    """A shape that depends on run-time values is an error; the index of a loop around is known once that is unrolled."""
    if holds_run_time(values):
        ask(it)
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")


def with_a_bound(it: Interpreter, shape: Value) -> Value:
    """The shape, the only run-time number in it as the length of an axis, if it is known how large that can be. Where the loop around is short it is
    unrolled instead: its index is known then."""
    parts: list[Any] = list(shape) if isinstance(shape, (tuple, list)) else [shape]
    moving = [k for k, n in enumerate(parts) if isinstance(n, Scalar)]
    if len(moving) != 1 or any(isinstance(n, Size) for n in parts) or short_loop(it):
        return shape
    found = slices.run_time_length(it, parts[moving[0]])
    if found is None:
        raise it.error("a shape depends on run-time values, and nothing says how large it can be",
                       "make an array of the largest size, and take a part of it: `np.zeros(most)[:n]`")  # fmt: skip
    parts[moving[0]] = found
    return tuple(parts)


def short_loop(it: Interpreter) -> bool:
    """Is this in a loop of few trips?"""
    trips = it.loop_stack[-1][1] if it.loop_stack else None
    return isinstance(trips, int) and trips <= SHORT


def is_length(value: Value) -> bool:
    """Can an axis be as long?"""
    return is_dim(value) and (isinstance(value, Size) or value >= 0)


def element_type(it: Interpreter, dtype: Value, default: str) -> str:
    """The element type for a `dtype=` argument."""
    if dtype is None:
        return default
    if holds_run_time(dtype):
        raise it.error("a dtype must be known at compile time")
    wanted = np.dtype(dtype)                                                     # type: ignore[call-overload]  # NumPy's own error is shown
    found = exact_type(wanted)
    if found is None:
        raise it.error(f"arrays of {wanted} are not part of the language", "use float64, float32, int64 or bool")
    return found


# -- filled with one value
def filled(it: Interpreter, shape: Value, value: Any, dtype: Value, default: str = F64) -> View:
    """A new array with `value` in every element, or broadcast to it."""
    out = new_array(it, dims(it, shape), element_type(it, dtype, default))
    given = shape_of(it, value)
    if given and it.broadcast([given, out.shape]) != out.shape:
        raise it.error(f"an array of shape {given} does not fill one of shape {out.shape}")
    refuse_cutting(it, value, out.dtype)
    fill(it, out, value)
    return out


@public("numpy.zeros", "numpy.empty", always=True)
def zeros(it: Interpreter, shape: Value, dtype: Value = None, order: Value = "C") -> View:
    """array of zeros (`empty` too is filled, so that nothing is ever undefined)"""
    return filled(it, shape, 0, dtype)


@public("numpy.ones", always=True)
def ones(it: Interpreter, shape: Value, dtype: Value = None, order: Value = "C") -> View:
    """array of ones"""
    return filled(it, shape, 1, dtype)


@public("numpy.full", always=True)
def full(it: Interpreter, shape: Value, fill_value: Value, dtype: Value = None, order: Value = "C") -> View:
    """array filled with a value"""
    value = lift(it, fill_value)
    return filled(it, shape, value, dtype, type_of(value))


def like(it: Interpreter, model: Value, value: Value, dtype: Value, shape: Value) -> View:
    """A new array in the shape and type of another one, or in another shape."""
    array = lift(it, model)
    return filled(it, shape_of(it, array) if shape is None else shape, value, dtype, type_of(array))


@public("numpy.zeros_like", "numpy.empty_like", always=True)
def zeros_like(it: Interpreter, a: Value, dtype: Value = None, order: Value = "K", subok: Value = True, shape: Value = None) -> View:
    """zeros in the shape and type of an array"""
    return like(it, a, 0, dtype, shape)


@public("numpy.ones_like", always=True)
def ones_like(it: Interpreter, a: Value, dtype: Value = None, order: Value = "K", subok: Value = True, shape: Value = None) -> View:
    """ones in the shape and type of an array"""
    return like(it, a, 1, dtype, shape)


@public("numpy.full_like", always=True)
def full_like(it: Interpreter, a: Value, fill_value: Value, dtype: Value = None, order: Value = "K", subok: Value = True, shape: Value = None) -> View:
    """an array's shape and type, filled with a value"""
    return like(it, a, lift(it, fill_value), dtype, shape)


# -- of values that are there
def materialised(it: Interpreter, array: np.ndarray) -> View:
    """A compile-time array as an ordinary array that may be written."""
    dtype = numpy_type(array.dtype)
    if dtype is None or wraps(array.dtype):
        raise it.error(f"arrays of {array.dtype} are not part of the language", "use floats, 64-bit integers or booleans")
    out = new_array(it, array.shape, dtype)
    if array.size <= WRITTEN_OUT:
        store(it, out, array)
    else:
        fill(it, out, it.constant(np.ascontiguousarray(it.keep(array))))
    it.contents[out.buf] = array
    if dtype == I64 and array.size and ("written", out.buf.site) not in it.facts.notes:
        out.buf.rng = (int(array.min()), int(array.max()))
    return out


def store(it: Interpreter, out: View, array: np.ndarray) -> None:
    """The elements one by one: LLVM sees them where they are read."""
    for index in np.ndindex(*array.shape):
        it.b.store(out.dtype, scalars.scalar(it, array[index].item(), out.dtype).ref, it.b.address(out, index))


@public("numpy.array", always=True)
def array(it: Interpreter, object: Value, dtype: Value = None, *, copy: Value = True, order: Value = "K", subok: Value = False, ndmin: int = 0) -> Value:
    """a new array of numbers, nested lists or another array"""
    if ndmin:
        made = array(it, object, dtype)
        return it.reshape(made, (1,) * (ndmin - len(shape_of(it, made))) + shape_of(it, made))
    if not holds_run_time(object):
        values = it.numpy(object)
        return materialised(it, values if dtype is None else np.asarray(values, CODES[element_type(it, dtype, F64)]))
    if isinstance(object, Scalar):
        return object
    values = from_list(it, object) if isinstance(object, (list, tuple)) else object
    if dtype is not None:
        return astype(it, values, dtype)
    return storage.copy(it, values) if isinstance(object, ARRAYS) else values


@public("numpy.asarray", "numpy.ascontiguousarray", "numpy.asanyarray")
def asarray(it: Interpreter, a: Value, dtype: Value = None, order: Value = None, *, copy: Value = None) -> Operand | Masked:
    """the array itself, or a new one of nested lists"""
    values = storage.copy(it, a) if copy else lift(it, a)
    return values if dtype is None else astype(it, values, dtype)


def made_by_numpy(name: str, make: Callable[..., np.ndarray], doc: str, in_language: Callable[..., Any] | None = None) -> None:
    """Add a function of NumPy's that makes an array of known values; `in_language` is the one of the library for one run-time argument."""
    def emit(it: Interpreter, *args: Value, **kw: Value) -> Value:
        if in_language is not None and len(args) == 1 and not kw and isinstance(args[0], Scalar) and not short_loop(it):
            return it.call(in_language, args[0])
        refuse_run_time(it, args, kw)
        try:
            values = make(*args, **kw)
        except (TypeError, ValueError) as failure:
            raise it.error(f"{type(failure).__name__}: {failure}") from None
        element_type(it, values.dtype, F64)
        return materialised(it, values)
    emit.__doc__ = doc
    public(f"numpy.{name}", always=True)(emit)


made_by_numpy("arange", np.arange, "evenly spaced numbers by their step", counting)
made_by_numpy("eye", np.eye, "identity matrix")
made_by_numpy("identity", np.identity, "identity matrix")


@public("numpy.linspace", always=True)
def linspace(it: Interpreter, start: Value, stop: Value, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Value = None,
             axis: int = 0) -> Value:
    """evenly spaced numbers by their count, between numbers or arrays"""
    refuse_run_time(it, num)
    if holds_run_time((start, stop)) or retstep:
        return it.library("linspace", start, stop, num, endpoint, retstep, dtype, axis)
    return materialised(it, np.linspace(start, stop, num, endpoint, dtype=dtype, axis=axis))             # type: ignore[call-overload]  # NumPy's own error


# -- of another type
@public("numpy.float64", "numpy.double")
def float64(it: Interpreter, x: Value) -> Operand | Masked:
    """conversion to a 64-bit float"""
    return it.operate_on("cast_f8", x)


@public("numpy.float32")
def float32(it: Interpreter, x: Value) -> Operand | Masked:
    """conversion to a 32-bit float"""
    return it.operate_on("cast_f4", x)


@public("numpy.int64", "numpy.intp")
def int64(it: Interpreter, x: Value) -> Operand | Masked:
    """conversion to an integer, towards zero"""
    return it.operate_on("cast_i8", x)


@public(methods=("astype",))
def astype(it: Interpreter, a: Value, dtype: Value) -> Operand | Masked:
    """a copy with another element type"""
    return it.operate_on("cast_" + CODES[element_type(it, dtype, F64)], a)

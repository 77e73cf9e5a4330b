"""New arrays, conversions of type, and copies of compile-time arrays."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import storage
from ..arrays.making import from_list, lift, new_array, shape_of
from ..arrays.storage import fill
from ..numbers import scalars
from ..values.dtypes import CODES, F64, I64, numpy_type
from ..values.services import Interpreter
from ..values.sizes import Size, is_dim
from ..values.unrolling import ask
from ..values.values import ARRAYS, Scalar, View, holds_run_time, type_of
from .family import Family

public = Family()



def dims(it: Interpreter, shape: Any) -> tuple[Any, ...]:
    """A shape known at compile time, from a number or a sequence."""
    if isinstance(shape, Scalar) or holds_run_time(shape):
        ask(it)
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    shape = (shape,) if is_dim(shape) else tuple(shape)
    if not all(is_dim(n) and (isinstance(n, Size) or n >= 0) for n in shape):
        raise it.error(f"{shape} is not a shape")
    return tuple(int(n) if not isinstance(n, Size) else n for n in shape)


def element_type(it: Interpreter, dtype: Any, default: str) -> str:
    """The element type for a `dtype=` argument."""
    if dtype is None:
        return default
    if holds_run_time(dtype):
        raise it.error("a dtype must be known at compile time")
    t = numpy_type(np.dtype(dtype)) if not isinstance(dtype, str) or dtype else None
    if t is None:
        raise it.error(f"arrays of {np.dtype(dtype)} are not part of the language", "use float64, float32, int64 or bool")
    return t


def filled(it: Interpreter, shape: Any, value: Any, dtype: Any, default: str = F64) -> Any:
    """A new array with `value` in every element."""
    out = new_array(it, dims(it, shape), element_type(it, dtype, default))
    fill(it, out, value)
    return out


@public("numpy.zeros", "numpy.empty", always=True)
def zeros(it: Interpreter, shape: Any, dtype: Any = None) -> Any:
    """array of zeros (`empty` too is filled, so that nothing is ever undefined)"""
    return filled(it, shape, 0, dtype)


@public("numpy.ones", always=True)
def ones(it: Interpreter, shape: Any, dtype: Any = None) -> Any:
    """array of ones"""
    return filled(it, shape, 1, dtype)


@public("numpy.full", always=True)
def full(it: Interpreter, shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """array filled with a value"""
    return filled(it, shape, fill_value, dtype, type_of(lift(it, fill_value)))


def _like(it: Interpreter, a: Any, value: Any, dtype: Any) -> Any:
    a = lift(it, a)
    return filled(it, shape_of(it, a), value, dtype, type_of(a))


@public("numpy.zeros_like", "numpy.empty_like", always=True)
def zeros_like(it: Interpreter, a: Any, dtype: Any = None) -> Any:
    """zeros in the shape and type of an array"""
    return _like(it, a, 0, dtype)


@public("numpy.ones_like", always=True)
def ones_like(it: Interpreter, a: Any, dtype: Any = None) -> Any:
    """ones in the shape and type of an array"""
    return _like(it, a, 1, dtype)


@public("numpy.full_like", always=True)
def full_like(it: Interpreter, a: Any, fill_value: Any, dtype: Any = None) -> Any:
    """an array's shape and type, filled with a value"""
    return _like(it, a, fill_value, dtype)


def materialised(it: Interpreter, a: np.ndarray) -> View:
    """A compile-time array as an ordinary array that may be written."""
    t = numpy_type(a.dtype)
    if t is None:
        raise it.error(f"arrays of {a.dtype} are not part of the language", "use floats, integers or booleans")
    out = new_array(it, a.shape, t)
    if a.size <= 16:
        for idx in np.ndindex(*a.shape):
            it.b.store(t, scalars.scalar(it, a[idx].item(), t).ref, it.b.address(out, idx))
    else:
        fill(it, out, it.constant(np.ascontiguousarray(it.keep(a))))
    if t == I64 and a.size and ("written", out.buf.site) not in it.facts.notes:
        out.buf.rng = (int(a.min()), int(a.max()))
    return out


@public("numpy.array", always=True)
def array(it: Interpreter, object: Any, dtype: Any = None, copy: Any = True) -> Any:
    """a new array of numbers, nested lists or another array"""
    if not holds_run_time(object):
        return materialised(it, it.numpy(object) if dtype is None else np.asarray(it.numpy(object), dtype))
    if isinstance(object, Scalar):
        return object
    v = from_list(it, object) if isinstance(object, (list, tuple)) else object
    return astype(it, v, dtype) if dtype is not None else storage.copy(it, v) if isinstance(object, ARRAYS) else v


@public("numpy.asarray", "numpy.ascontiguousarray", "numpy.asanyarray")
def asarray(it: Interpreter, a: Any, dtype: Any = None) -> Any:
    """the array itself, or a new one of nested lists"""
    v = lift(it, a)
    return v if dtype is None else astype(it, v, dtype)


@public("numpy.float64", "numpy.double")
def float64(it: Interpreter, x: Any) -> Any:
    """conversion to a 64-bit float"""
    return it.operate_on("cast_f8", x)


@public("numpy.float32")
def float32(it: Interpreter, x: Any) -> Any:
    """conversion to a 32-bit float"""
    return it.operate_on("cast_f4", x)


@public("numpy.int64", "numpy.intp")
def int64(it: Interpreter, x: Any) -> Any:
    """conversion to an integer, towards zero"""
    return it.operate_on("cast_i8", x)


@public(methods=("astype",))
def astype(it: Interpreter, a: Any, dtype: Any) -> Any:
    """a copy with another element type"""
    t = element_type(it, dtype, F64)
    return it.operate_on("cast_" + CODES[t], a)


def _static_creation(name: str, make: Any, doc: str) -> None:
    def emit(it: Interpreter, *args: Any, **kw: Any) -> Any:
        if holds_run_time(args) or holds_run_time(kw):
            ask(it)
            raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
        try:
            return materialised(it, make(*args, **kw))
        except (TypeError, ValueError) as e:
            raise it.error(f"{type(e).__name__}: {e}") from None
    emit.__doc__ = doc
    public(f"numpy.{name}", always=True)(emit)
_static_creation("arange", np.arange, "evenly spaced numbers by their step")
_static_creation("eye", np.eye, "identity matrix")
_static_creation("identity", np.identity, "identity matrix")


@public("numpy.linspace", always=True)
def linspace(it: Interpreter, start: Any, stop: Any, num: int = 50, endpoint: bool = True) -> Any:
    """evenly spaced numbers by their count"""
    if holds_run_time(num):
        ask(it)
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    return it.library("linspace", start, stop, num, endpoint) if holds_run_time((start, stop)) else materialised(it, np.linspace(start, stop, num, endpoint))

"""Methods of NumPy's elementwise functions: `np.add.at`, `np.maximum.accumulate`, `np.multiply.outer`, `np.logaddexp.reduce`, `np.add.reduceat`."""
from __future__ import annotations

from types import BuiltinMethodType

import numpy as np

from ...arrays.making import shape_of
from ...library import arrays
from ...library.named import functions
from ...values.services import Interpreter
from ...values.values import Value, holds_run_time
from ..family import Emit, Handler, handler
from .reducing import reduced

RUNNING = functions("selecting", {"": {"running": "folded accumulated reduced_at applied_at"}})
REDUCED = {np.add: "sum", np.multiply: "prod", np.maximum: "max", np.minimum: "min", np.logical_and: "all", np.logical_or: "any"}
ACCUMULATED = {np.add: arrays.cumsum, np.multiply: arrays.cumprod}
SIGN = {np.add: 1.0, np.subtract: -1.0}


def method_of(f: Value) -> Handler | None:
    """How a method of an elementwise function is staged; None when f is none that the language has."""
    if not isinstance(f, BuiltinMethodType) or not isinstance(f.__self__, np.ufunc) or f.__self__.nin != 2:
        return None
    make = UFUNC_METHODS.get(f.__name__)
    return handler(make(f.__self__)) if make is not None else None


def outer(ufunc: np.ufunc) -> Emit:
    """The function of every pair of elements."""
    def emit(it: Interpreter, A: Value, B: Value) -> Value:
        left = (*(slice(None),) * len(shape_of(it, A)), *(None,) * len(shape_of(it, B)))
        return it.call(ufunc, it.index(A, left) if len(left) > len(shape_of(it, B)) else A, B)
    return emit


def reduce(ufunc: np.ufunc) -> Emit:
    """Over an axis, the first unless another is given."""
    def emit(it: Interpreter, array: Value, axis: Value = 0, dtype: Value = None, out: None = None, keepdims: bool = False, initial: Value = None,
             where: Value = True) -> Value:
        if ufunc in REDUCED:
            truths = ufunc in (np.logical_and, np.logical_or)
            return reduced(it, REDUCED[ufunc], it.operate_on("cast_b1", array) if truths else array, axis, keepdims, initial, where)
        if where is not True or initial is not None:
            raise it.error(f"`np.{ufunc.__name__}.reduce` takes neither `where=` nor `initial=`", "np.where before it, a first row by np.concatenate")
        if ufunc is np.logaddexp:
            return it.call(arrays.logsumexp, array, axis=axis, keepdims=keepdims)
        return it.call(RUNNING["folded"], ufunc, array, axis, keepdims)
    return emit


def accumulate(ufunc: np.ufunc) -> Emit:
    """Along an axis, the first unless another is given, from the first element to each."""
    def emit(it: Interpreter, array: Value, axis: int = 0, dtype: Value = None, out: None = None) -> Value:
        f = ACCUMULATED.get(ufunc)
        return it.call(RUNNING["accumulated"], ufunc, array, axis) if f is None else it.call(f, array, axis, dtype)
    return emit


def reduceat(ufunc: np.ufunc) -> Emit:
    """Over segments that begin at known places."""
    def emit(it: Interpreter, array: Value, indices: Value, axis: int = 0) -> Value:
        if holds_run_time(indices):
            raise it.error(f"`np.{ufunc.__name__}.reduceat` takes places that are known at compile time", "np.bincount(group, weights=x, minlength=n)")
        return it.call(RUNNING["reduced_at"], ufunc.reduce, array, indices, axis)
    return emit


def at(ufunc: np.ufunc) -> Emit:
    """Changes elements in place, also where an index occurs more than once."""
    def emit(it: Interpreter, a: Value, indices: Value, b: Value) -> None:
        if isinstance(indices, (tuple, slice)) or len(shape_of(it, indices)) != 1:
            raise it.error(f"`np.{ufunc.__name__}.at` takes one vector of indices", "write a loop")
        if ufunc in SIGN:
            it.call(arrays.add_at, a, indices, b if SIGN[ufunc] > 0 else it.operate("*", SIGN[ufunc], b))
        else:
            it.call(RUNNING["applied_at"], ufunc, a, indices, b)
    return emit


UFUNC_METHODS = {"outer": outer, "reduce": reduce, "accumulate": accumulate, "reduceat": reduceat, "at": at}

"""Methods of NumPy's elementwise functions: `np.subtract.outer`, `np.add.at`, `np.logaddexp.reduce`, `np.add.accumulate`."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays.making import shape_of
from ..library import arrays, groups
from ..values.services import Interpreter
from .family import Handler, handler

REDUCED = {np.add: "sum", np.multiply: "prod", np.maximum: "max", np.minimum: "min", np.logical_and: "all", np.logical_or: "any"}
ACCUMULATED = {np.add: arrays.cumsum, np.multiply: arrays.cumprod}
SIGN = {np.add: 1.0, np.subtract: -1.0}


def method_of(f: Any) -> Handler | None:
    """How a method of an elementwise function is staged; None when f is none that the language has."""
    ufunc = getattr(f, "__self__", None)
    if not isinstance(ufunc, np.ufunc):
        return None
    if f.__name__ == "outer":
        return handler(outer(ufunc))
    if f.__name__ == "reduce" and (ufunc in REDUCED or ufunc is np.logaddexp):
        return handler(reduce(ufunc))
    if f.__name__ == "accumulate" and ufunc in ACCUMULATED:
        return handler(accumulate(ufunc))
    return handler(at(ufunc)) if f.__name__ == "at" and ufunc in SIGN else None


def outer(ufunc: Any) -> Any:
    """The function of every pair of elements."""
    def emit(it: Interpreter, A: Any, B: Any) -> Any:
        left = (*(slice(None),) * len(shape_of(it, A)), *(None,) * len(shape_of(it, B)))
        return it.call(ufunc, it.index(A, left) if len(left) > len(shape_of(it, B)) else A, B)
    return emit


def reduce(ufunc: Any) -> Any:
    """Over an axis, the first unless another is given."""
    def emit(it: Interpreter, array: Any, axis: Any = 0, keepdims: bool = False) -> Any:
        if ufunc is np.logaddexp:
            return it.call(arrays.logsumexp, array, axis=axis, keepdims=keepdims)
        return it.reduce(REDUCED[ufunc], array, axis, keepdims)
    return emit


def accumulate(ufunc: Any) -> Any:
    """Running sums or products along an axis, the first unless another is given."""
    def emit(it: Interpreter, array: Any, axis: int = 0) -> Any:
        return it.call(ACCUMULATED[ufunc], array, axis=axis)
    return emit


def at(ufunc: Any) -> Any:
    """Adds in place, also where an index occurs more than once."""
    def emit(it: Interpreter, a: Any, indices: Any, b: Any) -> None:
        if isinstance(indices, (tuple, slice)) or len(shape_of(it, indices)) != 1:
            raise it.error(f"`np.{ufunc.__name__}.at` takes one vector of indices", "write a loop")
        it.call(groups.add_at, a, indices, b if SIGN[ufunc] > 0 else it.operate("*", SIGN[ufunc], b))
    return emit

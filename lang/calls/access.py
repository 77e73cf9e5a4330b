"""Parts of values: subscripts and attributes."""
from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from ..arrays.indexing import transpose
from ..arrays.making import from_list, lift
from ..arrays.ownership import made, own
from ..arrays.sequences import numbers_of_one_type
from ..numbers import scalars
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import ARRAYS, Masked, Method, Poison, Scalar, describe, holds_run_time, type_of
from .recognition import METHODS

ATTRIBUTES: dict[str, Any] = {
    "shape": lambda it, o: tuple(map(scalars.length, o.shape)),
    "ndim": lambda it, o: len(o.shape),
    "size": lambda it, o: size(it, o),
    "T": lambda it, o: transpose(it, o),
    "dtype": lambda it, o: np.dtype({"double": "f8", "float": "f4", "i64": "i8", "i1": "b1"}[type_of(o)]),
}


def size(it: Interpreter, o: Any) -> Any:
    """The number of elements."""
    n: Any = 1
    for k in o.shape:
        n = it.operate("*", n, scalars.length(k))
    return n


def slice_(it: Interpreter, e: Any) -> slice:
    """`a:b:c` as a slice, its parts may be run-time numbers."""
    return slice(*[it.eval(x) if x is not None else None for x in (e.lower, e.upper, e.step)])


def subscript(it: Interpreter, e: Any) -> Any:
    """`o[k]`"""
    o, k = it.eval(e.value), it.eval(e.slice)
    it.frame.node = e
    return item(it, o, k)


def item(it: Interpreter, o: Any, k: Any) -> Any:
    """o[k], read: arrays by `indexing.py`, compile-time containers by Python."""
    if isinstance(o, (*ARRAYS, Masked)) or (isinstance(o, np.ndarray) and holds_run_time(k)):
        return it.index(o, k)
    if isinstance(o, (list, tuple, range)) and isinstance(k, Scalar):
        return numbered(it, o, k)
    if isinstance(o, (Scalar, Poison)) or is_num(o):
        raise it.error(f"{describe(o)} cannot be indexed" if not isinstance(o, Poison) else o.why)
    if isinstance(o, dict) and holds_run_time(k):
        ask(it)
        raise it.error("a dict is indexed by a run-time value", "use an array")
    try:
        return own(it, o[k]) if isinstance(o, list) and isinstance(k, slice) else made(it, o[k]) if isinstance(o, np.ndarray) else o[k]
    except (IndexError, KeyError, TypeError, ValueError) as x:
        raise it.error(f"{type(x).__name__}: {x}") from None


def numbered(it: Interpreter, o: Any, k: Scalar) -> Any:
    """A member of a compile-time sequence by a run-time number: the sequence as an array if it holds numbers, else loops around are unrolled."""
    if isinstance(o, range) or numbers_of_one_type(o):
        return it.index(lift(it, o), k)
    if not all(isinstance(x, Scalar) or is_num(x) for x in o):
        ask(it)
        raise it.error("a compile-time list or tuple is indexed by a run-time number", "make it an array: np.array(…)")
    return it.index(from_list(it, o), k)


def attribute(it: Interpreter, e: Any) -> Any:
    """`o.name`: the attributes of an array in ATTRIBUTES, its methods in METHODS, everything else by Python."""
    o = it.eval(e.value)
    it.frame.node = e
    if isinstance(o, Poison):
        raise it.error(o.why)
    if isinstance(o, Masked):
        if e.attr in ("shape", "size"):
            raise it.error("the shape of this value depends on data", "count with np.sum(mask)")
        return Method(o, e.attr)
    if isinstance(o, (Scalar, *ARRAYS)):
        if e.attr in ATTRIBUTES:
            return ATTRIBUTES[e.attr](it, o)
        if e.attr not in METHODS:
            raise it.error(f"`.{e.attr}` of {describe(o)} is not part of the language")
        return Method(o, e.attr)
    found = inspect.getattr_static(type(o), e.attr, None) if not isinstance(o, type) else None
    if isinstance(found, property) and holds_run_time(o):
        return it.call(found.fget, o)
    try:
        return getattr(o, e.attr)
    except Exception as x:                                      # a property or __getattr__ of the user's own may raise anything
        raise it.error(f"{x}" if isinstance(x, AttributeError) else f"{type(x).__name__} at compile time: {x}") from None

"""Assignment: to names, to parts of arrays and compile-time lists, and in place."""
from __future__ import annotations

import ast
from typing import Any

import numpy as np

from ..arrays.ownership import may_change
from ..arrays.sequences import members
from ..arrays.writing import writable
from ..numbers import arithmetic
from ..values.dtypes import RANK, is_num
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import ARRAYS, Masked, Scalar, holds_run_time
from .operators import BINARY
from .subscripts import item


def assignment(it: Interpreter, s: Any) -> None:
    """`a = b = value`"""
    v = it.eval(s.value)
    for t in s.targets:
        assign(it, t, v)


def annotated(it: Interpreter, s: Any) -> None:
    """`a: T = value`; the annotation is not evaluated."""
    if s.value is not None:
        assign(it, s.target, it.eval(s.value))


def assign(it: Interpreter, t: Any, v: Any) -> None:
    """Bind one target: a name, a tuple of targets, or a part of an array or list."""
    match t:
        case ast.Name():
            it.frame.env[t.id] = v
        case ast.Tuple() | ast.List():
            unpack(it, t.elts, v)
        case ast.Subscript():
            o, k = it.eval(t.value), it.eval(t.slice)
            it.frame.node = t
            set_item(it, o, k, v)
        case ast.Attribute():
            it.frame.node = t
            raise it.error("attributes cannot be assigned in the language", f"arrays in records are written in place: `x.{t.attr}[:] = …`")
        case _:
            it.frame.node = t
            raise it.error("this target of an assignment is not part of the language")


def unpack(it: Interpreter, targets: list[Any], v: Any) -> None:
    """`a, *b, c = v`"""
    stars = [i for i, t in enumerate(targets) if isinstance(t, ast.Starred)]
    values = list(members(it, v))
    if not stars and len(values) != len(targets):
        raise it.error(f"{len(targets)} names for {len(values)} values")
    if stars:
        i, extra = stars[0], len(values) - len(targets) + 1
        if extra < 0:
            raise it.error(f"{len(targets)} names for {len(values)} values")
        values = [*values[:i], values[i : i + extra], *values[i + extra :]]
        targets = [t.value if isinstance(t, ast.Starred) else t for t in targets]
    for t, x in zip(targets, values, strict=True):
        assign(it, t, x)


def set_item(it: Interpreter, o: Any, k: Any, v: Any) -> None:
    """`o[k] = v`"""
    if isinstance(o, (list, dict)):
        may_change(it, o)
        if holds_run_time(k):
            ask(it)
            raise it.error(f"a {type(o).__name__} is indexed by a run-time value", "use an array")
        try:
            o[k] = v
        except (IndexError, TypeError) as x:
            raise it.error(f"{type(x).__name__}: {x}") from None
    else:
        it.assign_item(o, k, v)


def augmented(it: Interpreter, s: Any) -> None:
    """`a op= v`: in place for arrays, a sum for numbers."""
    match s.target:
        case ast.Name():
            augment_name(it, s, BINARY[type(s.op)])
        case ast.Subscript():
            augment_item(it, s, BINARY[type(s.op)])
        case t:
            it.frame.node = t
            raise it.error("attributes cannot be assigned in the language", f"arrays in records are written in place: `x.{t.attr}[:] += …`")


def augment_name(it: Interpreter, s: Any, op: str) -> None:
    """`name op= v`"""
    current, value = it.eval(s.target), it.eval(s.value)
    it.frame.node = s
    if isinstance(current, (*ARRAYS, np.ndarray)) and current.shape != ():
        it.frame.env[s.target.id] = in_place(it, current, op, value)
    elif isinstance(current, list) and op == "+":
        may_change(it, current)
        current += members(it, value)
    else:
        it.frame.env[s.target.id] = updated(it, current, op, value)


def augment_item(it: Interpreter, s: Any, op: str) -> None:
    """`o[k] op= v`"""
    t = s.target
    o, k = it.eval(t.value), it.eval(t.slice)
    it.frame.node = s
    current = item(it, o, k)
    value = it.eval(s.value)
    it.frame.node = s
    set_item(it, o, k, updated(it, current, op, value))


def updated(it: Interpreter, current: Any, op: str, value: Any) -> Any:
    """The new value; + and - of numbers is a sum, whose order is free."""
    return arithmetic.accumulate(it, current, value, op) if op in "+-" and scalar_like(current, value) else it.operate(op, current, value)


def scalar_like(a: Any, b: Any) -> bool:
    """Are both numbers?"""
    return (isinstance(a, Scalar) or is_num(a)) and (isinstance(b, Scalar) or is_num(b))


def in_place(it: Interpreter, current: Any, op: str, value: Any) -> Any:
    """`a += v` on an array: visible through every alias."""
    w = writable(it, current)
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored")
    r = it.operate(op, w, value)
    if RANK[r.dtype] > RANK[w.dtype]:
        raise it.error(f"`{op}=` would store {_word(r.dtype)} in an array of {_word(w.dtype)}", f"write `a = a {op} …`, or make the array a float array")
    it.assign_item(w, (Ellipsis,), r)
    return w


def _word(t: str) -> str:
    return {"double": "floats", "float": "32-bit floats", "i64": "integers", "i1": "booleans"}[t]

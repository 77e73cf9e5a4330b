"""Assignment: to names, to parts of arrays and compile-time lists, and in place."""
from __future__ import annotations

import ast
from typing import TypeGuard

import numpy as np

from ..arrays.making import shape_of
from ..arrays.ownership import is_reached, may_change
from ..arrays.parts.keys import refused
from ..arrays.parts.writing import writable
from ..arrays.sequences import members
from ..lists import items
from ..lists.grown import extend, is_noted
from ..numbers import arithmetic, comparison, scalars
from ..values.code.given import declared
from ..values.dtypes import F32, F64, I1, I64, RANK, is_num
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import ARRAYS, ArrayValue, Grown, Masked, Scalar, Value, holds_run_time, type_of
from .operators import BINARY
from .subscripts import item
from .texts import formatted, text

NO_ATTRIBUTES = "attributes cannot be assigned in the language"
WORDS = {F64: "floats", F32: "32-bit floats", I64: "integers", I1: "booleans"}


def assignment(it: Interpreter, node: ast.Assign) -> None:
    """`a = b = value`"""
    value = it.eval(node.value)
    if (shape := declared(node)) is not None:
        check_shape(it, value, it.eval(shape))
    for target in node.targets:
        assign(it, target, value)


def check_shape(it: Interpreter, value: Value, shape: Value) -> None:
    """What is assigned as a whole has the declared shape, a number or a tuple of them: proven, or checked at run time."""
    found = shape_of(it, value)
    wanted = shape if isinstance(shape, tuple) else (shape,)
    if not found or len(found) != len(wanted):
        return                                                                   # a number that fills an array, a list of tuples
    ok: Value = True
    for one, other in zip(found, wanted, strict=True):
        ok = it.operate("&", ok, comparison.compare(it, "==", scalars.scalar(it, one), scalars.scalar(it, other)))
    if isinstance(ok, Scalar):
        it.check(ok.ref, "index", "an array of another size than declared is assigned")
    elif not ok:
        refused(it, f"an array of shape {found} is assigned to one of {wanted}")


def annotated(it: Interpreter, node: ast.AnnAssign) -> None:
    """`a: T = value`; the annotation is not evaluated."""
    if node.value is not None:
        assign(it, node.target, it.eval(node.value))


def assign(it: Interpreter, target: ast.expr, value: Value) -> None:
    """Bind one target: a name, a tuple of targets, or a part of an array or list."""
    match target:
        case ast.Name():
            it.frame.env[target.id] = value
        case ast.Tuple() | ast.List():
            unpack(it, target.elts, value)
        case ast.Subscript():
            container, key = it.eval(target.value), it.eval(target.slice)
            it.frame.node = target
            set_item(it, container, key, value)
        case ast.Attribute():
            it.frame.node = target
            raise it.error(NO_ATTRIBUTES, f"arrays in records are written in place: `x.{target.attr}[:] = …`")
        case _:
            it.frame.node = target
            raise it.error("this target of an assignment is not part of the language")


def unpack(it: Interpreter, targets: list[ast.expr], value: Value) -> None:
    """`a, *b, c = value`"""
    values = list(members(it, value))
    star = next((k for k, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    extra = len(values) - len(targets)
    if extra != 0 if star is None else extra < -1:
        raise it.error(f"{len(targets)} names for {len(values)} values")
    if star is not None:
        stop = star + extra + 1
        values = [*values[:star], values[star:stop], *values[stop:]]
    for target, member in zip(targets, values, strict=True):
        assign(it, target.value if isinstance(target, ast.Starred) else target, member)


def set_item(it: Interpreter, container: Value, key: Value, value: Value) -> None:
    """`container[key] = value`"""
    if isinstance(container, Grown):
        return items.set_item(it, container, key, value)
    if not isinstance(container, (list, dict)):
        return it.assign_item(container, key, value)
    if isinstance(container, list) and isinstance(key, Scalar) and is_noted(it, container, (*container, value)):
        return None
    may_change(it, container)
    if holds_run_time(key):
        ask(it)
        raise it.error(f"a {type(container).__name__} is indexed by a run-time value", "use an array")
    try:
        container[key] = value                                                   # type: ignore[index]  # Python's own error is shown
    except (IndexError, TypeError) as failure:
        raise it.error(f"{type(failure).__name__}: {failure}") from None


# -- in place
def augmented(it: Interpreter, node: ast.AugAssign) -> None:
    """`a op= v`: in place for arrays, a sum for numbers."""
    match node.target:
        case ast.Name():
            augment_name(it, node, node.target, BINARY[type(node.op)])
        case ast.Subscript():
            augment_item(it, node, node.target, BINARY[type(node.op)])
        case target:
            it.frame.node = target
            raise it.error(NO_ATTRIBUTES, f"arrays in records are written in place: `x.{target.attr}[:] += …`")


def augment_name(it: Interpreter, node: ast.AugAssign, target: ast.Name, op: str) -> None:
    """`name op= v`"""
    current, value = it.eval(target), it.eval(node.value)
    it.frame.node = node
    if isinstance(current, (*ARRAYS, np.ndarray)) and current.shape != ():
        it.frame.env[target.id] = in_place(it, current, op, value)
    elif isinstance(current, Grown) and op == "+":
        extend(it, current, members(it, value))
    elif isinstance(current, list) and op == "+":
        if is_reached(it, current) or not is_noted(it, current, members(it, value)):
            may_change(it, current)
        current += members(it, value)
    else:
        it.frame.env[target.id] = updated(it, current, op, value)


def augment_item(it: Interpreter, node: ast.AugAssign, target: ast.Subscript, op: str) -> None:
    """`container[key] op= v`"""
    container, key = it.eval(target.value), it.eval(target.slice)
    it.frame.node = node
    current = item(it, container, key)
    value = it.eval(node.value)
    it.frame.node = node
    set_item(it, container, key, updated(it, current, op, value))


def updated(it: Interpreter, current: Value, op: str, value: Value) -> Value:
    """The new value; + and - of numbers is a sum, whose order is free."""
    if formatted(op, current, value):
        return text(it)
    return arithmetic.accumulate(it, current, value, op) if op in "+-" and is_number(current) and is_number(value) else it.operate(op, current, value)


def is_number(value: Value) -> TypeGuard[Number]:
    """Is it a number, of run time or of compile time?"""
    return isinstance(value, Scalar) or is_num(value)


def in_place(it: Interpreter, current: ArrayValue | np.ndarray, op: str, value: Value) -> Value:
    """`a += v` on an array: visible through every alias."""
    target = writable(it, current)
    if isinstance(value, Masked):
        raise it.error("the shape of this value depends on data and cannot be stored")
    result = it.operate(op, target, value)
    if RANK[type_of(result)] > RANK[target.dtype]:
        found, kept = WORDS[type_of(result)], WORDS[target.dtype]
        raise it.error(f"`{op}=` would store {found} in an array of {kept}", f"write `a = a {op} …`, or make the array a float array")
    it.assign_item(target, (Ellipsis,), result)
    return target

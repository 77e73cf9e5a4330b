"""Operators and elementwise functions on anything: compile-time values, numbers, arrays, masked arrays."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np

from ..numbers import arithmetic, comparison, elementwise, scalars
from ..values.dtypes import I1, I64, is_num
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.unrolling import ask
from ..values.values import ARRAYS, Grown, Masked, Operand, Poison, Scalar, Value, describe, holds_run_time, type_of
from .lazy import elem, matmul
from .making import lift, shape_of
from .ownership import listed, made

UNEQUAL = {"==": False, "!=": True}             # of things that cannot be equal
COMBINING = {"+": "__add__", "*": "__mul__"}
REFUSE_BOOLEANS = {*scalars.PYTHON, "maximum", "minimum"} - {"&", "|", "^"}       # NumPy and Python disagree about these


@overload
def operate(it: Interpreter, op: str, one: Number, other: Number) -> Number: ...
@overload
def operate(it: Interpreter, op: str, one: Number | Size, other: Number | Size) -> Number | Size: ...
@overload
def operate(it: Interpreter, op: str, one: Operand, other: Operand) -> Operand: ...
@overload
def operate(it: Interpreter, op: str, one: Value, other: Value) -> Value: ...
def operate(it: Interpreter, op: str, one: Value, other: Value) -> Value:
    """one op other on anything."""
    if isinstance(one, Scalar):
        if isinstance(other, Scalar) or is_num(other):
            return of_numbers(it, op, one, other)
    elif isinstance(other, Scalar) and is_num(one):
        return of_numbers(it, op, one, other)
    refuse_poison(it, one)
    refuse_poison(it, other)
    if holds_run_time(one) or holds_run_time(other):
        return run_time_operation(it, op, one, other)
    return static_operation(it, op, one, other)


def refuse_poison(it: Interpreter, value: Value) -> None:
    """The error for a name without a usable value."""
    if isinstance(value, Poison):
        raise it.error(value.why)


def of_numbers(it: Interpreter, op: str, one: Number, other: Number) -> Scalar | bool:
    """one op other of numbers, one at least a run-time one."""
    return comparison.compare(it, op, one, other) if op in scalars.COMPARE else arithmetic.binary(it, op, one, other)


def run_time_operation(it: Interpreter, op: str, one: Value, other: Value) -> Value:
    """An operation on values of which one holds run-time ones; sequences are joined and repeated as Python does."""
    if isinstance(one, Size):
        return operate(it, op, Scalar(I64, str(one)), other)
    if isinstance(other, Size):
        return operate(it, op, one, Scalar(I64, str(other)))
    if isinstance(one, Grown) or isinstance(other, Grown):
        one, other = it.lists_in(op, one, other)
    if op == "*" and (repeats(one, other) or repeats(other, one)):
        ask(it)
        raise it.error("a list or tuple is repeated as often as a run-time number says", "its length must be known: use an array")
    if of_sequences(op, one, other):
        return listed(it, scalars.PYTHON[op](one, other))
    if op == "@":
        return matmul(it, one, other)
    if op in COMBINING and (combines(one, op) or combines(other, op)):
        return made(it, scalars.PYTHON[op](one, other))
    if may_be_array(one) and may_be_array(other):
        refuse_lists(it, op, one, other)
        return apply(it, op, [one, other])
    if op in UNEQUAL:
        return UNEQUAL[op]
    raise it.error(f"`{op}` between {describe(one)} and {describe(other)}")


def combines(value: Value, op: str) -> bool:
    """Is it a record whose operator is marked @compile_time, so that Python makes a record of both?"""
    return hasattr(getattr(type(value), COMBINING[op], None), "__llbayes_compile_time__")


def of_sequences(op: str, one: Value, other: Value) -> bool:
    """Is it Python's own `+` of two lists or tuples, or `*` of one and a compile-time number?"""
    first, second = isinstance(one, (list, tuple)), isinstance(other, (list, tuple))
    return (op == "+" and first and second) or (op == "*" and first != second and isinstance(other if first else one, int))


def repeats(sequence: Value, number: Value) -> bool:
    """Are these a list or tuple, and a run-time integer by which Python's `*` repeats it?"""
    return isinstance(sequence, (list, tuple)) and isinstance(number, Scalar) and number.ty in (I64, I1)


def refuse_lists(it: Interpreter, op: str, one: Value, other: Value) -> None:
    """Python compares lists as wholes, NumPy arrays element by element: the error for a comparison that would have to be one of these."""
    if op in scalars.COMPARE and isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        raise it.error(f"`{op}` between lists or tuples of run-time values is not part of the language", "compare arrays: np.all(a == b)")


def may_be_array(value: Value) -> bool:
    """Is it something else than text, a dict or None, which equal no number and no array?"""
    return value is not None and not isinstance(value, (str, dict))


def static_operation(it: Interpreter, op: str, one: Any, other: Any) -> Value:
    """Python's own operation on two compile-time values."""
    try:
        with np.errstate(all="ignore"):
            result = (scalars.PYTHON.get(op) or scalars.COMPARE[op])(one, other)
            return listed(it, result) if isinstance(result, list) else made(it, result)
    except ZeroDivisionError:
        if op == "/" and isinstance(one, float):
            return float(np.float64(one) / np.float64(other))
        raise it.error("division by zero") from None
    except Exception as error:
        raise it.error(f"{type(error).__name__}: {error}") from None


def apply(it: Interpreter, name: str, args: Sequence[Value]) -> Operand | Masked:
    """An elementwise function of numbers, arrays and masked arrays."""
    masks = [arg for arg in args if isinstance(arg, Masked)]
    return apply_masked(it, name, args, masks) if masks else elementwise_of(it, name, args)


def elementwise_of(it: Interpreter, name: str, args: Sequence[Value]) -> Operand:
    """An elementwise function of numbers and arrays: a number at once, an array as a lazy node."""
    if name == "clip":
        return clip(it, *args)
    operands = [lift(it, arg) for arg in args]
    numbers = [arg for arg in operands if not isinstance(arg, ARRAYS)]
    if len(numbers) == len(operands):
        return elementwise.function(it, name, numbers)
    if name in REFUSE_BOOLEANS and all(type_of(arg) == I1 for arg in operands):
        raise it.error(f"`{name}` on booleans is not part of the language (NumPy and Python disagree)", "use &, |, ^, np.sum or np.where")
    return elem(it, name, operands)


def clip(it: Interpreter, value: Value, low: Value, high: Value) -> Operand:
    """np.clip: two elementwise functions; a bound may be None."""
    operand = lift(it, value)
    least, most = bound(it, low), bound(it, high)
    if not (isinstance(operand, ARRAYS) or isinstance(least, ARRAYS) or isinstance(most, ARRAYS)):
        return elementwise.clip(it, operand, least, most)
    at_least = operand if least is None else elem(it, "maximum", [operand, least])
    return at_least if most is None else elem(it, "minimum", [at_least, most])


def bound(it: Interpreter, value: Value) -> Operand | None:
    """A bound of `clip`; None where there is none."""
    return None if value is None else lift(it, value)


def apply_masked(it: Interpreter, name: str, args: Sequence[Value], masks: list[Masked]) -> Masked:
    """An elementwise function of arrays read through one mask."""
    first, *others = masks
    for other in others:
        if lift(it, other.of) is not lift(it, first.of):
            raise it.error("arrays read through different masks are combined here", "give the mask a name and use it for both")
    if any(not isinstance(arg, Masked) and shape_of(it, arg) not in ((), (1,)) for arg in args):
        raise it.error("an array read through a mask is combined with one of fixed length", "read both through the mask")
    values = [arg.value if isinstance(arg, Masked) else arg for arg in args]
    return Masked(elementwise_of(it, name, values), first.mask, first.of)

"""Arguments of functions that are compiled apart: what tells them from one another, and the parameters that they become.

Numbers go by value, arrays by a pointer to their first element, a density or a generator by its pointers; records are taken apart. What is known
at compile time is no parameter: a function is compiled for each such value.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np

from ..arrays.storage import force
from ..numbers import scalars
from ..values.builder import view_of
from ..values.services import Interpreter
from ..values.sizes import product
from ..values.values import STAGED, Buffer, Elem, Scalar, Value, View, rebuild, record_members
from .pointers import POINTERS


def run_time_parts(value: Value) -> list[Any]:
    """What a value holds that is known at run time only, in order."""
    if isinstance(value, (*STAGED, *POINTERS)):
        return [value]
    return [part for member in record_members(value) or () for part in run_time_parts(member)]


def changed(value: Value, change: Callable[[Any], Value]) -> Value:
    """A record with changed members, if it holds any run-time value; any other value as it is."""
    members = record_members(value)
    return rebuild(value, [change(member) for member in members]) if members is not None and run_time_parts(value) else value


def with_parts(value: Value, parts: Iterator[Value]) -> Value:
    """The value with its run-time numbers and arrays taken from `parts`."""
    return next(parts) if isinstance(value, STAGED) else changed(value, lambda member: with_parts(member, parts))


def ready(it: Interpreter, value: Value) -> Value:
    """An argument with its lazy arrays stored and floats made run-time, so that each literal does not compile a copy."""
    match value:
        case Elem():
            return force(it, value)
        case float():
            return scalars.scalar(it, value)
        case np.ndarray():
            return it.constant(value)
    return changed(value, lambda member: ready(it, member))


def distinguished(value: Value, ids: dict[int, int]) -> Hashable:
    """What distinguishes arguments for which a function is compiled apart; `ids` numbers the buffers, so that aliases show."""
    match value:
        case Scalar():
            return ("number", value.ty, value.rng if value.rng and value.rng[0] >= 0 else None)
        case View():
            return ("array", value.dtype, value.shape, value.buf.readonly, value.buf.volatile, ids.setdefault(id(value.buf), len(ids)))
    if isinstance(value, POINTERS):
        return type(value)
    members = record_members(value)
    if members is not None and run_time_parts(value):
        return (type(value), *(distinguished(member, ids) for member in members))
    return ("static", value if is_hashable(value) else id(value))


def is_hashable(value: Value) -> bool:
    """Can it be part of a key?"""
    try:
        hash(value)
    except TypeError:
        return False
    return True


class Template:
    """Formal parameters for the kinds of the actual arguments."""

    def __init__(self) -> None:
        self.types: list[str] = []                  # of the parameters %a0, %a1, …, with their attributes
        self.arrays: list[tuple[int, Buffer, Buffer]] = []      # which parameter an array is, its buffer here, and the caller's

    def new(self, type_: str) -> str:
        """A new parameter of this type; gives its name."""
        self.types.append(type_)
        return f"%a{len(self.types) - 1}"

    def build(self, actual: Value) -> Value:
        """The formal value for an actual one."""
        match actual:
            case Scalar():
                return Scalar(actual.ty, self.new(actual.ty), actual.rng)
            case View():
                return self.array(actual)
        if isinstance(actual, POINTERS):
            return type(actual)([self.new("ptr") for _ in actual.refs])
        return changed(actual, self.build)

    def array(self, actual: View) -> View:
        """The formal array: of the caller's buffer it knows whether it may be written, and what it holds if it may not."""
        caller = actual.buf
        buf = Buffer(self.new("ptr"), actual.dtype, product(actual.shape), readonly=caller.readonly, rng=caller.rng if caller.readonly else None)
        buf.serial, buf.volatile = -1, caller.volatile
        self.arrays.append((len(self.types) - 1, buf, caller))
        return view_of(buf, actual.shape)

    def written(self, buffers: list[Buffer]) -> list[int]:
        """Positions, among the arrays, of those whose buffers are among these."""
        return [position for position, (_, buf, _) in enumerate(self.arrays) if any(buf is other for other in buffers)]

    def parameters(self, written: list[int]) -> list[str]:
        """The parameter list; pointers that nothing else reaches are noalias."""
        callers = [caller for _, _, caller in self.arrays]
        busy = [callers[position] for position in written]
        attributes = dict.fromkeys(range(len(self.types)), "")
        for position, (parameter, _, caller) in enumerate(self.arrays):
            alone = sum(other is caller for other in callers) == 1
            if alone or not any(other is caller for other in busy):
                attributes[parameter] += " noalias"
            if position not in written:
                attributes[parameter] += " readonly"
        return ["i64 %n", *(f"{type_}{attributes[k]} %a{k}" for k, type_ in enumerate(self.types))]

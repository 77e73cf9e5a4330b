"""Sampler code: functions compiled once and called, for any dimension. One internal LLVM function for each (function, kinds of arguments).

The dimension is the run-time number `%n`, the first argument of every function; shapes are `Size`s. Numbers go by value, arrays by pointer,
results (numbers and records of numbers) come back by value. The density is a pointer to native code, random bits come from a NumPy bit
generator (`pointers.py`).
"""
from __future__ import annotations

import types
from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np

from ..arrays.parts.writing import READ_ONLY
from ..arrays.storage import force
from ..calls.inlining import Definition, bind, definition, inline
from ..stager import Stager
from ..values.builder import view_of
from ..values.dtypes import I1, I64, literal, numpy_type
from ..values.facts import Facts
from ..values.services import Interpreter
from ..values.values import ArrayValue, Buffer, Scalar, Value, View
from .arguments import Template, distinguished, ready, run_time_parts, with_parts
from .outline_text import finish, function_text
from .pointers import POINTERS, start


class Outlined(NamedTuple):
    """A function of the module: its name, the type of its result in LLVM and the result itself, and which of the arrays it writes."""

    name: str
    type_: str = ""
    result: Value = None
    written: tuple[int, ...] = ()


class Outliner:
    """Functions and constants of one module under construction."""

    def __init__(self) -> None:
        self.facts: dict[Hashable, Facts] = {}
        self.reset()

    def reset(self) -> None:
        """Forget the module's text; what has been learnt stays."""
        self.done: dict[Hashable, Outlined] = {}
        self.texts: list[str] = []
        self.constants: list[str] = []
        self.views: dict[int, tuple[View, np.ndarray]] = {}
        self.declared: dict[str, str] = {}

    def constant(self, array: np.ndarray) -> View:
        """A compile-time array as a constant of the module."""
        if id(array) not in self.views:
            self.views[id(array)] = (self.new_constant(array), array)
        return self.views[id(array)][0]

    def new_constant(self, table: np.ndarray) -> View:
        """A constant of the module that is not there yet; booleans are bytes in memory."""
        dtype = numpy_type(table.dtype)
        assert dtype is not None, "tables of sampler code hold numbers"
        name = f"@table{len(self.constants)}"
        memory = "i8" if dtype == I1 else dtype
        items = ", ".join(f"{memory} {int(x) if dtype == I1 else literal(x, dtype)}" for x in np.ravel(table))
        self.constants.append(f"{name} = internal unnamed_addr constant [{table.size} x {memory}] [{items}], align 64")
        rng = (int(table.min()), int(table.max())) if dtype == I64 else None
        return view_of(Buffer(name, dtype, table.size, readonly=True, rng=rng, level=0), table.shape)

    def call(self, it: Interpreter, f: types.FunctionType, args: list[Value], kw: dict[str, Value]) -> Value:
        """A staged call of a function marked @compiled."""
        source = definition(it, f)
        env = bind(it, source, args, kw)
        given = source.node.args
        actual = {parameter.arg: ready(it, env[parameter.arg]) for parameter in (*given.args, *given.kwonlyargs)}
        ids: dict[int, int] = {}
        key = (f, tuple(distinguished(value, ids) for value in actual.values()))
        if key not in self.done:
            self.compile(it, source, key, actual)
        return emit_call(it, self.done[key], list(actual.values()))

    def compile(self, it: Interpreter, source: Definition, key: Hashable, actual: dict[str, Value]) -> None:
        """Stage a function for these kinds of arguments until nothing new is learnt, and keep its text."""
        name = f"{source.name}.{len(self.done)}"
        self.done[key] = Outlined(name)                          # its number is taken, whatever it calls
        facts = self.facts.setdefault(key, Facts())
        inner = template = result = None
        for _ in facts.passes():
            inner, template = Stager(None, facts, self), Template()
            result = inline(inner, source, [], {parameter: template.build(value) for parameter, value in actual.items()}, None)
        assert inner is not None and template is not None, "there is always a pass"
        self.declared |= inner.b.declared
        numbers = run_time_parts(result)
        if not all(isinstance(number, Scalar) for number in numbers):
            raise it.error(f"`{source.name}` is compiled apart and may return numbers only", "write arrays in place")
        written = template.written([buf for buf, _ in inner.writes])
        type_ = finish(inner.b, numbers)
        self.texts.append(function_text(f"internal {type_}", name, template.parameters(written), inner.b))
        self.done[key] = Outlined(name, type_, result, tuple(written))


def emit_call(it: Interpreter, callee: Outlined, args: list[Value]) -> Value:
    """The call of a compiled function, and its result in the caller's terms."""
    given = ", ".join(["i64 %n", *passed(it, callee, [part for arg in args for part in run_time_parts(arg)])])
    numbers = run_time_parts(callee.result)
    if not numbers:
        it.b.do(f"call void @{callee.name}({given})")
        return callee.result
    result = it.b.emit(f"call {callee.type_} @{callee.name}({given})")
    refs = [result] if len(numbers) == 1 else [it.b.emit(f"extractvalue {callee.type_} {result}, {k}") for k in range(len(numbers))]
    return with_parts(callee.result, iter([Scalar(number.ty, ref, number.rng) for number, ref in zip(numbers, refs, strict=True)]))


def passed(it: Interpreter, callee: Outlined, values: list[Any]) -> list[str]:
    """The arguments of a call, in LLVM."""
    out: list[str] = []
    arrays = 0
    for value in values:
        if isinstance(value, Scalar):
            out.append(f"{value.ty} {value.ref}")
        elif isinstance(value, POINTERS):
            out += [f"ptr {ref}" for ref in value.refs]
        else:
            out.append(f"ptr {address(it, value, arrays in callee.written)}")
            arrays += 1
    return out


def address(it: Interpreter, array: ArrayValue, write: bool) -> str:
    """Where the elements of an array are that a function reads or writes."""
    view = force(it, array)
    if write:
        if view.buf.readonly:
            raise it.error(READ_ONLY)
        it.before_write(view.buf, view)
    return start(it, view)

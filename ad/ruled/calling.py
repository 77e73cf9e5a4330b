"""Calls of functions that have derivatives of their own, in code that is being staged: three functions of the language become one opaque call."""
from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...ir import names
from ...ir.errors import CompileError
from ...ir.machine import pipelines
from ...ir.records import Module
from ...ir.ruled import ATTRIBUTES, FORWARD, PARTS, READ, REVERSE, RULES, VALUE, WRITTEN, Call, Operand, Texts
from ...ir.text import header, read
from ...lang import Array, Staged, stage
from ...lang.arrays import making, storage
from ...lang.values.builder import memory_type
from ...lang.values.dtypes import TYPES
from ...lang.values.services import Interpreter
from ...lang.values.values import Operand as Given
from ...lang.values.values import Value, View, level_of
from ..api.arguments import FLOATS, Input, flat, mapped, native_array
from ..api.inner import staged_array_type, to_inline
from ..api.plan import NAME
from .staging import Staging, called

PLAIN = '"no-jump-tables"="true"'                # tables would be constants of a module of their own


class Rule(NamedTuple):
    """Three functions of the language, all of a tuple of arguments (numbers, arrays, structures of them, compile-time values): `value(args)` gives the
    results; `forward(args, results, tangents)` their tangents, and `reverse(args, results, adjoints)` the adjoints of the arguments. Tangents and adjoints
    are tuples with an entry for each float or float array in the structure, in order, of its shape. `name` is for messages."""

    name: str
    value: Any
    forward: Any
    reverse: Any


def ruled_call(it: Interpreter, rule: Rule, args: tuple[Any, ...]) -> Any:
    """What `rule.value(args)` returns."""
    if it.outliner is not None:
        return it.call(rule.value, args)
    try:
        return _ruled_call(it, rule, args)
    except CompileError as error:
        error.place(it.error("").position)
        raise


def _ruled_call(it: Interpreter, rule: Rule, args: tuple[Any, ...]) -> Any:
    given = [leaf for k, a in enumerate(args) for _, leaf in flat(a, f"argument {k}")]
    types = mapped(args, staged_array_type)
    value = stage(rule.value, (types,), name=NAME)
    it.facts.outside.add(value.outside)
    inputs, results = [Array(x.dtype, x.shape) for x in value.inputs], [Array(x.dtype, x.shape) for x in value.outputs]
    if not any(map(is_float, inputs)) or not any(map(is_float, results)):
        return it.call(rule.value, args)
    made = value.rebuild(list(results))
    forward = stage(_checked(rule, "tangent of the result", rule.forward, list(filter(is_float, results))),
                    (types, made, tuple(filter(is_float, inputs))), name=NAME)
    reverse = stage(_checked(rule, "adjoint of an argument", rule.reverse, list(filter(is_float, inputs))),
                    (types, made, tuple(filter(is_float, results))), name=NAME)
    for other in (forward, reverse):
        it.facts.outside.add(other.outside)
    return Emission(it, {VALUE: value, FORWARD: forward, REVERSE: reverse}).call(given)


def is_float(a: Array) -> bool:
    """Has it a derivative?"""
    return a.dtype in FLOATS


def _checked(rule: Rule, what: str, function: Any, wanted: Sequence[Array]) -> Staging:
    """The function, whose results are brought to the types that they must have; what has another shape is an error."""
    def run(it: Interpreter, *args: Value) -> tuple[Value, ...]:
        found: Sequence[Value] = called(it, function, *args)
        return tuple([_fitted(it, rule, what, x, like) for x, like in zip(found, wanted, strict=True)])
    return Staging(run, rule.name)


def _fitted(it: Interpreter, rule: Rule, what: str, value: Value, like: Array) -> View:
    array = making.lift(it, value)
    shape = tuple(making.shape_of(it, array))
    if shape != tuple(like.shape):
        raise it.error(f"the {what} of `{rule.name}` has shape {shape}, it must have shape {tuple(like.shape)}")
    return new_array(it, like, array)


def new_array(it: Interpreter, like: Array, value: Given | None = None) -> View:
    """A new array, filled with the value."""
    out = making.new_array(it, like.shape, TYPES[like.dtype])
    if value is not None:
        storage.fill(it, out, value)
    return out


class Emission:
    """One call, of three staged functions."""

    def __init__(self, it: Interpreter, parts: dict[str, Staged]):
        self.it, self.parts, self.value = it, parts, parts[VALUE]

    def call(self, given: Sequence[Any]) -> Any:
        it, value = self.it, self.value
        inputs = [self._in_memory(x, Array(leaf.dtype, leaf.shape)) for x, leaf in zip(given, value.inputs, strict=True)]
        constants = [it.constant(a) for part in self.parts.values() for a in part.constants]
        outs = [new_array(it, Array(leaf.dtype, leaf.shape)) for leaf in value.outputs]
        for out in outs:
            out.buf.level = max(map(level_of, inputs), default=0)
        self._emit([*inputs, *constants], outs)
        return value.rebuild([out if out.shape else it.element(out, ()) for out in outs])

    def _in_memory(self, given: Any, like: Array) -> View:
        it = self.it
        if isinstance(given, np.ndarray):
            given = it.keep(native_array(Input("an argument", given, 0), like.dtype))
        given = storage.force(it, given)
        if isinstance(given, View) and given.contiguous():
            return given
        out = new_array(it, like, given)
        out.buf.level = level_of(given)
        return out

    def _emit(self, read_: Sequence[View], written: Sequence[View]) -> None:
        b = self.it.b
        operands = [*(_operand(v, False) for v in read_), *(_operand(v, True) for v in written)]
        call = Call(register(self.parts), tuple(operands))
        behind = len(b.reasons)
        b.reasons += [reason for part in (FORWARD, REVERSE) for reason in self.parts[part].reasons]
        status = b.alloca("i64", 1)
        b.do(f"store i64 0, ptr {status}, align 8")
        pointers = [f"ptr {WRITTEN if o.written else READ} {b.address(v, (0,) * len(v.shape))}" for o, v in zip(operands, [*read_, *written], strict=True)]
        b.declare(f"void @{call.name}({', '.join(['ptr'] * (len(operands) + 1))}, i64)", pure=False)
        b.do(f"call void @{call.name}({', '.join(pointers)}, ptr {WRITTEN} {status}, i64 {behind}) {ATTRIBUTES}")
        if self.value.reasons:
            b.report(b.emit(f"load i64, ptr {status}, align 8"), self.value.reasons)


def _operand(v: View, written: bool) -> Operand:
    return Operand(written, memory_type(v.dtype), int(np.prod(v.shape)))              # type: ignore[arg-type]  # lengths are known


# -- the texts of three functions, by content
def register(parts: dict[str, Staged]) -> str:
    """Remembers the functions under the key that calls of them are named by."""
    texts = {name: part.text for name, part in parts.items()}
    key = hashlib.sha256(repr(texts).encode()).hexdigest()[:12]
    if key not in RULES:
        constants, reasons = {name: len(part.constants) for name, part in parts.items()}, {name: len(part.reasons) for name, part in parts.items()}

        @functools.cache
        def module(part: str) -> Module:
            return _module(texts[part], f"{PARTS}{key}.{part}")
        RULES[key] = Texts(module, constants, reasons)
    return key


def _module(text: str, name: str) -> Module:
    """A staged function under this name, cleaned: every result through a pointer, to be inlined."""
    f = header(text, NAME)
    params = [p.name for p in f.params]
    given = ", ".join(f"ptr {p}" for p in params)
    outer, lines = list(params), [f"  call void @{NAME}({given})"]
    if f.type != "void":
        outer.insert(params.index(names.ARENA), names.result(0))
        lines = [f"  %v = call {f.type} @{NAME}({given})", f"  store {f.type} %v, ptr {names.result(0)}, align 8"]
    wrapper = [f"define void @{name}({', '.join(f'ptr noalias {p}' for p in outer)}) nounwind {PLAIN} {{", *lines, "  ret void", "}", ""]
    inner = text.replace(f"define {f.type} @{NAME}(", f"define internal {f.type} @{NAME}(", 1).replace(") #0 {", f") alwaysinline nounwind {PLAIN} {{", 1)
    module = read(pipelines.clean("\n".join([inner, *wrapper])))
    return Module({name: to_inline(module.functions[name], True)}, [line for line in module.globals if line.startswith("@")])

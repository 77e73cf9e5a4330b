"""What else Enzyme's names are for: calls through which no derivative flows, and hints about memory."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ....ir.errors import UnsupportedError
from ....ir.graph.build import PTR, Code, Names
from ....ir.records import Block, Function, Inst, Module, Param, Value
from ..convention.request import sret_of
from ..convention.tracing import Program, Tracer
from ..convention.words import HINTS, INACTIVE, entry_point
from .editing import Replacement, substitute
from .leafwise import fitted, nothing
from .rewrite import unused_prefix

_HOW = re.compile(r"byval\([^)]*\)|zeroext|signext|inreg")


def settle(module: Module) -> None:
    """Hints go, in place; behind the clones that are differentiated, which need them."""
    for function in _with(module, tuple(HINTS)):
        fresh = Names(unused_prefix(function))
        substitute(function, lambda call, fresh=fresh: Replacement(Code(fresh), nothing(call.type), []) if _entry(call) in HINTS else None)


def quiet(module: Module) -> None:
    """`__enzyme_call_inactive(f, x)` and `__enzyme_ignore_derivatives(x)` become calls of functions that the module holds then and registers as inactive."""
    program, made = Program(module), _Made(module)
    for function in _with(module, INACTIVE):
        fresh, tracer = Names(unused_prefix(function)), program.of(function.name)

        def plain(call: Inst, fresh: Names = fresh, tracer: Tracer = tracer) -> Replacement | None:
            if _entry(call) not in INACTIVE or not call.args:
                return None
            code = Code(fresh)
            args = call.args[:1] if _entry(call) == INACTIVE[1] else _arguments(module, tracer, code, call)
            return Replacement(code, code.call(made.function(call, args), call.type, args), [])

        substitute(function, plain)


def _with(module: Module, entries: Sequence[str]) -> list[Function]:
    """The functions that call one of these."""
    return [f for f in module.functions.values() if any(_entry(i) in entries for block in f.blocks for i in block.insts)]


def _entry(inst: Inst) -> str:
    """Which of Enzyme's functions is called."""
    return entry_point(inst.callee.ref[1:].strip('"')) if inst.op in ("call", "invoke") and "__enzyme_" in inst.callee.ref else ""


def _arguments(module: Module, tracer: Tracer, code: Code, call: Inst) -> tuple[Value, ...]:
    """The function that is called and what it is called with, as it takes it where it is known."""
    if any(sret_of(text) for text in call.arg_attrs):
        raise UnsupportedError(f"`{call.callee.ref[1:]}` calls a function that returns a structure through memory",
                               hint="write to a pointer that the function is given")
    function = module.functions.get(tracer.function(call.args[0]))
    if function is None or len(function.params) != len(call.args) - 1:
        return call.args
    return call.args[0], *(fitted(code, value, param.type) for value, param in zip(call.args[1:], function.params, strict=True))


def _passing(call: Inst) -> tuple[str, ...]:
    """What attributes say of how arguments are passed."""
    return tuple(" ".join(_HOW.findall(text)) for text in call.arg_attrs)


@dataclass
class _Made:
    """Functions of ours that stand between, one for each kind of call."""

    module: Module
    names: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])

    def function(self, call: Inst, args: Sequence[Value]) -> str:
        """The name of the one for a call with these arguments."""
        ignored = _entry(call) == INACTIVE[1]
        kind = (call.type, "value" if ignored else "call", *(a.type for a in args), *_passing(call))
        if kind not in self.names:
            number = len(self.names) + 1
            while (name := f"llb.inactive.{number}") in self.module.functions:
                number += 1
            self.names[kind] = name
            self.module.functions[name] = _between(name, call, args, ignored)
            self.module.globals.append(f"@__enzyme_inactivefn.{name} = internal constant [1 x ptr] [ptr @{name}]")
        return self.names[kind]


def _between(name: str, call: Inst, args: Sequence[Value], ignored: bool) -> Function:
    """Gives its argument, or calls the first of its arguments with the rest."""
    params = [Param(a.type, f"%a{k}") for k, a in enumerate(args)]
    values = [Value(p.type, p.name) for p in params]
    if ignored:
        return Function(name, call.type, params, [Block("start", [Inst("ret", "void", None, (values[0],))])], "internal")
    result = None if call.type == "void" else "%r"
    called = Inst("call", call.type, result, tuple(values[1:]), Value(PTR, values[0].ref), arg_attrs=_passing(call)[1:])
    back = Inst("ret", "void", None, () if result is None else (Value(call.type, result),))
    return Function(name, call.type, params, [Block("start", [called, back])], "internal")

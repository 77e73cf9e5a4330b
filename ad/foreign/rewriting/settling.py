"""What is left of Enzyme's calls in functions that run as they are: hints go, calls that are inactive become plain ones."""
from __future__ import annotations

from ....ir.errors import UnsupportedError
from ....ir.graph.build import PTR, Code, Names
from ....ir.records import Function, Inst, Module, Value
from ..convention.tracing import Program, Tracer
from ..convention.words import HINTS, entry_point
from .editing import Replacement, substitute
from .leafwise import fitted, nothing
from .rewrite import unused_prefix


def settle(module: Module) -> None:
    """In place, in all functions; behind the clones that are differentiated, which still need to know."""
    program = Program(module)
    for function in module.functions.values():
        if any(_is_left(i) for block in function.blocks for i in block.insts):
            _settled(module, program, function)


def _is_left(inst: Inst) -> bool:
    return inst.op in ("call", "invoke") and "__enzyme_" in inst.callee.ref


def _settled(module: Module, program: Program, function: Function) -> None:
    fresh, tracer = Names(unused_prefix(function)), program.of(function.name)

    def plain(call: Inst) -> Replacement | None:
        if not _is_left(call):
            return None
        code, entry = Code(fresh), entry_point(call.callee.ref[1:].strip('"'))
        if entry in HINTS:
            return Replacement(code, nothing(call.type), [])
        if entry == "__enzyme_ignore_derivatives" and call.args:
            return Replacement(code, call.args[0], [])
        if entry == "__enzyme_call_inactive" and call.args:
            return Replacement(code, _called(module, tracer, code, call), [])
        return None

    substitute(function, plain)


def _called(module: Module, tracer: Tracer, code: Code, call: Inst) -> Value:
    """The call of the function that comes first, with the rest."""
    name = tracer.function(call.args[0])
    function = module.functions.get(name)
    if function is None or function.type != call.type or len(function.params) != len(call.args) - 1 or any(call.arg_attrs):
        return _through_pointer(code, call, name)
    return code.call(name, call.type, [fitted(code, value, param.type) for value, param in zip(call.args[1:], function.params, strict=True)])


def _through_pointer(code: Code, call: Inst, name: str) -> Value:
    """With the types that the call itself says."""
    if any("sret" in text for text in call.arg_attrs):
        raise UnsupportedError(f"`{call.callee.ref[1:]}` of `{name or call.args[0].ref}` returns a structure through memory",
                               hint="write to a pointer that the function is given")
    result = None if call.type == "void" else code.names.new()
    code.insts.append(Inst("call", call.type, result, call.args[1:], Value(PTR, call.args[0].ref), arg_attrs=call.arg_attrs[1:]))
    return Value(call.type, result or "")

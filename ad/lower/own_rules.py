"""Calls with rules of their own (`ir/ruled.py`) become calls of the functions themselves, which are inlined: what follows sees one function."""
from __future__ import annotations

from ...ir.graph.build import PTR
from ...ir.graph.normalise import callee_of
from ...ir.machine import pipelines
from ...ir.names import ARENA
from ...ir.records import Function, Inst, Module, Value
from ...ir.ruled import PREFIX, is_ruled, part_of
from ...ir.text import read, write
from ..emit.reverse import declaration
from ..emit.ruled.calls import value_call


def with_functions(text: str) -> str:
    """The module without such calls, cleaned; what has none stays as it is."""
    if f"@{PREFIX}" not in text:
        return text
    module = read(text)
    module.functions = {name: f for name, f in module.functions.items() if not is_ruled(name)}
    work = list(module.functions.values())
    while work:
        work += _called(module, work.pop())
    return pipelines.clean(write(module))


def _called(module: Module, f: Function) -> list[Function]:
    """Makes the calls of f calls of functions, and adds those that the module has not: gives the new ones."""
    new: list[Function] = []
    for i in _calls(f):
        if is_ruled(callee_of(i)):
            value_call(i, Value(PTR, ARENA))
        name = callee_of(i)
        if name and name not in module.functions:
            found = part_of(name, module) or declaration(name, i)
            module.functions[name] = found
            new.append(found)
    return new


def _calls(f: Function) -> list[Inst]:
    return [i for b in f.blocks for i in b.insts if i.op == "call"]

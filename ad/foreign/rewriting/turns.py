"""Derivatives of functions that ask for derivatives themselves: those that ask for nothing more come first, the others when these have their answers."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....ir.errors import UnsupportedError
from ....ir.records import Function, Inst, Module, Value
from ..convention.request import Request

_NAMED = re.compile(r'@("[^"]*"|[-\w.$]+)')


def ready(module: Module, asked: Sequence[Request]) -> list[Request]:
    """The requests whose functions lead to no other request. UnsupportedError where each waits for another."""
    waiting = _leading_to(module, {request.caller for request in asked})
    found = [request for request in asked if request.function not in waiting]
    if asked and not found:
        raise UnsupportedError(f"`{asked[0].function}`, whose derivative is asked for, asks for a derivative that needs its own",
                               hint="the derivative of a function cannot be part of the function")
    return found


def _leading_to(module: Module, goals: set[str]) -> set[str]:
    """Functions that mention one of these, or a function that does, and these themselves."""
    mentioned_by: dict[str, set[str]] = {}
    for name, function in module.functions.items():
        for other in _mentioned(function):
            mentioned_by.setdefault(other, set()).add(name)
    found, todo = set(goals), list(goals)
    while todo:
        new = mentioned_by.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def _mentioned(function: Function) -> set[str]:
    """Names of globals that its instructions have."""
    return {name for block in function.blocks for inst in block.insts for value in _operands(inst) if "@" in value.ref for name in _NAMED.findall(value.ref)}


def _operands(inst: Inst) -> Iterator[Value]:
    yield from inst.args
    if isinstance(inst.extra, Value):
        yield inst.extra

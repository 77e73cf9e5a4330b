"""The calls of Enzyme's convention in a module: every one as a Request, or all that is wrong with them in one error."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....ir.errors import Position, UnsupportedError, located
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module
from .checking import problems_of
from .lines import Lines
from .reading import request_of
from .request import Request
from .stream import Misfit
from .tracing import Globals, Tracer
from .words import HINTS, INACTIVE, entry_point


class Problem(NamedTuple):
    """What is wrong with a call, and where it is."""

    message: str
    position: Position | None
    hint: str = ""


def requests(module: Module) -> list[Request]:
    """In the order in which they stand. UnsupportedError with all problems where there are some."""
    layout, known, lines = Layout.of(module), Globals(module), Lines(module)
    found: list[Request] = []
    problems: list[Problem] = []
    for function, calls in calling(module).items():
        tracer = Tracer(module.functions[function], known)
        for call, entry in calls:
            where = f"`{function}`: `{entry}`"
            try:
                request = request_of(module, layout, tracer, function, entry, call)
            except Misfit as error:
                problems.append(Problem(f"{where}: {error.args[0]}", lines.of(call), error.args[1]))
            else:
                found.append(request)
                said = f"{where} of `{request.function}`"
                problems += [Problem(f"{said}: {text}", lines.of(call), hint) for text, hint in problems_of(module, layout, request)]
    if problems:
        raise _error(problems)
    return found


def calling(module: Module) -> dict[str, list[tuple[Inst, str]]]:
    """For each function that has some its calls that ask for derivatives or sizes, with the callee's name; what is refused by name too."""
    found: dict[str, list[tuple[Inst, str]]] = {}
    for name, function in module.functions.items():
        for call, callee in _enzymes(function):
            if entry_point(callee) not in (*HINTS, *INACTIVE):
                found.setdefault(name, []).append((call, callee))
    return found


def _enzymes(function: Function) -> Iterator[tuple[Inst, str]]:
    """Calls and invokes of functions with Enzyme's names."""
    for block in function.blocks:
        for inst in block.insts:
            if inst.op in ("call", "invoke") and "__enzyme_" in inst.callee.ref:
                yield inst, inst.callee.ref.lstrip("@").strip('"')


def _error(problems: list[Problem]) -> UnsupportedError:
    """One error for all of them."""
    if len(problems) == 1:
        return UnsupportedError(*problems[0])
    return UnsupportedError("\n".join([f"{len(problems)} calls for derivatives are wrong", *(located(*problem) for problem in problems)]))


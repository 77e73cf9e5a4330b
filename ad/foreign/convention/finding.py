"""The calls of Enzyme's convention in a module: every one as a Request, or all that is wrong with them in one error."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....ir.errors import UnsupportedError, located
from ....ir.foreign import lines
from ....ir.graph.leaves import Layout
from ....ir.records import Function, Inst, Module
from .checking import problems_of
from .reading import request_of
from .request import Request
from .stream import Misfit
from .tracing import Program
from .words import HINTS, INACTIVE, entry_point


class Problem(NamedTuple):
    """What is wrong with a call, and the way out."""

    message: str
    hint: str = ""


def requests(module: Module) -> list[Request]:
    """In the order in which they stand. UnsupportedError with all problems where there are some."""
    layout, program, place = Layout.of(module), Program(module), lines(module)
    found: list[Request] = []
    problems: list[Problem] = []
    for name, calls in calling(module).items():
        function = module.functions[name]
        tracer = program.of(name)
        for call, entry in calls:
            at = place(function, call)
            where = f"`{name}`{f' at {at}' if at else ''}: `{entry}`"
            try:
                request = request_of(module, layout, tracer, name, entry, call)
                found.append(request)
                problems += [Problem(f"{where} of `{request.function}`: {text}", hint) for text, hint in problems_of(module, layout, request)]
            except Misfit as error:
                problems.append(Problem(f"{where}: {error.args[0]}", error.args[1]))
            except UnsupportedError as error:                                    # of a type
                problems.append(Problem(f"{where}: {error.message}", error.hint))
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
        return UnsupportedError(problems[0].message, hint=problems[0].hint)
    told = (located(problem.message, None, problem.hint) for problem in problems)
    return UnsupportedError("\n".join([f"{len(problems)} things are wrong with calls for derivatives", *told]))

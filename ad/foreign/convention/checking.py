"""What is wrong with a request that could be read: activities, flags that its mode does not have, a result that does not fit."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from ....ir.graph.leaves import Layout
from ....ir.records import Function, Module
from .effects import leaves_memory_alone
from .legality import kind_of, wrong_argument, wrong_return
from .request import Request, sret_of
from .results import fit, promised, returned, together
from .words import SPLIT, TAPE

Said = tuple[str, str]                           # what is wrong, a hint


def problems_of(module: Module, layout: Layout, request: Request) -> list[Said]:
    """All that is wrong; nothing where the request can be served."""
    if request.mode == "virtualreverse":
        return []
    function = module.functions[request.function]
    found = [*_activities(layout, request, function), *(said for check in _CHECKS for said in check(module, request, function))]
    return found or list(_result(layout, request, function))


def _activities(layout: Layout, request: Request, function: Function) -> Iterator[Said]:
    through = bool(function.params and sret_of(function.params[0].attrs))
    for number, argument in enumerate(request.arguments, 1):
        if not (through and number == 1):
            text = wrong_argument(layout, request.sense, number, argument)
            if text:
                yield text, ""
    given = returned(function)
    kind = kind_of(layout, given)
    if through and kind != "nothing":
        kind = "mixed" if request.sense == "forward" else "pointer"             # its adjoint lies in memory
    text = wrong_return(request.sense, given, kind, "dup" if through and request.returns == "out" else request.returns, "returns" in request.flags)
    if text:
        yield text, ""


def _flags(module: Module, request: Request, function: Function) -> Iterator[Said]:
    if "strong_zero" in request.flags:
        yield "`enzyme_strong_zero` is not supported", "guard the function where it is not finite"
    if "nofree" in request.flags and request.mode not in SPLIT:
        yield "`enzyme_nofree` is a word of split mode: there is no tape here", ""
    if "primal_return" in request.flags and request.mode in SPLIT and request.sense == "reverse":
        yield "`enzyme_primal_return` is not available in split reverse mode", "`__enzyme_augmentfwd` gives the value anyway"
    if "primal_return" in request.flags and returned(function) == "void":
        yield f"`enzyme_primal_return` asks for the value of a function that returns nothing, `{function.name}`", ""


def _tape(module: Module, request: Request, function: Function) -> Iterator[Said]:
    if request.mode not in SPLIT and request.tape_at is not None:
        yield "`enzyme_tape` is a word of split mode: there is no tape here", ""
    if request.tape_at is not None and not request.tape_at.type.startswith("ptr"):
        yield f"behind `enzyme_tape` stands the address of the tape's place, given is a `{request.tape_at.type}`", ""
    if request.allocated is not None and request.allocated < TAPE:
        yield f"the tape has {TAPE} bytes, `enzyme_allocated` says {request.allocated}", "`__enzyme_augmentsize` gives the size"


def _lanes(module: Module, request: Request, function: Function) -> Iterator[Said]:
    """Reverse in lanes runs the function once for each lane where arguments have shadows."""
    if request.width == 1 or request.sense == "forward" or not any(a.doubled or a.in_memory for a in request.arguments):
        return
    if request.mode in SPLIT:
        yield f"{request.width} lanes of arguments with shadows are not supported in split reverse mode", "make a call for each lane"
    elif not leaves_memory_alone(module, function):
        yield (f"{request.width} lanes of arguments with shadows run `{function.name}` once for each, and it writes to memory that outlives it",
               "make a call for each lane")


def _split(module: Module, request: Request, function: Function) -> Iterator[Said]:
    """Through memory nothing can be returned from one half for the other; the forward half runs the function again."""
    if request.mode in SPLIT and any(a.in_memory for a in request.arguments):
        yield "a structure in memory that is `enzyme_out` is not supported in split mode", "give its derivative a place: `enzyme_dup, x, dx`"
    if request.mode in SPLIT and function.params and sret_of(function.params[0].attrs):
        yield f"`{function.name}` returns through memory, which split mode does not support", "give it a pointer to its result as an ordinary argument"
    if request.mode != "fwdsplit":
        return
    if not leaves_memory_alone(module, function) or not all(a.kept for a in request.arguments if a.type.startswith("ptr")):
        yield ("`__enzyme_fwdsplit` runs the function again: its pointers must be `enzyme_not_overwritten`, and it must not write to memory that outlives it",
               "`__enzyme_fwddiff` needs no tape")
    elif "nofree" not in request.flags and any(a.doubled for a in request.arguments if a.type.startswith("ptr")):
        yield "`__enzyme_fwdsplit` does not free the tape of arguments with shadows", "mark it `enzyme_nofree`, or call `__enzyme_fwddiff`, which needs no tape"


def _result(layout: Layout, request: Request, function: Function) -> Iterator[Said]:
    """Of a call that is right otherwise."""
    if request.mode == "augmentsize":
        if request.declared[0] != "i":
            yield f"its result is declared `{request.declared}`, a size is an integer", ""
        return
    fields = promised(layout, request, function)
    if fit(layout, request, fields) == "wrong":
        given = fields[0].type if len(fields) == 1 else together(fields)
        yield f"its result is declared `{request.declared}`; what it gives is `{given}`: {', '.join(f.what for f in fields)}", ""


def _no_tangent(module: Module, request: Request, function: Function) -> Iterator[Said]:
    """A result of the function's own type that nothing would fill: C returns small structures of floats and integers as one integer."""
    if request.mode == "fwddiff" and function.type[0] == "i" and request.declared == function.type and "primal_return" not in request.flags \
            and _is_used(module.functions[request.caller], request.call.result):
        yield (f"`{function.name}` returns an integer, `{function.type}`, which has no tangent, and the result of the call is used",
               "a structure that holds a float and an integer is returned as one integer: give the function a pointer to its result")


def _is_used(caller: Function, name: str | None) -> bool:
    return any(a.ref == name for block in caller.blocks for inst in block.insts for a in inst.args)


_CHECKS: tuple[Callable[[Module, Request, Function], Iterator[Said]], ...] = (_flags, _tape, _lanes, _split, _no_tangent)

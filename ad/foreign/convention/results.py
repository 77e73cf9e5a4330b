"""What a call gives and how that fits the type it is declared to give: leaf by leaf, as bytes, or the first field alone."""
from __future__ import annotations

from typing import Literal, NamedTuple

from ....ir.graph.leaves import Layout
from ....ir.records import Function
from .legality import kind_of
from .request import Request, sret_of

Fit = Literal["leaves", "first", "bytes", "nothing", "wrong"]


class Field(NamedTuple):
    """One field of the result: its type, what it is."""

    type: str
    what: str


def promised(layout: Layout, request: Request, function: Function) -> list[Field]:
    """The fields of what the call gives, in order."""
    given = returned(function)
    kind = kind_of(layout, given)
    primal = [Field(given, "the value of the function")] if kind != "nothing" else []
    match request.mode:
        case "autodiff":
            return [*(primal if "primal_return" in request.flags else []), *_out(request)]
        case "reverse":
            return _out(request)
        case "augmentfwd":
            shadow = [Field(given, "the shadow of the value")] if request.returns == "dup" and kind in ("pointer", "pointers") else []
            return [Field("ptr", "the tape")] * (request.tape_at is None) + ([] if "noret" in request.flags else [*primal, *shadow])
        case "fwddiff" | "fwdsplit":
            tangents = [Field(given, "the tangent of the value")] * request.width if request.returns == "dup" else []
            return [*(primal if "primal_return" in request.flags else []), *tangents]
        case _:
            return []


def returned(function: Function) -> str:
    """What a function gives, through memory too."""
    through = sret_of(function.params[0].attrs) if function.params else ""
    return through or function.type


def _out(request: Request) -> list[Field]:
    """An `enzyme_out` argument gives a field, an array where there are lanes."""
    return [Field(argument.meant if request.width == 1 else f"[{request.width} x {argument.meant}]", f"the derivative of argument {k}")
            for k, argument in enumerate(request.arguments, 1) if argument.activity == "out"]


def fit(layout: Layout, request: Request, fields: list[Field]) -> Fit:
    """How the fields become the declared result."""
    if request.declared == "void" or not fields:
        return "nothing"
    wanted, first, given = (_leaves(layout, type_) for type_ in (request.declared, fields[0].type, together(fields)))
    roomy = bool(request.out_of_line) or request.mode == "augmentfwd"           # what is left of a larger result is not written
    if wanted == given or roomy and wanted[:len(given)] == given:
        return "leaves"
    if wanted == first:
        return "first"
    size, needed = layout.shape(request.declared).size, layout.shape(together(fields)).size
    return "bytes" if _packed(wanted, given) and (size == needed or roomy and size > needed) else "wrong"


def _leaves(layout: Layout, type_: str) -> list[str]:
    return [leaf.type for leaf in layout.leaves(type_)]


def _packed(wanted: list[str], given: list[str]) -> bool:
    """May integers hold what C has put together for a register?"""
    return not {leaf for leaf in wanted if leaf[0] != "i"} - set(given) and any(leaf[0] == "i" for leaf in wanted)


def together(fields: list[Field]) -> str:
    """The structure of the fields."""
    return f"{{ {', '.join(f.type for f in fields)} }}"

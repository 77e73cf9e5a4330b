"""Functions of the user's (reference manual, User-defined functions)."""
from __future__ import annotations

from ..nodes import FunctionDef, Param
from .cursor import Cursor
from .slips import WORDS
from .statements import block
from .types import result, unsized


def function(c: Cursor) -> FunctionDef:
    """One definition, or with `;` in place of a body the declaration of one that comes later."""
    first = c.at
    if c.kind == "name" and c.words[c.at] in WORDS:
        raise c.error(f"`{c.words[c.at]}` begins no function of Stan's", WORDS[c.words[c.at]])
    gives = result(c)
    span, name = c.here, c.name("function")
    c.open("(", f"and the arguments of `{name}`", "this block holds functions alone: `real f(real x) { return x; }`")
    params = parameters(c)
    if c.accept(";"):
        return FunctionDef(c.since(first), name, span, gives, params, None)
    if c.kind != "{":
        raise c.unexpected("`{` and the body of the function")
    body = block(c)
    return FunctionDef(c.since(first), name, span, gives, params, body)


def parameters(c: Cursor) -> list[Param]:
    """The arguments up to the parenthesis that closes them."""
    found: list[Param] = []
    if c.kind != ")":
        found.append(parameter(c))
        while c.accept(","):
            found.append(parameter(c))
    c.close(")")
    return found


def parameter(c: Cursor) -> Param:
    """`data array[] real x`."""
    first = c.at
    data = c.accept("data")
    kind = unsized(c)
    name = c.name("argument")
    if c.kind == "[":
        raise c.error("arguments of functions have no sizes", f"write `array[] {kind} {name}`")
    return Param(c.since(first), name, kind, data)

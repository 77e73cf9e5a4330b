"""Declarations, `real a, b = 2;` (reference manual, Data types and declarations)."""
from __future__ import annotations

from ..nodes import Declaration, Declared, SizedType
from .cursor import Cursor
from .expressions import comma_separated, expression
from .slips import behind
from .types import sized


def declaration(c: Cursor, top: bool, values: bool) -> Declaration:
    """`real a, b = 2;`; `values` whether they may have some."""
    first = c.at
    kind = sized(c, top)
    names = [declared(c, kind, values)]
    while c.accept(","):
        names.append(declared(c, kind, values))
    end(c, "behind the declaration")
    return Declaration(c.since(first), names)


def declared(c: Cursor, kind: SizedType, values: bool) -> Declared:
    """One name of a declaration. `real x[N]`, of earlier versions, is noted."""
    first = c.at
    name = c.name("variable")
    if c.kind == "[":
        kind = old_array(c, first, name, kind)
    if c.kind == "=" and not values:
        raise c.error("data and parameters have no value in the program", "values stand in `transformed data`, `transformed parameters` and later blocks")
    value = None
    if c.accept("=") or old_assignment(c):
        value = expression(c)
    return Declared(c.since(first), name, kind, value)


def old_array(c: Cursor, first: int, name: str, kind: SizedType) -> SizedType:
    """The type with the sizes that stand behind the name."""
    if kind.array:
        raise c.error("sizes of the array stand at two places", "write all of them behind `array`: `array[N, M] real x;`")
    c.open("[")
    sizes = comma_separated(c, "]", expression)
    shown = f"{kind.word}{'[…]' if kind.sizes else ''}"
    c.outdated(first, f"{shown} {name}[…]", f"array[…] {shown} {name}")
    return SizedType(kind.span, kind.word, sizes, kind.sizes, kind.constraints, kind.parts)


def old_assignment(c: Cursor) -> bool:
    """Goes past `<-`, of earlier versions."""
    if not c.adjacent("<", "-"):
        return False
    c.next()
    c.next()
    c.outdated(c.at - 2, "<-", "=")
    return True


def end(c: Cursor, after: str) -> None:
    """The semicolon behind a statement."""
    if c.kind != ";":
        raise c.missing(";", after, behind(c))
    c.next()

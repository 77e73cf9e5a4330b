"""Whether a function returns a value on every path (reference manual, User-defined functions: Return statements)."""
from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from ..nodes import Block, Break, Continue, For, ForEach, If, Int, Node, Profile, Return, Say, While


class Ends(Enum):
    """How a statement ends: it goes on behind itself, it always returns, or it may leave the loop around it."""

    OPEN = auto()
    RETURNS = auto()
    LEAVES = auto()


def ends(s: Node | None) -> Ends:
    """How a statement ends, as Stan decides it."""
    match s:
        case Return():
            return Ends.RETURNS
        case Say():
            return Ends.RETURNS if s.rejects else Ends.OPEN
        case Break():
            return Ends.LEAVES
        case Block():
            return of_list(s.body)
        case Profile():
            return of_list(s.body.body)
        case If():
            return of_branches(ends(s.then), ends(s.other))
        case While():
            return of_while(s)
        case For() | ForEach():
            return Ends.RETURNS if ends(s.body) == Ends.RETURNS else Ends.OPEN
        case _:
            return Ends.OPEN


def of_branches(then: Ends, other: Ends) -> Ends:
    """Both branches return, or one leaves."""
    if Ends.LEAVES in (then, other):
        return Ends.LEAVES
    return Ends.RETURNS if then == other == Ends.RETURNS else Ends.OPEN


def of_while(s: While) -> Ends:
    """A loop without an end is left by `return` alone, unless it has a `break`."""
    body = ends(s.body)
    forever = isinstance(s.test, Int) and s.test.value != 0
    return Ends.RETURNS if body == Ends.RETURNS or (forever and body == Ends.OPEN) else Ends.OPEN


def of_list(body: Sequence[Node]) -> Ends:
    """Statements one after the other: the last decides, what stands behind a jump does not count."""
    so_far = Ends.OPEN
    for s in body:
        one = ends(s)
        so_far = Ends.LEAVES if Ends.LEAVES in (so_far, one) else one
        if isinstance(s, (Return, Break, Continue)) or (isinstance(s, Say) and s.rejects):
            break
    return so_far

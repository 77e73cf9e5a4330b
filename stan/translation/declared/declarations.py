"""Declarations: names with a value, or with nan, as Stan has it, where parts are assigned before the whole is; whole numbers are 0."""
from __future__ import annotations

import ast
from collections.abc import Iterator

from ...nodes import Assign, Block, Declaration, Declared, Name, Node, Param, SizedType
from ...types import Type
from ...walk import inside
from ..context import Body, Statements, read, targets, walk
from ..templates import assignment, constant, display, name
from ..values.conversions import value


def declaration(body: Body, node: Declaration) -> list[ast.stmt]:
    """Names with their values."""
    made: list[ast.stmt] = []
    for one in node.names:
        body.depths[one.name] = body.depth
        given = default(body, one) if one.value is None else value(body, one.value, one.type, one.name)
        if given is not None:
            made.append(sized(body, one, assignment(name(body.python(one.name), body.place(one)), given, body.place(one))))
    return made


def sized(body: Body, one: Declared, made: ast.stmt) -> ast.stmt:
    """An assignment of a whole value with the declared shape as a mark (`stan/looking.py`)."""
    if one.type.rank and one.type.base != "tuple":
        vars(made)["declared"] = shape(body, one, one.sized)
    return made


def is_fixed(one: Declared) -> bool:
    """Have the sizes of a declaration one value from then on: are they made of numbers, data and arguments of functions?"""
    names = (node for size in one.sized.axes for node in inside(size) if isinstance(node, Name))
    return all(isinstance(n.declared, Param) or n.block in ("data", "transformed data") for n in names)


def default(body: Body, one: Declared) -> ast.expr | None:
    """What holds nothing, or None where the next use gives the whole value, or every way to a use gives a number; ways that are rejected count in Python."""
    if id(one) in body.given_whole or (one.assigned and one.type.scalar and one.type.base != "tuple" and not body.rejects):
        return None
    return unset(body, one, one.sized, one.type)


def unset(body: Body, at: Node, sized: SizedType, type: Type) -> ast.expr:
    """A value of a type to which nothing is assigned: what is read of it makes the density zero."""
    if type.base == "tuple":
        parts = [unset(body, at, part, of) for part, of in zip(sized.parts, type.parts, strict=True)]
        made = display(ast.Tuple, parts, body.place(at))
        for size in reversed(sized.array):
            made = body.fill("[_0 for _ in range(_1)]", at, made, body.expr(size))
        return made
    if not type.rank:
        return constant(0, body.place(at)) if type.base == "int" else body.fill("np.nan", at)
    return body.fill("np.zeros(_0, dtype=int)" if type.base == "int" else "np.full(_0, np.nan)", at, shape(body, at, sized))


def shape(body: Body, at: Node, sized: SizedType) -> ast.expr:
    """The shape that a declaration says: a number or a tuple of them."""
    sizes = [body.expr(size) for size in sized.axes]
    return sizes[0] if len(sizes) == 1 else display(ast.Tuple, sizes, body.place(at))


def given_whole(nodes: list[Node]) -> set[int]:
    """Declarations (by identity), here and below, that the next statement to name them assigns as a whole, in the same list of statements."""
    found: set[int] = set()
    for statements in lists(nodes):
        for k, node in enumerate(statements):
            if isinstance(node, Declaration):
                found |= {id(one) for one in node.names if one.value is None and is_given(one.name, statements[k + 1 :])}
    return found


def is_given(name: str, later: list[Node]) -> bool:
    """Is a variable first named where it gets a whole value?"""
    first = next((node for node in later if name in read(node)), None)
    if not isinstance(first, Assign) or first.op != "=" or name in read(first.value):
        return False
    return any(isinstance(target, Name) and target.id == name for target in targets(first.target))


def lists(nodes: list[Node]) -> Iterator[list[Node]]:
    """A list of statements and all lists of statements in it."""
    yield nodes
    for node in nodes:
        for part in walk(node):
            if isinstance(part, Block):
                yield part.body


DECLARATIONS: Statements = {Declaration: declaration}

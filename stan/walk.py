"""The parts of a tree, for checks that need no types."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from .nodes import Binary, Expr, Name, Node

NOT_PARTS = ("span", "type", "data", "declared", "callee", "block", "assigned", "name_span", "law_span", "old")


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below one, in the order of the text."""
    for name in parts_of(type(node)):
        yield from nodes_of(getattr(node, name))


@cache
def parts_of(kind: type[Node]) -> tuple[str, ...]:
    """The fields that may hold nodes."""
    return tuple(field.name for field in fields(kind) if field.name not in NOT_PARTS)


def nodes_of(value: object) -> Iterator[Node]:
    """The nodes in a field."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:      # pyright: ignore[reportUnknownVariableType]
            yield from nodes_of(item)       # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, dict):
        yield from nodes_of(list(value.values()))       # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def inside(node: Node) -> Iterator[Node]:
    """A node and all below it. It walks by a list of its own: the tree may be deeper than Python's calls."""
    left = [node]
    while left:
        part = left.pop()
        yield part
        left += reversed([*children(part)])


def in_turn(last: Binary) -> list[Binary]:
    """The operators that are computed one after the other, `a + b`, `+ c`, `+ d` of `a + b + c + d`: each is the left operand of the next."""
    found = [last]
    while isinstance(found[-1].left, Binary):
        found.append(found[-1].left)
    return found[::-1]


def names_in(node: Node) -> Iterator[str]:
    """The variables that an expression names."""
    return (part.id for part in inside(node) if isinstance(part, Name))


def deepest(node: Node) -> Node:
    """The whole expression, or the statement, that nests the most. It walks by a list of its own: the tree may be deeper than Python's calls."""
    left: list[tuple[int, Node, Node]] = [(0, node, node)]
    found = left[0]
    while left:
        depth, top, part = left.pop()
        if depth > found[0]:
            found = depth, top, part
        left += [(depth + 1, top if isinstance(part, Expr) else child, child) for child in children(part)]
    return found[1]

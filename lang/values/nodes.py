"""Keys of lazy nodes: what such a node is of its arguments where it is not a function of their elements."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from .scalar import Coordinate
from .sizes import Dim, Shape


class Along(NamedTuple):
    """An axis that a slice keeps: elements start, start + step, …"""

    start: Coordinate
    step: int


class Part(NamedTuple):
    """The key of a node `index`, a slice of its argument: for each axis of that a number, or what is kept of it."""

    axes: tuple[Coordinate | Along, ...]


class Spread(NamedTuple):
    """The key of a node `expand`: where the axes of its argument stand in it; its other axes are new and have length 1."""

    axes: tuple[int, ...]


class Indexed(NamedTuple):
    """An axis of this length that an index array goes through."""

    length: Dim


class Gathered(NamedTuple):
    """The key of a node `gather`, base[index arrays]: for each axis of the base a number, the next index array, or None where it is free. What
    the index arrays broadcast to has rank `rank` and stands at axis `at` of the node: `x[:, i, j]` has at 1, and rank 1 for two vectors."""

    axes: tuple[Coordinate | Indexed | None, ...]
    at: int
    rank: int


class Product(NamedTuple):
    """The key of a node `matmul`: has it rows, columns, or both, and the length of the axis that is summed over."""

    rows: bool
    columns: bool
    length: Dim


class Reduced(NamedTuple):
    """The key of a node `reduce`: over which axes of its argument, how long they are, and which reduction."""

    axes: tuple[int, ...]
    lengths: Shape
    kind: str
    keepdims: bool


class Mapped(NamedTuple):
    """The key of a node `mapped`: the function of numbers of which its elements are values."""

    function: Callable[..., Any]


NodeKey: TypeAlias = Part | Spread | Gathered | Product | Reduced | Mapped

"""Run-time numbers, what any value depends on, and what is made of numbers: indices, and elements that have been read."""
from __future__ import annotations

from collections.abc import Hashable
from typing import TypeAlias

from .dtypes import StaticNumber
from .sizes import Shape, Size

STATIC, DATA, PARAMETER = 0, 1, 2               # levels: what a value depends on

Interval: TypeAlias = tuple[int, int]           # a proven range of an integer, both ends included


class Scalar:
    """A run-time number. `rng` is a proven integer interval or None; `lin` is (other ref, constant) when it is known to be other + constant;
    `ref` its name in the IR, `bound` a run-time
    Size that it is below."""

    __slots__ = ("bound", "lin", "ref", "rng", "level", "ty")
    shape: Shape = ()
    ndim = 0

    def __init__(self, ty: str, ref: str, rng: Interval | None = None, level: int = PARAMETER, lin: tuple[str, int] | None = None):
        self.ty, self.ref, self.rng, self.level, self.lin = ty, ref, rng, level, lin
        self.bound: Size | None = None


Number: TypeAlias = Scalar | StaticNumber       # a run-time or a compile-time number
Coordinate: TypeAlias = Scalar | int | Size     # where on an axis
Index: TypeAlias = tuple[Coordinate, ...]       # one entry for each axis
Memo: TypeAlias = dict[Hashable, Number]        # elements that a loop body has read already

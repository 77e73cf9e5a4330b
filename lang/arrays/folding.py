"""Folding numbers into one: how a reduction combines them, in which type, over which indices."""
from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ..numbers import arithmetic, elementwise, scalars
from ..values.dtypes import I1, I64
from ..values.scalar import Index, Memo, Number
from ..values.services import Interpreter
from ..values.sizes import Dim, Length, Shape, small
from ..values.values import Scalar

Read: TypeAlias = Callable[[Index, Memo], Scalar]       # the number at an index


class Kind(NamedTuple):
    """How two partial results combine, and the type of the result for an element type; where it starts, None when there is no such number."""

    combine: Callable[[Interpreter, Number, Number], Number]
    dtype: Callable[[str], str]
    neutral: int | None


def _counted(dtype: str) -> str:
    return I64 if dtype == I1 else dtype                    # True + True is 2, as in NumPy


KINDS = {
    "sum": Kind(arithmetic.accumulate, _counted, 0),
    "prod": Kind(lambda it, one, other: it.operate("*", one, other), _counted, 1),
    "max": Kind(lambda it, one, other: elementwise.function(it, "maximum", [one, other]), lambda dtype: dtype, None),
    "min": Kind(lambda it, one, other: elementwise.function(it, "minimum", [one, other]), lambda dtype: dtype, None),
    "all": Kind(lambda it, one, other: it.operate("&", one, other), lambda dtype: I1, True),
    "any": Kind(lambda it, one, other: it.operate("|", one, other), lambda dtype: I1, False),
}


def over(it: Interpreter, kind: Kind, shape: Shape, read: Read, dtype: str) -> Scalar:
    """Combine read(index, memo) over every index of shape."""
    if small(shape):
        memo: Memo = {}
        first, *others = [read(index, memo) for index in itertools.product(*map(range, shape))]         # type: ignore[arg-type]  # small: numbers
        for number in others:
            first = scalars.scalar(it, kind.combine(it, first, number), dtype)
        return first
    start = extreme_start(it, kind, shape, read, dtype) if kind.neutral is None else scalars.scalar(it, kind.neutral, dtype)
    return _rows(it, kind, shape, (), start, read, dtype)


def extreme_start(it: Interpreter, kind: Kind, shape: Shape, read: Read, dtype: str) -> Scalar:
    """Where a maximum or minimum starts: at the first element, or where there may be none at what is beyond all; of nothing there is none."""
    lengths = [length for length in shape if isinstance(length, Length)]
    if not lengths:
        return read((0,) * len(shape), {})
    for length in lengths:
        it.check(it.b.emit(f"icmp ne i64 {length}, 0"), "index", "the max or min of no elements")
    bottom, top = (-(2**63), 2**63 - 1) if dtype == I64 else (-math.inf, math.inf)
    return scalars.scalar(it, bottom if kind is KINDS["max"] else top, dtype)


def _rows(it: Interpreter, kind: Kind, shape: tuple[Dim, ...], index: Index, start: Scalar, read: Read, dtype: str) -> Scalar:
    """The fold over the remaining axes of `shape`, with `index` on those before; short axes are written out."""
    if not shape:
        return scalars.scalar(it, kind.combine(it, start, read(index, {})), dtype)
    length, rest = shape[0], shape[1:]
    if isinstance(length, int) and length <= 4:
        for at in range(length):
            start = _rows(it, kind, rest, (*index, at), start, read, dtype)
        return start
    return it.b.counted(length, lambda at, so_far: (_rows(it, kind, rest, (*index, at), so_far, read, dtype),), (start,))[0]

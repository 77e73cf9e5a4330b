"""Folding numbers into one: how a reduction combines them, in which type, over which indices."""
from __future__ import annotations

import itertools
import math
from typing import Any

from ..numbers import arithmetic, elementwise, scalars
from ..values.dtypes import I1, I64
from ..values.services import Interpreter
from ..values.sizes import Length, small


class Kind:
    """How two partial results combine, and the type of the result for an element type."""

    def __init__(self, combine: Any, dtype: Any, neutral: Any):
        self.combine, self.dtype, self.neutral = combine, dtype, neutral


def _same(t: str) -> str:
    return I64 if t == I1 else t


KINDS = {
    "sum": Kind(lambda it, a, b: arithmetic.accumulate(it, a, b), _same, 0),
    "prod": Kind(lambda it, a, b: it.operate("*", a, b), _same, 1),
    "max": Kind(lambda it, a, b: elementwise.function(it, "maximum", [a, b]), lambda t: t, None),
    "min": Kind(lambda it, a, b: elementwise.function(it, "minimum", [a, b]), lambda t: t, None),
    "all": Kind(lambda it, a, b: it.operate("&", a, b), lambda t: I1, True),
    "any": Kind(lambda it, a, b: it.operate("|", a, b), lambda t: I1, False),
}


def over(it: Interpreter, k: Kind, shape: tuple[Any, ...], get: Any, dtype: str) -> Any:
    """Combine get(index, memo) over every index of shape."""
    if small(shape):
        memo: dict[Any, Any] = {}
        values = [get(ix, memo) for ix in itertools.product(*(range(n) for n in shape))]
        r = values[0]
        for x in values[1:]:
            r = scalars.scalar(it, k.combine(it, r, x), dtype)
        return r
    start = first(it, k, shape, get, dtype) if k.neutral is None else scalars.scalar(it, k.neutral, dtype)
    return _rows(it, k, shape, (), start, get, dtype)


def first(it: Interpreter, k: Kind, shape: tuple[Any, ...], get: Any, dtype: str) -> Any:
    """Where a maximum or minimum starts; of nothing there is none."""
    lengths = [n for n in shape if isinstance(n, Length)]
    if not lengths:
        return get((0,) * len(shape), {})
    for n in lengths:
        it.check(it.b.emit(f"icmp ne i64 {n}, 0"), "index", "the max or min of no elements")
    least = k is KINDS["max"]
    return scalars.scalar(it, -(2**63) if least else 2**63 - 1, dtype) if dtype == I64 else scalars.scalar(it, -math.inf if least else math.inf, dtype)


def _rows(it: Interpreter, k: Kind, shape: tuple[Any, ...], idx: tuple[Any, ...], acc: Any, get: Any, dtype: str) -> Any:
    if not shape:
        return scalars.scalar(it, k.combine(it, acc, get(idx, {})), dtype)
    if isinstance(shape[0], int) and shape[0] <= 4:
        for i in range(shape[0]):
            acc = _rows(it, k, shape[1:], (*idx, i), acc, get, dtype)
        return acc
    return it.b.counted(shape[0], lambda i, s: (_rows(it, k, shape[1:], (*idx, i), s, get, dtype),), (acc,))[0]

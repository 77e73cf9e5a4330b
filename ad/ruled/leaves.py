"""Structures of staged values: the floats and arrays of floats in them, which have derivatives."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...lang.arrays import making
from ...lang.values.services import Interpreter
from ...lang.values.values import Operand
from ..api.arguments import FLOATS, flat
from ..api.inner import staged_array_type


def is_float_leaf(v: Any) -> bool:
    """Of a number or array: has it a derivative?"""
    return staged_array_type(v).dtype in FLOATS


def floats(v: Any) -> list[Any]:
    """Floats and arrays of floats in a structure, in order."""
    return [x for _, x in flat(v, "") if is_float_leaf(x)]


def axes(it: Interpreter, v: Any) -> tuple[int, ...]:
    """Its shape, which is known."""
    return tuple([int(n) for n in making.shape_of(it, v)])                      # type: ignore[arg-type]


def total(it: Interpreter, terms: Sequence[Operand]) -> Operand:
    """The sum."""
    found = terms[0]
    for t in terms[1:]:
        found = it.operate("+", found, t)
    return found

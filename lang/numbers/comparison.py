"""Comparison of run-time numbers, and the choice between two of them. Intervals decide a comparison of integers where they can."""
from __future__ import annotations

from collections.abc import Callable

from ..values.dtypes import F32, F64, I1, I64
from ..values.scalar import Interval, Number
from ..values.services import Interpreter
from ..values.values import Scalar
from .scalars import cast, common_type, scalar

FCMP = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "==": "oeq", "!=": "une"}
ICMP = {"<": "slt", "<=": "sle", ">": "sgt", ">=": "sge", "==": "eq", "!=": "ne"}



def below(one: Interval, other: Interval) -> bool | None:
    """Is an integer in one interval smaller than one in the other? None where that depends."""
    return True if one[1] < other[0] else False if one[0] >= other[1] else None


def same(one: Interval, other: Interval) -> bool | None:
    """Are two integers in these intervals equal? None where that depends."""
    if one[1] < other[0] or other[1] < one[0]:
        return False
    return True if one[0] == one[1] == other[0] == other[1] else None


def opposite(answer: bool | None) -> bool | None:
    """The answer to the opposite question."""
    return None if answer is None else not answer


DECIDED: dict[str, Callable[[Interval, Interval], bool | None]] = {
    "<": below,
    "<=": lambda one, other: opposite(below(other, one)),
    ">": lambda one, other: below(other, one),
    ">=": lambda one, other: opposite(below(one, other)),
    "==": same,
    "!=": lambda one, other: opposite(same(one, other)),
}


def compare(it: Interpreter, op: str, one: Number, other: Number) -> Scalar | bool:
    """one op other: a boolean, or True or False where the intervals of integers decide it."""
    dtype = common_type(one, other)
    left, right = scalar(it, one, dtype), scalar(it, other, dtype)
    level = max(left.level, right.level)
    if dtype in (F64, F32):
        return Scalar(I1, it.b.emit(f"fcmp {FCMP[op]} {dtype} {left.ref}, {right.ref}"), (0, 1), level)
    decided = DECIDED[op](left.rng, right.rng) if left.rng and right.rng else None
    if decided is not None:
        return decided
    predicate = ICMP[op] if dtype == I64 else ICMP[op].replace("s", "u")
    return Scalar(I1, it.b.emit(f"icmp {predicate} {dtype} {left.ref}, {right.ref}"), (0, 1), level)


def select(it: Interpreter, condition: Number, one: Number, other: Number) -> Number:
    """The one where the condition holds, else the other; both are computed."""
    if not isinstance(condition, Scalar):
        return one if condition else other
    if condition.ty != I1:
        condition = cast(it, condition, I1)
    dtype = common_type(one, other)
    left, right = scalar(it, one, dtype), scalar(it, other, dtype)
    rng = (min(left.rng[0], right.rng[0]), max(left.rng[1], right.rng[1])) if left.rng and right.rng else None
    nsz = "nsz " if dtype in (F64, F32) else ""     # the sign of a zero is as free as in arithmetic
    ref = it.b.emit(f"select {nsz}i1 {condition.ref}, {dtype} {left.ref}, {dtype} {right.ref}")
    return Scalar(dtype, ref, rng, max(condition.level, left.level, right.level))

"""Integers and booleans: arithmetic with proven intervals, Python's meaning of // and %, bit operations.

Overflow is checked at run time where intervals cannot exclude it.
"""
from __future__ import annotations

from collections.abc import Callable

from ..values.dtypes import F32, F64, I1, I64, LIMIT
from ..values.scalar import Interval, Number
from ..values.services import Interpreter
from ..values.values import Scalar
from .scalars import PYTHON, known, scalar

INT_OP = {"+": "add", "-": "sub", "*": "mul"}
CHECKED_OP = {"+": "llvm.sadd.with.overflow.i64", "-": "llvm.ssub.with.overflow.i64", "*": "llvm.smul.with.overflow.i64"}
BIT_OP = {"&": "and", "|": "or", "^": "xor", ">>": "ashr", "<<": "shl"}
SHIFTS = (">>", "<<")
FEASIBLE = 2**31  # adding less than this cannot overflow in any loop that ends
LEAST = -2**63


def integer(it: Interpreter, op: str, one: Scalar, other: Scalar, level: int) -> Scalar:
    """one op other of two integers, Python's // and % included."""
    if op in INT_OP:
        return int_arithmetic(it, op, one, other, level)
    other = divisor(it, op, one, other)
    positive = bool(one.rng and other.rng and one.rng[0] >= 0 and other.rng[0] > 0)
    rng = division_interval(op, one.rng, other.rng, positive)
    if positive:
        return Scalar(I64, it.b.emit(f"{'sdiv' if op == '//' else 'srem'} i64 {one.ref}, {other.ref}"), rng, level)
    return Scalar(I64, rounded_down(it, op, one.ref, other.ref), rng, level)


def division_interval(op: str, one: Interval | None, other: Interval | None, positive: bool) -> Interval | None:
    """Where a quotient of positive numbers, or a remainder by one, lies; None for others."""
    if op == "%":
        return (0, other[1] - 1) if other and other[0] > 0 else None
    return (one[0] // other[1], one[1] // other[0]) if positive and one and other else None


def rounded_down(it: Interpreter, op: str, one: str, other: str) -> str:
    """Python's // and %: LLVM divides towards zero, so where the signs differ and there is a remainder, one is taken off and the divisor added."""
    emit = it.b.emit
    quotient, remainder = emit(f"sdiv i64 {one}, {other}"), emit(f"srem i64 {one}, {other}")
    inexact = emit(f"icmp ne i64 {remainder}, 0")
    signs = emit(f"xor i64 {remainder}, {other}")
    differ = emit(f"icmp slt i64 {signs}, 0")
    off = emit(f"and i1 {inexact}, {differ}")
    if op == "//":
        minus = emit(f"sext i1 {off} to i64")
        return emit(f"add i64 {quotient}, {minus}")
    plus = emit(f"select i1 {off}, i64 {other}, i64 0")
    return emit(f"add i64 {remainder}, {plus}")


def excludes(number: Scalar, value: int) -> bool:
    """Is it proven that the integer is not this one?"""
    return number.rng is not None and not number.rng[0] <= value <= number.rng[1]


def divisor(it: Interpreter, op: str, one: Scalar, other: Scalar) -> Scalar:
    """The divisor where LLVM may divide by it, else 1: 0 is an error, and -2**63 // -1 overflows (its remainder is 0, as by 1)."""
    if not excludes(other, 0):
        ok = it.b.emit(f"icmp ne i64 {other.ref}, 0")
        it.check(ok, "zero_division", "integer division by zero")
        other = Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {other.ref}, i64 1"), other.rng, other.level)
    if excludes(one, LEAST) or excludes(other, -1):
        return other
    least, minus = it.b.emit(f"icmp eq i64 {one.ref}, {LEAST}"), it.b.emit(f"icmp eq i64 {other.ref}, -1")
    ok = it.b.emit(f"xor i1 {it.b.emit(f'and i1 {least}, {minus}')}, true")
    if op == "//":
        it.check(ok, "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {other.ref}, i64 1"), other.rng, other.level)


def int_arithmetic(it: Interpreter, op: str, one: Scalar, other: Scalar, level: int) -> Scalar:
    """one op other for + - *, checked for overflow unless the intervals exclude it."""
    if other.ref == "0" and op in "+-":
        return one
    if one.ref == "0" and op == "+":
        return other
    rng, lin = interval(op, one, other), known_distance(op, one, other)
    if rng:
        return Scalar(I64, it.b.emit(f"{INT_OP[op]} nsw i64 {one.ref}, {other.ref}"), rng, level, lin)
    if op in "+-" and (is_small(one) or is_small(other)):
        return Scalar(I64, it.b.emit(f"{INT_OP[op]} i64 {one.ref}, {other.ref}"), None, level, lin)
    pair = it.b.call("{ i64, i1 }", CHECKED_OP[op], [(I64, one.ref), (I64, other.ref)])
    over = it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 1")
    it.check(it.b.emit(f"xor i1 {over}, true"), "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 0"), None, level, lin)


def is_small(number: Scalar) -> bool:
    """Is it so small that a sum would have to be made more often than a program can run to overflow?"""
    return number.rng is not None and max(abs(number.rng[0]), abs(number.rng[1])) < FEASIBLE


def interval(op: str, one: Scalar, other: Scalar) -> Interval | None:
    """Where one op other lies for + - *; None when that is not known to fit."""
    if not (one.rng and other.rng):
        return None
    ends = [PYTHON[op](left, right) for left in one.rng for right in other.rng]
    least, most = min(ends), max(ends)
    return (least, most) if least >= -LIMIT and most <= LIMIT else None


def known_distance(op: str, one: Scalar, other: Scalar) -> tuple[str, int] | None:
    """(reference, constant) when one op other is another integer plus a constant."""
    if op == "*":
        return None
    constant = known(other)
    if constant is not None:
        base, plus = one.lin or (one.ref, 0)
        return base, PYTHON[op](plus, constant)
    constant = known(one)
    if op == "-" or constant is None:
        return None
    base, plus = other.lin or (other.ref, 0)
    return base, plus + constant


def bits(it: Interpreter, op: str, one: Number, other: Number, dtype: str, level: int) -> Scalar:
    """one op other for & | ^ << >> of integers or booleans."""
    if dtype in (F64, F32):
        raise it.error(f"`{op}` takes integers or booleans, not floats")
    left, right = scalar(it, one, dtype), scalar(it, other, dtype)
    if dtype == I1:
        if op in SHIFTS:
            raise it.error(f"`{op}` takes integers, not booleans")
        return Scalar(I1, it.b.emit(f"{BIT_OP[op]} i1 {left.ref}, {right.ref}"), (0, 1), level)
    rng = bit_interval(op, left, right)
    if op in SHIFTS:
        right = shift_distance(it, right)
    found = it.b.emit(f"{BIT_OP[op]} i64 {left.ref}, {right.ref}")
    if op == "<<" and rng is None:
        back = it.b.emit(f"ashr i64 {found}, {right.ref}")
        it.check(it.b.emit(f"icmp eq i64 {back}, {left.ref}"), "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, found, rng, level)


def shift_distance(it: Interpreter, number: Scalar) -> Scalar:
    """A distance that LLVM may shift by: one outside of 0 … 63 is an error at run time, and masked."""
    if number.rng and number.rng[0] >= 0 and number.rng[1] < 64:
        return number
    it.check(it.b.emit(f"icmp ult i64 {number.ref}, 64"), "overflow", "a shift by a negative number or by 64 and more bits")
    return Scalar(I64, it.b.emit(f"and i64 {number.ref}, 63"), (0, 63), number.level)


def bit_interval(op: str, one: Scalar, other: Scalar) -> Interval | None:
    """Where a bit operation on integers that are never negative lies; for & one of them is enough."""
    known = [number.rng for number in (one, other) if number.rng and number.rng[0] >= 0]
    if op == "&":
        return (0, min(most for _, most in known)) if known else None
    rng = BIT_INTERVAL[op](*known) if len(known) == 2 else None
    return rng if rng and rng[1] < 2**63 else None


def _joined(one: Interval, other: Interval) -> Interval:
    """No bit above the highest of either."""
    return 0, (1 << max(one[1], other[1]).bit_length()) - 1


def _shifted_up(one: Interval, by: Interval) -> Interval | None:
    return (one[0] << by[0], one[1] << by[1]) if by[1] < 63 else None


def _shifted_down(one: Interval, by: Interval) -> Interval | None:
    return (one[0] >> by[1], one[1] >> by[0]) if by[1] < 63 else None


BIT_INTERVAL: dict[str, Callable[[Interval, Interval], Interval | None]] = {"|": _joined, "^": _joined, "<<": _shifted_up, ">>": _shifted_down}

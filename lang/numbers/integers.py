"""Integers and booleans: arithmetic with proven intervals, Python's meaning of // and %, bit operations.

Overflow is checked at run time where intervals cannot exclude it.
"""
from __future__ import annotations

from typing import Any

from ..values.dtypes import F32, F64, I1, I64, LIMIT
from ..values.services import Interpreter
from ..values.values import Scalar
from .scalars import PYTHON, scalar

INT_OP = {"+": "add", "-": "sub", "*": "mul"}
BIT_OP = {"&": "and", "|": "or", "^": "xor", ">>": "ashr", "<<": "shl"}
FEASIBLE = 2**31  # adding less than this cannot overflow in any loop that ends


def integer(it: Interpreter, op: str, a: Scalar, b: Scalar, level: int) -> Scalar:
    """a op b of two integers, Python's // and % included."""
    if op in INT_OP:
        return int_arithmetic(it, op, a, b, level)
    b = divisor(it, op, a, b)
    positive = a.rng and b.rng and a.rng[0] >= 0 and b.rng[0] > 0
    rng = None
    if op == "%" and b.rng and b.rng[0] > 0:
        rng = (0, b.rng[1] - 1)
    elif positive and op == "//":
        rng = (a.rng[0] // b.rng[1], a.rng[1] // b.rng[0])  # type: ignore[index]
    e = it.b.emit
    if positive:
        return Scalar(I64, e(f"{'sdiv' if op == '//' else 'srem'} i64 {a.ref}, {b.ref}"), rng, level)
    q, r = e(f"sdiv i64 {a.ref}, {b.ref}"), e(f"srem i64 {a.ref}, {b.ref}")
    off = e(f"and i1 {e(f'icmp ne i64 {r}, 0')}, {e(f'''icmp slt i64 {e(f'xor i64 {r}, {b.ref}')}, 0''')}")
    if op == "//":
        return Scalar(I64, e(f"add i64 {q}, {e(f'sext i1 {off} to i64')}"), rng, level)
    return Scalar(I64, e(f"add i64 {r}, {e(f'select i1 {off}, i64 {b.ref}, i64 0')}"), rng, level)


def divisor(it: Interpreter, op: str, a: Scalar, b: Scalar) -> Scalar:
    """b where LLVM may divide a by it, else 1: 0 is an error, and -2**63 // -1 overflows (its remainder is 0, as by 1)."""
    if not (b.rng and (b.rng[0] > 0 or b.rng[1] < 0)):
        ok = it.b.emit(f"icmp ne i64 {b.ref}, 0")
        it.check(ok, "zero_division", "integer division by zero")
        b = Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {b.ref}, i64 1"), b.rng, b.level)
    if (a.rng and a.rng[0] > -2**63) or (b.rng and (b.rng[0] > -1 or b.rng[1] < -1)):
        return b
    least, minus = it.b.emit(f"icmp eq i64 {a.ref}, {-2**63}"), it.b.emit(f"icmp eq i64 {b.ref}, -1")
    ok = it.b.emit(f"xor i1 {it.b.emit(f'and i1 {least}, {minus}')}, true")
    if op == "//":
        it.check(ok, "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {b.ref}, i64 1"), b.rng, b.level)


def int_arithmetic(it: Interpreter, op: str, a: Scalar, b: Scalar, level: int) -> Scalar:
    """a op b for + - *, checked for overflow unless the intervals exclude it."""
    if b.ref == "0" and op in "+-":
        return a
    if a.ref == "0" and op == "+":
        return b
    rng, lin = interval(op, a, b), known_distance(op, a, b)
    small = op in "+-" and any(s.rng and max(abs(s.rng[0]), abs(s.rng[1])) < FEASIBLE for s in (a, b))
    if rng or small:
        return Scalar(I64, it.b.emit(f"{INT_OP[op]}{' nsw' if rng else ''} i64 {a.ref}, {b.ref}"), rng, level, lin)
    name = {"+": "sadd", "-": "ssub", "*": "smul"}[op]
    pair = it.b.call("{ i64, i1 }", f"llvm.{name}.with.overflow.i64", [(I64, a.ref), (I64, b.ref)])
    over = it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 1")
    it.check(it.b.emit(f"xor i1 {over}, true"), "overflow", "an integer does not fit in 64 bits here")
    return Scalar(I64, it.b.emit(f"extractvalue {{ i64, i1 }} {pair}, 0"), None, level, lin)


def interval(op: str, a: Scalar, b: Scalar) -> tuple[int, int] | None:
    """Where a op b lies for + - *; None when that is not known to fit."""
    if not (a.rng and b.rng):
        return None
    ends = [PYTHON[op](x, y) for x in a.rng for y in b.rng]
    return (min(ends), max(ends)) if max(abs(min(ends)), abs(max(ends))) <= LIMIT else None


def known_distance(op: str, a: Scalar, b: Scalar) -> tuple[str, int] | None:
    """(reference, constant) when a op b is another integer plus a constant."""
    if op in "+-" and b.rng and b.rng[0] == b.rng[1]:
        base, c = a.lin or (a.ref, 0)
        return base, PYTHON[op](c, b.rng[0])
    if op == "+" and a.rng and a.rng[0] == a.rng[1]:
        base, c = b.lin or (b.ref, 0)
        return base, c + a.rng[0]
    return None


def bits(it: Interpreter, op: str, a: Any, b: Any, t: str, level: int) -> Scalar:
    """a op b for & | ^ << >> of integers or booleans."""
    if t in (F64, F32):
        raise it.error(f"`{op}` takes integers or booleans, not floats")
    x, y = scalar(it, a, t), scalar(it, b, t)
    if t == I1:
        if op in ("<<", ">>"):
            raise it.error(f"`{op}` takes integers, not booleans")
        return Scalar(I1, it.b.emit(f"{BIT_OP[op]} i1 {x.ref}, {y.ref}"), (0, 1), level)
    rng = None
    if op == "&":
        tops = [s.rng[1] for s in (x, y) if s.rng and s.rng[0] >= 0]
        rng = (0, min(tops)) if tops else None
    elif x.rng and y.rng and x.rng[0] >= 0 and y.rng[0] >= 0:
        if op in ("|", "^"):
            rng = (0, (1 << max(x.rng[1], y.rng[1]).bit_length()) - 1)
        elif y.rng[1] < 63:
            lo, hi = (y.rng[0], y.rng[1]) if op == "<<" else (y.rng[1], y.rng[0])
            rng = (PYTHON[op](x.rng[0], lo), PYTHON[op](x.rng[1], hi))
    if rng and rng[1] >= 2**63:
        rng = None
    if op in ("<<", ">>") and not (y.rng and y.rng[0] >= 0 and y.rng[1] < 64):
        it.check(it.b.emit(f"icmp ult i64 {y.ref}, 64"), "overflow", "a shift by a negative number or by 64 and more bits")
        y = Scalar(I64, it.b.emit(f"and i64 {y.ref}, 63"), (0, 63), y.level)
    return Scalar(I64, it.b.emit(f"{BIT_OP[op]} i64 {x.ref}, {y.ref}"), rng, level)

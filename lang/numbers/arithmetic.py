"""Arithmetic of run-time numbers: the operators, Python's // and % of floats, powers."""
from __future__ import annotations

from typing import Any

from ..library.elementary import whole_power
from ..values.builder import PLAIN, SUM
from ..values.dtypes import F32, F64, I1, I64, is_num
from ..values.services import Interpreter
from ..values.values import Scalar, level_of, type_of
from .comparison import compare, select
from .integers import BIT_OP, bits, integer
from .intrinsics import float_power, mathematical
from .scalars import COMPARE, common_type, scalar

FLOAT_OP = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}


def binary(it: Interpreter, op: str, a: Any, b: Any, flags: str = PLAIN) -> Any:
    """a op b where one at least is a Scalar."""
    if op in COMPARE:
        return compare(it, op, a, b)
    if op == "**":
        return power(it, a, b)
    t = common_type(a, b)
    level = max(level_of(a), level_of(b))
    if op in BIT_OP:
        return bits(it, op, a, b, t, level)
    if t == I1:
        raise it.error(f"`{op}` on two booleans is not part of the language (NumPy and Python disagree)", "use &, |, or convert with int(...)")
    if op == "/" and t == I64:
        t = F64
    if t in (F64, F32):
        if op in ("//", "%"):
            return float_floor(it, op, a, b, t)
        if is_num(b) and ((op == "-" and b == 0) or (op in "*/" and b == 1)):
            return scalar(it, a, t)
        x, y = scalar(it, a, t), scalar(it, b, t)
        return Scalar(t, it.b.emit(f"{FLOAT_OP[op]} {flags} {t} {x.ref}, {y.ref}"), None, level)
    return integer(it, op, scalar(it, a, I64), scalar(it, b, I64), level)


def accumulate(it: Interpreter, a: Any, b: Any, op: str = "+") -> Any:
    """`a += b`: the one place where reassociation is allowed."""
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return binary(it, op, a, b, SUM)
    return it.operate(op, a, b)


def negate(it: Interpreter, a: Any) -> Any:
    """-a; the type stays."""
    if not isinstance(a, Scalar):
        return -a
    if a.ty == I1:
        raise it.error("the negative of a boolean is not part of the language", "use `not` or ~")
    if a.ty == I64:
        return binary(it, "-", 0, a)
    return Scalar(a.ty, it.b.emit(f"fneg {PLAIN} {a.ty} {a.ref}"), None, a.level)


def invert(it: Interpreter, a: Any) -> Any:
    """~a: `not` of a boolean, the complement of an integer."""
    if not isinstance(a, Scalar):
        return ~a
    if a.ty in (F64, F32):
        raise it.error("`~` takes integers or booleans, not floats")
    return Scalar(a.ty, it.b.emit(f"xor {a.ty} {a.ref}, {'true' if a.ty == I1 else -1}"), (0, 1) if a.ty == I1 else None, a.level)


def float_floor(it: Interpreter, op: str, a: Any, b: Any, t: str) -> Scalar:
    """Python's % has the sign of the divisor; // is the quotient without that remainder, rounded (CPython's float_divmod)."""
    x, y = scalar(it, a, t), scalar(it, b, t)
    zero = scalar(it, 0.0, t)
    r = Scalar(t, it.b.emit(f"frem {PLAIN} {t} {x.ref}, {y.ref}"), None, max(x.level, y.level))
    wrong = bits(it, "&", compare(it, "!=", r, zero), compare(it, "!=", compare(it, "<", r, zero), compare(it, "<", y, zero)), I1, r.level)
    r = select(it, wrong, binary(it, "+", r, y), r)
    if op == "%":
        return r
    q = binary(it, "/", binary(it, "-", x, r), y)
    f = mathematical(it, "floor", [q])
    return select(it, compare(it, ">", binary(it, "-", q, f), 0.5), binary(it, "+", f, 1.0), f)


def power(it: Interpreter, a: Any, b: Any) -> Any:
    """a ** b: powers up to 4 are products, ±1/2 and -1 are roots and quotients; integers stay integers for known exponents ≥ 0."""
    t = common_type(a, b)
    if type_of(a) == I1:
        raise it.error("`**` on a boolean is not part of the language")
    if t == I64:
        return integer_power(it, a, b)
    x = scalar(it, a, t)
    if not is_num(b):
        return float_power(it, x, scalar(it, b, t), t)
    if b == 0:
        return scalar(it, 1, t)
    if b in (1, 2, 3, 4):
        r = x
        for _ in range(int(b) - 1):
            r = binary(it, "*", r, x)
        return r
    if abs(b) == 0.5:
        root = mathematical(it, "sqrt", [x])
        return root if b > 0 else binary(it, "/", 1.0, root)
    return binary(it, "/", 1.0, x) if b == -1 else float_power(it, x, scalar(it, b, t), t)


def integer_power(it: Interpreter, a: Any, b: Any) -> Any:
    """a ** b by squaring: x ** 5 is x * (x * x) * (x * x); no square is larger than the result."""
    if not is_num(b):
        return run_time_power(it, a, scalar(it, b, I64))
    if b < 0:
        raise it.error("an integer power with a negative exponent is not part of the language", "write float(x) ** y")
    n, square, r = int(b), scalar(it, a, I64), scalar(it, 1, I64)
    for k in range(n.bit_length()):
        square = binary(it, "*", square, square) if k else square
        if n >> k & 1:
            r = square if r.ref == "1" else binary(it, "*", r, square)
    return r


def run_time_power(it: Interpreter, a: Any, n: Scalar) -> Any:
    """a ** n for a run-time n, which must not be negative unless a is -1; the result must fit in 64 bits."""
    if is_num(a) and a == -1:
        return binary(it, "-", 1, binary(it, "*", 2, bits(it, "&", n, 1, I64, n.level)))
    if not (n.rng and n.rng[0] >= 0):
        ok = it.b.emit(f"icmp sge i64 {n.ref}, 0")
        it.check(ok, "raise", "ValueError: an integer power with a negative exponent (write float(x) ** y)")
        n = Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {n.ref}, i64 0"), (0, n.rng[1]) if n.rng and n.rng[1] >= 0 else None, n.level)
    return it.call(whole_power, scalar(it, a, I64), n)

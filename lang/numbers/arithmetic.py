"""Arithmetic of run-time numbers: the operators, Python's // and % of floats, powers."""
from __future__ import annotations

from typing import overload

from ..library.elementary import whole_power
from ..values.builder import PLAIN, SUM
from ..values.dtypes import F32, F64, I1, I64, StaticNumber, is_num
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.values import Scalar, Value, level_of, type_of
from .comparison import compare, select
from .integers import BIT_OP, bits, integer
from .intrinsics import float_power, mathematical
from .scalars import common_type, scalar

FLOAT_OP = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
NEUTRAL = {"-": 0, "*": 1, "/": 1}              # x + 0 is not among them: it turns -0 into 0


def binary(it: Interpreter, op: str, one: Number, other: Number, flags: str = PLAIN) -> Scalar:
    """one op other where one at least is a Scalar; comparisons are apart."""
    if op == "**":
        return power(it, one, other)
    dtype = common_type(one, other)
    level = max(level_of(one), level_of(other))
    if op in BIT_OP:
        return bits(it, op, one, other, dtype, level)
    if dtype == I1:
        raise it.error(f"`{op}` on two booleans is not part of the language (NumPy and Python disagree)", "use &, |, or convert with int(...)")
    if dtype == I64 and op != "/":
        return integer(it, op, scalar(it, one, I64), scalar(it, other, I64), level)
    return float_arithmetic(it, op, one, other, F64 if dtype == I64 else dtype, level, flags)


def float_arithmetic(it: Interpreter, op: str, one: Number, other: Number, dtype: str, level: int, flags: str) -> Scalar:
    """one op other in a float type."""
    if op in ("//", "%"):
        return float_floor(it, op, one, other, dtype)
    if op in NEUTRAL and is_num(other) and other == NEUTRAL[op]:
        return scalar(it, one, dtype)
    left, right = scalar(it, one, dtype), scalar(it, other, dtype)
    return Scalar(dtype, it.b.emit(f"{FLOAT_OP[op]} {flags} {dtype} {left.ref}, {right.ref}"), None, level)


@overload
def accumulate(it: Interpreter, total: Number, value: Number, op: str = "+") -> Number: ...
@overload
def accumulate(it: Interpreter, total: Value, value: Value, op: str = "+") -> Value: ...
def accumulate(it: Interpreter, total: Value, value: Value, op: str = "+") -> Value:
    """`total += value`: the one place where reassociation is allowed."""
    if isinstance(total, Scalar) or isinstance(value, Scalar):
        return binary(it, op, total, value, SUM)                                # type: ignore[arg-type]  # `scalar` says what is no number
    return it.operate(op, total, value)


def negate(it: Interpreter, value: Number) -> Number:
    """-value; the type stays."""
    if not isinstance(value, Scalar):
        return -value                                                           # type: ignore[operator]  # Python's own error for NumPy's booleans
    if value.ty == I1:
        raise it.error("the negative of a boolean is not part of the language", "use `not` or ~")
    if value.ty == I64:
        return binary(it, "-", 0, value)
    return Scalar(value.ty, it.b.emit(f"fneg {PLAIN} {value.ty} {value.ref}"), None, value.level)


def invert(it: Interpreter, value: Number) -> Number:
    """~value: `not` of a boolean, the complement of an integer."""
    if not isinstance(value, Scalar):
        return ~value                                                           # type: ignore[operator]  # Python's own error for floats
    if value.ty in (F64, F32):
        raise it.error("`~` takes integers or booleans, not floats")
    ones, rng = ("true", (0, 1)) if value.ty == I1 else ("-1", None)
    return Scalar(value.ty, it.b.emit(f"xor {value.ty} {value.ref}, {ones}"), rng, value.level)


def float_floor(it: Interpreter, op: str, one: Number, other: Number, dtype: str) -> Scalar:
    """Python's % has the sign of the divisor; // is the quotient without that remainder, rounded (CPython's float_divmod)."""
    dividend, divisor, zero = scalar(it, one, dtype), scalar(it, other, dtype), scalar(it, 0.0, dtype)
    towards_zero = Scalar(dtype, it.b.emit(f"frem {PLAIN} {dtype} {dividend.ref}, {divisor.ref}"), None, max(dividend.level, divisor.level))
    inexact = compare(it, "!=", towards_zero, zero)
    signs_differ = compare(it, "!=", compare(it, "<", towards_zero, zero), compare(it, "<", divisor, zero))
    wrong = bits(it, "&", inexact, signs_differ, I1, towards_zero.level)
    if op == "%":
        return scalar(it, select(it, wrong, binary(it, "+", towards_zero, divisor), towards_zero))
    quotient = scalar(it, binary(it, "/", binary(it, "-", dividend, towards_zero), divisor))
    quotient = scalar(it, select(it, wrong, binary(it, "-", quotient, 1.0), quotient))                              # also where the divisor is infinite
    floor = mathematical(it, "floor", [quotient])
    rounded = select(it, compare(it, ">", binary(it, "-", quotient, floor), 0.5), binary(it, "+", floor, 1.0), floor)
    if is_num(other) and other != 0:
        return scalar(it, rounded)
    return scalar(it, select(it, compare(it, "==", divisor, zero), binary(it, "/", dividend, divisor), rounded))    # NumPy's x // 0.0 is x / 0.0


def power(it: Interpreter, base: Number, exponent: Number) -> Scalar:
    """base ** exponent: powers up to 4 are products, ±1/2 and -1 are roots and quotients; integers stay integers for known exponents ≥ 0."""
    dtype = common_type(base, exponent)
    if type_of(base) == I1:
        raise it.error("`**` on a boolean is not part of the language")
    if dtype == I64:
        return integer_power(it, base, exponent)
    number = scalar(it, base, dtype)
    return known_power(it, number, exponent, dtype) if is_num(exponent) else float_power(it, number, scalar(it, exponent, dtype), dtype)


def known_power(it: Interpreter, base: Scalar, exponent: StaticNumber, dtype: str) -> Scalar:
    """A float to a compile-time power."""
    if exponent == 0:
        return scalar(it, 1, dtype)
    if exponent in (1, 2, 3, 4):
        product = base
        for _ in range(int(exponent) - 1):
            product = binary(it, "*", product, base)
        return product
    if abs(exponent) == 0.5:
        root = mathematical(it, "sqrt", [base])
        return root if exponent > 0 else binary(it, "/", 1.0, root)
    return binary(it, "/", 1.0, base) if exponent == -1 else float_power(it, base, scalar(it, exponent, dtype), dtype)


def integer_power(it: Interpreter, base: Number, exponent: Number) -> Scalar:
    """base ** exponent by squaring: x ** 5 is x * (x * x) * (x * x); no square is larger than the result."""
    if not is_num(exponent):
        return run_time_power(it, base, scalar(it, exponent, I64))
    if exponent < 0:
        raise it.error("an integer power with a negative exponent is not part of the language", "write float(x) ** y")
    whole, square, product = int(exponent), scalar(it, base, I64), scalar(it, 1, I64)
    for bit in range(whole.bit_length()):
        square = binary(it, "*", square, square) if bit else square
        if whole >> bit & 1:
            product = square if product.ref == "1" else binary(it, "*", product, square)
    return product


def run_time_power(it: Interpreter, base: Number, exponent: Scalar) -> Scalar:
    """base ** exponent for a run-time exponent, which must not be negative unless the base is -1; the result must fit in 64 bits."""
    if is_num(base) and base == -1:
        return binary(it, "-", 1, binary(it, "*", 2, bits(it, "&", exponent, 1, I64, exponent.level)))
    if not (exponent.rng and exponent.rng[0] >= 0):
        exponent = not_negative(it, exponent)
    return scalar(it, it.call(whole_power, scalar(it, base, I64), exponent))


def not_negative(it: Interpreter, exponent: Scalar) -> Scalar:
    """The exponent, or 0 where it is negative, which is an error at run time."""
    ok = it.b.emit(f"icmp sge i64 {exponent.ref}, 0")
    it.check(ok, "raise", "ValueError: an integer power with a negative exponent (write float(x) ** y)")
    rng = (0, exponent.rng[1]) if exponent.rng and exponent.rng[1] >= 0 else None
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {exponent.ref}, i64 0"), rng, exponent.level)

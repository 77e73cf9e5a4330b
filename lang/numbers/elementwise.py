"""The elementwise functions on numbers: the table CUSTOM of those that are more than one call, and the element type of each result."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..library.functions import OPERATORS, UFUNCS, row_of
from ..library.ufunc import Ufunc
from ..values.builder import PLAIN
from ..values.dtypes import F32, F64, I1, I64, TYPES, is_num, literal
from ..values.scalar import Number
from ..values.services import Interpreter
from ..values.values import Scalar, level_of, type_of
from .arithmetic import binary, invert, negate, power
from .comparison import compare, select
from .integers import LEAST, bits
from .intrinsics import mathematical, suffix
from .scalars import COMPARE, PYTHON, cast, common_type, scalar


def function(it: Interpreter, name: str, args: Sequence[Number]) -> Number:
    """The elementwise function `name` on numbers."""
    if name in PYTHON or name in COMPARE:
        return it.operate(name, *args)
    if name in CUSTOM:
        return CUSTOM[name](it, *args)
    if name in OPERATORS:
        return it.operate(OPERATORS[name], *args)
    if UFUNCS[name].composed:
        return in_place(it, UFUNCS[name], args)
    return mathematical(it, name, args)


def in_place(it: Interpreter, row: Ufunc, args: Sequence[Number]) -> Number:
    """A function that is an expression of others, staged here of floats."""
    result = scalar(it, it.call(row.body, *[scalar(it, arg, F64) for arg in args]), F64)                        # type: ignore[arg-type]
    return cast(it, result, F32) if common_type(*args) == F32 else result


def extreme(it: Interpreter, intrinsic: str, op: str, one: Number, other: Number) -> Number:
    """The larger or smaller of two; nan if one is nan."""
    dtype = common_type(one, other)
    if dtype == I1:
        return bits(it, "|" if op == ">" else "&", one, other, I1, max(level_of(one), level_of(other)))
    if dtype == I64:
        return select(it, compare(it, op, one, other), one, other)
    left, right = scalar(it, one, dtype), scalar(it, other, dtype)
    ref = it.b.call(dtype, f"llvm.{intrinsic}.{suffix(dtype)}", [(dtype, left.ref), (dtype, right.ref)], PLAIN)
    return Scalar(dtype, ref, None, max(left.level, right.level))


def absolute(it: Interpreter, value: Number) -> Number:
    """|value|; an integer's interval becomes non-negative."""
    if not isinstance(value, Scalar):
        return abs(value)                                                       # type: ignore[arg-type]  # Python's own error for NumPy's booleans
    if value.ty in (F64, F32):
        ref = it.b.call(value.ty, f"llvm.fabs.{suffix(value.ty)}", [(value.ty, value.ref)], PLAIN)
        return Scalar(value.ty, ref, None, value.level)
    if value.rng and value.rng[0] >= 0:
        return value
    chosen = scalar(it, select(it, compare(it, "<", value, 0), binary(it, "-", 0, value), value))
    return Scalar(I64, chosen.ref, (0, max(abs(value.rng[0]), abs(value.rng[1])) if value.rng else 2**63 - 1), value.level)


def sign(it: Interpreter, value: Number) -> Number:
    """-1, 0 or 1 in the type of the value; nan stays nan."""
    is_float = type_of(value) in (F64, F32)
    one, zero = (1.0, 0.0) if is_float else (1, 0)
    chosen = select(it, compare(it, ">", value, zero), one, select(it, compare(it, "<", value, zero), -one, zero))
    return select(it, is_nan(it, value), value, chosen) if is_float else chosen


def is_nan(it: Interpreter, value: Number) -> Scalar | bool:
    """Is it nan? Never for integers."""
    if type_of(value) not in (F64, F32):
        return False
    if not isinstance(value, Scalar):
        return math.isnan(value)
    return Scalar(I1, it.b.emit(f"fcmp uno {value.ty} {value.ref}, {literal(0.0, value.ty)}"), (0, 1), value.level)


def is_inf(it: Interpreter, value: Number) -> Scalar | bool:
    """Is it infinite? Never for integers."""
    if isinstance(value, Scalar):
        return value.ty in (F64, F32) and compare(it, "==", absolute(it, value), math.inf)
    return math.isinf(value)


def is_finite(it: Interpreter, value: Number) -> Scalar | bool:
    """Is it neither infinite nor nan? Always for integers."""
    if isinstance(value, Scalar):
        return value.ty not in (F64, F32) or compare(it, "<", absolute(it, value), math.inf)
    return math.isfinite(value)


def logical(op: str) -> Callable[[Interpreter, Number, Number], Number]:
    """The function of two truths for a bit operation."""
    def combine(it: Interpreter, one: Number, other: Number) -> Number:
        return bits(it, op, scalar(it, one, I1), scalar(it, other, I1), I1, max(level_of(one), level_of(other)))
    return combine


def logit(it: Interpreter, value: Number) -> Number:
    """log(x / (1 - x))"""
    return it.operate("-", function(it, "log", [value]), function(it, "log1p", [negate(it, value)]))


def clip(it: Interpreter, value: Number, low: Number | None, high: Number | None) -> Number:
    """The value limited to [low, high]; either may be None."""
    if low is not None:
        value = extreme(it, "maximum", ">", value, low)
    return value if high is None else extreme(it, "minimum", "<", value, high)


def reciprocal(it: Interpreter, value: Number) -> Number:
    """1 / value; that of an integer is cut to a whole number, as NumPy's is."""
    quotient = it.operate("/", 1.0, value)
    return quotient if type_of(value) in (F64, F32) else mathematical(it, "trunc", [quotient])


def whole(it: Interpreter, value: Number) -> Number:
    """The integer towards zero. What fits in none, nan too, is -2^63, as machine code of x86-64 and so NumPy have it there."""
    if type_of(value) not in (F64, F32):
        return scalar(it, value, I64)
    fits = compare(it, "<", value, 2.0**63)
    return select(it, fits, scalar(it, value, I64), LEAST)


CUSTOM: dict[str, Callable[..., Number]] = {
    "neg": negate,
    "negative": negate,
    "invert": invert,
    "abs": absolute,
    "sign": sign,
    "where": select,
    "isnan": is_nan,
    "isinf": is_inf,
    "isfinite": is_finite,
    "square": lambda it, value: it.operate("*", value, value),
    "reciprocal": reciprocal,
    "maximum": lambda it, one, other: extreme(it, "maximum", ">", one, other),
    "minimum": lambda it, one, other: extreme(it, "minimum", "<", one, other),
    "clip": clip,
    "power": power,
    "logical_and": logical("&"),
    "logical_or": logical("|"),
    "logical_xor": logical("^"),
    "logical_not": lambda it, value: invert(it, scalar(it, value, I1)),
    "logit": logit,
    "deg2rad": lambda it, value: it.operate("*", value, math.pi / 180),
    "rad2deg": lambda it, value: it.operate("*", value, 180 / math.pi),
    "cast_f8": lambda it, value: scalar(it, value, F64),
    "cast_f4": lambda it, value: scalar(it, value, F32),
    "cast_i8": whole,
    "cast_b1": lambda it, value: scalar(it, value, I1),
}


def result_type(name: str, args: list[Any]) -> str:
    """Element type of an elementwise result."""
    if name.startswith("cast_"):
        return TYPES[name[5:]]
    name = OPERATORS.get(name, name)
    row = row_of(name)
    result = row.result if row is not None else "same"                          # what is no function keeps the type of its operands
    if result == "truth":
        return I1
    t = common_type(*(args[1:] if result == "choice" else args))
    if result == "float" and t not in (F64, F32):
        return F64
    return F64 if name == "**" and t == I64 and is_num(args[1]) and isinstance(args[1], float) else t

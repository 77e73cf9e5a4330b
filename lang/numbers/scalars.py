"""Run-time numbers: from compile-time ones, from one type to another, and NumPy's promotion."""
from __future__ import annotations

import operator

import numpy as np

from ..values.dtypes import F32, F64, I1, I64, RANK, UNMASK, StaticNumber, const_type, hidden, is_num, literal
from ..values.services import Interpreter
from ..values.sizes import Dim, Length, Size
from ..values.values import SHAPE_OF_DATA, STATIC, Elem, Masked, Poison, Scalar, Value, View, describe, type_of

PYTHON = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne}


# a conversion as LLVM writes it, but floats to integers; to a boolean by != 0, as Python does
LEAST = -2**63                                   # of the integers
CONVERSIONS = {
    (F64, I1): "fcmp une double {}, 0.0",
    (F32, I1): "fcmp une float {}, 0.0",
    (I64, I1): "icmp ne i64 {}, 0",
    (I1, I64): "zext i1 {} to i64",
    (I64, F64): "sitofp i64 {} to double",
    (I64, F32): "sitofp i64 {} to float",
    (I1, F64): "uitofp i1 {} to double",
    (I1, F32): "uitofp i1 {} to float",
    (F32, F64): "fpext float {} to double",
    (F64, F32): "fptrunc double {} to float",
}


def scalar(it: Interpreter, value: Value, dtype: str | None = None) -> Scalar:
    """A staged or compile-time number as a Scalar of this type."""
    if isinstance(value, Scalar):
        return value if dtype is None or value.ty == dtype else cast(it, value, dtype)
    if is_num(value):
        return number(it, value, dtype or const_type(value))
    return scalar_of(it, value, dtype)


def scalar_of(it: Interpreter, value: Value, dtype: str | None) -> Scalar:
    """`scalar` of what is not a number itself: arrays without axes, lengths; an error for anything else."""
    match value:
        case View() | Elem() if value.shape == ():
            return scalar(it, it.element(value, ()), dtype)
        case np.ndarray() if hidden(value):
            raise it.error("a number is needed here, not one that a mask hides", UNMASK)
        case np.ndarray() if value.shape == ():
            return scalar(it, value.item(), dtype)
        case Length():
            return scalar(it, length(value), dtype)
        case Size():
            return scalar(it, Scalar(I64, str(value)), dtype)
        case Poison():
            raise it.error(value.why)
        case Masked():
            raise it.error(*SHAPE_OF_DATA)
    raise it.error(f"a number is needed here, not {describe(value)}")


def length(count: Dim) -> Scalar | Dim:
    """The length of an axis as the language has it: that of a slice with run-time bounds is a run-time number."""
    return Scalar(I64, str(count), (0, count.most)) if isinstance(count, Length) else count


def number(it: Interpreter, value: StaticNumber, dtype: str) -> Scalar:
    """A compile-time number as a Scalar."""
    if dtype in (F64, F32):
        return Scalar(dtype, literal(value, dtype), None, STATIC)
    if dtype == I64 and isinstance(value, (float, np.floating)):
        raise it.error(f"the float {value} where an integer is needed")
    whole = int(value)
    if dtype == I64 and not -(2**63) <= whole < 2**63:
        raise it.error("this integer does not fit in 64 bits")
    return Scalar(dtype, literal(value, dtype), (whole, whole), STATIC)


def known(value: Scalar) -> int | None:
    """The value of an integer whose interval has one member."""
    return value.rng[0] if value.rng is not None and value.rng[0] == value.rng[1] else None


def cast(it: Interpreter, value: Scalar, dtype: str) -> Scalar:
    """A number in another type. Floats become integers towards zero, and where they do not fit the nearest one, nan the least: no index, as in NumPy."""
    if value.ty == dtype:
        return value
    if dtype == I64 and value.ty != I1:
        nearest = it.b.call(I64, f"llvm.fptosi.sat.i64.{'f64' if value.ty == F64 else 'f32'}", [(value.ty, value.ref)])
        nan = it.b.emit(f"fcmp uno {value.ty} {value.ref}, {literal(0.0, value.ty)}")
        return Scalar(I64, it.b.emit(f"select i1 {nan}, i64 {LEAST}, i64 {nearest}"), None, value.level)
    ref = it.b.emit(CONVERSIONS[value.ty, dtype].format(value.ref))
    return Scalar(dtype, ref, (0, 1) if dtype in (I1, I64) else None, value.level)


def whole(it: Interpreter, value: Value) -> Scalar:
    """A number as Python's integer, towards zero; an error at run time where it is nan or beyond 64 bits."""
    if is_num(value) or (value := scalar(it, value)).ty in (I64, I1):
        return scalar(it, value, I64)
    size = it.b.call(value.ty, f"llvm.fabs.{'f64' if value.ty == F64 else 'f32'}", [(value.ty, value.ref)])
    it.check(it.b.emit(f"fcmp olt {value.ty} {size}, {literal(-float(LEAST), value.ty)}"), "overflow", "nan, or a number beyond 64 bits, is no integer")
    return cast(it, value, I64)


def common_type(*values: Value) -> str:
    """NumPy's promotion: compile-time numbers of Python's adapt to the others, NumPy's do not."""
    first = values[0] if values else None
    if isinstance(first, Scalar) and all(isinstance(value, Scalar) and value.ty == first.ty for value in values):
        return first.ty
    strong: list[str] = []
    weak: list[str] = []
    for value in values:
        if isinstance(value, Scalar):
            strong.append(value.ty)
        elif is_num(value) and not isinstance(value, np.generic):
            weak.append(const_type(value))
        else:
            strong.append(type_of(value))
    dtype = F64 if F32 in strong and I64 in strong else _widest(strong)
    adapted = _widest(weak)
    return F32 if dtype == F32 and adapted == F64 else _widest([dtype, adapted])


def _widest(dtypes: list[str]) -> str:
    return max(dtypes, key=RANK.__getitem__, default=I1)

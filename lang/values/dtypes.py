"""Element types of the language: their names in LLVM, NumPy and promotion, and compile-time numbers as literals of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from ...ir.errors import DataError
from ...ir.literals import float_literal

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Static: TypeAlias = object                      # any compile-time value of Python's
StaticNumber: TypeAlias = int | float | np.integer | np.floating | np.bool_

F64, F32, I64, I1 = "double", "float", "i64", "i1"
RANK = {I1: 0, I64: 1, F32: 2, F64: 3}
CODES = {F64: "f8", F32: "f4", I64: "i8", I1: "b1"}
TYPES = {code: dtype for dtype, code in CODES.items()}
UNMASK = "fill it, `x.filled(…)`, or leave such entries out, `x.compressed()`; a model takes `where=` beside filled data"
PLAIN = frozenset({float, int, bool})           # of Python's own
LIMIT = 2**62                                   # integer intervals beyond this are "not known"


def is_num(value: Static) -> TypeIs[StaticNumber]:
    """Is it a compile-time number (booleans included)?"""
    return isinstance(value, (int, float, bool, np.floating, np.integer, np.bool_))


def wraps(dtype: np.dtype) -> bool:
    """Does NumPy compute in this type of integers modulo 2^8, 2^16 or without a sign? Compiled integers have 64 bits and a sign."""
    return dtype.kind == "u" or (dtype.kind == "i" and dtype.itemsize < 4)


def hidden(value: Static) -> int:
    """How many elements of a masked array its mask hides, or those of a list of such arrays; 0 for anything else. Compiled code would see what stands
    behind the mask."""
    if isinstance(value, (list, tuple)):
        return 0 if PLAIN.issuperset(map(type, value)) else sum(map(hidden, value))        # type: ignore[arg-type]
    if type(value) is np.ndarray or not isinstance(value, np.ndarray):
        return 0
    return int(np.ma.count_masked(value)) if isinstance(value, np.ma.MaskedArray) else 0


def unmasked(value: Static, name: str) -> None:
    """DataError for a masked array that hides elements."""
    if count := hidden(value):
        raise DataError(f"{name} is a masked array that hides {count} values; compiled code would read what stands behind the mask", hint=UNMASK)


def exact_type(dtype: np.dtype) -> str | None:
    """The element type that NumPy's elements of this type are kept in, and computed in, bit for bit; None when the language has none."""
    return TYPES.get(f"{dtype.kind}{dtype.itemsize}")


def const_type(value: Static) -> str:
    """The type that a compile-time number takes at run time."""
    return I1 if isinstance(value, (bool, np.bool_)) else I64 if isinstance(value, (int, np.integer)) else F32 if type(value) is np.float32 else F64


def literal(value: StaticNumber, dtype: str) -> str:
    """A compile-time number as a constant of this type."""
    return float_literal(float(value), dtype) if dtype in (F64, F32) else str(int(value)) if dtype == I64 else ("true" if value else "false")


def numpy_type(dtype: np.dtype) -> str | None:
    """The element type for a NumPy dtype; None when the language has none."""
    if dtype.kind == "f":
        return F32 if dtype.itemsize == 4 else F64
    return {"b": I1, "i": I64, "u": I64}.get(dtype.kind)

"""Element types of the language: their names in LLVM, NumPy and promotion, and compile-time numbers as literals of them."""
from __future__ import annotations

import struct
from typing import Any

import numpy as np

F64, F32, I64, I1 = "double", "float", "i64", "i1"
RANK = {I1: 0, I64: 1, F32: 2, F64: 3}
CODES = {F64: "f8", F32: "f4", I64: "i8", I1: "b1"}
TYPES = {code: t for t, code in CODES.items()}
LIMIT = 2**62                                   # integer intervals beyond this are "not known"


def is_num(v: Any) -> bool:
    """Is v a compile-time number (booleans included)?"""
    return isinstance(v, (int, float, bool, np.floating, np.integer, np.bool_))


def wraps(dtype: np.dtype) -> bool:
    """Does NumPy compute in this type of integers modulo 2^8, 2^16 or without a sign? Compiled integers have 64 bits and a sign."""
    return dtype.kind == "u" or (dtype.kind == "i" and dtype.itemsize < 4)


def const_type(v: Any) -> str:
    """The type that a compile-time number takes at run time."""
    return I1 if isinstance(v, (bool, np.bool_)) else I64 if isinstance(v, (int, np.integer)) else F32 if type(v) is np.float32 else F64


def float_literal(x: float, ty: str = F64) -> str:
    """A float as LLVM writes it to the last bit."""
    if ty == F32:
        x = float(np.float32(x))
    return "0x" + struct.pack(">d", float(x)).hex().upper()


def literal(v: Any, ty: str) -> str:
    """A compile-time number as a constant of type ty."""
    return float_literal(v, ty) if ty in (F64, F32) else str(int(v)) if ty == I64 else ("true" if v else "false")


def numpy_type(d: np.dtype) -> str | None:
    """The element type for a NumPy dtype; None when the language has none."""
    if d.kind == "f":
        return F32 if d.itemsize == 4 else F64
    return {"b": I1, "i": I64, "u": I64}.get(d.kind)

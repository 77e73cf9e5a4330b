"""Floating constants as LLVM writes them: the bits of the f64 of the same value, for an f32 too."""
from __future__ import annotations

import struct
from ctypes import c_float


def float_literal(value: float, type_: str = "double") -> str:
    """A float to the last bit; rounded first where the type is `float`, to infinity beyond its range."""
    rounded = c_float(value).value if type_ == "float" else value
    return "0x" + struct.pack(">d", rounded).hex().upper()

"""Kinds of words: `double`, `float`, `ptr`, `int`; any other floating type under its own name."""
from __future__ import annotations

from ....ir.graph.leaves import scalar_size

DOUBLE, FLOAT, PTR, INT = "double", "float", "ptr", "int"
WIDTHS = {DOUBLE: 8, FLOAT: 4, PTR: 8}              # bytes of what a copied integer may be


def is_integer(type_: str) -> bool:
    """`i64`, `i1`."""
    return type_[0] == "i" and type_[1:].isdigit()


def kind_of(type_: str) -> str | None:
    """What a word of a scalar type holds; None of an integer, which may be a copy of anything."""
    if is_integer(type_):
        return None
    return PTR if type_.startswith("ptr") else type_


def bytes_of(type_: str) -> int:
    """Bytes of a scalar; 0 of what is none."""
    return scalar_size(type_) or 0

"""Constants of vector and aggregate types as the literals of their scalar leaves."""
from __future__ import annotations

import re

from ..errors import UnsupportedError
from ..text.tokens import Tokens, tokenize
from .build import FLOATS
from .leaves import Layout, scalar_size

_OTHER_FLOATS = {"half": "0xH0000", "bfloat": "0xR0000", "x86_fp80": "0xK00000000000000000000", "fp128": "0xL00000000000000000000000000000000"}
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{2})|\\\\|.", re.DOTALL)


def zero_literal(type_: str) -> str:
    """Zero of a scalar type."""
    if type_ in FLOATS:
        return "0.0"
    return "null" if type_.startswith("ptr") else _OTHER_FLOATS.get(type_, "0")


def constant_leaves(type_: str, literal: str, layout: Layout) -> list[str]:
    """The literal of each leaf, in order. UnsupportedError for constant expressions."""
    if scalar_size(layout.resolved(type_)) is not None:
        return [literal]
    if literal == "zeroinitializer":
        return [zero_literal(leaf.type) for leaf in layout.leaves(type_)]
    if literal in ("poison", "undef"):
        return [literal] * len(layout.leaves(type_))
    if literal.startswith('c"'):
        return [str(byte) for byte in _bytes(literal[2:-1])]
    tokens = Tokens(tokenize(literal), literal)
    if tokens.accept("splat"):
        tokens.expect("(")
        tokens.type()
        return [tokens.constant()] * len(layout.leaves(type_))
    if tokens.peek() not in ("[", "{", "<"):
        raise UnsupportedError(f"the constant expression `{literal}` of type `{type_}` cannot be taken apart")
    return _elements(tokens, layout)


def _elements(tokens: Tokens, layout: Layout) -> list[str]:
    """Of `[ type value, … ]` and its like."""
    if tokens.take() == "<":
        tokens.accept("{")
    out: list[str] = []
    while tokens.peek() not in ("]", "}", ">"):
        type_ = tokens.type()
        out += constant_leaves(type_, tokens.constant(), layout)
        tokens.accept(",")
    return out


def _bytes(text: str) -> list[int]:
    """What a string of LLVM's holds."""
    return [int(m[1], 16) if m[1] else ord(m[0][-1]) for m in _ESCAPED.finditer(text)]

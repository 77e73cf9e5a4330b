"""Types of LLVM as their scalar leaves: where each lies in memory and in the value, for x86-64 and AArch64 as clang, flang and rustc lay them out.

A leaf of `{ i64, [2 x float] }` is (path, offset, type): ((0,), 0, "i64"), ((1, 0), 8, "float"), ((1, 1), 12, "float").
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..errors import UnsupportedError
from ..records import Module
from ..text.tokens import fields

_SIZES = {"double": 8, "float": 4, "half": 2, "bfloat": 2, "x86_fp80": 16, "fp128": 16, "ptr": 8}      # bytes, alignment alike
_NAMED = re.compile(r"(%(?:\"[^\"]*\"|[-\w.$]+)) = type (.*)")
_LARGEST = 1 << 16                                  # leaves of one type; larger ones are memory, never values


class Leaf(NamedTuple):
    """A scalar inside a type: `path` as in extractvalue (empty for a scalar itself), `offset` in bytes."""

    path: tuple[int, ...]
    offset: int
    type: str


class Shape(NamedTuple):
    """Bytes, alignment and the leaves of a type."""

    size: int
    align: int
    leaves: tuple[Leaf, ...]


class Layout:
    """Shapes of types; `named` are a module's named types."""

    def __init__(self, named: Mapping[str, str]):
        self.named = named
        self._known: dict[str, Shape] = {}

    @classmethod
    def of(cls, module: Module) -> Layout:
        """The layout of a module's types."""
        return cls({m[1]: m[2] for line in module.globals if (m := _NAMED.fullmatch(line.strip()))})

    def resolved(self, type_: str) -> str:
        """What a named type stands for; any other type itself."""
        return self.named.get(type_, type_)

    def shape(self, type_: str) -> Shape:
        """Size, alignment and leaves. UnsupportedError for types that have none (opaque, scalable) or that are too large to be values."""
        found = self._known.get(type_)
        if found is None:
            found = self._known[type_] = self._shape(self.resolved(type_))
        return found

    def leaves(self, type_: str) -> tuple[Leaf, ...]:
        """The scalar leaves in order; none of `void`, tokens and metadata."""
        return () if type_ in ("void", "label", "metadata", "token") else self.shape(type_).leaves

    def parts(self, type_: str) -> list[str]:
        """Types of the elements of an aggregate or vector, each as often as it occurs."""
        type_ = self.resolved(type_)
        found = list(fields(type_))
        if type_[0] == "[" or is_vector(type_):
            return found * int(type_[1:].split(" x ", 1)[0])
        return found

    def _shape(self, type_: str) -> Shape:
        if (size := scalar_size(type_)) is not None:
            return Shape(size, min(_power(size), 16), (Leaf((), 0, type_),))
        if type_[0] not in "[{<" or type_.startswith("<vscale"):
            raise UnsupportedError(f"values of type `{type_}` have no known layout")
        elements = 1 if type_[0] == "{" else int(m[1]) if (m := re.match(r"[\[<](\d+) x ", type_)) else 1
        if elements > _LARGEST:
            raise UnsupportedError(f"the type `{type_}` is too large for a value")
        packed, vector = type_[:2] == "<{", is_vector(type_)
        leaves, end, align = list[Leaf](), 0, 1
        for k, start, part in self._placed(type_, packed or vector):
            shape = self.shape(part)
            leaves += [Leaf((k, *leaf.path), start + leaf.offset, leaf.type) for leaf in shape.leaves]
            end, align = start + shape.size, max(align, shape.align)
        if packed:
            return Shape(end, 1, tuple(leaves))
        align = _power(end) if vector else align
        return Shape(-(-end // align) * align, align, tuple(leaves))

    def _placed(self, type_: str, tight: bool) -> Iterator[tuple[int, int, str]]:
        """(number, offset, type) of each element."""
        at = 0
        for k, part in enumerate(self.parts(type_)):
            shape = self.shape(part)
            at = at if tight else -(-at // shape.align) * shape.align
            yield k, at, part
            at += shape.size


def is_vector(type_: str) -> bool:
    """`<4 x double>`, and no packed struct."""
    return type_[0] == "<" and type_[1] != "{"


def scalar_size(type_: str) -> int | None:
    """Bytes of a scalar in memory; None for anything else."""
    if type_ in _SIZES:
        return _SIZES[type_]
    if type_.startswith("ptr addrspace("):
        return 8
    return max(1, -(-int(type_[1:]) // 8)) if re.fullmatch(r"i\d+", type_) else None


def _power(size: int) -> int:
    """The least power of two that is not below."""
    return 1 << max(0, size - 1).bit_length()

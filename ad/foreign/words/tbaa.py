"""Type-based alias metadata as kinds of words: what a load or store says of its word, and of the struct that the word lies in.

    !21 = !{!22, !16, i64 0}                                   access tag: struct, scalar, offset in the struct
    !22 = !{!"_ZTS1M", !16, i64 0, !18, i64 8, !20, i64 16}    struct: members and their offsets
    !16 = !{!"double", !7, i64 0}                              scalar: name, parent
    !14 = !{i64 0, i64 8, !15, i64 8, i64 4, !17}              tbaa.struct: offset, bytes, tag of each field
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ....ir.records import Inst
from .kinds import DOUBLE, FLOAT, INT, PTR

_NODE = re.compile(r"(!\d+) = (?:distinct )?!\{(.*)\}")
_PART = re.compile(r'!"[^"]*"|!\d+|i64 -?\d+|[^,\s][^,]*')
_SCALARS = {"double": (DOUBLE, 8), "float": (FLOAT, 4), "any pointer": (PTR, 8), "vtable pointer": (PTR, 8),
            "long double": ("x86_fp80", 16), "int": (INT, 4), "long": (INT, 8), "long long": (INT, 8), "short": (INT, 2), "bool": (INT, 1), "_Bool": (INT, 1),
            "wchar_t": (INT, 4), "__int128": (INT, 16)}


class Field(NamedTuple):
    """A field of a struct that is copied; `kind` None where the tag says nothing."""

    offset: int
    size: int
    kind: str | None


class Tags:
    """The metadata of a module, read where it is asked for."""

    def __init__(self, metadata: Iterable[str]):
        self._text = {m[1]: m[2] for line in metadata if (m := _NODE.match(line))}
        self._around: dict[str, list[Field]] = {}
        self._nodes: dict[str, list[str]] = {}

    def of(self, inst: Inst) -> str | None:
        """What the word of a load or store holds."""
        parts = self._node(_attached(inst, "tbaa"))
        scalar = self._scalar(parts[1]) if parts else None
        return scalar[0] if scalar else None

    def around(self, inst: Inst) -> list[Field]:
        """Words of the struct that the word of a load or store lies in, by their distance from it."""
        node = _attached(inst, "tbaa")
        found = self._around.get(node)
        if found is None:
            parts = self._node(node)
            of_struct = len(parts) > 2 and parts[0] != parts[1]
            found = self._around[node] = list(self._members(parts[0], -_number(parts[2]), 0)) if of_struct else []
        return found

    def fields(self, inst: Inst) -> list[Field]:
        """`tbaa.struct` of a copy; empty when there is none."""
        parts = self._node(_attached(inst, "tbaa.struct"))
        found = list[Field]()
        for offset, size, tag in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            access = self._node(tag)
            scalar = self._scalar(access[1]) if len(access) > 1 else None
            found.append(Field(_number(offset), _number(size), scalar[0] if scalar else None))
        return found

    def _node(self, name: str) -> list[str]:
        found = self._nodes.get(name)
        if found is None:
            found = self._nodes[name] = _PART.findall(self._text.get(name, ""))
        return found

    def _scalar(self, name: str) -> tuple[str, int] | None:
        """Kind and bytes of a scalar's node."""
        parts = self._node(name)
        if not parts or parts[0][:2] != '!"':
            return None
        word = parts[0][2:-1]
        if word in _SCALARS:
            return _SCALARS[word]
        return (PTR, 8) if re.match(r"p\d+ ", word) else None

    def _members(self, name: str, at: int, depth: int) -> Iterator[Field]:
        scalar = self._scalar(name)
        if scalar:
            yield Field(at, scalar[1], scalar[0])
        elif depth < 8:
            parts = self._node(name)
            for member, offset in zip(parts[1::2], parts[2::2], strict=False):
                yield from self._members(member, at + _number(offset), depth + 1)


def _attached(inst: Inst, kind: str) -> str:
    return next((node for word, node in inst.metadata if word == kind), "")


def _number(part: str) -> int:
    return int(part.removeprefix("i64 "))

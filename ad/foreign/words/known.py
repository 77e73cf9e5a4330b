"""What a module says of types: sizes and fields, those of its globals, its metadata."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....ir.errors import UnsupportedError
from ....ir.foreign.lines import functions, lines
from ....ir.graph.leaves import Layout, is_vector
from ....ir.records import Function, Inst, Module
from ....ir.text.tokens import Tokens, tokenize
from .classes import Pointer
from .tbaa import Tags

_GLOBAL = re.compile(r'(@(?:"[^"]*"|[-\w.$]+)) = (?:[^"]|"[^"]*")*?\b(global|constant) (.*)')

HINT = ("say what is there by `__enzyme_double(p, bytes)`, `__enzyme_float`, `__enzyme_pointer` or `__enzyme_integer`, "
        "or compile with -O2 so that clang notes the types of what is copied")


class Known:
    """Made once a module."""

    def __init__(self, module: Module, params: Mapping[str, tuple[Pointer, ...]] | None = None):
        """`params`: what was known of the memory behind each function's pointers before LLVM's passes (`noted.py`)."""
        self.params = params or {}
        self.layout, self.tags = Layout.of(module), Tags(module.metadata)
        self._globals = {m[1]: (m[2], m[3]) for line in module.globals if (m := _GLOBAL.match(line))}
        self._line, self._within = lines(module), functions(module)
        self._extents: dict[str, tuple[int, int]] = {}

    def refused(self, f: Function, inst: Inst | None, message: str, hint: str) -> UnsupportedError:
        """The error with the function and, where debug information has it, the line of the user's source."""
        line = self._line(f, inst)
        return UnsupportedError(f"`{self._within(f, inst)}`{f' ({line})' if line else ''}: {message}", None, hint)

    def type_of_global(self, name: str) -> str | None:
        """The type of what a global holds; None of a function."""
        _, text = self._globals.get(name, ("", ""))
        return Tokens(tokenize(text), text).type() if text else None

    def is_variable(self, name: str) -> bool:
        """Whether a global can be written; what constants and functions are says nothing of other memory that a pointer may lead to."""
        return self._globals.get(name, ("", ""))[0] == "global"

    def extent(self, type_: str) -> tuple[int, int]:
        """(bytes from one element of a type to the next, alignment); arrays may be of any length."""
        found = self._extents.get(type_)
        if found is None:
            found = self._extents[type_] = self._extent(type_)
        return found

    def _extent(self, type_: str) -> tuple[int, int]:
        type_ = self.layout.resolved(type_)
        if type_[0] == "[":
            count, element = array(type_)
            size, align = self.extent(element)
            return count * size, align
        if type_[0] not in "{<" or is_vector(type_):
            shape = self.layout.shape(type_)
            return shape.size, shape.align
        packed, end, widest = type_[0] == "<", 0, 1
        for start, part in self.fields(type_):
            size, align = self.extent(part)
            end, widest = start + size, max(widest, align)
        return (end, 1) if packed else (-(-end // widest) * widest, widest)

    def fields(self, type_: str) -> Iterator[tuple[int, str]]:
        """(offset, type) of each field of a struct."""
        at, packed = 0, type_[0] == "<"
        for part in self.layout.parts(type_):
            size, align = self.extent(part)
            at = at if packed else -(-at // align) * align
            yield at, part
            at += size


def array(type_: str) -> tuple[int, str]:
    """(elements, type of one) of `[4 x double]`."""
    count, element = type_[1:-1].split(" x ", 1)
    return int(count), element

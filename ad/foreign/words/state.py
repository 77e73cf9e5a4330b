"""Where pointers of one function lead and what its integers are, before its instructions are asked; what types declare."""
from __future__ import annotations

import re
from typing import NamedTuple

from ....ir.graph.normalise import callee_of
from ....ir.records import Function, Inst, Value
from .classes import BYTES, UNION, Classes, Place, Pointer, Word
from .kinds import INT, bytes_of, is_integer, kind_of
from .known import Known, array
from .strides import Strides, whole

COPIES = ("llvm.memcpy.", "llvm.memmove.")
_GLOBAL = re.compile(r'@(?:"[^"]*"|[-\w.$]+)')
_INSIDE = re.compile(r'getelementptr [a-z ]*(?:inrange\([^)]*\) )?\(i8, ptr (@(?:"[^"]*"|[-\w.$]+)), i64 (-?\d+)\)')
_LARGEST = 64                                       # elements of an array that are told apart


class Copy(NamedTuple):
    """Bytes that go from one memory to another; `size` None where it is known at run time alone."""

    to: Pointer
    source: Pointer
    size: int | None


class State:
    """`pointers` and `values`: where each pointer leads, and the word that each integer is."""

    def __init__(self, f: Function, known: Known):
        self.f, self.known = f, known
        self.classes = Classes()
        self.insts = [i for b in f.blocks for i in b.insts]
        self.defs = {i.result: i for i in self.insts if i.result}
        self.strides = Strides(known, self.defs)
        self.pointers: dict[str, Pointer] = {}
        self.values: dict[str, Word] = {}
        self._declared = set[tuple[Pointer, str]]()

    def pointer(self, v: Value) -> Pointer:
        """Where a pointer leads."""
        found = self.pointers.get(v.ref)
        if found is None:
            found = self.pointers[v.ref] = self._first(v.ref)
            self.classes.changes += 1
        return self.classes.normal(found)

    def _first(self, ref: str) -> Pointer:
        """Of a pointer that is met first: a constant may lead into a global."""
        base = None if ref[0] == "%" else _GLOBAL.search(ref)
        if base is None:
            return self.classes.fresh()
        if ref == base[0]:
            found = self.pointers[ref] = self.classes.fresh()
            if type_ := self.known.type_of_global(ref):
                self.declare(found, type_)
            return found
        inside = _INSIDE.fullmatch(ref)
        start = self.pointer(Value("ptr", base[0]))
        return start.moved(int(inside[2])) if inside else start.moved(0, 1)

    def value(self, ref: str) -> Word:
        """The word that an integer is."""
        found = self.values.get(ref)
        if found is None:
            found = self.values[ref] = Word()
        return found.find()

    def word(self, i: Inst) -> Word:
        """What a load or store of a scalar touches."""
        pointer, type_ = (i.args[0], i.type) if i.op == "load" else (i.args[1], i.args[0].type)
        return self.classes.word(_aligned(self.pointer(pointer), i.align or 1), bytes_of(type_))

    def argument(self, i: Inst, k: int) -> Pointer:
        """Where a pointer leads that is given to a copy."""
        align = re.match(r"(?:.*\b)?align (\d+)", i.arg_attrs[k] if k < len(i.arg_attrs) else "")
        return _aligned(self.pointer(i.args[k]), int(align[1]) if align else 1)

    def copies(self) -> list[Copy]:
        """Every copy of memory to memory."""
        return [self.copy(i) for i in self.insts if i.op == "call" and callee_of(i).startswith(COPIES)]

    def copy(self, i: Inst) -> Copy:
        return Copy(self.argument(i, 0), self.argument(i, 1), constant_size(i.args[2]))

    def declare(self, pointer: Pointer, type_: str) -> None:
        """A value of this type is where the pointer leads. Types of unions and bytes say nothing; an array of integers may be room for anything."""
        if (pointer, type_) in self._declared:
            return
        self._declared.add((pointer, type_))
        if type_.startswith(("%union.", '%"union.')):
            for at in range(0, min(self.known.extent(type_)[0], 4 * _LARGEST), 4):
                self.classes.declare(self.classes.word(pointer.moved(at), 4), UNION)
        else:
            self._declare(pointer, type_, self.known.layout.resolved(type_))

    def _declare(self, pointer: Pointer, type_: str, resolved: str) -> None:
        if resolved[0] == "[":
            self._declare_array(pointer, resolved)
        elif resolved[0] in "{<":
            self._declare_fields(pointer, resolved)
        elif type_ != "i8" and (size := bytes_of(type_)):
            self.classes.declare(self.classes.word(pointer, size), kind_of(type_) or INT)

    def _declare_fields(self, pointer: Pointer, type_: str) -> None:
        """Fields, and the room between and behind them, where nothing is."""
        end = 0
        for start, part in self.known.fields(type_):
            if start > end:
                self.classes.declare(self.classes.word(pointer.moved(end), start - end), INT)
            self.declare(pointer.moved(start), part)
            end = start + self.known.extent(part)[0]
        if (size := self.known.extent(type_)[0]) > end:
            self.classes.declare(self.classes.word(pointer.moved(end), size - end), INT)

    def _declare_array(self, pointer: Pointer, type_: str) -> None:
        count, element = array(type_)
        size = self.known.extent(element)[0]
        if element == "i8":
            self.classes.declare(self.classes.word(pointer, count), BYTES)
            return
        if count > _LARGEST or is_integer(element):
            self.declare(pointer.moved(0, size), element)
        else:
            for k in range(count):
                self.declare(pointer.moved(k * size), element)

    def varies(self, pointer: Value) -> bool:
        """Whether a pointer leads to memory that is written."""
        name = None if pointer.is_local else _GLOBAL.search(pointer.ref)
        return pointer.is_local or name is not None and self.known.is_variable(name[0])


def _aligned(pointer: Pointer, align: int) -> Pointer:
    """A pointer that may lead anywhere goes to aligned places alone; memory begins at such."""
    return Pointer(pointer.memory, Place(0, align)) if pointer.at.step and pointer.at.step < align else pointer


def constant_size(v: Value) -> int | None:
    """The bytes of a copy, where they are a constant."""
    return None if v.is_local or not v.ref.isdigit() else whole(v)

"""What the words of memory are where a derivative must know it: behind each copy, fill and reallocation.

A copy of constant size has its words by offset; one whose size is known at run time repeats a pattern:

    memcpy(%d, %s, i64 24)          0 double, 8 float, 12 int, 16 ptr
    memcpy(%d, %s, i64 %bytes)      0 double, period 8

Evidence, in this order: loads and stores, metadata and hints; types of allocas, globals and of what getelementptr steps over; also of memory that is
copied to or from there. A word that nothing is known of makes the copy unsupported.
"""
from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import NoReturn

from ...ir.errors import UnsupportedError
from ...ir.graph.normalise import callee_of
from ...ir.records import Function, Inst, Value
from ..facts.shadowed import Span, Words
from ..rules.outside import ALLOCATORS, plain
from .words.classes import MIXED, Pointer
from .words.copies import retype_copies
from .words.kinds import DOUBLE, INT, PTR
from .words.known import HINT, Known
from .words.state import COPIES, constant_size
from .words.view import Found, Views

_SIZED = ("malloc", "_Znwm", "_Znam")
CLEARED = "cleared"


class Types:
    """A flat function whose copied integers become what they are, in place, and the words of its copies; `known` is what its module says."""

    def __init__(self, f: Function, known: Known):
        self.f, self.known = f, known
        self.inference = retype_copies(f, known)
        self.views = Views(self.inference)

    def words(self, inst: Inst) -> Words:
        """Of a memcpy, memmove, memset or realloc. UnsupportedError where a word is not known."""
        return _Asked(self, inst).words()

    def is_local(self, pointer: Value, met: set[str]) -> bool:
        """Whether a pointer leads to memory alone that is made here, whose adjoints are zero before the reverse begins."""
        inst = self.inference.defs.get(pointer.ref)
        if pointer.ref in met or inst is not None and (inst.op == "alloca" or inst.op == "call" and plain(callee_of(inst)) in ALLOCATORS):
            return True
        met.add(pointer.ref)
        sources = {"getelementptr": slice(0, 1), "phi": slice(None), "select": slice(1, None), "freeze": slice(None)}
        return inst is not None and inst.op in sources and all(self.is_local(a, met) for a in inst.args[sources[inst.op]])


class _Asked:
    """One instruction that is asked of."""

    def __init__(self, types: Types, inst: Inst):
        self.types, self.inst, self.views = types, inst, types.views
        self.name = callee_of(inst)
        self.size = constant_size(_size_of(inst))
        self.pointers = list(self._pointers())

    def _pointers(self) -> Iterator[Pointer]:
        """To the memory that is written, and that which is read."""
        for k in range(2 if self.name.startswith(COPIES) else 1):
            yield self.types.inference.argument(self.inst, k)
        if self.inst.type == "ptr":
            yield self.types.inference.pointer(self.inst.value)

    def words(self) -> Words:
        """The words of constant size, or the shortest pattern that all words agree with."""
        if self.size is not None:
            return Words(tuple(self._run(self.size, 0)))
        if (bound := self._bound()) is not None:
            return Words(tuple(self._run(bound, 0)))
        problem = UnsupportedError()
        steps = {gcd(step, p.at.step) for p in self.pointers for step in self.views.catalogue(p).steps}
        for period in sorted(step for step in steps if step % 4 == 0):
            try:
                return Words(tuple(self._run(period, period)), period)
            except UnsupportedError as error:
                problem = error
        if problem.message:
            raise problem
        self._unknown("not known", 0)

    def _bound(self) -> int | None:
        """The most bytes there can be, where a minimum with a constant or an allocation of constant size limits them."""
        makers = [self.types.inference.defs.get(v.ref) for v in (_size_of(self.inst), *self.inst.args[:2])]
        calls = [i for i in makers if i is not None and i.op == "call" and i.args]
        limits = [constant_size(i.args[-1]) for i in calls if callee_of(i).startswith("llvm.umin.") or callee_of(i) in _SIZED]
        return min((n for n in limits if n is not None), default=None)

    def _run(self, size: int, period: int) -> Iterator[Span]:
        """The words of so many bytes."""
        at, padding = 0, self._padding()
        while at < size:
            found = self._word(at, period, min(4, size - at), padding)
            for kind in (DOUBLE, PTR) if found.kind == CLEARED else (found.kind,):
                yield Span(at, kind)
            at += found.size if found.kind != INT else max(found.size, -at % 4 or 4)

    def _word(self, at: int, period: int, left: int, padding: list[bool]) -> Found:
        found = self._at(at, period)
        if found is None and (left < 4 or at < len(padding) and padding[at] or self._is_text(at, period)):
            return Found(INT, left)
        if found is None and self._clears() and left == 4 and not at % 8:
            return Found(CLEARED, 8)
        if found is None:
            self._unknown("not known", at)
        if found.kind == MIXED or found.size == 8 and found.kind != INT and self._begins(at + 4):
            self._unknown("of more than one type", at)
        return found

    def _at(self, at: int, period: int) -> Found | None:
        return self.views.word([p.moved(at, period) for p in self.pointers], repeats=period != 0)

    def _is_text(self, at: int, period: int) -> bool:
        places = [p.moved(at, period) for p in self.pointers]
        return any(self.views.catalogue(p).is_text(p.at) for p in places)

    def _begins(self, at: int) -> bool:
        """Whether accesses show that a word of 32 bits begins here."""
        places = [p.moved(at) for p in self.pointers]
        return any(s.kinds and s.size == 4 for p in places if not p.at.step for s in self.views.catalogue(p).exact(p.at))

    def _clears(self) -> bool:
        """Whether memory of this function alone is filled with zeros: the shadow is cleared in both directions, whatever is there."""
        return self.name.startswith("llvm.memset.") and self.inst.args[1].ref == "0" and self.types.is_local(self.inst.args[0], set())

    def _padding(self) -> list[bool]:
        """By byte: whether the metadata of a copy leaves it out."""
        fields = self.types.known.tags.fields(self.inst)
        size = max((f.offset + f.size for f in fields), default=0)
        free = [True] * max(size, self.size or 0) if fields else []
        for f in fields:
            if f.kind is not None or f.size >= 4:
                free[f.offset:f.offset + f.size] = [False] * f.size
        return free

    def _unknown(self, what: str, offset: int) -> NoReturn:
        verb = "fill" if self.name.startswith("llvm.memset.") else "reallocation" if self.inst.type == "ptr" else "copy"
        size = f"{self.size} bytes of " if self.size is not None else ""
        message = f"a {verb} of {size}memory whose contents are {what}"
        raise self.types.known.refused(self.types.f, self.inst, f"{message} (byte {offset})" if self.size is not None else message, HINT)


def _size_of(inst: Inst) -> Value:
    """The operand that says how many bytes."""
    return inst.args[2] if inst.type == "void" else inst.args[-1]

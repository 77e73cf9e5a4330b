"""Classes of the words of one function: what its instructions say, until nothing new is said. Flow does not count; callees and callers are not looked at."""
from __future__ import annotations

import re
from collections.abc import Callable
from math import gcd

from ....ir.graph.normalise import callee_of
from ....ir.records import Function, Inst, Value
from .classes import BITS, Place, Pointer, Word, declared_copies
from .kinds import DOUBLE, FLOAT, INT, PTR, WIDTHS, bytes_of, is_integer, kind_of
from .known import Known
from .masks import sign_pattern
from .slices import MOVING, base_of
from .state import COPIES, Copy, State, constant_size

HINTS = {"__enzyme_double": (DOUBLE, 8), "__enzyme_float": (FLOAT, 4), "__enzyme_pointer": (PTR, 8), "__enzyme_integer": (INT, 1)}
_SAME = ("llvm.launder.invariant.group", "llvm.strip.invariant.group", "llvm.ptrmask")


class Inference(State):
    """Known when made."""

    def __init__(self, f: Function, known: Known):
        super().__init__(f, known)
        self._made = self._floats_made()
        self._params()
        self._solve()

    def _params(self) -> None:
        pointers = [p.name for p in self.f.params if p.type == "ptr"]
        before = self.known.params.get(self.f.name, ())
        if len(before) == len(pointers):
            self.pointers.update(zip(pointers, declared_copies(before), strict=True))
        for p in self.f.params:
            if is_integer(p.type):
                self.classes.note(self.value(p.name), INT)
            elif p.type == "ptr" and (m := re.search(r"(?:byval|sret)\(([^()]*)\)", p.attrs)):
                self.declare(self.pointer(Value("ptr", p.name)), m[1])

    def _solve(self) -> None:
        for inst in self.insts:
            if inst.op not in _FLOWING:
                _ONCE.get(inst.op, Inference.computed)(self, inst)
        self._flowing = [(_FLOWING[i.op], i) for i in self.insts if i.op in _FLOWING]
        self._settle()
        settled = self.classes.changes
        for inst in self.insts:                     # pointers that are compared lead to one memory, as the first and the last of a range
            if inst.op == "icmp" and inst.args[0].type == "ptr" and all(a.is_local for a in inst.args):
                self.classes.join(*map(self.pointer, inst.args))
        if self.classes.changes != settled:
            self._settle()

    def _floats_made(self) -> set[str]:
        """Floats that are made of computed integers, and may be chosen instead of others."""
        made = (i for i in self.insts if i.op == "bitcast" and is_integer(i.args[0].type) and i.args[0].is_local)
        found = {i.name for i in made if i.args[0].ref in self.defs and self.defs[i.args[0].ref].op not in MOVING}
        before = -1 if found else 0
        while len(found) != before:
            before = len(found)
            found |= {i.name for i in self.insts if i.op in ("phi", "select", "freeze") and any(a.ref in found for a in i.args)}
        return found

    def _settle(self) -> None:
        before = -1
        while before != self.classes.changes:
            before = self.classes.changes
            for rule, inst in self._flowing:
                rule(self, inst)

    # one rule an opcode

    def load(self, i: Inst) -> None:
        if i.type[0] in "[{<%":
            self._leaves(i.args[0], i.type)
            return
        word = self.word(i)
        self._accessed(i, i.args[0], i.type, word)
        if i.type == "ptr":
            self._leads(i, self.classes.target(word))
        elif is_integer(i.type):
            self.classes.unite(self.value(i.name), word)

    def store(self, i: Inst) -> None:
        value, pointer = i.args
        if value.type[0] in "[{<%":
            self._leaves(pointer, value.type)
            return
        word = self.word(i)
        self._accessed(i, pointer, value.type, word)
        if value.type == "ptr" and self.varies(value):
            self.classes.point(word, self.pointer(value))
        elif value.is_local and is_integer(value.type):
            self.classes.unite(self.value(value.ref), word)

    def _leaves(self, pointer: Value, type_: str) -> None:
        """A value of several words, before functions are made flat."""
        start = self.pointer(pointer)
        for leaf in self.known.layout.leaves(type_):
            if kind := kind_of(leaf.type):
                self.classes.note(self.classes.word(start.moved(leaf.offset), bytes_of(leaf.type)), kind)

    def _accessed(self, i: Inst, pointer: Value, type_: str, word: Word) -> None:
        kind = kind_of(type_) or self.known.tags.of(i)
        if kind is not None:
            self.classes.note(word, kind)
        if i.op == "store" and i.args[0].ref in self._made:
            self.classes.note(word, INT)
        if i.metadata:
            start = self.pointer(pointer)
            for field in self.known.tags.around(i):
                if field.kind is not None:
                    self.classes.declare(self.classes.word(start.moved(field.offset), field.size), field.kind)

    def chosen(self, i: Inst) -> None:
        data = i.args[1:] if i.op == "select" else i.args
        if i.type == "ptr":
            for a in filter(self.varies, data):
                self._leads(i, self.pointer(a))
        elif is_integer(i.type) and i.type != "i1":
            for a in data:
                if a.is_local:
                    self.classes.unite(self.value(i.name), self.value(a.ref))

    def _leads(self, i: Inst, pointer: Pointer) -> None:
        """The result may be this pointer."""
        old = self.pointers.get(i.name)
        if old is None:
            self.pointers[i.name] = pointer
            self.classes.changes += 1
            return
        new = self.classes.join(old, pointer)
        self.classes.changes += new != self.classes.normal(old)
        self.pointers[i.name] = new

    def step(self, i: Inst) -> None:
        constant, step = self.strides.step(i)
        base = self.pointer(i.args[0])
        self._leads(i, base.moved(constant, step))
        if "%" in i.held:
            self.declare(base.moved(*self.strides.first(i)), i.held)
        for a in i.args[1:]:
            self._computes(a)

    def room(self, i: Inst) -> None:
        """A local integer may be room for the bytes of anything."""
        if not is_integer(i.held):
            self.declare(self.pointer(i.value), i.held)

    def to_integer(self, i: Inst) -> None:
        if i.type == "i64":
            self.classes.note(self.value(i.name), PTR)
            self.classes.point(self.value(i.name), self.pointer(i.args[0]))
        else:
            self.classes.note(self.value(i.name), INT)

    def to_pointer(self, i: Inst) -> None:
        base = base_of(i, self.defs)
        if base is not None:
            self._leads(i, self.pointer(base).moved(0, 1))
        elif i.args[0].is_local:
            self.classes.note(self.value(i.args[0].ref), PTR)
            self._leads(i, self.classes.target(self.value(i.args[0].ref)))

    def bitcast(self, i: Inst) -> None:
        """Of a scalar: between a float and its bits."""
        source = i.args[0]
        if is_integer(i.type) and (kind := kind_of(source.type)):
            self.classes.note(self.value(i.name), kind)
        elif source.is_local and is_integer(source.type) and (kind := kind_of(i.type)):
            self.classes.note(self.value(source.ref), kind)

    def logic(self, i: Inst) -> None:
        """What changes the sign of a float alone gives a float."""
        if not sign_pattern(i, self.defs):
            self.computed(i)
            return
        for a in i.args:
            if a.is_local:
                self.classes.unite(self.value(i.name), self.value(a.ref))

    def computed(self, i: Inst) -> None:
        if i.result and is_integer(i.type):
            self.classes.note(self.value(i.result), INT)
        for a in i.args:
            self._computes(a)

    def _computes(self, a: Value) -> None:
        if a.is_local and is_integer(a.type) and a.type != "i1":
            self.classes.note(self.value(a.ref), BITS)

    def compared(self, i: Inst) -> None:
        """Of words of 32 bits and more a comparison says nothing: pointers are compared with 0, and a float with 0 for its sign."""
        for a in i.args:
            if a.is_local and a.type in ("i8", "i16"):
                self.classes.note(self.value(a.ref), INT)

    def call(self, i: Inst) -> None:
        name = callee_of(i)
        if name.startswith(COPIES):
            self._fields(i)
            self._carry(self.copy(i))
        elif hint := next((h for word, h in HINTS.items() if word in name), None):
            self._hint(i, *hint)
        elif i.type == "ptr" and ("realloc" in name or name.startswith(_SAME)):
            self._leads(i, self.pointer(i.args[0]))
        self.computed(i)

    def _fields(self, i: Inst) -> None:
        """A field that the copy names, on both sides."""
        for field in self.known.tags.fields(i):
            if field.kind is not None:
                for k in range(2):
                    self._run(self.argument(i, k).moved(field.offset), field.kind, field.size)

    def _carry(self, copy: Copy) -> None:
        """What pointers lead to is the same on both sides."""
        for to, source in ((copy.to, copy.source), (copy.source, copy.to)):
            memory, (offset, step) = self.classes.normal(source)
            for (place, size), word in memory.within(Place(offset, step), copy.size):
                if word.find().target is None:
                    continue
                at = Place(place.offset, gcd(place.step, step)).moved(-offset)
                if at.offset >= 0 and (at.offset < copy.size if copy.size is not None else at.step):
                    other = self.classes.word(Pointer(to.memory, Place(to.at.offset, gcd(to.at.step, at.step)).moved(at.offset)), size)
                    self.classes.point(other, self.classes.target(word))

    def _run(self, start: Pointer, kind: str, size: int) -> None:
        width = WIDTHS.get(kind, size)
        for at in range(0, size, max(width, 1)):
            self.classes.note(self.classes.word(start.moved(at), width), kind)

    def _hint(self, i: Inst, kind: str, width: int) -> None:
        """`__enzyme_double(p)` tells of one word, `__enzyme_double(p, bytes)` of as many bytes."""
        start = self.pointer(i.args[0])
        size = constant_size(i.args[1]) if len(i.args) > 1 else width
        if size is None:
            self.classes.note(self.classes.word(start.moved(0, width), width), kind)
        else:
            self._run(start, kind, size) if kind != INT else self.classes.note(self.classes.word(start, size), kind)


_FLOWING: dict[str, Callable[[Inference, Inst], None]] = {
    "load": Inference.load, "store": Inference.store, "phi": Inference.chosen, "select": Inference.chosen, "freeze": Inference.chosen,
    "addrspacecast": Inference.chosen, "getelementptr": Inference.step, "ptrtoint": Inference.to_integer, "inttoptr": Inference.to_pointer,
    "call": Inference.call,
}
_ONCE: dict[str, Callable[[Inference, Inst], None]] = {
    "alloca": Inference.room, "bitcast": Inference.bitcast, "and": Inference.logic, "or": Inference.logic, "xor": Inference.logic, "icmp": Inference.compared,
}

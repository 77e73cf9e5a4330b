"""What each integer of a function is that is moved between words of memory.

Integers that are one value by phi, select, freeze and changes of sign are a part. A part that is loaded, stored or converted and nothing else is what its
words hold. A word that holds floats and integers in turn (a union, or nodes of different kinds) is moved as a float: an integer there has no derivative.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from ....ir.errors import UnsupportedError
from ....ir.records import Inst, Value
from .classes import BITS, MIXED, UNION, Pointer, Word
from .inference import Inference
from .kinds import INT, PTR, WIDTHS, bytes_of, is_integer, kind_of
from .known import HINT
from .masks import sign_pattern
from .slices import MOVING, base_of, sources
from .strides import whole
from .view import Views

_FLOATING = "compute with the float itself (`fabs`, `copysign`, `signbit`, `frexp`)"
_LIKE_FLOATS = {"i64": 1 << 52, "i32": 0x2E000000}  # integer constants from here on may be bits of floats


@dataclass
class Part:
    """Integers that are one value: who makes them, and who takes them for more than this value."""

    names: set[str] = field(default_factory=set[str])
    makers: dict[str, list[Inst]] = field(default_factory=dict[str, list[Inst]])
    takers: dict[str, list[Inst]] = field(default_factory=dict[str, list[Inst]])

    def has(self, *ops: str) -> bool:
        """Is one of these among makers and takers?"""
        return any(op in self.makers or op in self.takers for op in ops)


class Moves:
    """Asks the classes of one function. `kinds`: integer -> `ptr`, `double` or `float`; `store ID` -> what else is stored as such; `bases`: pointers
    that are computed as integers -> the one they are computed from. UnsupportedError where that cannot be said."""

    def __init__(self, inference: Inference):
        self.inference, self.defs = inference, inference.defs
        self.classes = inference.classes
        self.kinds: dict[str, str] = {}
        self.bases = {i.name: base for i in inference.insts if i.op == "inttoptr" and (base := base_of(i, self.defs))}
        self._spread()
        for part in self._parts():
            self._decide(part)
        for i in inference.insts:
            if i.op == "store" and is_integer(i.args[0].type) and i.args[0].ref not in self.kinds:
                self._stored(i)

    def _spread(self) -> None:
        """Words that nothing is known of are what is known of the same memory by other accesses and copies."""
        before = -1
        while before != self.classes.changes:
            before = self.classes.changes
            self.views = Views(self.inference)
            for i in self.inference.insts:
                if (pointer := _address(i)) is not None:
                    self._ask(self.inference.word(i), self.inference.pointer(pointer))

    def _ask(self, word: Word, at: Pointer) -> None:
        if word.kinds:
            return
        found = self.views.word([at])
        if found is not None and found.kind != MIXED:
            self.classes.note(word, found.kind)

    def _parts(self) -> list[Part]:
        parts: dict[str, Part] = {}
        for i in self.inference.insts:
            if i.result and is_integer(i.type) and i.result in self.inference.values:
                part = parts.setdefault(i.result, Part({i.result}))
                if not self._joins(i):
                    part.makers.setdefault(i.op, []).append(i)
        for i in self.inference.insts:
            for a in i.args:
                part = parts.get(a.ref)
                if part is not None and i.result in parts and self._joins(i) and is_integer(a.type):
                    _join(parts, part, parts[i.name])
                elif part is not None:
                    part.takers.setdefault(i.op, []).append(i)
        return list({id(p): p for p in parts.values()}.values())

    def _joins(self, i: Inst) -> bool:
        return i.op in ("phi", "select", "freeze") or sign_pattern(i, self.defs) is not None

    def _decide(self, part: Part) -> None:
        name = next(iter(part.names))
        word = self.inference.value(name)
        kinds = word.kinds - {INT, BITS}
        kinds = self._own(part) or kinds if len(kinds) > 1 else kinds
        first = next((i for made in part.makers.values() for i in made), self.defs[name])
        computed = set(part.makers) - {"load", "ptrtoint", "bitcast"}
        if not word.kinds:
            self._unknown(first, part)
        elif len(kinds) > 1:
            if part.has("load") and part.has("store", "bitcast", "inttoptr") or part.has("bitcast"):
                raise self._refused(first, f"a word that is moved holds {' and '.join(sorted(kinds))}", HINT)
        elif kinds and self._of_union(part):
            raise self._refused(first, f"a move of {bytes_of(first.type)} bytes of a union whose contents are not known", HINT)
        elif kinds == {PTR}:
            self._pointer(part, first, bool(computed))
        elif kinds:
            self._floating(part, next(iter(kinds)), first, computed, word)

    def _own(self, part: Part) -> set[str]:
        """What metadata and conversions say of a part itself, where its words hold several kinds in turn."""
        accesses = [*part.makers.get("load", ()), *part.takers.get("store", ())]
        casts = [*part.makers.get("bitcast", ()), *part.takers.get("bitcast", ())]
        found = {self.inference.known.tags.of(i) for i in accesses} | {kind_of(i.type) or kind_of(i.args[0].type) for i in casts}
        found |= {PTR} if part.has("ptrtoint", "inttoptr") else set()
        return {kind for kind in found if kind is not None and kind != INT}

    def _of_union(self, part: Part) -> bool:
        """Whether a part is moved to or from a union and says nothing itself: nor does what is there at other times."""
        if not ("load" in part.makers and "store" in part.takers) or self._own(part):
            return False
        accesses = [*part.makers.get("load", ()), *part.takers.get("store", ())]
        places = [self.inference.pointer(i.args[0 if i.op == "load" else 1]) for i in accesses]
        return any(UNION in s.declared for p in places for s in self.views.catalogue(p).meeting(p.at))

    def _unknown(self, first: Inst, part: Part) -> None:
        """An integer that goes from memory to memory may be anything."""
        if "load" in part.makers and "store" in part.takers and first.type in _LIKE_FLOATS:
            raise self._refused(first, f"a move of {bytes_of(first.type)} bytes of memory whose contents are not known", HINT)

    def _pointer(self, part: Part, first: Inst, computed: bool) -> None:
        if not computed:
            self._are(part, PTR, first)
        elif "store" in part.takers or any(i.name not in self.bases for i in part.takers.get("inttoptr", ())):
            raise self._refused(first, "a word of memory holds a pointer and an integer", "give each a word of its own")

    def _floating(self, part: Part, kind: str, first: Inst, computed: set[str], word: Word) -> None:
        """Bits of floats are moved and tested; integers may become bits of a float, and stand where at other times a float is."""
        used = [i for op, taken in part.takers.items() for i in taken if op not in MOVING]
        bits = "bitcast" in part.makers or "load" in part.makers and not self._tagged(part)
        if bits and (computed or used and ("bitcast" in part.makers or INT not in word.kinds)):
            raise self._refused((used or [first])[0], f"the bits of a {kind} are used as an integer", _FLOATING)
        if computed or not part.has("store", "bitcast", "icmp"):
            self._made(part, kind)
        elif bits or part.has("bitcast"):
            self._are(part, kind, first)

    def _tagged(self, part: Part) -> bool:
        """Whether metadata says that what is loaded is an integer."""
        return all(self.inference.known.tags.of(i) == INT for i in part.makers["load"])

    def _made(self, part: Part, kind: str) -> None:
        """A computed integer becomes a float: a constant, but not where it is computed from bits of one."""
        for i in part.takers.get("bitcast", ()):
            if self._from_bits(i.args[0]):
                raise self._refused(i, f"the bits of a {kind} are used as an integer", _FLOATING)

    def _from_bits(self, v: Value) -> bool:
        for i in sources(v, self.defs):
            if i.op == "bitcast":
                return True
            if i.op == "load" and self.inference.value(i.name).kinds - {INT, BITS, PTR} and self.inference.known.tags.of(i) != INT:
                return True
        return False

    def _are(self, part: Part, kind: str, first: Inst) -> None:
        if WIDTHS.get(kind) != bytes_of(first.type):
            raise self._refused(first, f"{first.type[1:]} bits are moved that hold a {kind}", HINT)
        self.kinds.update(dict.fromkeys(part.names, kind))

    def _stored(self, i: Inst) -> None:
        """An integer that is stored where a float or a pointer may be."""
        value, word = i.args[0], self.inference.word(i)
        kinds = word.kinds - {INT, BITS}
        bits = 0 if value.is_local else whole(value) % (1 << int(value.type[1:]))
        like_float = bits >= _LIKE_FLOATS.get(value.type, 1 << 64)
        if not word.kinds and like_float:
            raise self._refused(i, f"a move of {bytes_of(value.type)} bytes of memory whose contents are not known", HINT)
        if len(kinds) != 1 or self.inference.known.tags.of(i) == INT:
            return
        kind = next(iter(kinds))
        if kind != PTR and self._from_bits(value):
            raise self._refused(i, f"the bits of a {kind} are used as an integer", _FLOATING)
        if WIDTHS.get(kind) == bytes_of(value.type) and not (kind == PTR and value.is_local):
            self.kinds[f"store {id(i)}"] = kind

    def _refused(self, i: Inst, message: str, hint: str) -> UnsupportedError:
        return self.inference.known.refused(self.inference.f, i, message, hint)


def _join(parts: dict[str, Part], a: Part, b: Part) -> None:
    if a is b:
        return
    for name in b.names:
        parts[name] = a
    a.names |= b.names
    for mine, other in ((a.makers, b.makers), (a.takers, b.takers)):
        for op, insts in other.items():
            mine.setdefault(op, []).extend(insts)


def _address(i: Inst) -> Value | None:
    """Where an integer is loaded from or stored to."""
    if i.op == "load" and is_integer(i.type):
        return i.args[0]
    return i.args[1] if i.op == "store" and is_integer(i.args[0].type) else None

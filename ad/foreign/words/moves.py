"""What each integer of a function is that is moved between words of memory."""
from __future__ import annotations

from ....ir.errors import UnsupportedError
from ....ir.records import Inst, Value
from .classes import BITS, MIXED, Pointer, Word
from .inference import Inference
from .kinds import INT, PTR, WIDTHS, bytes_of, is_integer
from .known import HINT
from .masks import sign_pattern
from .strides import whole
from .view import Views

_MOVING = ("load", "store", "phi", "select", "freeze", "ptrtoint", "inttoptr", "bitcast", "icmp")
_FLOATING = "compute with the float itself (`fabs`, `copysign`, `signbit`, `frexp`)"
_LIKE_FLOATS = {"i64": 1 << 52, "i32": 0x2E000000}  # integer constants from here on may be bits of floats


class Moves:
    """Asks the classes of one function."""

    def __init__(self, inference: Inference):
        self.inference = inference
        self.classes = inference.classes
        self._spread()
        self._roles = self._played()

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

    def kinds(self) -> dict[str, str]:
        """Integer -> `ptr`, `double` or `float`; `store ID` -> the same of constants that are stored. UnsupportedError where that cannot be said."""
        found = dict[str, str]()
        for i in self.inference.insts:
            if i.result and is_integer(i.type) and i.result in self.inference.values:
                self._note(found, i, i.result, i.type, self.inference.value(i.result))
            elif i.op == "store" and is_integer(i.args[0].type) and not i.args[0].is_local:
                self._note(found, i, f"store {id(i)}", i.args[0].type, self.inference.word(i))
        return found

    def _note(self, found: dict[str, str], i: Inst, key: str, type_: str, word: Word) -> None:
        kinds = word.kinds - {BITS}
        if not kinds:
            if not word.kinds:
                self._unknown(i, type_, word)
        elif len(kinds) > 1 or BITS in word.kinds and not kinds & {INT, PTR}:
            self._mixed(i, word)
        elif (kind := next(iter(kinds))) in WIDTHS:
            if WIDTHS[kind] != bytes_of(type_):
                raise self._refused(i, f"{type_[1:]} bits are moved that hold a {kind}", HINT)
            found[key] = kind

    def _played(self) -> dict[Word, set[str]]:
        """What is done with the integers of each class."""
        roles = dict[Word, set[str]]()
        for i in self.inference.insts:
            for ref in (i.result, *(a.ref for a in i.args)):
                if ref in self.inference.values:
                    roles.setdefault(self.inference.value(ref), set()).add(i.op)
        return roles

    def _unknown(self, i: Inst, type_: str, word: Word) -> None:
        """An integer that goes from memory to memory may be anything, and so may a constant with the bits of a float."""
        if i.op == "store":
            moved = type_ in _LIKE_FLOATS and whole(i.args[0]) % (1 << int(type_[1:])) >= _LIKE_FLOATS[type_]
        else:
            moved = i.op == "load" and type_ in _LIKE_FLOATS and "store" in self._roles[word]
        if moved:
            raise self._refused(i, f"a move of {bytes_of(type_)} bytes of memory whose contents are not known", HINT)

    def _mixed(self, i: Inst, word: Word) -> None:
        """Refused where the integer is more than a value beside the memory."""
        kinds = word.kinds - {INT, BITS}
        if kinds != {PTR}:
            found = next((k for k in self.inference.insts if self._computes(k, word)), i)
            raise self._refused(found, f"the bits of a {' or '.join(sorted(kinds))} are used as an integer", _FLOATING)
        if self._roles.get(word, set()) >= {"load", "store"} or "inttoptr" in self._roles.get(word, ()):
            raise self._refused(i, "a word of memory holds a pointer and an integer", "give each a word of its own")

    def _computes(self, i: Inst, word: Word) -> bool:
        """Whether an instruction takes the integers of a class for more than moves."""
        if i.op in _MOVING or sign_pattern(i, self.inference.defs):
            return False
        return any(a.ref in self.inference.values and self.inference.value(a.ref) is word for a in i.args)

    def _refused(self, i: Inst, message: str, hint: str) -> UnsupportedError:
        return self.inference.known.refused(self.inference.f, i, message, hint)


def _address(i: Inst) -> Value | None:
    """Where an integer is loaded from or stored to."""
    if i.op == "load" and is_integer(i.type):
        return i.args[0]
    return i.args[1] if i.op == "store" and is_integer(i.args[0].type) else None

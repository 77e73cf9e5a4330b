"""Classes of memory and of words, by unification (Steensgaard's analysis with fields).

Pointers that may lead to the same memory lead to one `Memory`; a `Pointer` says where in it, exactly or up to multiples of a step. A `Word` is one
place of a memory, or the value of an integer that is moved; words between which values are moved are one. What a word points to is a pointer too, so
lists and trees are classes that point to themselves.
"""
from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

from .kinds import INT

MIXED = "mixed"                                     # evidence that contradicts itself
UNION = "union"                                     # declared: the memory of a union, which may hold any of its members
BYTES = "bytes"                                     # declared: an array of bytes, text or room for anything
BITS = "bits"                                       # evidence: the value is computed with, as an integer

_SMALL = 256                                        # bytes of a copy whose words are looked up one by one


class Place(NamedTuple):
    """Bytes from the origin of a memory, and the step at which such words repeat; 0: one word."""

    offset: int
    step: int

    def moved(self, by: int) -> Place:
        """The same words counted from another origin."""
        return Place((self.offset + by) % self.step if self.step else self.offset + by, self.step)

    def meets(self, other: Place) -> bool:
        """Whether a word may be of both."""
        step = gcd(self.step, other.step)
        return (self.offset - other.offset) % step == 0 if step else self.offset == other.offset


class Pointer(NamedTuple):
    """Where a pointer leads."""

    memory: Memory
    at: Place

    def moved(self, by: int, step: int = 0) -> Pointer:
        """`by` bytes further, and any multiple of `step`."""
        step = gcd(self.at.step, step)
        return Pointer(self.memory, Place(self.at.offset, step).moved(by))


class Word:
    """What is known of a word: kinds by evidence, those that types declare, where it points."""

    __slots__ = ("declared", "kinds", "parent", "target")

    def __init__(self):
        self.parent: Word | None = None
        self.kinds: set[str] = set()
        self.declared: set[str] = set()
        self.target: Pointer | None = None

    def find(self) -> Word:
        """The word that stands for the class."""
        word = self
        while word.parent is not None:
            if word.parent.parent is not None:
                word.parent = word.parent.parent
            word = word.parent
        return word


class Memory:
    """A class of memory: words by place and bytes, and those of them that repeat. `parent` is the class that it became part of, `shift` bytes behind that
    one's origin."""

    __slots__ = ("parent", "repeating", "shift", "words")

    def __init__(self):
        self.parent: Memory | None = None
        self.shift = 0
        self.words: dict[tuple[Place, int], Word] = {}
        self.repeating: dict[tuple[Place, int], Word] = {}

    def put(self, key: tuple[Place, int], word: Word) -> None:
        """A word where there was none."""
        self.words[key] = word
        if key[0].step:
            self.repeating[key] = word

    def within(self, at: Place, size: int | None) -> list[tuple[tuple[Place, int], Word]]:
        """Words that may begin in so many bytes from a place on."""
        if at.step or size is None or size > _SMALL:
            return list(self.words.items())
        keys = [(Place(at.offset + k, 0), width) for k in range(size) for width in (8, 4, 2, 1)]
        return [*((key, self.words[key]) for key in keys if key in self.words), *self.repeating.items()]

    def find(self) -> tuple[Memory, int]:
        """(the class that this is part of, bytes from its origin)."""
        memory, shift, path = self, 0, list[Memory]()
        while memory.parent is not None:
            path.append(memory)
            memory = memory.parent
        for passed in reversed(path):
            shift += passed.shift
            passed.parent, passed.shift = memory, shift
        return memory, shift


class Classes:
    """Unites words and memories; `changes` counts what has become known."""

    def __init__(self):
        self.changes = 0
        self._waiting: list[tuple[Word, Word]] = []

    def fresh(self) -> Pointer:
        """The beginning of memory that nothing is known of."""
        return Pointer(Memory(), Place(0, 0))

    def normal(self, pointer: Pointer) -> Pointer:
        """The pointer in terms of the class that its memory is part of."""
        memory, shift = pointer.memory.find()
        return pointer if memory is pointer.memory else Pointer(memory, pointer.at.moved(shift))

    def word(self, pointer: Pointer, size: int) -> Word:
        """The word of so many bytes that a pointer leads to."""
        memory, at = self.normal(pointer)
        found = memory.words.get((at, size))
        if found is None:
            found = Word()
            memory.put((at, size), found)
            self.changes += 1
        return found.find()

    def note(self, word: Word, kind: str) -> None:
        """Evidence of what a word holds."""
        word = word.find()
        if kind not in word.kinds:
            word.kinds.add(kind)
            self.changes += 1

    def declare(self, word: Word, kind: str) -> None:
        """What a type says that a word holds: it counts where there is no evidence."""
        word = word.find()
        if kind not in word.declared:
            word.declared.add(kind)
            self.changes += 1

    def target(self, word: Word) -> Pointer:
        """Where a word points."""
        word = word.find()
        if word.target is None:
            word.target = self.fresh()
            self.changes += 1
        return self.normal(word.target)

    def point(self, word: Word, pointer: Pointer) -> None:
        """A word may hold this pointer."""
        word = word.find()
        if word.target is None:
            word.target = pointer
            self.changes += 1
            return
        joined = self.join(word.target, pointer)
        word = word.find()
        if joined != word.target:
            self.changes += joined != self.normal(word.target or joined)
            word.target = joined

    def join(self, a: Pointer, b: Pointer) -> Pointer:
        """A pointer that may be either; their memories become one."""
        joined = self._join(a, b)
        self._settle()
        return self.normal(joined)

    def unite(self, a: Word, b: Word) -> None:
        """Two words that hold the same values."""
        self._waiting.append((a, b))
        self._settle()

    def _settle(self) -> None:
        while self._waiting:
            a, b = (word.find() for word in self._waiting.pop())
            if a is not b:
                self._merge(a, b)

    def _merge(self, a: Word, b: Word) -> None:
        b.parent = a
        a.kinds |= b.kinds
        a.declared |= b.declared
        if a.target is None or b.target is None:
            a.target = a.target or b.target
        else:
            a.target = self._join(a.target, b.target)
        self.changes += 1

    def _join(self, a: Pointer, b: Pointer) -> Pointer:
        (memory, at), (other, there) = self.normal(a), self.normal(b)
        if memory is not other:
            self._absorb(memory, other, at.offset - there.offset)
            return Pointer(memory, Place(at.offset, gcd(at.step, there.step)).moved(0))
        return Pointer(memory, Place(at.offset, gcd(at.step, there.step, at.offset - there.offset)).moved(0))

    def _absorb(self, memory: Memory, other: Memory, shift: int) -> None:
        other.parent, other.shift = memory, shift
        self.changes += 1
        for (place, size), word in other.words.items():
            key = place.moved(shift), size
            mine = memory.words.get(key)
            if mine is None:
                memory.put(key, word)
            else:
                self._waiting.append((mine, word))
        other.words, other.repeating = {}, {}



def declared_copies(pointers: Iterable[Pointer]) -> tuple[Pointer, ...]:
    """Pointers into memory of its own, where what is known of these is what types declare."""
    made: dict[int, Memory] = {}
    stack = list[Memory]()

    def copied(pointer: Pointer) -> Pointer:
        memory, shift = pointer.memory.find()
        if id(memory) not in made:
            made[id(memory)] = Memory()
            stack.append(memory)
        return Pointer(made[id(memory)], pointer.at.moved(shift))

    found = tuple([copied(p) for p in pointers])
    while stack:
        memory = stack.pop()
        target = made[id(memory)]
        for key, word in memory.words.items():
            old, new = word.find(), Word()
            sure = old.kinds - {BITS}
            new.declared = set(sure or ({INT} if old.kinds else old.declared))
            new.target = copied(old.target) if old.target else None
            target.put(key, new)
    return found

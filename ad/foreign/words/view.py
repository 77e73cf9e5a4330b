"""What is known of the words behind a pointer: those of its own memory, and through copies those of others."""
from __future__ import annotations

from math import gcd
from typing import NamedTuple

from .classes import BITS, MIXED, UNION, Memory, Place, Pointer, Word
from .inference import Inference
from .kinds import INT, PTR, WIDTHS
from .state import Copy


class Seen(NamedTuple):
    """A word by its distance from the pointer that is asked of."""

    at: Place
    size: int
    word: Word


class Found(NamedTuple):
    """What a word holds and its bytes."""

    kind: str
    size: int


class Views:
    """Answers for a function whose classes are known."""

    def __init__(self, inference: Inference):
        self.classes = inference.classes
        self.copies: dict[int, list[Copy]] = {}
        for copy in inference.copies():
            for way in (copy, Copy(copy.source, copy.to, copy.size)):
                memory = self.classes.normal(way.to).memory
                self.copies.setdefault(id(memory), []).append(way)

    def of(self, *pointers: Pointer) -> list[Seen]:
        """Every word that may be behind one of these pointers."""
        found, met = list[Seen](), set[Memory]()
        for pointer in pointers:
            self._collect(self.classes.normal(pointer), found, met)
        return found

    def _collect(self, pointer: Pointer, found: list[Seen], met: set[Memory]) -> None:
        memory, (offset, step) = pointer
        if memory in met:
            return
        met.add(memory)
        for (place, size), word in memory.words.items():
            found.append(Seen(Place(place.offset, gcd(place.step, step)).moved(-offset), size, word.find()))
        for copy in self.copies.get(id(memory), ()):
            here, there = self.classes.normal(copy.to), self.classes.normal(copy.source)
            others = list[Seen]()
            self._collect(there, others, met)
            between = Place(here.at.offset - offset, gcd(here.at.step, step))
            found += [_carried(seen, between) for seen in others if _inside(seen.at, copy.size)]


def _inside(at: Place, size: int | None) -> bool:
    """Whether a copy of so many bytes takes this word."""
    return at.offset >= 0 and (size is None or at.offset < size)


def _carried(seen: Seen, between: Place) -> Seen:
    return Seen(Place(seen.at.offset, gcd(seen.at.step, between.step)).moved(between.offset), seen.size, seen.word)


def word_at(seen: list[Seen], at: Place) -> Found | None:
    """What the word at a distance holds: of words at this very place what accesses show, then what types declare; then the same of those that repeat.
    None where nothing is known, `mixed` where it contradicts itself."""
    meeting = [s for s in seen if s.at.meets(at)]
    exact = [s for s in meeting if s.at == at] if not at.step else meeting
    for group in (exact, meeting):
        for kinds in (_shown, _declared):
            if found := kinds(group):
                return found
    return None


def _shown(group: list[Seen]) -> Found | None:
    kinds = set[str]().union(*(s.word.kinds for s in group))
    sure = kinds - {BITS}
    if not kinds:
        return None
    if len(sure) > 1 or sure and BITS in kinds and not sure & {INT, PTR}:
        return Found(MIXED, 0)
    return _found(next(iter(sure), INT), [s for s in group if s.word.kinds])


def _declared(group: list[Seen]) -> Found | None:
    """A declared integer may be room for anything else that is declared."""
    kinds = set[str]().union(*(s.word.declared for s in group)) - {UNION}
    kinds = kinds - {INT} or kinds
    if len(kinds) > 1:
        return Found(MIXED, 0)
    return _found(next(iter(kinds)), [s for s in group if kinds & s.word.declared]) if kinds else None


def _found(kind: str, group: list[Seen]) -> Found:
    return Found(kind, WIDTHS.get(kind) or max(s.size for s in group))

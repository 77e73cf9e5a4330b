"""What is known of the words behind a pointer: those of its own memory, and through copies those of others."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd
from typing import NamedTuple

from .classes import BITS, BYTES, MIXED, UNION, Memory, Place, Pointer
from .inference import Inference
from .kinds import INT, WIDTHS


class Seen(NamedTuple):
    """What is known of a word, by its place in the memory that is asked of."""

    at: Place
    size: int
    kinds: frozenset[str]
    declared: frozenset[str]


class Found(NamedTuple):
    """What a word holds and its bytes."""

    kind: str
    size: int


class Catalogue:
    """Words of one memory, by the places where they may be."""

    def __init__(self, seen: Iterable[Seen]):
        self.seen = list(seen)
        self._by_step: dict[int, list[Seen]] = {}
        for s in self.seen:
            self._by_step.setdefault(s.at.step, []).append(s)
        self._groups: dict[tuple[int, int], dict[int, list[Seen]]] = {}

    @property
    def steps(self) -> set[int]:
        """Steps at which words repeat."""
        return set(self._by_step) - {0}

    def exact(self, at: Place) -> list[Seen]:
        """Words at this very place."""
        return self._group(0, 0).get(at.offset, [])

    def meeting(self, at: Place) -> Iterator[Seen]:
        """Words that may be at a place, those that repeat first."""
        for step in sorted(self._by_step, reverse=True):
            common = gcd(step, at.step)
            yield from self._group(step, common).get(at.offset % common if common else at.offset, ())

    def is_text(self, at: Place) -> bool:
        """Whether a place is in an array of bytes, some of which are used one by one."""
        arrays = [s for s in self.seen if BYTES in s.declared and _covers(s, at)]
        return any(INT in byte.kinds and byte.size < 4 for s in arrays for k in range(s.size) for byte in self.meeting(s.at.moved(k)))

    def _group(self, step: int, common: int) -> dict[int, list[Seen]]:
        """Words of this step by the rest of their offset."""
        found = self._groups.get((step, common))
        if found is None:
            found = self._groups[step, common] = {}
            for s in self._by_step.get(step, ()):
                found.setdefault(s.at.offset % common if common else s.at.offset, []).append(s)
        return found


class _Way(NamedTuple):
    """One side of a copy: words go from `here`, where the way is listed, to `there`."""

    here: Place
    there: Pointer
    size: int | None

    def carried(self, seen: Seen) -> Seen | None:
        """What is known of the word on the other side; None where the copy does not reach it."""
        at = Place(seen.at.offset, gcd(seen.at.step, self.here.step)).moved(-self.here.offset)
        if at.offset < 0 or self.size is not None and at.offset >= self.size:
            return None
        return seen._replace(at=Place(at.offset, gcd(at.step, self.there.at.step)).moved(self.there.at.offset))


def _covers(seen: Seen, at: Place) -> bool:
    """Whether a word that begins further on reaches a place."""
    step = gcd(seen.at.step, at.step)
    distance = (at.offset - seen.at.offset) % step if step else at.offset - seen.at.offset
    return 0 <= distance < seen.size


class Views:
    """Answers for a function whose classes are known."""

    def __init__(self, inference: Inference):
        self.classes = inference.classes
        self.ways: dict[Memory, dict[int, list[_Way]]] = {}
        self._seen: dict[Memory, set[Seen]] = {}
        self._catalogues: dict[Memory, Catalogue] = {}
        for copy in inference.copies():
            to, source = self.classes.normal(copy.to), self.classes.normal(copy.source)
            if to.memory is not source.memory:
                self._list(to, source, copy.size)
                self._list(source, to, copy.size)
        self._carry()

    def _list(self, here: Pointer, there: Pointer, size: int | None) -> None:
        self.ways.setdefault(here.memory, {}).setdefault(here.at.step, []).append(_Way(here.at, there, size))

    def _carry(self) -> None:
        """What is known of each word goes through all copies. Words that look alike from a group of copies go through them once."""
        stack = [(memory, seen) for memory in self.ways for seen in _own(memory)]
        self._seen = {memory: set() for memory in self.ways}
        passed = set[tuple[Memory, int, Seen]]()
        while stack:
            memory, seen = stack.pop()
            if seen in self._seen[memory]:
                continue
            self._seen[memory].add(seen)
            for step, ways in self.ways[memory].items():
                alike = seen._replace(at=Place(seen.at.offset, gcd(seen.at.step, step)).moved(0))
                if (memory, step, alike) not in passed:
                    passed.add((memory, step, alike))
                    stack += [(way.there.memory, there) for way in ways if (there := way.carried(alike)) is not None]

    def is_copied(self, pointer: Pointer) -> bool:
        """Whether the memory is a side of some copy."""
        return self.classes.normal(pointer).memory in self.ways

    def catalogue(self, pointer: Pointer) -> Catalogue:
        """Every word that may be in the memory behind a pointer."""
        memory = self.classes.normal(pointer).memory
        found = self._catalogues.get(memory)
        if found is None:
            found = self._catalogues[memory] = Catalogue(self._seen.get(memory) or _own(memory))
        return found

    def word(self, pointers: Iterable[Pointer], repeats: bool = False) -> Found | None:
        """What the word holds that one of these pointers leads to: of words at its places alone what accesses show, then what types declare; then of those
        that are at other places too, at the fewest first. None where nothing is known, `mixed` where it contradicts itself. `repeats`: words that do not
        repeat do not count."""
        meeting = list[tuple[Seen, bool]]()
        for p in map(self.classes.normal, pointers):
            meeting += [(s, _inside(s.at, p.at)) for s in self.catalogue(p).meeting(p.at) if s.at.step or not repeats]
        own = [s for s, inside in meeting if inside]
        if any(s.at.step for s in own) and _disagree(own):
            return Found(MIXED, 0)
        return _shown(own) or _declared(own) or _elsewhere([s for s, inside in meeting if not inside])


def _elsewhere(seen: list[Seen]) -> Found | None:
    """Of words that repeat, those at the fewest places say what is at one of them."""
    for step in sorted({s.at.step for s in seen}, reverse=True):
        group = [s for s in seen if s.at.step == step]
        if found := _shown(group) or _declared(group):
            return found
    return None


def _inside(at: Place, other: Place) -> bool:
    """Whether words of the first place, which meets the second, are all words of the second."""
    return at.step % other.step == 0 if other.step else not at.step


def _disagree(group: list[Seen]) -> bool:
    """Whether accesses and types say different things, integers apart."""
    return len(set[str]().union(*(s.kinds | s.declared for s in group)) - {INT, BITS, UNION, BYTES}) > 1


def _own(memory: Memory) -> list[Seen]:
    """The words of a memory itself of which anything is known."""
    words = ((key, word.find()) for key, word in memory.words.items())
    return [Seen(place, size, frozenset(word.kinds), frozenset(word.declared)) for (place, size), word in words if word.kinds or word.declared]


def _shown(group: list[Seen]) -> Found | None:
    """A word that at other times is an integer is what it else is: an integer has no derivative."""
    kinds = set[str]().union(*(s.kinds for s in group))
    sure = kinds - {BITS, INT}
    if not kinds:
        return None
    if len(sure) > 1:
        return Found(MIXED, 0)
    return _found(next(iter(sure), INT), [s for s in group if s.kinds])


def _declared(group: list[Seen]) -> Found | None:
    """A declared integer may be room for anything else that is declared."""
    kinds = set[str]().union(*(s.declared for s in group)) - {UNION, BYTES}
    kinds = kinds - {INT} or kinds
    if len(kinds) > 1:
        return Found(MIXED, 0)
    return _found(next(iter(kinds)), [s for s in group if kinds & s.declared]) if kinds else None


def _found(kind: str, group: list[Seen]) -> Found:
    return Found(kind, WIDTHS.get(kind) or max(s.size for s in group))

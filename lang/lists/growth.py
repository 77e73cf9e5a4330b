"""How long lists are in a loop, and behind it: so many items more in each trip, a fact that staging learns."""
from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeAlias

from ..values.scalar import Scalar
from ..values.services import Interpreter
from ..values.values import Grown
from .grown import PLAIN
from .lengths import Count

Lengths: TypeAlias = Mapping[Grown, Hashable]


class Growth:
    """The lists that are there before one loop, and how they grow in it."""

    def __init__(self, it: Interpreter, key: Hashable):
        self.it, self.key, self.before = it, key, it.lengths
        self.inside: dict[Grown, Hashable] = {}
        self.times: dict[Grown, int] = {}

    def open(self, counter: Scalar | None, trips: object) -> None:
        """The lengths at the head of the loop, so many trips after its beginning; only a counted loop of known trips has lists that grow."""
        for grown, length in self.before.items():
            self.times[grown] = int(self.it.facts.widen.get(self.fact(grown), 0)) if counter is not None and isinstance(trips, int) else 0
            if self.times[grown] and isinstance(length, Count):
                assert counter is not None and isinstance(trips, int), "lists grow in counted loops"
                length = length.for_each(counter.ref, self.times[grown], trips - 1)
            self.inside[grown] = length
        self.it.lengths = {**self.it.lengths, **self.inside}

    def fact(self, grown: Grown) -> Hashable:
        """The key of how many items a trip adds to a list."""
        return "a trip", self.key, grown.key

    def close(self, counted: bool) -> None:
        """At the end of a trip: what it has added is learnt; a list that does not grow by the same number each time is an ordinary one."""
        for grown, start in self.inside.items():
            end = self.it.lengths[grown]
            if end is start:
                more = 0
            elif isinstance(end, Count) and isinstance(start, Count) and not (gain := end.minus(start)).terms:
                more = gain.const
            else:
                more = -1
            if more != self.times[grown]:
                self.learn(grown, more, counted)

    def learn(self, grown: Grown, more: int, counted: bool) -> None:
        """A trip adds `more` items, which is news."""
        known = self.fact(grown) in self.it.facts.widen
        if more < 0 or not counted or (known and not self.it.facts.dirty):
            self.it.facts.note(PLAIN, grown.key)
            return
        self.times[grown] = more
        self.it.facts.learn(self.fact(grown), str(more))

    def behind(self, trips: object) -> Lengths:
        """The lengths when so many trips are done."""
        after: dict[Grown, Hashable] = dict(self.it.lengths)
        for grown, length in self.before.items():
            if isinstance(length, Count):
                after[grown] = length.plus(self.times[grown] * trips) if isinstance(trips, int) else length
        return after


def agreed(ways: list[Lengths]) -> Lengths:
    """The lengths where ways meet: None for a list that they have left with different numbers of items."""
    first, *others = ways
    if all(other is first for other in others):
        return first
    found: dict[Grown, Hashable] = {}
    for way in ways:
        for grown, length in way.items():
            found[grown] = length if found.get(grown, length) == length else None
    return found

"""What passes over a function have learnt, by places of the source; it survives the reruns.

A pass is never rolled back: staged values carry state, and code that was emitted again after a rollback was wrong.
"""
from __future__ import annotations

from collections.abc import Hashable, Iterator

from .code.outside import Outside

PASSES = 30                                     # more reruns than this is our bug


class Facts:
    """What passes have learnt; `dirty` says that this one learnt something, so that another must follow."""

    def __init__(self) -> None:
        self.widen: dict[Hashable, str] = {}
        self.stored: set[Hashable] = set()
        self.notes: set[tuple[str, Hashable]] = set()
        self.errors: dict[Hashable, Exception] = {}             # why a comprehension cannot be a loop
        self.outside = Outside()                                # what the function has taken from around it
        self.following = False                                  # are values of data followed (`lang/following.py`)?
        self.dirty = False

    def passes(self) -> Iterator[None]:
        """One item for each pass to be made, until one learns nothing new."""
        for _ in range(PASSES):
            self.dirty = False
            yield
            if not self.dirty:
                return
        raise AssertionError("staging did not settle: a bug of llbayes")

    def learn(self, key: Hashable, what: str) -> None:
        """The value at `key` needs the form `what`: a wider type, `array`, `offset` or `poison`."""
        if self.widen.get(key) != what:
            self.widen[key], self.dirty = what, True

    def store(self, site: Hashable) -> None:
        """The lazy array born at `site` is stored at its birth."""
        if site not in self.stored:
            self.stored.add(site)
            self.dirty = True

    def follow(self) -> None:
        """What data alone decide is followed from the next pass on."""
        self.following = self.dirty = True

    def note(self, kind: str, key: Hashable) -> None:
        """Something of this kind is true of `key`."""
        if (kind, key) not in self.notes:
            self.notes.add((kind, key))
            self.dirty = True

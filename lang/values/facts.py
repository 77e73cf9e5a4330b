"""What passes over a function have learnt; it survives the reruns."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PASSES = 30                                     # more reruns than this is our bug


class Facts:
    """What passes have learnt; survives reruns."""

    def __init__(self) -> None:
        self.widen: dict[Any, str] = {}
        self.stored: set[Any] = set()
        self.notes: set[Any] = set()
        self.errors: dict[Any, Exception] = {}      # why a comprehension cannot be a loop
        self.dirty = False

    def passes(self) -> Iterator[None]:
        """One item for each pass to be made, until one learns nothing new."""
        for _ in range(PASSES):
            self.dirty = False
            yield
            if not self.dirty:
                return
        raise AssertionError("staging did not settle: a bug of llbayes")

    def learn(self, key: Any, what: str) -> None:
        """The value at `key` needs the form `what`: a wider type, `array`, `offset` or `poison`."""
        if self.widen.get(key) != what:
            self.widen[key], self.dirty = what, True

    def store(self, site: Any) -> None:
        """The lazy array born at `site` is stored at its birth."""
        if site not in self.stored:
            self.stored.add(site)
            self.dirty = True

    def note(self, kind: str, key: Any) -> None:
        """Something of this kind is true of `key`."""
        if (kind, key) not in self.notes:
            self.notes.add((kind, key))
            self.dirty = True

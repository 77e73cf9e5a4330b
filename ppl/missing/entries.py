"""Which entries of an observed site are missing and stand for parameters; found when data are bound, known when code is compiled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

SUFFIX = "_missing"                              # behind the name of a site: the parameter of its missing entries


@dataclass(frozen=True)
class Entries:
    """One truth value for each element of the observations, pass by pass of a loop; `whole`: of all passes."""

    masks: tuple[np.ndarray, ...]
    whole: bool = True

    @property
    def passes(self) -> int:
        """How often the model comes by."""
        return len(self.masks)

    @cached_property
    def count(self) -> int:
        """How many entries are missing."""
        return sum(int(m.sum()) for m in self.masks)

    @cached_property
    def lacking(self) -> np.ndarray:
        """All masks, stacked; that of the only pass as it is."""
        return np.stack(self.masks) if self.passes > 1 else self.masks[0]

    @cached_property
    def positions(self) -> np.ndarray:
        """The number of each missing entry among them all, 0 at entries that are there. [nan, 5, nan] has [0, 0, 1]."""
        found = np.zeros(self.lacking.shape, np.int64)
        found[self.lacking] = np.arange(self.count)
        return found

    @cached_property
    def flat(self) -> np.ndarray:
        """Where they stand in the flattened array."""
        return np.flatnonzero(self.lacking)


def labels_of(lacking: np.ndarray, known: list[np.ndarray]) -> np.ndarray:
    """What the missing entries are called, by the labels along each axis: `b`, or `b, 1998` in a matrix."""
    places = np.nonzero(lacking)
    if len(known) == 1:
        return known[0][places[0]]
    return np.array([", ".join(str(labels[k]) for labels, k in zip(known, at, strict=True)) for at in zip(*places, strict=True)], str)

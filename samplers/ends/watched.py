"""The density of a chain, which keeps the newest points where it is not finite: what ended a trajectory, a proposal, the search for a start; and
the newest ends of trajectories that diverged where it is finite.

Costs one comparison a call. A draw of a Hamiltonian sampler ends at its first such point, so their number after the warm-up is that of the divergences
that ended where the density is not finite.
"""
from __future__ import annotations

import math
from typing import NamedTuple

from ...lang import compiled
from ..sampler import Array, DensityCall

KEPT = 100                           # points of each kind
DONE, COUNTS = 1, 5                  # words that a running chain shares with Python: draws made; points of each kind so far
EARLY, LATE, INSIDE, BEFORE = range(4)     # kinds: not finite in the search for a start and the warm-up; not finite after it; diverged where it is finite;
KINDS = 4                            # and the points of the paths before those, one for one


class Watched(NamedTuple):
    """Called as the density is."""

    density: DensityCall
    ends: Array                      # (KINDS, KEPT, dim)
    word: Array
    warmup: int

    def __call__(self, z: Array, g: Array) -> float:
        return watched(self.density, self.ends, self.word, self.warmup, z, g)


@compiled
def watched(density: DensityCall, ends: Array, word: Array, warmup: int, z: Array, g: Array) -> float:
    """The log density; z is kept where it is not finite."""
    lp = density(z, g)
    if not abs(lp) < math.inf:                             # nan: neither
        keep(ends, word, LATE if word[DONE] >= warmup else EARLY, z)
    return lp


@compiled
def keep(ends: Array, word: Array, kind: int, z: Array) -> None:
    """One more point of a kind, in the place of the oldest."""
    count = word[COUNTS + kind]
    ends[kind, count % KEPT] = z
    word[COUNTS + kind] = count + 1


@compiled
def keep_inside(ends: Array, word: Array, z: Array) -> None:
    """The end of a trajectory, and the point before it, in the rows of z."""
    ends[BEFORE, word[COUNTS + INSIDE] % KEPT] = z[1]
    keep(ends, word, INSIDE, z[0])

"""The generic loop over the draws of one chain, compiled around any sampler. Everything a chain knows is in its arrays and its rng."""
from __future__ import annotations

from ..lang.library.random import Rng
from .ends.watched import COUNTS, LATE, Watched, keep_inside
from .ends.watched import DONE as DONE
from .sampler import Array, ChainState, DensityCall, Sampler, row
from .settings import Settings

STOP, DIVERGED, WARMUP_DIVERGED, STEPS = 0, 2, 3, 4        # the words that a running chain shares with Python (int64, volatile), beside those of `Watched`
FAILED = 8                                 # on the next cache line: not 0 when the density must not be called again (see `density.ChainDensity`)
WORDS = FAILED + 1
NO_START = -1


def run(sampler: Sampler, density: DensityCall, rng: Rng, settings: Settings, state: ChainState, z: Array, stats: Array, ends: Array, word: Array,
        first: int, last: int) -> int:
    """Draws first … last - 1 into rows 0 … of z and stats; returns how many were made, or NO_START.

    A draw during which the density failed is not made: the chain ends before it.
    z: (last - first, dim); stats: (last - first, number of sampler.columns()); ends: as `Watched` takes them.
    """
    density = Watched(density, ends, word, settings.warmup)
    if first == 0 and not sampler.init(sampler.metric, density, rng, settings, state):
        return NO_START
    done = 0
    for i in range(first, last):
        if word[STOP] != 0:
            break
        outside = word[COUNTS + LATE]
        x = sampler.step(sampler.metric, density, rng, settings, state, i)
        if word[FAILED] != 0:
            break
        z[done] = state.z
        stats[done] = row(x)
        done += 1
        if x.diverging and not x.warmup and word[COUNTS + LATE] == outside:
            keep_inside(ends, word, state.scratch.z)
        word[DONE] += 1
        word[STEPS] += x.n_steps
        word[DIVERGED] += 1 if x.diverging and not x.warmup else 0
        word[WARMUP_DIVERGED] += 1 if x.diverging and x.warmup else 0
    return done

"""The generic loop over the draws of one chain, compiled around any sampler. Everything a chain knows is in its arrays and its rng."""
from __future__ import annotations

STOP, DONE, DIVERGED, STEPS = range(4)     # the words that a running chain shares with Python (int64, volatile)
WORDS = 8                                  # a cache line
NO_START = -1


def run(sampler, density, rng, settings, state, z, stats, word, first, last):
    """Draws first … last - 1 into rows 0 … of z and stats; returns how many were made, or NO_START.

    z: (last - first, dim); stats: (last - first, number of fields of sampler.stats).
    """
    if first == 0 and not sampler.init(sampler.metric, density, rng, settings, state):
        return NO_START
    done = 0
    for i in range(first, last):
        if word[STOP] != 0:
            break
        x = sampler.step(sampler.metric, density, rng, settings, state, i)
        z[done] = state.z
        stats[done] = x
        done += 1
        word[DONE] += 1
        word[STEPS] += x.n_steps
        word[DIVERGED] += 1 if x.diverging else 0
    return done

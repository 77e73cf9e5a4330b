"""Points of the unit cube: scrambled Sobol sequences from SciPy, kept off its faces."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import whole
from ...samplers.settings import Seed

NEAREST = 2.0**-40                   # to a face of the cube, where a quantile may be infinite; below the spacing of any sequence that fits in memory

MOST = 2**30                         # SciPy's sequences have no more points


def power_of_two(n: int, what: str) -> int:
    """The exponent of n; SettingsError when n is not a power of two, where a Sobol sequence loses its balance."""
    n = whole(n, what, 2, MOST)
    m = n.bit_length() - 1
    if n != 1 << m:
        raise SettingsError(f"`{what}` is {n}; a Sobol sequence needs a power of two, for example {1 << max(1, round(np.log2(max(n, 2))))}")
    return m


class Parts(NamedTuple):
    """How many replicates, and the exponent of their numbers of points."""

    replicates: int
    m: int


def replicates_of(n: int, replicates: int | None, usual: int) -> Parts:
    """Of n points in all, divided among replicates; None: `usual` ones, or n / 2 where that is less.

    SettingsError for numbers that are no powers of two, and for fewer than two points a replicate."""
    m = power_of_two(n, "n")
    parts = power_of_two(min(usual, max(2, n // 2)) if replicates is None else replicates, "replicates")
    if parts > m - 1:
        raise SettingsError(f"`replicates` is {replicates if replicates is not None else 2}; of {n} points there are at most {n // 2} sequences of two",
                            hint="a larger `n`")
    return Parts(1 << parts, m - parts)


def sobol_points(m: int, dim: int, seed: Seed | np.random.SeedSequence) -> np.ndarray:
    """(2^m, dim) points of one scrambled sequence, inside (0, 1) so that every quantile is finite."""
    return next(sobol_blocks(m, dim, seed, MOST))


def generator(seed: Seed | np.random.SeedSequence) -> np.random.Generator:
    """NumPy's, always at its beginning: SciPy spawns from a sequence of seeds, which would give others when it is used again."""
    if isinstance(seed, np.random.SeedSequence):
        seed = np.random.SeedSequence(seed.entropy, spawn_key=seed.spawn_key)
    return np.random.default_rng(seed)


def sobol_blocks(m: int, dim: int, seed: Seed | np.random.SeedSequence, most: int) -> Iterator[np.ndarray]:
    """The same points block after block, of at most `most` points each, at least one."""
    from scipy.stats import qmc

    engine = qmc.Sobol(dim, rng=generator(seed))
    size = 1 << min(m, max(0, most.bit_length() - 1))
    for _ in range((1 << m) // size):
        yield np.clip(engine.random(size), NEAREST, 1.0 - NEAREST)


NUMBERS = 2**20                      # of a block of points, all parts together: what fits into the cache beside the outputs


def block_size(numbers: int) -> int:
    """How many points of that many numbers each are taken at once."""
    return max(1, NUMBERS // numbers)

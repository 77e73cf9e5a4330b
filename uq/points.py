"""Points of the unit cube: scrambled Sobol sequences from SciPy, kept off its faces."""
from __future__ import annotations

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import whole
from ..samplers.settings import Seed

NEAREST = 2.0**-40                   # to a face of the cube, where a quantile may be infinite; below the spacing of any sequence that fits in memory

MOST = 2**30                         # SciPy's sequences have no more points


def power_of_two(n: int, what: str) -> int:
    """The exponent of n; SettingsError when n is not a power of two, where a Sobol sequence loses its balance."""
    n = whole(n, what, 2, MOST)
    m = n.bit_length() - 1
    if n != 1 << m:
        raise SettingsError(f"`{what}` is {n}; a Sobol sequence needs a power of two, for example {1 << max(1, round(np.log2(max(n, 2))))}")
    return m


def sobol_points(m: int, dim: int, seed: Seed | np.random.SeedSequence) -> np.ndarray:
    """(2^m, dim) points of one scrambled sequence, inside (0, 1) so that every quantile is finite."""
    from scipy.stats import qmc

    points = qmc.Sobol(dim, rng=np.random.default_rng(seed)).random_base2(m)
    return np.clip(points, NEAREST, 1.0 - NEAREST)

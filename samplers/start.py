"""Where a chain starts: a point whose log density and gradient are finite."""
from __future__ import annotations

import math

from ..lang import compiled
from ..lang.library.random import Rng
from .sampler import Array, DensityCall

STEEP = 1e13                         # differences of a larger log density are lost to rounding: a start for want of a better one only


@compiled
def usable(lp: float, g: Array) -> bool:
    """Are the value and every part of the gradient finite?"""
    total = abs(lp)
    for i in range(len(g)):
        total += abs(g[i])
    return total < math.inf                                # nan compares false


@compiled
def find_start(density: DensityCall, rng: Rng, tries: int, start: Array, z: Array, g: Array) -> float:
    """Moves z to a point of finite density; returns its log density, or nan when none of the tries had one.

    Coordinates of `start` that are nan are drawn from uniform(-2, 2), the others are kept.
    """
    for k in range(tries):
        for i in range(len(z)):
            z[i] = 4.0 * rng.uniform() - 2.0 if math.isnan(start[i]) else start[i]
        lp = density(z, g)
        if usable(lp, g) and (abs(lp) < STEEP or 2 * k > tries):
            return lp
    return math.nan

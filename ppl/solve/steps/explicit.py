"""Explicit Runge-Kutta methods as data, and one step of such a method, written in the language.

Dormand and Prince (1980), A family of embedded Runge-Kutta formulae, and its continuous extension of order 4: Hairer, Nørsett and Wanner (1993), Solving
Ordinary Differential Equations I, section II.6. Bogacki and Shampine (1989), A 3(2) pair of Runge-Kutta formulas, with cubic Hermite interpolation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....lang.values.hooks import in_turn
from ...base.types import Value
from ..states import Slope, rectangle, weighted
from .linear import WRITTEN_OUT

Arrays = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Explicit:
    """A method whose last stage is the first of the next step. `order` is that of the result, `estimate` of the error estimate; `error` weighs the stages
    for it, `extension` for the term of the continuous extension beyond Hermite's, none where that is all. The estimate is kept below `share` of the tolerance,
    so that errors that add up over a solution are hardly above it."""

    name: str
    order: int
    estimate: int
    nodes: Sequence[float]
    stages: Sequence[Sequence[float]]
    error: Sequence[float]
    extension: Sequence[float] = ()
    share: float = 0.1

    def begin(self, first: Value) -> Arrays:
        """What one step hands to the next: the slope where it ended."""
        return (first,)

    def start(self, y: Any, first: Any) -> tuple[Value, Arrays]:
        """A past of length 1 that leads to y with the slope `first`: the state before, and its continuous extension."""
        return y - first, (first, first, *((np.zeros(len(y)),) if self.extension else ()))

    def step(self, slope: Slope, t: Value, y: Any, h: Value, past: Arrays) -> tuple[Any, Any, Arrays, Arrays]:
        """The state after a step, its estimated error, what the next step is handed, and what the continuous extension is made of."""
        if len(y) > WRITTEN_OUT:
            return self.in_loops(slope, t, y, h, past)
        k = [past[0]]
        z = y
        for i in range(1, len(self.nodes)):
            z = y + h * weighted(self.stages[i], k)
            k.append(slope(t + self.nodes[i] * h, z))
        more = (h * weighted(self.extension, k),) if self.extension else ()
        return z, h * weighted(self.error, k), (k[-1],), (k[0], k[-1], *more)

    def in_loops(self, slope: Slope, t: Value, y: Any, h: Value, past: Arrays) -> tuple[Any, Any, Arrays, Arrays]:
        """The step of a longer system: the stages are a loop, so that f is compiled once."""
        stages, nodes, error = rectangle(self.stages, len(self.nodes)), np.array(self.nodes), np.array(self.error)
        k = np.zeros((len(self.nodes), len(y)))
        k[0] = past[0]
        z = y
        for i in in_turn(len(self.nodes) - 1):
            z = y + h * (stages[i + 1] @ k)
            k[i + 1] = slope(t + nodes[i + 1] * h, z)
        more = (h * (np.array(self.extension) @ k),) if self.extension else ()
        return z, h * (error @ k), (k[-1],), (k[0], k[-1], *more)

    def between(self, s: Value, h: Value, y: Value, z: Value, dense: Arrays) -> Value:
        """The continuous extension at the share s of a step of length h from y to z."""
        rise = z - y
        left, right = h * dense[0] - rise, rise - h * dense[1]
        bend = left + s * (right - left + (1.0 - s) * dense[2]) if self.extension else left + s * (right - left)
        return y + s * (rise + (1.0 - s) * bend)


DOPRI5 = Explicit(
    "dopri5", 5, 5,
    (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0),
    ((),
     (1 / 5,),
     (3 / 40, 9 / 40),
     (44 / 45, -56 / 15, 32 / 9),
     (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
     (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
     (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84)),
    (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40),
    (-12715105075 / 11282082432, 0.0, 87487479700 / 32700410799, -10690763975 / 1880347072, 701980252875 / 199316789632, -1453857185 / 822651844,
     69997945 / 29380423),
)  # fmt: skip

BS3 = Explicit(
    "bs3", 3, 3,
    (0.0, 1 / 2, 3 / 4, 1.0),
    ((), (1 / 2,), (0.0, 3 / 4), (2 / 9, 1 / 3, 4 / 9)),
    (-5 / 72, 1 / 12, 1 / 9, -1 / 8),
)  # fmt: skip

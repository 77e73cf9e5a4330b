"""A Rosenbrock method for stiff equations as data, and one step of it, written in the language.

Rodas5P of Steinebach (2023), Construction of Rosenbrock-Wanner method Rodas5P and numerical benchmarks within the Julia Differential Equations package, BIT
Numerical Mathematics 63:27: eight stages of order 5, stiffly accurate and L-stable, with an estimate and a continuous extension of order 4. In the variables of
Hairer and Wanner (1996), Solving Ordinary Differential Equations II, section IV.7, equation 7.25; continuous extension as equation 7.30.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....lang.values.hooks import in_turn
from ...base.types import Value
from ..states import Slope, rectangle, weighted
from .linear import WRITTEN_OUT, factors, solution

Arrays = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Rosenbrock:
    """A method whose last stage is its error estimate: the state after a step is the argument of that stage, and the stage. The estimate is kept below
    `share` of the tolerance: other methods for stiff equations have estimates of order 3, and errors far below what they are asked for; and derivatives of
    jumps, whose steps do not move with them, lose three digits."""

    name: str
    order: int
    estimate: int
    gamma: float
    nodes: Sequence[float]
    stages: Sequence[Sequence[float]]
    couplings: Sequence[Sequence[float]]
    of_time: Sequence[float]
    extension: Sequence[Sequence[float]]
    share: float = 2e-4

    def begin(self, first: Any) -> Arrays:
        """What one step hands to the next: nothing."""
        return ()

    def start(self, y: Any, first: Any) -> tuple[Any, Arrays]:
        """A past of length 1 that leads to y with the slope `first`: the state before, and its continuous extension."""
        return y - first, tuple(np.zeros(len(y)) for _ in self.extension)

    def step(self, slope: Slope, t: Value, y: Any, h: Value, past: Arrays) -> tuple[Any, Any, Arrays, Arrays]:
        """The state after a step, its estimated error, what the next step is handed, and what the continuous extension is made of."""
        by_time, by_state = slope.derivatives(t, y)
        share = h * self.gamma
        system = factors(np.eye(len(y)) - share * by_state)
        if len(y) > WRITTEN_OUT:
            return self.in_loops(slope, t, y, h, by_time, system)
        u: list[Any] = []
        z = y
        for i in range(len(self.nodes)):
            z = y + weighted(self.stages[i], u)
            right = share * (slope(t + self.nodes[i] * h, z) + (self.of_time[i] * h) * by_time) + self.gamma * weighted(self.couplings[i], u)
            u.append(solution(system, right))
        return z + u[-1], u[-1], (), tuple(weighted(row, u) for row in self.extension)

    def in_loops(self, slope: Slope, t: Value, y: Any, h: Value, by_time: Any, system: Any) -> tuple[Any, Any, Arrays, Arrays]:
        """The step of a longer system: the stages are a loop, so that f is compiled once."""
        stages, couplings, extension = (rectangle(rows, len(self.nodes)) for rows in (self.stages, self.couplings, self.extension))
        nodes, of_time = np.array(self.nodes), np.array(self.of_time)
        u = np.zeros((len(self.nodes), len(y)))
        z = y
        for i in in_turn(len(self.nodes)):
            z = y + stages[i] @ u
            right = (h * self.gamma) * (slope(t + nodes[i] * h, z) + (of_time[i] * h) * by_time) + self.gamma * (couplings[i] @ u)
            u[i] = solution(system, right)
        return z + u[-1], u[-1], (), tuple(extension @ u)

    def between(self, s: Value, h: Value, y: Any, z: Any, dense: Arrays) -> Any:
        """The continuous extension at the share s of a step of length h from y to z."""
        bend = dense[0] + s * (dense[1] + s * dense[2])
        return y + s * (z - y + (1.0 - s) * bend)


SIXTH = (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946)
RODAS5P = Rosenbrock(
    "rosenbrock", 5, 5,
    0.21193756319429014,
    (0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1.0, 1.0, 1.0),
    ((),
     (3.0,),
     (2.849394379747939, 0.45842242204463923),
     (-6.954028509809101, 2.489845061869568, -10.358996098473584),
     (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
     SIXTH,
     (*SIXTH, 1.0),
     (*SIXTH, 1.0, 1.0)),
    ((),
     (-14.155112264123755,),
     (-17.97296035885952, -2.859693295451294),
     (147.12150275711716, -1.41221402718213, 71.68940251302358),
     (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
     (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
     (30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623, -28.087943162872662),
     (37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002, -54.66780262877968, -9.48861652309627)),
    (0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0.0, 0.0, 0.0),
    ((25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204, 0.524948541321073, 1.1241088310450404, 0.4272876194431874,
      -0.17202221070155493),
     (-9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796, 20.176138334709044, 15.98066361424651, -6.789040303419874,
      -6.710236069923372),
     (11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643, -52.072871366152654, -59.78993625266729, -0.15582684282751913,
      4.883087185713722)),
)  # fmt: skip

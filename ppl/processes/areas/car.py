"""Proper conditional autoregression: normal with precision tau (D - alpha W), D the numbers of neighbours, W the edges, |alpha| < 1.

|D - alpha W| is by eigenvalues of D^-1/2 W D^-1/2, which do not depend on alpha (Jin, Carlin and Banerjee 2005).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import interval, positive, real
from ...base.distribution import Distribution
from ...base.family import Param, constructor
from ...base.frames import here
from ...base.functions import log, sqrt, where
from ...base.parameters import value_of
from ...base.types import Numbers, Shape, ShapeOf, Value
from ...distributions.normal import HALF_LOG_2PI
from ..steps import column, number, shape_of
from .draws import proper
from .field import Field, guarded, matrix_of, of_batch, of_column, precision, refuse_graph
from .graph import Graph

ALPHA, TAU, LOC = Param("alpha", interval(-1.0, 1.0)), Param("tau", positive), Param("loc", real, 1, fewer=1)


@dataclass(frozen=True, eq=False, repr=False)
class Proper(Field):
    """Normal of mean `loc` and precision tau (D - alpha W)."""

    alpha: Any
    tau: Any
    loc: Any

    @property
    def name(self) -> str:
        return "CAR"

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((ALPHA, self.alpha), (TAU, self.tau), (LOC, self.loc))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Several parameters, or rows of `loc`, are several fields."""
        n, loc = shape_of(self.graph.neighbours), shape_of(self.loc)
        if loc[-1:] not in ((), (1,), n):
            raise ValueError(f"CAR has {n[0]} areas and a `loc` of shape {loc}: it is a number, or one for each area")
        return np.broadcast_shapes(shape_of(self.alpha), shape_of(self.tau), loc[:-1])

    def density(self, x: Value) -> Value:
        """log density; -inf where a parameter lies outside its domain."""
        g, r, n = self.graph, x - self.loc, self.graph.part.shape[0]
        (alpha, far), (tau, beyond) = guarded(ALPHA.domain, self.alpha), guarded(positive, self.tau)
        cross = np.sum(r[..., g.node1] * r[..., g.node2], axis=-1)
        form = np.sum(g.neighbours * r * r, axis=-1) - 2.0 * alpha * cross
        log_det = np.sum(log(1.0 - column(alpha) * g.spectrum), axis=-1) + np.sum(log(g.neighbours), axis=-1)
        return 0.5 * (log_det + n * log(tau) - tau * form) - n * HALF_LOG_2PI + far + beyond

    def mean(self) -> Value:
        """`loc` at each area."""
        return self.loc + np.zeros(self.graph.part.shape[0]) + 0.0 * column(self.alpha * self.tau)

    def covariance(self) -> Value:
        """The inverse of the precision."""
        n, tau, batch = self.graph.part.shape[0], matrix_of(self.tau), shape_of(self.alpha)
        if batch == ():
            return np.linalg.inv(precision(self.graph, self.alpha)) / tau
        found = np.zeros((draws.size_of(batch), n, n))
        for k in range(draws.size_of(batch)):
            found[k] = np.linalg.inv(precision(self.graph, of_batch(self.alpha, k, batch)))
        return found.reshape((*batch, n, n)) / tau

    def located(self) -> tuple[Value, Value]:
        """`loc`, and what the root of tau divides by."""
        return self.loc, 1.0 / sqrt(column(self.tau))

    def relocated(self, loc: Value, scale: Value) -> Distribution:
        """With another mean and scale."""
        scale = of_column(scale)
        return Proper(self.graph, self.alpha, 1.0 / (scale * scale), loc)

    def one(self, rng: Rng, k: int, batch: Shape) -> Value:
        """A draw of the k-th field of a batch."""
        alpha, tau = of_batch(self.alpha, k, batch), of_batch(self.tau, k, batch)
        loc = draws.spread(self.loc, 1, batch)[k] if draws.varies(self.loc, 1) else self.loc
        good = (abs(alpha) < 1.0) & (tau > 0.0)
        return loc + proper(rng, self.graph, where(good, alpha, 0.0)) / sqrt(where(good, tau, 1.0)) + where(good, 0.0, math.nan)

    def __repr__(self) -> str:
        return f"CAR({self.graph!r}, alpha={value_of(self.alpha)}, tau={value_of(self.tau)}, loc={value_of(self.loc)})"


@compile_time
def refuse_for_car(graph: Graph) -> None:
    """ModelError for a graph with areas that have no neighbours, whose precision would be 0, and for one without eigenvalues."""
    if isinstance(graph.neighbours, np.ndarray) and np.any(graph.neighbours == 0):
        raise ModelError(f"`CAR` has no law of area {np.argmin(graph.neighbours)}, which has no neighbours: its precision would be 0", here(),
                         "give such areas a `Normal` of their own, or take `ICAR`, which does")  # fmt: skip
    if not graph.spectrum.shape[0]:
        raise ModelError(f"`CAR` takes eigenvalues of the graph, which this one of {graph.neighbours.shape[0]:,} areas has not", here(),
                         "`ppl.graph(…, spectrum=True)` computes them, in seconds for 2,000 areas, in minutes for 10,000; `ICAR` needs none")  # fmt: skip


@constructor()
def CAR(graph: Graph, alpha: Numbers, tau: Numbers, loc: Numbers = 0.0) -> Distribution:
    """Conditional autoregression on the areas of `ppl.graph(node1, node2, n)`: normal of mean `loc` and precision tau (D - alpha W), |alpha| < 1.

    D holds the numbers of neighbours and W the edges; `loc` is a number or one for each area. `.noncentered()` is the field of tau 1, moved and stretched.
    """
    refuse_graph("CAR", graph)
    refuse_for_car(graph)
    return Proper(graph, number("CAR", ALPHA, alpha), number("CAR", TAU, tau), number("CAR", LOC, loc))

"""Intrinsic conditional autoregression: exp(-Σ (x[i] - x[j])² / (2 scale²) over edges), normalised on the fields whose sum is 0 in each connected part.

Besag 1974; several parts, and areas without neighbours, which are Normal(0, scale): Freni-Sterrantino et al. 2018. With `centring` the sums are normal
instead, which makes the field a proper distribution of all numbers (Morris et al. 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....lang.library import random
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base.constraints import Constraint, guard, positive, real
from ...base.distribution import Distribution
from ...base.family import Param, constructor
from ...base.functions import log, where
from ...base.parameters import array_of, value_of
from ...base.types import Numbers, Shape, ShapeOf, Value
from ...distributions.normal import HALF_LOG_2PI
from ...spaces.parts import sums, zero_by_part
from ..steps import column, number
from .draws import intrinsic
from .field import SCALE, Field, guarded, matrix_of, of_batch, of_column, precision, refuse_graph
from .graph import Graph

CENTRING = Param("centring", positive)


@dataclass(frozen=True, eq=False, repr=False)
class Intrinsic(Field):
    """Differences along edges of standard deviation `scale`; `centring` is None where sums are 0."""

    scale: Any
    centring: Any

    @property
    def name(self) -> str:
        return "ICAR"

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((SCALE, self.scale),) if self.centring is None else ((SCALE, self.scale), (CENTRING, self.centring))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Several scales are several fields."""
        return np.broadcast_shapes(*(shape_of(p) for _, p in self.parameters()))

    def support(self) -> Constraint:
        """Fields of sum 0 in each connected part; all, where sums are normal."""
        g = self.graph
        return real if self.centring is not None else zero_by_part(g.part, g.free, g.held, g.sizes)

    def logpdf(self, x: Value) -> Value:
        """log density of fields; -inf where sums are not 0."""
        x = array_of(x)
        return self.density(x) if self.centring is not None else where(guard(self.support(), x)[1] < 0.0, -math.inf, self.density(x))

    def density(self, x: Value) -> Value:
        """log density where sums are 0; -inf where a parameter lies outside its domain."""
        g = self.graph
        scale, penalty = guarded(positive, self.scale)
        field: Any = x
        d = field[..., g.node1] - field[..., g.node2]
        free, form = g.free.shape[0], np.sum(d * d, axis=-1) + squares_alone(g, x)
        density = -0.5 * form / (scale * scale) + 0.5 * g.log_det[0] - free * (log(scale) + HALF_LOG_2PI) + penalty
        return density if self.centring is None else density + self.levels(x)

    def levels(self, x: Value) -> Any:
        """log density of what is one number in each part: the mean there is normal of scale `centring`, and sqrt(length) times it a coordinate."""
        g, count = self.graph, self.graph.held.shape[0]
        spread, penalty = guarded(positive, self.centring)
        mean = sums(x, g.part, count + 1)[..., :count] / g.sizes[:count]
        return -0.5 * np.sum(mean * mean, axis=-1) / (spread * spread) - 0.5 * np.sum(log(g.sizes[:count])) - count * (log(spread) + HALF_LOG_2PI) + penalty

    def mean(self) -> Value:
        """0."""
        return np.zeros(self.graph.part.shape[0]) + 0.0 * column(self.scale)

    def covariance(self) -> Value:
        """The inverse of the precision on fields of sum 0."""
        g, n, count = self.graph, self.graph.part.shape[0], self.graph.held.shape[0]
        alone = where(g.part == count, 1.0, 0.0)
        together = where((g.part[:, None] == g.part[None, :]) & (g.part[:, None] < count), 1.0 / g.sizes[g.part], 0.0)
        own = np.linalg.inv(precision(g, 1.0) + together + np.eye(n) * alone) - together
        square = matrix_of(self.scale) * matrix_of(self.scale)
        if self.centring is None:
            return square * own
        return square * own + matrix_of(self.centring) * matrix_of(self.centring) * where(together > 0.0, 1.0, 0.0)

    def located(self) -> tuple[Value, Value]:
        """0 and the scale."""
        return 0.0, column(self.scale)

    def relocated(self, loc: Value, scale: Value) -> Distribution:
        """With another scale, that of the sums in proportion."""
        scale = of_column(scale)
        return Intrinsic(self.graph, scale, None if self.centring is None else self.centring * scale / self.scale)

    def one(self, rng: Rng, k: int, batch: Shape) -> Value:
        """A draw of the k-th field of a batch."""
        g, scale = self.graph, of_batch(self.scale, k, batch)
        x = scale * intrinsic(rng, g) + where(scale > 0.0, 0.0, math.nan)
        if self.centring is None:
            return x
        spread, count = of_batch(self.centring, k, batch), g.held.shape[0]
        level = np.zeros(count + 1)
        for c in range(count):
            level[c] = spread * random.normal(rng)
        return x + level[g.part] + where(spread > 0.0, 0.0, math.nan)

    def __repr__(self) -> str:
        soft = "" if self.centring is None else f", centring={value_of(self.centring)}"
        return f"ICAR({self.graph!r}, scale={value_of(self.scale)}{soft})"


def squares_alone(graph: Graph, x: Any) -> Any:
    """The squares of areas without neighbours, which are normal by themselves."""
    if whole(graph):
        return 0.0
    return np.sum(where(graph.part == graph.held.shape[0], x * x, 0.0), axis=-1)


@compile_time
def whole(graph: Graph) -> bool:
    """Is it known, by lengths alone, to be of one connected part?"""
    return graph.held.shape[0] == 1 and graph.free.shape[0] == graph.part.shape[0] - 1


@constructor()
def ICAR(graph: Graph, scale: Numbers = 1.0, *, centring: Numbers | None = None) -> Distribution:
    """Intrinsic conditional autoregression on the areas of `ppl.graph(node1, node2, n)`: differences along edges are normal of standard deviation `scale`.

    The field sums to zero in each connected part of the graph, exactly; its density is that of coordinates on the fields that do. An area without neighbours is
    Normal(0, scale). With `centring` the sum over a part is zero softly: normal of standard deviation `centring` times its number of areas (0.001 in Stan's
    case study). `.noncentered()` is the field of scale 1 times `scale`.
    """
    refuse_graph("ICAR", graph)
    return Intrinsic(graph, number("ICAR", SCALE, scale), None if centring is None else number("ICAR", CENTRING, centring))

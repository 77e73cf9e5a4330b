"""What fields on areas share: one number for each area of a graph, a location and a scale, parameters of several fields, and draws one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import Constraint, guard, positive
from ...base.distribution import Distribution
from ...base.family import Param
from ...base.frames import here
from ...base.types import Shape, ShapeOf, Value
from ..normal_vector import NormalVector
from ..steps import is_number
from .graph import Graph, is_graph

SCALE = Param("scale", positive)


@dataclass(frozen=True, eq=False, repr=False)
class Field(NormalVector):
    """One number for each area of a graph. Abstract."""

    graph: Graph

    @compile_time
    def has(self, what: str) -> bool:
        return what in ("mean", "variance", "covariance", "noncentered", "located")

    def event(self, shape_of: ShapeOf) -> Shape:
        """One number for each area."""
        return shape_of(self.graph.neighbours)

    def variance(self) -> Value:
        """Of each area."""
        return np.diagonal(self.covariance(), axis1=-2, axis2=-1)

    def standard(self) -> Distribution:
        """The same field with scale 1."""
        return self.relocated(0.0, 1.0)

    def shift(self, u: Value) -> Value:
        """The field of a standard one."""
        loc, scale = self.located()
        return loc + scale * u

    def unshift(self, x: np.ndarray) -> np.ndarray:
        """The standard field of one, in NumPy."""
        loc, scale = self.located()
        return np.asarray((x - loc) / scale)

    def one(self, rng: Rng, k: int, batch: Shape) -> Value:
        """A draw of the k-th field of a batch."""
        raise NotImplementedError

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`; nan where a parameter lies outside its domain."""
        batch, n = shape[:-1], shape[-1]
        x = np.zeros((draws.size_of(batch), n))
        for k in range(draws.size_of(batch)):
            x[k] = self.one(rng, k, batch)
        return x.reshape(shape)

    def __str__(self) -> str:
        return self.name


def precision(graph: Graph, alpha: Any) -> Any:
    """D - alpha W."""
    q = np.zeros((graph.part.shape[0], graph.part.shape[0]))
    for k in range(graph.node1.shape[0]):
        i, j = graph.node1[k], graph.node2[k]
        q[i, i] += 1.0
        q[j, j] += 1.0
        q[i, j] -= alpha
        q[j, i] -= alpha
    return q


# -- parameters of several fields
def guarded(domain: Constraint, p: Any) -> tuple[Value, Value]:
    """(the parameter, 0), moved into its domain and -inf where it lies outside."""
    return guard(domain, p) if domain.watches(p) else (p, 0.0)


def of_batch(p: Any, k: int, batch: Shape) -> Value:
    """A number of the k-th field."""
    return p if is_number(p) else draws.spread(p, 0, batch)[k]


def of_column(p: Any) -> Value:
    """A column of numbers as numbers, one for each field."""
    return p if is_number(p) else p[..., 0]


def matrix_of(p: Any) -> Value:
    """A number for each field, as it broadcasts over matrices."""
    return p if is_number(p) else p[..., None, None]


# -- what is refused
@compile_time
def refuse_graph(name: str, graph: Any) -> None:
    """ModelError for what is no graph."""
    if not is_graph(graph):
        raise ModelError(f"`{name}` takes a graph first", here(), "make it of the edges, which are data: `ppl.graph(node1, node2, n)`")

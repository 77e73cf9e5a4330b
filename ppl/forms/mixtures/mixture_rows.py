"""A mixture of one distribution's batch: its parameters hold the components on their last axis but for those of one value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import Constraint
from ...base.distribution import Distribution, needs
from ...base.family import Param
from ...base.frames import here
from ...base.functions import where
from ...base.parameters import array_of, value_of
from ...base.transforms import Logs
from ...base.types import Shape, ShapeOf, Value
from .blending import log_blend_rows
from .mixed import WEIGHTS, Blend, as_array, batch_of_weights, shape_of_weights, whole_batch
from .unions import between, may_be_open, open_between


@dataclass(frozen=True, eq=False, repr=False)
class MixedRows(Blend):
    """A mixture of the last axis of a batch."""

    weights: Value
    components: Distribution

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        return (self.components,)

    @property
    def discrete(self) -> bool:
        return self.components.discrete

    @property
    def axes(self) -> int:
        return self.components.axes

    @property
    def in_logs(self) -> bool:
        return self.components.in_logs and not self.axes and not self.components.support().moves()

    @compile_time
    def all_have(self, what: str) -> bool:
        """Can the components say this?"""
        return self.components.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((WEIGHTS, self.weights), *self.components.parameters())

    def support(self) -> Constraint:
        """The hull of the components' supports."""
        support = self.components.support()
        if not moves(support):
            return support
        low, high = ends(support)
        low = np.min(low, axis=-1) if draws.varies(low, 0) else low
        high = np.max(high, axis=-1) if draws.varies(high, 0) else high
        if may_be_open(support):
            inside: Any = support.inside()
            return open_between(low, high, inside[..., 0] if draws.varies(inside, 0) else inside)
        return between(low, high, self.discrete)

    def logs_support(self) -> Constraint:
        """That of the components."""
        return self.components.logs_support()

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support."""
        x = opened(x, self.axes)
        return self.blended(self.components.logpdf(x) if moves(self.components.support()) else self.components.density(x), -math.inf)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` in the logs of a transform."""
        below, above = logs
        return self.blended(self.components.by_logs(opened(x, 0), (opened(below, 0), opened(above, 0))), -math.inf)

    def logpdf(self, x: Value) -> Value:
        """log density at x, element by element."""
        return self.blended(self.components.logpdf(opened(array_of(x), self.axes)), -math.inf)

    def blended(self, logs: Value, outside: float) -> Value:
        """log of the weighted sum; `outside` where the weights are none."""
        weights, good = self.shares()
        return where(good, log_blend_rows(weights, logs), outside)

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        needs(self, "cdf")
        return self.averaged(self.components.cdf(opened(array_of(x), 0)), 0)

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        needs(self, "cdf", "logcdf")
        return self.blended(self.components.logcdf(opened(array_of(x), 0)), math.nan)

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        needs(self, "cdf", "logsf")
        return self.blended(self.components.logsf(opened(array_of(x), 0)), math.nan)

    def mean(self) -> Value:
        """The weighted mean of the components' means."""
        needs(self, "mean")
        return self.averaged(self.components.mean(), self.axes)

    def variance(self) -> Value:
        """That of the components, and of their means."""
        needs(self, "variance")
        means = self.components.mean()
        middle = opened(self.averaged(means, self.axes), self.axes)
        return self.averaged(self.components.variance() + (means - middle) ** 2, self.axes)

    def averaged(self, values: Value, axes: int) -> Value:
        """The weighted sum of values with so many axes of their own; nan where the weights are none. What has no weight does not count."""
        weights, good = self.shares()
        w = draws.spread_out(weights, axes)
        return where(draws.spread_out(good, axes), np.sum(where(w > 0.0, w * values, 0.0), axis=-1 - axes), math.nan)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of weights and parameters, broadcast, without the components' axis."""
        return np.broadcast_shapes(*batches(shape_of_weights(shape_of, self.weights), self.components.batch(shape_of), self.components))

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value."""
        return self.components.event(shape_of)

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: one of each component, of which one is chosen."""
        each: Any = self.components.draw(rng, with_components(shape, as_array(self.weights), self.axes))
        weights, good = self.shares()
        u = draws.uniforms(rng, whole_batch(shape, self.axes)) * np.sum(weights, axis=-1)
        x, passed = component(each, 0, self.axes), weights[..., 0]
        for k in range(1, weights.shape[-1]):
            chosen = (u >= passed) & (weights[..., k] > 0.0)
            x = where(draws.spread_out(chosen, self.axes), component(each, k, self.axes), x)
            passed = passed + weights[..., k]
        return where(draws.spread_out(good, self.axes), x, draws.impossible(self.discrete))

    def __repr__(self) -> str:
        return f"Mixture(weights={value_of(self.weights)}, components={self.components!r})"

    def __str__(self) -> str:
        return f"Mixture(weights, {self.components})"


@compile_time
def batches(weights: Shape, rows: Shape, components: Distribution) -> tuple[Shape, Shape]:
    """Shapes of weights and of the components' parameters, the components' axis left out."""
    if not rows:
        raise ModelError(f"a `Mixture` of one distribution takes one whose parameters hold the components on their last axis; {components!r} is a single one",
                         here(), "give a list of distributions")  # fmt: skip
    return batch_of_weights(weights, rows[-1]), rows[:-1]


@compile_time
def moves(support: Constraint) -> bool:
    """Has it bounds that are not numbers of the source?"""
    return support.elementwise() and support.moves()


def ends(support: Constraint) -> tuple[Any, Any]:
    """Its bounds."""
    return support.bounds()


@compile_time
def with_components(shape: Shape, weights: Any, axes: int) -> Shape:
    """The shape of draws of all components."""
    cut = len(shape) - axes
    return (*shape[:cut], weights.shape[-1], *shape[cut:])


def opened(x: Any, axes: int) -> Any:
    """Values, or nothing, with an axis for the components before their own."""
    return np.expand_dims(x, -1 - axes) if draws.varies(x, 0) else x


def component(x: np.ndarray, k: int, axes: int) -> Value:
    """The values of one component."""
    if axes == 0:
        return x[..., k]
    return x[..., k, :] if axes == 1 else x[..., k, :, :]

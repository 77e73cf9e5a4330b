"""Mixtures, and a mixture of several distributions: the weighted sum of what these say, by logarithms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import Constraint, simplex
from ...base.distribution import Distribution, needs
from ...base.family import Param
from ...base.frames import here
from ...base.functions import where
from ...base.parameters import array_of, value_of
from ...base.transforms import Logs
from ...base.types import Shape, ShapeOf, Value
from .blending import log_blend
from .unions import all_same, union

WEIGHTS = Param("weights", simplex, 1)
OF_ALL = ("cdf", "mean", "variance", "sample")             # what a mixture says when all its components do


class Blend(Distribution):
    """What mixtures share. Abstract: `weights` hold the components on their last axis."""

    weights: Value

    @property
    def name(self) -> str:
        return "Mixture"

    @compile_time
    def has(self, what: str) -> bool:
        if what in OF_ALL:
            return self.all_have(what)
        if what == "truncated":
            return self.axes == 0 and self.all_have("cdf")
        if what == "from_normal":
            return self.axes == 0 and not self.discrete and self.all_have("cdf")
        return what == "quantile" and self.axes == 0 and self.all_have("cdf")

    def all_have(self, what: str) -> bool:
        """Can all components say this?"""
        raise NotImplementedError

    def shares(self) -> tuple[Any, Any]:
        """(the weights, those below 0 as 0; do they lie in the simplex?)"""
        weights = as_array(self.weights)
        return where(weights >= 0.0, weights, 0.0), simplex.contains(weights)

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf."""
        needs(self, "quantile")
        return self.truncated(None, None).quantile(p)


@dataclass(frozen=True, eq=False, repr=False)
class Mixed(Blend):
    """A mixture of several distributions."""

    weights: Value
    components: tuple[Distribution, ...]

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        return self.components

    @property
    def discrete(self) -> bool:
        return self.components[0].discrete

    @property
    def axes(self) -> int:
        return self.components[0].axes

    @property
    def in_logs(self) -> bool:
        return all_same(self.supports()) and all_same(tuple(c.logs_support() for c in self.components)) and any(c.in_logs for c in self.components)

    @compile_time
    def all_have(self, what: str) -> bool:
        """Can all components say this?"""
        return all(c.has(what) for c in self.components)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((WEIGHTS, self.weights), *(pair for c in self.components for pair in c.parameters()))

    def supports(self) -> tuple[Constraint, ...]:
        """Those of the components."""
        found = ()
        for c in self.components:
            found = (*found, c.support())
        return found

    def support(self) -> Constraint:
        """The hull of the components' supports."""
        return union(self.supports())

    def logs_support(self) -> Constraint:
        """That of the components."""
        return self.components[0].logs_support()

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support."""
        terms, alike = (), all_same(self.supports())
        for c in self.components:
            terms = (*terms, c.density(x) if alike else c.logpdf(x))
        return self.blended(terms, -math.inf)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` in the logs of a transform."""
        terms = ()
        for c in self.components:
            terms = (*terms, c.by_logs(x, logs) if c.in_logs else c.density(x))
        return self.blended(terms, -math.inf)

    def logpdf(self, x: Value) -> Value:
        """log density at x, element by element."""
        x, terms = array_of(x), ()
        for c in self.components:
            terms = (*terms, c.logpdf(x))
        return self.blended(terms, -math.inf)

    def blended(self, terms: tuple[Value, ...], outside: float) -> Value:
        """log of the weighted sum; `outside` where the weights are none."""
        weights, good = self.shares()
        return where(good, log_blend(apart(weights), terms), outside)

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        needs(self, "cdf")
        x, terms = array_of(x), ()
        for c in self.components:
            terms = (*terms, c.cdf(x))
        return self.averaged(terms, 0)

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        needs(self, "cdf", "logcdf")
        x, terms = array_of(x), ()
        for c in self.components:
            terms = (*terms, c.logcdf(x))
        return self.blended(terms, math.nan)

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        needs(self, "cdf", "logsf")
        x, terms = array_of(x), ()
        for c in self.components:
            terms = (*terms, c.logsf(x))
        return self.blended(terms, math.nan)

    def mean(self) -> Value:
        """The weighted mean of the components' means."""
        needs(self, "mean")
        return self.averaged(self.means(), self.axes)

    def variance(self) -> Value:
        """That of the components, and of their means."""
        needs(self, "variance")
        means, spreads = self.means(), ()
        middle = self.averaged(means, self.axes)
        for c, m in zip(self.components, means):
            spreads = (*spreads, c.variance() + (m - middle) ** 2)
        return self.averaged(spreads, self.axes)

    def means(self) -> tuple[Value, ...]:
        """Those of the components."""
        means = ()
        for c in self.components:
            means = (*means, c.mean())
        return means

    def averaged(self, values: tuple[Value, ...], axes: int) -> Value:
        """The weighted sum of values with so many axes of their own; nan where the weights are none. What has no weight does not count."""
        weights, good = self.shares()
        total: Any = 0.0
        for w, value in zip(apart(weights), values):
            w = draws.spread_out(w, axes)
            total = total + where(w > 0.0, w * value, 0.0)
        return where(draws.spread_out(good, axes), total, math.nan)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of weights and parameters, broadcast."""
        own = batch_of_weights(shape_of_weights(shape_of, self.weights), len(self.components))
        return np.broadcast_shapes(own, *(c.batch(shape_of) for c in self.components))

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value, the same of all components."""
        shapes = [c.event(shape_of) for c in self.components]
        if any(shape != shapes[0] for shape in shapes):
            raise ValueError(f"the components of a Mixture have values of different shapes: {', '.join(map(str, shapes))}")
        return shapes[0]

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: one of each component, of which one is chosen."""
        each: tuple[Any, ...] = ()
        for c in self.components:
            each = (*each, c.draw(rng, shape))
        weights, good = self.shares()
        shares = apart(weights)
        u = draws.uniforms(rng, whole_batch(shape, self.axes)) * np.sum(weights, axis=-1)
        x, passed = each[0], shares[0]
        for w, value in zip(shares[1:], each[1:]):
            x = where(draws.spread_out((u >= passed) & (w > 0.0), self.axes), value, x)
            passed = passed + w
        return where(draws.spread_out(good, self.axes), x, draws.impossible(self.discrete))

    def __repr__(self) -> str:
        return f"Mixture(weights={value_of(self.weights)}, components=[{', '.join(map(repr, self.components))}])"

    def __str__(self) -> str:
        return f"Mixture(weights, [{', '.join(map(str, self.components))}])"


@compile_time
def whole_batch(shape: Shape, axes: int) -> Shape:
    """The axes before those of one value."""
    return shape[: len(shape) - axes]


def apart(weights: np.ndarray) -> tuple[Any, ...]:
    """The weight of each component."""
    found: tuple[Any, ...] = ()
    for k in range(weights.shape[-1]):
        found = (*found, weights[..., k])
    return found


@compile_time
def shape_of_weights(shape_of: ShapeOf, weights: Any) -> Shape:
    """The shape of weights as an array."""
    return (*np.broadcast_shapes(*map(shape_of, weights)), len(weights)) if isinstance(weights, tuple) else shape_of(weights)


@compile_time
def is_tuple(weights: Any) -> bool:
    """Are they run-time values, one a component?"""
    return isinstance(weights, tuple)


@compile_time
def numbers(weights: Any) -> bool:
    """Is each of them a number?"""
    return not any(getattr(w, "shape", ()) for w in weights)


def as_array(weights: Any) -> np.ndarray:
    """Weights as an array."""
    if not is_tuple(weights):
        return weights
    if numbers(weights):
        return np.array(weights)
    rows, common = (), 0.0
    for w in weights:
        common = common + 0.0 * w
    for w in weights:
        rows = (*rows, w + common)
    return np.stack(rows, axis=-1)


@compile_time
def batch_of_weights(shape: Shape, n: int) -> Shape:
    """Shape of the weights without that of the components, whose number they have."""
    if shape[-1:] != (n,):
        raise ModelError(f"a `Mixture` of {n} components has weights of shape {shape}", here(), "one weight a component, on the last axis; they sum to 1")
    return shape[:-1]

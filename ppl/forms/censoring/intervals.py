"""Interval-censored observations: each is a pair (a, b) of ends between which a value is known to lie, in R `Surv(a, b, type="interval2")`.

A pair of a number with itself is that number, and counts with its density. An infinite end, or one that is nan, is open.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import IMPOSSIBLE, Rng
from ....lang.values.hooks import compile_time
from ...base.constraints import Constraint, Kind
from ...base.distribution import Distribution
from ...base.family import Param, constructor
from ...base.frames import here
from ...base.functions import ceil, exp, floor, log, where
from ...base.parameters import array_of
from ...base.types import Shape, ShapeOf, Truth, Value
from ..between import difference, tails
from ..given import no_distribution, of_one_number
from ..own.generator import shape_of

# Gauss and Legendre's rule of three points: for intervals that are narrow beside the density, where the difference of two tails has lost its digits
NODE, MIDDLE, SIDE = math.sqrt(0.6), 8.0 / 18.0, 5.0 / 18.0
NARROW, STEEP, BENT = 1e-4, 1e-2, 1e-7           # the share of a tail; of log densities the change from node to node, and the second difference


@dataclass(frozen=True, eq=False, repr=False)
class IntervalForm(Distribution):
    """Pairs of ends (…, 2) of X ~ base."""

    base: Distribution

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        return (self.base,)

    @property
    def name(self) -> str:
        return "IntervalCensored"

    @property
    def discrete(self) -> bool:
        return False

    @property
    def axes(self) -> int:
        return 1

    @property
    def atoms(self) -> bool:
        return True

    @property
    def gaps(self) -> bool:
        return True

    @property
    def open_ended(self) -> bool:
        return True

    @compile_time
    def has(self, what: str) -> bool:
        return what == "sample" and self.base.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return self.base.parameters()

    def batch(self, shape_of: ShapeOf) -> Shape:
        """That of the base."""
        return self.base.batch(shape_of)

    def support(self) -> Constraint:
        """Pairs whose first end is not above the second."""
        base = self.base.support()
        return Constraint(pairs_of(base.kind), base.params) if not base.moves() else Constraint(PAIRS)

    def event(self, shape_of: ShapeOf) -> Shape:
        """A pair."""
        return (2,)

    def logpdf(self, x: Value) -> Value:
        """log P(a ≤ X ≤ b), and the log density where a = b."""
        return self.density(array_of(x))

    def density(self, x: Any) -> Value:
        """log P(a ≤ X ≤ b), and the log density where a = b; -inf where a > b."""
        in_pairs(x)
        nothing = zeros(self)
        a, b = opened(x[..., 0], -math.inf) + nothing, opened(x[..., 1], math.inf) + nothing
        return self.of_counts(ceil(a), floor(b)) if self.base.discrete else self.of_numbers(a, b)

    def of_counts(self, a: Value, b: Value) -> Value:
        """log probability of the counts from a to b."""
        exact = (a == b) & (abs(a) < math.inf)
        one = self.base.logpdf(np.floor(where(exact, a, self.base.support().inside())).astype(int))
        below, above = tails(self.base, where(exact, -math.inf, a - 1.0)), tails(self.base, where(exact, math.inf, b))
        return where(exact, one, difference(below, above, a <= b)[0])

    def of_numbers(self, a: Value, b: Value) -> Value:
        """log probability of an interval: a difference of tails, or a rule of three points, which of a single point is its density."""
        closed = (abs(a) < math.inf) & (abs(b) < math.inf) & (a <= b)
        inside = self.base.support().inside()
        first, last = where(closed, a, inside), where(closed, b, inside)
        exact, middle, half = first == last, 0.5 * first + 0.5 * last, 0.5 * last - 0.5 * first
        found: Any = self.base.logpdf(np.stack([middle - NODE * half, where(exact, first, middle), middle + NODE * half]))
        there = found[1] > -math.inf
        level = where(there, found[1], 0.0)
        before, after = found[0] - level, found[2] - level
        smooth = there & (abs(before) < STEEP) & (abs(after) < STEEP) & (abs(before + after) < BENT)
        below, above = both(self.base, np.stack([a, b]))
        between, gap = difference((below[0], above[0]), (below[1], above[1]), a < b)
        narrow = closed & (first < last) & smooth & (gap < NARROW)
        rule = level + log(where(narrow, 2.0 * half, 1.0)) + log(MIDDLE + SIDE * exp(where(narrow, before, 0.0)) + SIDE * exp(where(narrow, after, 0.0)))
        return where(closed & exact, found[1], where(narrow, rule, between))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: values that are known, each a pair with itself."""
        x = self.base.draw(rng, first_of(shape))
        known: Any = where(x == IMPOSSIBLE, math.nan, 1.0 * x) if self.base.discrete else x
        return np.stack([known, known], axis=-1)

    def __repr__(self) -> str:
        return f"IntervalCensored({self.base!r})"

    def __str__(self) -> str:
        return f"IntervalCensored({self.base})"


@compile_time
def in_pairs(x: Any) -> None:
    """ModelError for observations that are no pairs."""
    if shape_of(x)[-1:] != (2,):
        raise ModelError(f"observations of `IntervalCensored` are pairs of ends, the last axis of length 2, and these have shape {shape_of(x)}", here(),
                         "`np.column_stack([left, right])`, the same twice where a value is known")  # fmt: skip


def both(base: Distribution, ends: np.ndarray) -> tuple[Any, Any]:
    """log P(X ≤ x) and log P(X > x) at both ends."""
    return tails(base, ends)


@compile_time
def zeros(dist: IntervalForm) -> np.ndarray:
    """Zeros of the batch."""
    return np.zeros(dist.batch(shape_of))


@compile_time
def first_of(shape: Shape) -> Shape:
    """The shape without that of a pair."""
    return shape[:-1]


def opened(end: Value, far: float) -> Value:
    """An end, infinite where it is nan."""
    return where(end == end, end, far)


# -- the set of its observations
def in_order(x: Any, *params: Value) -> Truth:
    """Is the first end not above the second? An end that is nan is open."""
    return ~(x[..., 0] > x[..., 1])


PAIRS = Kind("pairs of a lower and an upper end", in_order, lambda *params: 0.0, axes=1)


@compile_time
@functools.cache
def pairs_of(kind: Kind) -> Kind:
    """Pairs around values of a set, which those that are one value twice must lie in."""

    def contains(x: Any, *params: Value) -> Truth:
        return in_order(x) & ((x[..., 0] != x[..., 1]) | kind.contains(x[..., 0], *params))

    return Kind(f"pairs of ends, the lower one first; {kind.name} where a value is known, twice", contains, kind.inside, axes=1)


# -- making one
@constructor()
def IntervalCensored(d: Distribution) -> Distribution:
    """Values of `d` of which an interval is known: an observation is a pair (a, b), the last axis, and counts with P(a ≤ X ≤ b), or with its density where
    a = b. An end that is infinite or nan is open: (a, inf) is censored on the right, (-inf, b) on the left. Draws are values that are known, twice."""
    if not isinstance(d, Distribution):
        raise no_distribution("`IntervalCensored(d)`: d must be a distribution", d, "`IntervalCensored(Weibull(2, 1))`; the pairs of ends are the observations")
    if d.axes or d.atoms or not d.has("cdf"):
        raise of_one_number("IntervalCensored", d, "distributions of a number with a cdf",
                            "of the distribution before it is censored: `IntervalCensored(Weibull(2, 1))`")
    return IntervalForm(d)

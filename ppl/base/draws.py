"""Random values of distributions, in the language: the same source and the same stream of random bits in CPython and in machine code.

A value whose parameters are not finite is nan, or `IMPOSSIBLE` where values are counts; so is one that 1,000 draws in a row did not put
inside its bounds, and a count that 64 bits do not hold. Logits and logarithms of rates may be infinite.
"""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np

from ...lang.library.random import IMPOSSIBLE, Rng
from ...lang.values.hooks import compile_time
from .constraints import ORDERED, POSITIVE_ORDERED, Constraint, Kind, positive
from .family import Family, Param
from .functions import where
from .sets import is_ordered, is_positive_ordered
from .types import Shape, Truth, Value

TRIES, TRIES_OF_VECTORS = 1000, 100_000          # the share of draws in which K unlike numbers are in order may be as small as 1 / K!
Params = tuple[Any, ...]                         # numbers and arrays, one for each parameter of a family


class Drawn(Protocol):
    """A distribution, as the elements of its draws are redrawn."""

    @property
    def discrete(self) -> bool: ...

    @property
    def axes(self) -> int: ...

    def parameters(self) -> tuple[tuple[Param, Any], ...]: ...

    def support(self) -> Constraint: ...

    def draw(self, rng: Rng, shape: Shape) -> Value: ...


@compile_time
def impossible(discrete: bool) -> float:
    """What stands for a value that could not be drawn."""
    return IMPOSSIBLE if discrete else math.nan


def missing(x: np.ndarray) -> np.ndarray:
    """Which values could not be drawn, in NumPy."""
    return x == IMPOSSIBLE if x.dtype.kind == "i" else np.isnan(x)


@compile_time
def batch_of(family: Family, shape: Shape) -> Shape:
    """The axes before those of one value."""
    return shape[: len(shape) - family.axes]


@compile_time
def size_of(shape: Shape) -> int:
    """How many elements."""
    return math.prod(shape)


def values(rng: Rng, family: Family, params: Params, shape: Shape) -> Value:
    """An array of `shape`, the event's axes last; the parameters broadcast to the axes before them."""
    batch = batch_of(family, shape)
    if batch == ():
        return one(rng, family, params)
    rows = ()
    for spec, p in zip(family.params, params):
        rows = (*rows, spread(p, spec.axes, batch))
    x = np.zeros(shape, dtype=int) if family.discrete else np.zeros(shape)
    flat = x.reshape((size_of(batch), *shape[len(batch):]))
    for i in range(size_of(batch)):
        flat[i] = one(rng, family, at(family, rows, i))
    return x


def one(rng: Rng, family: Family, params: Params) -> Value:
    """One value, an array when it is a vector or matrix."""
    if usable(family, params):
        return family.sample(rng, *params)
    if not family.axes:
        return impossible(family.discrete)
    event = family.event(*shapes(family, params))
    return np.zeros(event, dtype=int) + IMPOSSIBLE if family.discrete else np.zeros(event) + math.nan


def usable(family: Family, params: Params) -> Truth:
    """Are all parameters finite, but for those that may be infinite? Rejection would not end otherwise."""
    good = True
    for spec, p in zip(family.params, params):
        good = good and np.all(p == p if spec.infinite else np.abs(p) < math.inf)
    return good


@compile_time
def shapes(family: Family, params: Params) -> tuple[int | Shape, ...]:
    """What `family.event` takes: shapes, and those parameters that are sizes."""
    return tuple(p if spec.size else getattr(p, "shape", ()) for spec, p in zip(family.params, params, strict=True))


@compile_time
def known(penalty: Value) -> bool:
    """Are all parameters known to lie in their domains when the code is compiled?"""
    return type(penalty) is float


@compile_time
def own_axes(p: Value, spec: Param) -> int:
    """How many trailing axes of a parameter belong to one value of it."""
    return min(len(getattr(p, "shape", ())), spec.axes)


@compile_time
def varies(p: Value | Truth, axes: int) -> bool:
    """Has a parameter, one value of which has `axes` axes, more than one value?"""
    return len(getattr(p, "shape", ())) > axes


def spread(p: np.ndarray, axes: int, batch: Shape) -> np.ndarray:
    """A parameter with one row for each value; as it is when all values share it."""
    if not varies(p, axes):
        return p
    tail = p.shape[len(p.shape) - axes:]
    return (p + np.zeros((*batch, *tail), dtype=p.dtype)).reshape((size_of(batch), *tail))


def at(family: Family, rows: Params, i: int) -> Params:
    """The parameters of the i-th value."""
    params = ()
    for spec, p in zip(family.params, rows):
        params = (*params, p[i] if varies(p, spec.axes) else p)
    return params


def uniforms(rng: Rng, shape: Shape) -> Value:
    """Uniform in [0, 1)."""
    if shape == ():
        return rng.uniform()
    x = np.zeros(size_of(shape))
    for i in range(size_of(shape)):
        x[i] = rng.uniform()
    return x.reshape(shape)


def redrawn(rng: Rng, dist: Drawn, shape: Shape, constraint: Constraint) -> Value:
    """A draw of which the elements outside of the constraint are drawn again."""
    x = dist.draw(rng, shape)
    for _ in range(TRIES):
        if np.all(where(constraint.contains(x), True, False)):
            break
        x = where(constraint.contains(x), x, dist.draw(rng, shape))
    return where(constraint.contains(x), x, impossible(dist.discrete))


# -- restricted to a set of vectors or matrices
TESTS: dict[Kind, Any] = {ORDERED: is_ordered, POSITIVE_ORDERED: is_positive_ordered}


def redrawn_whole(rng: Rng, dist: Drawn, shape: Shape, constraint: Constraint) -> Value:
    """A draw of which the vectors or matrices outside of the constraint are drawn again, as wholes. Independent and alike numbers are sorted instead,
    which is the same distribution."""
    if sorts(dist, constraint):
        return np.sort(redrawn(rng, dist, shape, positive) if from_zero(constraint) else dist.draw(rng, shape), axis=-1)
    x = dist.draw(rng, shape)
    for _ in range(TRIES_OF_VECTORS):
        if np.all(lies_in(x, constraint)):
            break
        x = where(spread_out(lies_in(x, constraint), axes_of(constraint)), x, dist.draw(rng, shape))
    return where(spread_out(lies_in(x, constraint), axes_of(constraint)), x, impossible(dist.discrete))


@compile_time
def sorts(dist: Drawn, constraint: Constraint) -> bool:
    """Are the elements of a vector independent and of one distribution, and is the set that of ordered ones?"""
    if constraint.kind not in TESTS or dist.axes or dist.discrete:
        return False
    given = [(p, spec.axes) for spec, p in dist.parameters()] + [(bound, 0) for bound in dist.support().bounds() if bound is not None]
    return all(batch_axes(p, axes)[-1:] in ((), (1,)) for p, axes in given)


@compile_time
def batch_axes(p: Value, axes: int) -> Shape:
    """The shape of a parameter without the axes of one value of it."""
    shape = getattr(p, "shape", ())
    return shape[: len(shape) - axes]


@compile_time
def from_zero(constraint: Constraint) -> bool:
    """Are the ordered numbers positive?"""
    return constraint.kind is POSITIVE_ORDERED


@compile_time
def axes_of(constraint: Constraint) -> int:
    """How many axes a value in the set has."""
    return constraint.kind.axes


@compile_time
def test_of(constraint: Constraint) -> Any:
    """The test of the set, in the language."""
    return TESTS.get(constraint.kind, constraint.kind.contains)


def lies_in(x: Value, constraint: Constraint) -> Truth:
    """Which vectors or matrices lie in the set."""
    return test_of(constraint)(x, *constraint.params)


def spread_out(truth: Truth, axes: int) -> Truth:
    """Truth values of vectors or matrices, as they broadcast to the elements."""
    for _ in range(axes if varies(truth, 0) else 0):
        truth = np.expand_dims(truth, -1)
    return truth


def can_be_drawn(dist: Drawn, constraint: Constraint) -> bool:
    """Can draws of the distribution lie in the set at all?"""
    return not constraint.kind.thin or constraint.kind.holds(dist.support().kind)

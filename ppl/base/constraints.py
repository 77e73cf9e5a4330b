"""Sets of values: the support of a distribution, the domain of a parameter, the constraint of a site; each with its transform.

`real, positive, unit, ordered, positive_ordered, simplex` are values; `lower(a), upper(b), interval(a, b), cholesky_corr(n)` make
one; bounds may be numbers, arrays or parameters. A constraint restricts and never renormalises.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from . import transforms as t
from .frames import here


class Kind:
    """What all constraints of one name share. `contains` and `inside` are in the language, `check` is NumPy's exact test of data."""

    def __init__(
        self,
        name: str,
        contains: Callable[..., Any],
        inside: Callable[..., Any],
        forward: Any = None,
        inverse: Callable[..., Any] | None = None,
        free: Callable[..., Any] = t.same,
        axes: int = 0,
        whole: bool = False,
        check: Callable[..., Any] | None = None,
    ):
        self.name, self.contains, self.inside, self.forward, self.inverse = name, contains, inside, forward, inverse
        self.free, self.axes, self.whole, self.check = free, axes, whole, check


@dataclass(frozen=True, eq=False)
class Constraint:
    """A set with its bounds; a compile-time record whose bounds may be run-time values."""

    kind: Kind
    params: tuple[Any, ...] = ()

    def contains(self, x):
        return self.kind.contains(x, *self.params)

    def inside(self):
        return self.kind.inside(*self.params)

    def forward(self, u):
        return self.kind.forward(u, *self.params)

    def __str__(self) -> str:
        if self.kind.whole:
            return self.kind.name + "".join(f" = {show(p)}" for p in self.params)
        return f"{self.kind.name}({', '.join(show(p) for p in self.params)})" if self.params else self.kind.name


@compile_time
def room(what: str, low: Any, high: Any) -> None:
    """Refuses numbers that leave no room between them; other bounds are looked at when they are known."""
    if type(low) in (int, float) and type(high) in (int, float) and not low < high:
        raise ModelError(f"{what}: the lower bound {low:g} is not below the upper bound {high:g}", here())


def show(p: Any) -> str:
    return f"{p:g}" if isinstance(p, (int, float)) else "…"


def everywhere(x):
    return True


def outside_is_data(x, *params):
    return True


def zero(*params):
    return 0.0


def first(*params):
    return 0


def one(*params):
    return 1.0


def half(*params):
    return 0.5


def positive_contains(x):
    return x > 0.0


def nonnegative_contains(x):
    return x >= 0.0


def lower_contains(x, low):
    return x >= low


def lower_inside(low):
    return low + 1.0


def upper_contains(x, high):
    return x <= high


def upper_inside(high):
    return high - 1.0


def interval_contains(x, low, high):
    return (x >= low) & (x <= high)


def interval_inside(low, high):
    return 0.5 * (low + high)


def unit_contains(x):
    return (x >= 0.0) & (x <= 1.0)


def binary_contains(x):
    return (x == 0) | (x == 1)


def up_to_contains(x, n):
    return (x >= 0) & (x <= n)


def below_contains(x, n):
    return (x >= 0) & (x < n)


def all_ordered(x):
    return np.all(np.diff(x, axis=-1) > 0, axis=-1)


def all_positive_ordered(x):
    return (x[..., 0] > 0) & all_ordered(x)


def all_simplex(x):
    return np.all(x >= 0, axis=-1) & (np.abs(np.sum(x, axis=-1) - 1.0) < 1e-6)  # numbers that were once f32 pass


def all_cholesky_corr(x, n):
    lower = np.all(np.triu(x, 1) == 0, axis=(-2, -1)) & np.all(np.diagonal(x, axis1=-2, axis2=-1) > 0, axis=-1)
    return lower & np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) < 1e-8, axis=-1)


REAL = Kind("real", everywhere, zero, t.real_forward, t.real_inverse)
POSITIVE = Kind("positive", positive_contains, one, t.positive_forward, t.positive_inverse)
LOWER = Kind("lower", lower_contains, lower_inside, t.lower_forward, t.lower_inverse)
UPPER = Kind("upper", upper_contains, upper_inside, t.upper_forward, t.upper_inverse)
INTERVAL = Kind("interval", interval_contains, interval_inside, t.interval_forward, t.interval_inverse)
UNIT = Kind("unit", unit_contains, half, t.unit_forward, t.unit_inverse)
ORDERED = Kind("ordered", outside_is_data, zero, t.ordered_forward, t.ordered_inverse, axes=1, check=all_ordered)
POSITIVE_ORDERED = Kind(
    "positive_ordered", outside_is_data, zero, t.positive_ordered_forward, t.positive_ordered_inverse, axes=1, check=all_positive_ordered
)
SIMPLEX = Kind("simplex", outside_is_data, zero, t.simplex_forward, t.simplex_inverse, t.one_less, axes=1, check=all_simplex)
CHOLESKY_CORR = Kind(
    "cholesky_corr",
    outside_is_data,
    zero,
    t.cholesky_corr_forward,
    t.cholesky_corr_inverse,
    t.below_diagonal,
    axes=2,
    check=all_cholesky_corr,
)
NONNEGATIVE = Kind("nonnegative", nonnegative_contains, one, t.positive_forward, t.positive_inverse)
BINARY = Kind("0 or 1", binary_contains, first, whole=True)
COUNT = Kind("counts 0, 1, 2, …", nonnegative_contains, first, whole=True)
UP_TO = Kind("counts up to n", up_to_contains, first, whole=True)
BELOW = Kind("whole numbers from 0, below n", below_contains, first, whole=True)

real, positive, unit = Constraint(REAL), Constraint(POSITIVE), Constraint(UNIT)
ordered, positive_ordered, simplex = Constraint(ORDERED), Constraint(POSITIVE_ORDERED), Constraint(SIMPLEX)
nonnegative, binary, count = Constraint(NONNEGATIVE), Constraint(BINARY), Constraint(COUNT)


@compile_time
def lower(low) -> Constraint:
    """Values above `low`."""
    return Constraint(LOWER, (low,))


@compile_time
def upper(high) -> Constraint:
    """Values below `high`."""
    return Constraint(UPPER, (high,))


@compile_time
def interval(low, high) -> Constraint:
    """Values between `low` and `high`."""
    room("`ppl.interval`", low, high)
    return Constraint(INTERVAL, (low, high))


@compile_time
def cholesky_corr(n: int) -> Constraint:
    """Lower-triangular factors of n × n correlation matrices: rows of length 1, a positive diagonal."""
    return Constraint(CHOLESKY_CORR, (n,))


@compile_time
def up_to(n) -> Constraint:
    return Constraint(UP_TO, (n,))


@compile_time
def below(n) -> Constraint:
    return Constraint(BELOW, (n,))


def violations(constraint: Constraint, x: np.ndarray) -> np.ndarray:
    """Which elements (or vectors, matrices) of data lie outside the set; bounds are numbers or arrays."""
    with np.errstate(all="ignore"):
        ok = np.asarray((constraint.kind.check or constraint.kind.contains)(x, *constraint.params))
        if constraint.kind.whole and x.dtype.kind == "f":
            ok = ok & (x == np.floor(x))
    rank = x.ndim - constraint.kind.axes
    return ~np.broadcast_to(ok, x.shape[:rank])


def dimension(constraint: Constraint, shape: tuple[int, ...]) -> int:
    return math.prod(constraint.kind.free(shape, *constraint.params))

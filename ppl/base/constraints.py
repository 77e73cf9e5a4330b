"""Sets of values: the support of a distribution, the domain of a parameter, the constraint of a site; each with its transform.

`real, positive, unit, ordered, positive_ordered, simplex` are values; `lower(a), upper(b), interval(a, b), affine(loc, scale), cholesky_corr(n)`
make one; bounds may be numbers, arrays or parameters. A constraint restricts and never renormalises. Sets of matrices, and those of vectors that are
not here, are in `ppl/spaces/`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError, OutsideDomain
from ...ir.given import plain, shown
from ...lang.values.hooks import compile_time
from ..habits.making import maker, refuse_size
from . import inverses as v
from . import sets
from . import transforms as t
from .frames import here
from .functions import where
from .types import Bounds, Function, Numbers, Shape, Truth, Value, is_plain


class Kind:
    """What all constraints of one name share.

    `contains(x, *params)` and `inside(*params)` (a point of the set) are in the language, `check(x, *params)` is NumPy's exact test of data.
    `forward` and `inverse` are the transform, None where there are no parameters on the set; `free` gives the shape of its coordinates; what
    `within` and `interior` mean says `inverses.py`.
    `bounds(*params)` are (low, high) of a set of real numbers between bounds; `axes` how many axes one value has, `event(*params)` its shape
    where the parameters say it; `whole` says that values are whole numbers, `fixed` that bounds are data and no parameters of a model. `thin`, of a
    set that draws of other distributions never hit: which have draws in it; `rows`, of a set of matrices: that of each row.
    """

    def __init__(
        self,
        name: str,
        contains: Callable[..., Truth],
        inside: Function,
        forward: Callable[..., t.Transformed] | None = None,
        inverse: Callable[..., np.ndarray] | None = None,
        interior: Callable[..., np.ndarray] = v.as_it_is,
        free: Callable[..., Shape] = t.same,
        axes: int = 0,
        whole: bool = False,
        check: Callable[..., Truth] | None = None,
        within: Callable[..., Truth] | None = None,
        bounds: Callable[..., Bounds] | None = None,
        event: Callable[..., Shape] | None = None,
        thin: str = "",
        fixed: bool = False,
        rows: Kind | None = None,
    ):
        self.name, self.contains, self.inside, self.forward, self.inverse, self.interior = name, contains, inside, forward, inverse, interior
        self.free, self.axes, self.whole, self.check, self.within, self.bounds, self.event = free, axes, whole, check, within, bounds, event
        self.thin, self.fixed, self.rows = thin, fixed, rows

    def holds(self, other: Kind) -> bool:
        """Is a value in this set one in the other, or several?"""
        return other is self or other is self.rows


@dataclass(frozen=True, eq=False, repr=False)
class Constraint:
    """A set with its bounds; a compile-time record whose bounds may be run-time values."""

    kind: Kind
    params: tuple[Value, ...] = ()

    def contains(self, x: Value) -> Truth:
        """Is x in the set, element by element? True where only data are looked at (`violations`)."""
        return self.kind.contains(x, *self.params)

    def inside(self) -> Value:
        """A point of the set."""
        return self.kind.inside(*self.params)

    def forward(self, u: Value) -> t.Transformed:
        """(the value that coordinates u stand for, log |det Jacobian|, whose sum counts, logs of what is left to the ends: `transforms.py`)."""
        assert self.kind.forward is not None, "sets without parameters are refused where a parameter is made"
        return self.kind.forward(u, *self.params)

    def inverse(self, x: np.ndarray) -> np.ndarray:
        """The coordinates of values in the set, in NumPy; finite for those that rounding put on its edge."""
        with np.errstate(all="ignore"):
            return self.back(self.interior(x))

    def back(self, x: Value) -> Any:
        """The coordinates of values that lie inside, in the language."""
        assert self.kind.inverse is not None, "sets without parameters are refused where a parameter is made"
        return self.kind.inverse(x, *self.params)

    def interior(self, x: np.ndarray) -> np.ndarray:
        """Values, those on the edge of the set moved to the nearest ones inside."""
        return self.kind.interior(x, *self.params)

    def __call__(self, *sizes: Any) -> Any:
        raise ModelError(f"`{self}` is a set, and no function", here(), "write it without parentheses: how many values there are is `shape=` of the site")

    @compile_time
    def restricts(self) -> bool:
        """Does the set leave anything out?"""
        return self.kind.contains is not sets.everywhere

    @compile_time
    def elementwise(self) -> bool:
        """Is every element of an array in the set or not, by itself?"""
        return self.kind.axes == 0

    @compile_time
    def watches(self, p: Value) -> bool:
        """Must a parameter of this domain be looked at at run time? Numbers of the source are checked when a distribution is made."""
        return self.restricts() and not is_plain(p)

    @compile_time
    def limits(self) -> bool:
        """Does the set leave numbers out, element by element?"""
        return self.restricts() and self.elementwise()

    @compile_time
    def bounds(self) -> Bounds:
        """(low, high) of a set of numbers between bounds, None where it is open."""
        return self.kind.bounds(*self.params) if self.kind.bounds is not None else (None, None)

    @compile_time
    def moves(self) -> bool:
        """Can the bounds change with the parameters? If not, data are checked against the set when they are bound."""
        return self.kind.bounds is not None and not self.kind.fixed and not all(is_plain(p) for p in self.params)

    def __str__(self) -> str:
        if self.kind.whole:
            return self.kind.name + (f" = {' … '.join(show(p) for p in self.params)}" if self.params else "")
        return f"{self.kind.name}({', '.join(show(p) for p in self.params)})" if self.params else self.kind.name

    def __repr__(self) -> str:
        return str(self)


FIRST_LOWER = "the lower bound comes first, then the upper one"


@compile_time
def room(what: str, low: Numbers | None, high: Numbers | None) -> None:
    """Refuses numbers that leave no room between them; other bounds are looked at when they are known."""
    if is_plain(low) and is_plain(high) and not low < high:
        raise OutsideDomain(f"{what}: the lower bound {shown(plain(low))} is not below the upper bound {shown(plain(high))}", here(), FIRST_LOWER,
                            left=f"the lower bound of {what} was not below the upper one")  # fmt: skip


def show(p: Value) -> str:
    """A bound as messages show it."""
    return f"{p:g}" if isinstance(p, (int, float)) else "…"


REAL = Kind("real", sets.everywhere, sets.zero, t.real_forward, v.real_inverse, bounds=sets.no_bounds)
AFFINE = Kind("affine", sets.everywhere, sets.loc, t.affine_forward, v.affine_inverse, bounds=sets.no_bounds)
POSITIVE = Kind("positive", sets.positive_contains, sets.one, t.positive_forward, v.positive_inverse, v.positive_interior, bounds=sets.from_zero)
LOWER = Kind("lower", sets.lower_contains, sets.lower_inside, t.lower_forward, v.lower_inverse, v.lower_interior, bounds=sets.from_low)
UPPER = Kind("upper", sets.upper_contains, sets.upper_inside, t.upper_forward, v.upper_inverse, v.upper_interior, bounds=sets.to_high)
INTERVAL = Kind(
    "interval", sets.interval_contains, sets.interval_inside, t.interval_forward, v.interval_inverse, v.interval_interior, bounds=sets.from_low_to_high
)
BETWEEN = Kind("between", sets.between_contains, sets.between_inside, t.between_forward, v.between_inverse, v.between_interior, bounds=sets.where_finite)
UNIT = Kind("unit", sets.unit_contains, sets.half, t.unit_forward, v.unit_inverse, v.unit_interior, bounds=sets.from_zero_to_one)
ORDERED = Kind(
    "ordered", sets.outside_is_data, sets.zero, t.ordered_forward, v.ordered_inverse, v.ordered_interior,
    axes=1, check=sets.all_ordered, within=v.ordered_within,
)  # fmt: skip
POSITIVE_ORDERED = Kind(
    "positive_ordered", sets.outside_is_data, sets.zero, t.positive_ordered_forward, v.positive_ordered_inverse, v.positive_ordered_interior,
    axes=1, check=sets.all_positive_ordered, within=v.positive_ordered_within,
)  # fmt: skip
SIMPLEX = Kind(
    "simplex", sets.simplex_contains, sets.half, t.simplex_forward, v.simplex_inverse, v.simplex_interior, t.one_less,
    axes=1, within=v.simplex_within, thin="the prior of shares that has draws is `ppl.Dirichlet`",
)  # fmt: skip
CHOLESKY_CORR = Kind(
    "cholesky_corr", sets.cholesky_corr_contains, sets.zero, t.cholesky_corr_forward, v.cholesky_corr_inverse, v.cholesky_corr_interior, t.below_diagonal,
    axes=2, check=sets.all_cholesky_corr, within=v.cholesky_corr_within, event=sets.square,
    thin="the prior of factors of correlation matrices that has draws is `ppl.LKJCholesky`",
)  # fmt: skip
NONNEGATIVE = Kind(
    "nonnegative", sets.nonnegative_contains, sets.one, t.positive_forward, v.positive_inverse, v.positive_interior, bounds=sets.from_zero
)
INSIDE_UNIT = Kind(
    "strictly between 0 and 1", sets.inside_unit_contains, sets.half, t.unit_forward, v.unit_inverse, v.unit_interior, bounds=sets.from_zero_to_one
)
BINARY = Kind("0 or 1", sets.binary_contains, sets.first, whole=True, bounds=sets.zero_or_one)
COUNT = Kind("counts 0, 1, 2, …", sets.count_contains, sets.first, whole=True, bounds=sets.from_first)
UP_TO = Kind("counts up to n", sets.up_to_contains, sets.first, whole=True, bounds=sets.from_first_to, fixed=True)
SYMMETRIC = Kind("symmetric matrices", sets.symmetric_contains, sets.zero, axes=2)
LOWER_TRIANGULAR = Kind("lower-triangular matrices", sets.lower_triangular_contains, sets.zero, axes=2, check=sets.all_lower_triangular)
BELOW = Kind("whole numbers from 0, below n", sets.below_contains, sets.first, whole=True, bounds=sets.from_first_below)
PARTS = Kind("counts of sum n", sets.parts_contains, sets.first, axes=1, whole=True, fixed=True)
FROM_ONE = Kind("counts 1, 2, 3, …", sets.from_one_contains, sets.one_count, whole=True, bounds=sets.from_one)
WHOLE = Kind("whole numbers", sets.whole_contains, sets.first, whole=True)
WHOLE_BETWEEN = Kind("whole numbers from low to high", sets.whole_between_contains, sets.lowest, whole=True, bounds=sets.from_low_to_high)
DRAWN = Kind(
    "whole numbers from max(0, n + k - N) to min(k, n)", sets.whole_between_contains, sets.lowest, whole=True, bounds=sets.from_low_to_high, fixed=True
)
AFTER_ZERO = Kind("above 0, at most 1", sets.after_zero_contains, sets.half, bounds=sets.from_zero_to_one)
ABOVE_ONE = Kind("above 1", sets.above_one_contains, sets.two)
CUTPOINTS = Kind("ordered", sets.is_ordered, sets.zero, axes=1, check=sets.all_ordered)

real, positive, unit = Constraint(REAL), Constraint(POSITIVE), Constraint(UNIT)
ordered, positive_ordered, simplex = Constraint(ORDERED), Constraint(POSITIVE_ORDERED), Constraint(SIMPLEX)
nonnegative, inside_unit, binary, count = Constraint(NONNEGATIVE), Constraint(INSIDE_UNIT), Constraint(BINARY), Constraint(COUNT)
from_one, whole, after_zero, above_one, cutpoints = (Constraint(k) for k in (FROM_ONE, WHOLE, AFTER_ZERO, ABOVE_ONE, CUTPOINTS))
symmetric, lower_triangular = Constraint(SYMMETRIC), Constraint(LOWER_TRIANGULAR)


@maker
def lower(low: Value) -> Constraint:
    """Values above `low`."""
    return Constraint(LOWER, (low,))


@maker
def upper(high: Value) -> Constraint:
    """Values below `high`."""
    return Constraint(UPPER, (high,))


@maker
def interval(low: Value, high: Value) -> Constraint:
    """Values between `low` and `high`."""
    room("`ppl.interval`", low, high)
    return Constraint(INTERVAL, (low, high))


@maker
def affine(loc: Value, scale: Value) -> Constraint:
    """All numbers, whose coordinates are (x - loc) / scale."""
    if is_plain(scale) and not scale > 0:
        raise ModelError(f"`ppl.affine`: the scale must be positive, not {shown(plain(scale))}", here(), "`ppl.affine(loc, scale)`: the location comes first")
    return Constraint(AFFINE, (loc, scale))


@compile_time
def between(low: Value, high: Value, usual: Value) -> Constraint:
    """Values between `low` and `high`, each of which may be infinite; `usual` is one of them, or lies beyond an end."""
    if is_plain(low) and is_plain(high):
        if low == -math.inf:
            return real if high == math.inf else upper(high)
        return lower(low) if high == math.inf else interval(low, high)
    return Constraint(BETWEEN, (low, high, usual))


@maker
def cholesky_corr(n: int) -> Constraint:
    """Lower-triangular factors of n × n correlation matrices: rows of length 1, a positive diagonal."""
    refuse_size("cholesky_corr", n)
    return Constraint(CHOLESKY_CORR, (n,))


@compile_time
def up_to(n: Value) -> Constraint:
    """Whole numbers from 0 to `n`."""
    return Constraint(UP_TO, (n,))


@compile_time
def below(n: Value) -> Constraint:
    """Whole numbers from 0 to `n` - 1."""
    return Constraint(BELOW, (n,))


@compile_time
def whole_between(low: Value, high: Value) -> Constraint:
    """Whole numbers from `low` to `high`."""
    if is_plain(low) and is_plain(high) and low > high:
        raise ModelError(f"`ppl.DiscreteUniform`: low, {shown(plain(low))}, is above high, {shown(plain(high))}", here())
    return Constraint(WHOLE_BETWEEN, (low, high))


@compile_time
def drawn(low: Value, high: Value) -> Constraint:
    """Numbers of successes among the drawn."""
    return Constraint(DRAWN, (low, high))


@compile_time
def parts(n: Value) -> Constraint:
    """Vectors of counts whose sum is `n`."""
    return Constraint(PARTS, (n,))


def guard(constraint: Constraint, x: Value) -> tuple[Value, Value]:
    """(x, 0) where x lies in the set, (a point inside, -inf) elsewhere, so that neither value nor gradient is ever nan. Vectors and matrices stay as
    they are."""
    ok = constraint.contains(x)
    if not constraint.elementwise():
        return x, where(ok, 0.0, -math.inf)
    return where(ok, x, constraint.inside()), where(ok, 0.0, -math.inf)

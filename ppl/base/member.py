"""A distribution that is a member of a family: the record of the family and its parameters, which may be run-time values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError, OutsideDomain
from ...lang.library.of_elements import of_elements
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..habits.numbers import refuse_parameter
from . import draws
from .constraints import REAL, Constraint, guard
from .distribution import Distribution, lacks
from .ends import at_ends, joined, split, split_whole
from .family import Family, Param, by_bisection, places, stated
from .frames import here
from .functions import log, log1p, where
from .parameters import array_of, value_of
from .transforms import Logs
from .types import Function, Numbers, Shape, ShapeOf, Truth, Value, is_plain


@compile_time
def known(member: Member, what: str, asked: str = "") -> Function:
    """A function that a family may do without; ModelError where it does, and `asked` is what would follow from it."""
    function = getattr(member.family, what)
    return lacks(member, what, asked) if function is None else function if member.family.by_arrays else of_elements(function)


def or_nan(penalty: Value, value: Value) -> Value:
    """The value, nan where a parameter had to be moved into its domain."""
    return value if draws.known(penalty) else where(penalty < 0.0, math.nan, value)


@dataclass(frozen=True, eq=False, repr=False)
class Member(Distribution):
    """A family and its parameters."""

    family: Family
    params: tuple[Any, ...]

    @property
    def name(self) -> str:
        return self.family.name

    @property
    def discrete(self) -> bool:
        return self.family.discrete

    @property
    def axes(self) -> int:
        return self.family.axes

    @property
    def in_logs(self) -> bool:
        return self.family.by_logs is not None

    @compile_time
    def has(self, what: str) -> bool:
        family = self.family
        if what == "truncated":
            return family.cdf is not None and not family.axes
        if what == "from_normal":
            return family.cdf is not None and not family.axes and not family.discrete
        if what in ("noncentered", "located"):
            return self.is_located() or (what == "noncentered" and family.shift is not None)
        return getattr(family, what) is not None or (what == "quantile" and by_bisection(family))

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return tuple(zip(self.family.params, self.params, strict=True))

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support; -inf where a parameter lies outside its domain."""
        safe, penalty = self.safe()
        density = self.family.logpdf(x, *safe)
        sums = self.family.by_numbers and self.family.by_logs is None           # others may be infinite themselves
        return density + penalty if sums else where(penalty < 0.0, -math.inf, density)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` of families that are written in the logs of a transform onto the support (`priors.py`)."""
        safe, penalty = self.safe()
        return self.family.by_logs(x, logs, *safe) + penalty

    def safe(self) -> tuple[tuple[Any, ...], Value]:
        """Parameters moved into their domains where those are of numbers, and -inf where one had to be, or lies outside."""
        safe = ()
        penalty: Any = 0.0
        for spec, p in zip(self.family.params, self.params):
            if p is not None and spec.domain.watches(p):
                p, far = guard(spec.domain, p)
                penalty = penalty + (np.sum(far, axis=-1) if spec.domain.elementwise() and draws.own_axes(p, spec) else far)
            safe = (*safe, p)
        return safe, penalty

    def logpdf(self, x: Value) -> Value:
        """log density (or log probability) at x, element by element; -inf outside the support or the domains."""
        x = array_of(x)
        if self.support().limits():
            x, far = guard(self.support(), x)
            return self.density(x) + far
        if self.support().restricts():
            return where(guard(self.support(), x)[1] < 0.0, -math.inf, self.density(x))
        return self.density(x)

    def support(self) -> Constraint:
        """The set of its values."""
        return self.family.support(*self.params)

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x): 0 below the support, 1 above it; nan where a parameter lies outside its domain."""
        cdf, (x, below, above), (params, penalty) = known(self, "cdf"), self.split(x), self.safe()
        return or_nan(penalty, joined(below, above, cdf(x, *params), 0.0, 1.0))

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        cdf, (x, below, above), (params, penalty) = known(self, "cdf", "logcdf"), self.split(x), self.safe()
        value = log(cdf(x, *params)) if self.family.logcdf is None else known(self, "logcdf")(x, *params)
        return or_nan(penalty, joined(below, above, value, -math.inf, 0.0))

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        cdf, (x, below, above), (params, penalty) = known(self, "cdf", "logsf"), self.split(x), self.safe()
        value = log1p(-cdf(x, *params)) if self.family.logsf is None else known(self, "logsf")(x, *params)
        return or_nan(penalty, joined(below, above, value, 0.0, -math.inf))

    def split(self, x: Value) -> tuple[Value, Truth | None, Truth | None]:
        """x moved inside the support where it is not, and on which side it was."""
        if self.family.discrete:
            return split_whole(self.support().bounds(), array_of(x), self.support().inside())
        return split(self.support().bounds(), array_of(x), self.support().inside())

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf: the ends of the support at 0 and 1, nan where p is no probability."""
        p = array_of(p)
        if by_bisection(self.family):
            return self.truncated(None, None).quantile(p)
        quantile, usual = known(self, "quantile"), (p > 0.0) & (p < 1.0)
        return at_ends(self.support().bounds(), p, quantile(where(usual, p, 0.5), *self.params))

    def from_tails(self, below: Value, above: Value) -> Value:
        """The x with log P(X ≤ x) = below and log P(X > x) = above."""
        return known(self, "from_tails")(below, above, *self.params) if self.has("from_tails") else Distribution.from_tails(self, below, above)

    def from_normal(self, z: Value) -> Value:
        """The x with P(X ≤ x) = Φ(z), exact in both tails."""
        return known(self, "from_normal")(array_of(z), *self.params) if self.has("from_tails") else Distribution.from_normal(self, z)

    def to_normal(self, x: Value) -> Value:
        """The z with Φ(z) = P(X ≤ x), exact in both tails."""
        if not self.has("to_normal"):
            return Distribution.to_normal(self, x)
        x, below, above = self.split(x)
        return joined(below, above, known(self, "to_normal")(x, *self.params), -math.inf, math.inf)

    def mean(self) -> Value:
        """Its mean, one for each set of parameters."""
        return known(self, "mean")(*self.params)

    def variance(self) -> Value:
        """Its variance, one for each set of parameters."""
        return known(self, "variance")(*self.params)

    def skewness(self) -> Value:
        """Its skewness, one for each set of parameters; nan where there is none."""
        return known(self, "skewness")(*self.params)

    def kurtosis(self) -> Value:
        """Its excess kurtosis, one for each set of parameters; nan where there is none."""
        return known(self, "kurtosis")(*self.params)

    def covariance(self) -> Value:
        """Its covariance matrix, one for each set of parameters."""
        return known(self, "covariance")(*self.params)

    def standard(self) -> Distribution:
        """What the standard draw of its non-centred form follows."""
        if self.family.standard is None:
            return self.relocated(0.0, 1.0)
        return self.family.standard(*self.params)

    def shift(self, u: Value) -> Value:
        """The value of a standard draw."""
        if self.family.shift is None:
            loc, scale = self.located()
            return loc + scale * u
        return self.family.shift(u, *self.params)

    def unshift(self, x: Value) -> Value:
        """The standard draw of a value."""
        if self.family.unshift is None:
            loc, scale = self.located()
            return (x - loc) / scale
        return self.family.unshift(x, *self.params)

    @property
    def causal(self) -> bool:
        return self.family.causal

    def apart(self) -> str:
        return "" if self.family.together is None else self.family.together.missed(self.name, self.params)

    # -- families that are moved and stretched
    @compile_time
    def is_located(self) -> bool:
        """Has it a location and a scale, and all real numbers as values; or does its family say how it is moved?"""
        named = {p.name for p in stated(self.family).params} >= LOCATION_SCALE
        return self.family.located is not None or named and self.family.support(*self.params).kind is REAL

    def located(self) -> tuple[Value, Value]:
        """Its location and its scale."""
        if self.family.located is not None:
            return self.family.located(*self.params)
        own = self.own_params()
        at = places(self.family)
        return own[at[0]], own[at[1]]

    def relocated(self, loc: Value, scale: Value) -> Distribution:
        """The same with another location and scale."""
        if self.family.relocated is not None:
            return make(self.family, *self.family.relocated(loc, scale, *self.params))
        own = self.own_params()
        params = ()
        for k in range(len(own)):
            params = (*params, loc if k == places(self.family)[0] else scale if k == places(self.family)[1] else own[k])
        return make(stated(self.family), *params)

    def own_params(self) -> tuple[Value, ...]:
        """The parameters of the family that this one states in others (`restated.py`), or its own."""
        return self.params if self.family.restates is None else self.family.restates[1](*self.params)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of the parameters, broadcast, their own axes left out."""
        shapes = [() if p is None else shape_of(p) for p in self.params]
        for s, spec in zip(shapes, self.family.params, strict=True):
            if len(s) < spec.axes - spec.fewer:
                kind = "a vector" if spec.axes == 1 else "a matrix"
                raise ModelError(f"`{spec.name}` of {self.family.name} is {kind}, or several along further axes; here it has shape {s}", here())
        if not any(shapes):
            return ()
        return np.broadcast_shapes(*[s[: max(len(s) - spec.axes, 0)] for s, spec in zip(shapes, self.family.params, strict=True)])

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value."""
        if self.family.event is None:
            return ()
        return tuple(self.family.event(*[p if spec.size else shape_of(p) for p, spec in zip(self.params, self.family.params, strict=True)]))

    @compile_time
    def sized(self, shape: Shape) -> Member:
        """The member whose open sizes are the lengths of the event in a value of this shape, one after the other."""
        if not any(p is None for p in self.params):
            return self
        lengths = iter(shape[len(shape) - self.axes :] if len(shape) >= self.axes else ())
        return Member(self.family, tuple(next(lengths, None) if p is None else p for p in self.params))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape` from a bit generator of the language (`lang/library/random.py`); nan, or draws.IMPOSSIBLE, where a parameter
        lies outside of its domain."""
        safe, penalty = self.sized(shape).safe()
        x = draws.values(rng, self.family, safe, shape)
        if draws.known(penalty):
            return x
        for _ in range(self.family.axes if draws.varies(penalty, 0) else 0):
            penalty = penalty[..., None]  # type: ignore[index]
        return where(penalty < 0.0, draws.impossible(self.family.discrete), x)

    def __repr__(self) -> str:
        return f"{self.family.name}({', '.join(f'{spec.name}={value_of(p)}' for spec, p in self.parameters() if p is not None)})"

    def __str__(self) -> str:
        return f"{self.family.name}({', '.join(p.name for p in self.family.params)})"


LOCATION_SCALE = {"loc", "scale"}
PLAIN = (int, float)
NO_SIZES = (bool, float, np.floating, np.bool_, list)


@compile_time
def make(family: Family, *params: Numbers | None) -> Member:
    """The record; numbers outside their domains are refused at once."""
    for spec, p in zip(family.params, params, strict=True):
        if p is None and spec.open:
            continue
        if type(p) not in PLAIN:
            refuse_parameter(family.name, spec.name, p)
        if is_plain(p) and spec.axes <= spec.fewer and not spec.domain.contains(p):
            raise OutsideDomain(f"`{family.name}({spec.name}={p})`: {spec.name} must be {spec.domain}", here(),
                                left=f"`{spec.name}` of `{family.name}` left its domain ({spec.domain})")  # fmt: skip
        if is_plain(p) and spec.axes > 1:
            raise ModelError(f"`{spec.name}` of {family.name} is a matrix, or several along further axes; here it is the number {p}", here())
        if spec.size and (isinstance(p, NO_SIZES) or getattr(p, "shape", ())):
            raise ModelError(f"`{family.name}`: {spec.name} is a size, a whole number that is known before the run", here())
    return Member(family, tuple(p if spec.size else array_of(p) for spec, p in zip(family.params, params, strict=True)))

"""The record of a distribution: a family and its parameters, which may be run-time values; and its truncated and non-centred forms."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from . import draws
from .constraints import Constraint, guard, interval, lower, room, upper
from .family import Family
from .frames import here
from .functions import exp, log, log1mexp, log1p, where
from .transforms import Logs
from .types import Numbers, Shape, Value, is_plain

ShapeOf: TypeAlias = Callable[[Any], Shape]     # the shape of a number or an array, staged or not


@dataclass(frozen=True, eq=False, repr=False)
class Distribution:
    """A family and its parameters."""

    family: Family
    params: tuple[Any, ...]

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support; -inf where a parameter lies outside its domain."""
        safe, penalty = self.safe()
        density = self.family.logpdf(x, *safe)
        return density + penalty if self.family.by_numbers else where(penalty < 0.0, -math.inf, density)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` of families that are written in the logs of a transform onto the support (`priors.py`)."""
        safe, penalty = self.safe()
        return self.family.by_logs(x, logs, *safe) + penalty

    def safe(self) -> tuple[tuple[Any, ...], Value]:
        """Parameters moved into their domains where those are of numbers, and -inf where one had to be, or lies outside."""
        safe = ()
        penalty: Any = 0.0
        for spec, p in zip(self.family.params, self.params):
            if spec.domain.watches(p):
                p, far = guard(spec.domain, p)
                penalty = penalty + (np.sum(far, axis=-1) if spec.axes and spec.domain.elementwise() else far)
            safe = (*safe, p)
        return safe, penalty

    def logpdf(self, x: Value) -> Value:
        """log density (or log probability) at x, element by element; -inf outside the support or the domains."""
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
        """P(X ≤ x)."""
        return self.family.cdf(x, *self.params)

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf."""
        return self.family.quantile(p, *self.params)

    def mean(self) -> Value:
        """Its mean, one for each set of parameters."""
        return self.family.mean(*self.params)

    def variance(self) -> Value:
        """Its variance, one for each set of parameters."""
        return self.family.variance(*self.params)

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        if self.family.logcdf is not None:
            return self.family.logcdf(x, *self.params)
        return log(self.family.cdf(x, *self.params))

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        if self.family.logsf is not None:
            return self.family.logsf(x, *self.params)
        return log1p(-self.family.cdf(x, *self.params))

    @compile_time
    def truncated(self, low: Value | None = None, high: Value | None = None) -> Truncated:
        """This distribution on [low, high], renormalised; either bound may be left out."""
        room(f"`{self}.truncated`", low, high)
        if self.family.discrete or self.family.axes or self.family.cdf is None:
            raise ModelError(f"`{self.family.name}` cannot be truncated: only continuous distributions of a number with a cdf can")
        return Truncated(self, low, high)

    @compile_time
    def noncentered(self) -> Noncentered:
        """The same distribution, sampled through a standard draw: the coordinate is NAME_raw, the value NAME."""
        if self.family.shift is None:
            raise ModelError(f"`{self.family.name}` has no non-centred form; Normal, StudentT and MultivariateNormal(cholesky=) have")
        return Noncentered(self)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of the parameters, broadcast, their own axes left out."""
        shapes = [shape_of(p) for p in self.params]
        return np.broadcast_shapes(*[s[: len(s) - spec.axes] for s, spec in zip(shapes, self.family.params, strict=True)])

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value."""
        if self.family.event is None:
            return ()
        return tuple(self.family.event(*[p if spec.size else shape_of(p) for p, spec in zip(self.params, self.family.params, strict=True)]))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape` from a bit generator of the language (`lang/library/random.py`); nan, or draws.IMPOSSIBLE, where a parameter
        lies outside of its domain."""
        safe, penalty = self.safe()
        x = draws.values(rng, self.family, safe, shape)
        if draws.known(penalty):
            return x
        for _ in range(self.family.axes if draws.varies(penalty, 0) else 0):
            penalty = penalty[..., None]  # type: ignore[index]
        return where(penalty < 0.0, draws.impossible(self.family), x)

    def __str__(self) -> str:
        return f"{self.family.name}({', '.join(p.name for p in self.family.params)})"


@dataclass(frozen=True, eq=False, repr=False)
class Form:
    """Another form of a distribution, whose family and parameters it has. Abstract."""

    base: Distribution

    @property
    def family(self) -> Family:
        """The base's."""
        return self.base.family

    @property
    def params(self) -> tuple[Any, ...]:
        """The base's."""
        return self.base.params


@dataclass(frozen=True, eq=False, repr=False)
class Truncated(Form):
    """A univariate continuous distribution on [low, high], renormalised."""

    low: Value | None
    high: Value | None

    def density(self, x: Value) -> Value:
        """log density where x is known to lie within the bounds."""
        return self.base.density(x) - self.log_mass()

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` by logs."""
        return self.base.by_logs(x, logs) - self.log_mass()

    def logpdf(self, x: Value) -> Value:
        """log density at x, element by element; -inf outside of the bounds."""
        x, far = guard(self.support(), x)
        return self.base.logpdf(x) - self.log_mass() + far

    def log_mass(self) -> Value:
        """log P(low ≤ X ≤ high), from the tail that is the smaller."""
        if self.low is None:
            return 0.0 if self.high is None else self.base.logcdf(self.high)
        if self.high is None:
            return self.base.logsf(self.low)
        a, b = self.base.logcdf(self.low), self.base.logcdf(self.high)
        c, d = self.base.logsf(self.low), self.base.logsf(self.high)
        upper_tail = a > -math.log(2.0)
        gap = where(upper_tail, d - c, a - b)
        return where(self.low < self.high, where(upper_tail, c, b) + log1mexp(gap), math.inf)

    def support(self) -> Constraint:
        """The set of its values."""
        return truncated_support(self.base.support(), self.low, self.high)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of parameters and bounds, broadcast."""
        bounds = [shape_of(b) for b in (self.low, self.high) if b is not None]
        return np.broadcast_shapes(self.base.batch(shape_of), *bounds)

    def event(self, shape_of: ShapeOf) -> Shape:
        """Shape of one value: that of a number."""
        return ()

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x) for x within the bounds; from the tail that is the smaller."""
        mass = exp(self.log_mass())
        if self.low is None:
            return self.base.cdf(x) / mass
        above = exp(self.base.logsf(self.low)) - exp(self.base.logsf(x))
        return where(self.base.logcdf(self.low) > -math.log(2.0), above, self.base.cdf(x) - self.base.cdf(self.low)) / mass

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`."""
        return draws.truncated(rng, self, self.support().bounds(), shape)

    def __str__(self) -> str:
        return f"{self.base}.truncated"


class Noncentered(Form):
    """A distribution whose site is sampled through a standard draw; in all else it is its base."""

    def density(self, x: Value) -> Value:
        """The base's."""
        return self.base.density(x)

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """The base's."""
        return self.base.by_logs(x, logs)

    def logpdf(self, x: Value) -> Value:
        """The base's."""
        return self.base.logpdf(x)

    def support(self) -> Constraint:
        """The base's."""
        return self.base.support()

    def standard(self) -> Distribution:
        """What the standard draw follows."""
        return self.base.family.standard(*self.base.params)

    def shift(self, u: Value) -> Value:
        """The value of a standard draw."""
        return self.base.family.shift(u, *self.base.params)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """The base's."""
        return self.base.batch(shape_of)

    def event(self, shape_of: ShapeOf) -> Shape:
        """The base's."""
        return self.base.event(shape_of)

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`."""
        return self.base.draw(rng, shape)

    def __str__(self) -> str:
        return f"{self.base}.noncentered"


AnyForm: TypeAlias = Distribution | Truncated | Noncentered


@compile_time
def truncated_support(base: Constraint, low: Value | None, high: Value | None) -> Constraint:
    """The given bounds, those of the base where none are given; a positive base with a given upper bound is an interval from 0."""
    own_low, own_high = base.bounds()
    low, high = own_low if low is None else low, own_high if high is None else high
    if low is None:
        return base if high is None else upper(high)
    return lower(low) if high is None else interval(low, high)


@compile_time
def make(family: Family, *params: Numbers) -> Distribution:
    """The record; numbers outside their domains are refused at once."""
    for spec, p in zip(family.params, params, strict=True):
        if is_plain(p) and spec.axes == 0 and not spec.domain.contains(p):
            raise ModelError(f"`{family.name}({spec.name}={p})`: {spec.name} must be {spec.domain}", here())
    return Distribution(family, tuple(array_of(p) for p in params))


def array_of(p: Numbers) -> Numbers:
    """A list of numbers as an array; anything else, lists of run-time numbers too, as it is."""
    if not isinstance(p, list):
        return p
    from ...lang.values.scalar import Scalar  # not for `import llbayes.ppl`

    return p if any(isinstance(q, Scalar) for q in p) else np.asarray(p)


@compile_time
def either(families: tuple[Family, Family], one: Numbers | None, other: Numbers | None, *before: Numbers) -> Distribution:
    """The distribution of two families that differ in their last parameter, of the one whose parameter is given; `before` are the others."""
    first, second = families
    if (one is None) == (other is None):
        raise ModelError(f"`{first.name}` takes `{first.params[-1].name}` or `{second.params[-1].name}`, one of them")
    return make(first, *before, one) if one is not None else make(second, *before, other)  # type: ignore[arg-type]

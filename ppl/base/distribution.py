"""The record of a distribution: a family and its parameters, which may be run-time values; and its truncated and non-centred forms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ...ir.errors import ModelError
from ...ir.given import shown
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from . import draws
from .constraints import Constraint, guard
from .ends import at_ends, joined, split
from .family import Family
from .form import Form, absent, with_values
from .frames import here
from .functions import log, log1p, where
from .transforms import Logs
from .truncated import Truncated, truncate
from .types import Function, Numbers, Shape, ShapeOf, Truth, Value, is_plain

WITHOUT = {                                      # a function that a family does without -> the way to what it gives
    "cdf": "sum `np.exp(d.logpdf(k))` over the values, or count draws of `ppl.prior_predictive`",
    "quantile": "quantiles of draws: `ppl.prior_predictive`, then `np.quantile`",
    "mean": "where it exists it is that of many draws: `ppl.prior_predictive`",
    "variance": "where it exists it is that of many draws: `ppl.prior_predictive`",
}


@compile_time
def known(family: Family, what: str) -> Function:
    """A function that a family may do without; ModelError where it does."""
    function = getattr(family, what)
    if function is None:
        raise ModelError(f"`{family.name}` has no {what} here", here(), WITHOUT[what])
    return function


@compile_time
def by_bisection(family: Family) -> bool:
    """Are its quantiles found where the cdf has their probability, since they have no closed form?"""
    return family.quantile is None and family.cdf is not None and not family.discrete and not family.axes


def or_nan(penalty: Value, value: Value) -> Value:
    """The value, nan where a parameter had to be moved into its domain."""
    return value if draws.known(penalty) else where(penalty < 0.0, math.nan, value)


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
        """P(X ≤ x): 0 below the support, 1 above it; nan where a parameter lies outside its domain."""
        cdf, (x, below, above), (params, penalty) = known(self.family, "cdf"), self.split(x), self.safe()
        return or_nan(penalty, joined(below, above, cdf(x, *params), 0.0, 1.0))

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        cdf, (x, below, above), (params, penalty) = known(self.family, "cdf"), self.split(x), self.safe()
        value = log(cdf(x, *params)) if self.family.logcdf is None else self.family.logcdf(x, *params)
        return or_nan(penalty, joined(below, above, value, -math.inf, 0.0))

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        cdf, (x, below, above), (params, penalty) = known(self.family, "cdf"), self.split(x), self.safe()
        value = log1p(-cdf(x, *params)) if self.family.logsf is None else self.family.logsf(x, *params)
        return or_nan(penalty, joined(below, above, value, 0.0, -math.inf))

    def split(self, x: Value) -> tuple[Value, Truth | None, Truth | None]:
        """x moved inside the support where it is not, and on which side it was."""
        return split(self.support().bounds(), x, self.support().inside())

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf: the ends of the support at 0 and 1, nan where p is no probability."""
        if by_bisection(self.family):
            return truncate(self, None, None).quantile(p)
        quantile, usual = known(self.family, "quantile"), (p > 0.0) & (p < 1.0)
        return at_ends(self.support().bounds(), p, quantile(where(usual, p, 0.5), *self.params))

    def mean(self) -> Value:
        """Its mean, one for each set of parameters."""
        return known(self.family, "mean")(*self.params)

    def variance(self) -> Value:
        """Its variance, one for each set of parameters."""
        return known(self.family, "variance")(*self.params)

    def truncated(self, low: Value | None = None, high: Value | None = None) -> Truncated:
        """This distribution on [low, high], or what of that its support has, renormalised; either bound may be left out."""
        return truncate(self, low, high)

    @compile_time
    def noncentered(self) -> Noncentered:
        """The same distribution, sampled through a standard draw: the coordinate is NAME_raw, the value NAME."""
        if self.family.shift is None:
            raise ModelError(f"`{self.family.name}` has no non-centred form", here(), "Normal, StudentT and MultivariateNormal(cholesky=) have one")
        return Noncentered(self)

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of the parameters, broadcast, their own axes left out."""
        shapes = [shape_of(p) for p in self.params]
        for s, spec in zip(shapes, self.family.params, strict=True):
            if len(s) < spec.axes:
                kind = "a vector" if spec.axes == 1 else "a matrix"
                raise ModelError(f"`{spec.name}` of {self.family.name} is {kind}, or several along further axes; here it has shape {s}", here())
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

    def __repr__(self) -> str:
        return with_values(self.family, self.params)

    def __str__(self) -> str:
        return f"{self.family.name}({', '.join(p.name for p in self.family.params)})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise absent(self, name)


class Noncentered(Form[Distribution]):
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

    def __repr__(self) -> str:
        return f"{self.base!r}.noncentered()"

    def __str__(self) -> str:
        return f"{self.base}.noncentered"


AnyForm: TypeAlias = Distribution | Truncated | Noncentered
NO_NUMBERS = (Distribution, Truncated, Noncentered, Constraint, str, bytes, dict, set, type(None))


@compile_time
def make(family: Family, *params: Numbers) -> Distribution:
    """The record; numbers outside their domains are refused at once."""
    for spec, p in zip(family.params, params, strict=True):
        if isinstance(p, NO_NUMBERS) or callable(p):
            raise no_number(family, spec.name, p)
        if is_plain(p) and spec.axes == 0 and not spec.domain.contains(p):
            raise ModelError(f"`{family.name}({spec.name}={p})`: {spec.name} must be {spec.domain}", here())
    return Distribution(family, tuple(array_of(p) for p in params))


def no_number(family: Family, name: str, value: Any) -> ModelError:
    """The error for a parameter that cannot be a number or an array."""
    from ..habits.values import for_number  # not for `import llbayes.ppl`

    if isinstance(value, AnyForm):
        what, remedy = f"the distribution {value}", f'its value is that of a site: `x = ppl.sample("x", {value.family.name}(…))`'
    else:
        what, remedy = for_number(value)
    return ModelError(f"the parameter `{name}` of `{family.name}` is {what}, and no number", here(), remedy)


def array_of(p: Numbers) -> Numbers:
    """A list of numbers as an array; anything else, lists of run-time numbers too, as it is."""
    if not isinstance(p, list):
        return p
    from ...lang.values.scalar import Scalar  # not for `import llbayes.ppl`

    try:
        return p if any(isinstance(q, Scalar) for q in p) else np.asarray(p)
    except ValueError:
        raise ModelError(f"the parameter {shown(p)} is no array: its rows have different lengths", here()) from None


@compile_time
def either(families: tuple[Family, Family], one: Numbers | None, other: Numbers | None, *before: Numbers) -> Distribution:
    """The distribution of two families that differ in their last parameter, of the one whose parameter is given; `before` are the others."""
    first, second = families
    if (one is None) == (other is None):
        raise ModelError(f"`{first.name}` takes `{first.params[-1].name}` or `{second.params[-1].name}`, one of them", here(),
                         f"{'neither' if one is None else 'both'} {'was' if one is None else 'were'} given")  # fmt: skip
    return make(first, *before, one) if one is not None else make(second, *before, other)  # type: ignore[arg-type]

"""Censored observations: those at or beyond a bound are known to lie there, no more, and count with the probability of the tail."""

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
from ...base.distribution import Distribution, needs
from ...base.family import constructor
from ...base.frames import here
from ...base.functions import where
from ...base.parameters import array_of
from ...base.types import Numbers, Shape, Truth, Value
from ..between import bound
from ..bounded import Bounded
from ..form import Direct
from ..given import in_order, no_distribution, number, of_one_number
from .events import with_event
from .moments import first_moment, has_moments, second_moment

FAR = math.inf


@dataclass(frozen=True, eq=False, repr=False)
class CensoredForm(Direct, Bounded):
    """min(max(X, low), high) of X ~ base; values beyond a bound mean the bound."""

    @property
    def atoms(self) -> bool:
        return not self.discrete

    @compile_time
    def has(self, what: str) -> bool:
        if what in ("mean", "variance"):
            return has_moments(self.base, self.low, self.high)
        return what in ("cdf", "quantile", "sample") and self.base.has(what)

    def support(self) -> Constraint:
        """The base's, and all beyond the bounds."""
        low, high = self.low, self.high
        base = self.base.support()
        return Constraint(or_beyond(base.kind), (-FAR if low is None else low, FAR if high is None else high, *base.params))

    def density(self, x: Value) -> Value:
        """log density within the bounds, log probability of the tail beyond."""
        low, high, inside = self.low, self.high, self.base.support().inside()
        below, above = x <= (-FAR if low is None else low), x >= (FAR if high is None else high)
        found = self.base.logpdf(where(below | above, inside, x))
        if low is not None:
            found = where(below, self.base.logcdf(where(below, low, inside)), found)
        if high is not None:
            last = where(above, high, inside)           # bounds of what is not censored may be infinite
            found = where(above, self.base.logsf(last - 1 if self.discrete else last), found)
        return found

    def logpdf(self, x: Value) -> Value:
        """log density within the bounds, log probability of the tail beyond, element by element."""
        return self.density(array_of(x))

    def cdf(self, x: Value) -> Value:
        """P(value ≤ x): 0 below the lower bound, 1 from the upper one on."""
        x = array_of(x)
        return self.at_bounds(x, self.base.cdf(x), 0.0, 1.0)

    def logcdf(self, x: Value) -> Value:
        """log P(value ≤ x)."""
        x = array_of(x)
        return self.at_bounds(x, self.base.logcdf(x), -math.inf, 0.0)

    def logsf(self, x: Value) -> Value:
        """log P(value > x)."""
        x = array_of(x)
        return self.at_bounds(x, self.base.logsf(x), 0.0, -math.inf)

    def at_bounds(self, x: Value, found: Value, below: float, above: float) -> Value:
        """What is found between the bounds, and what holds beyond; nan stays."""
        if self.low is not None:
            found = where((x < self.low) & (found == found), below, found)
        return found if self.high is None else where((x >= self.high) & (found == found), above, found)

    def quantile(self, p: Value) -> Value:
        """The least x with P(value ≤ x) ≥ p."""
        return self.clipped(self.base.quantile(p))

    def clipped(self, x: Value) -> Value:
        """x, or the bound that it lies beyond; nan stays."""
        if self.low is not None:
            x = where(x < self.low, self.low, x)
        return x if self.high is None else where(x > self.high, self.high, x)

    def mean(self) -> Value:
        """That of the values between the bounds, and the bounds, each times its probability."""
        needs(self, "mean")
        return first_moment(self.base, self.low, self.high)

    def variance(self) -> Value:
        """As the mean."""
        needs(self, "variance")
        return second_moment(self.base, self.low, self.high)

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: draws of the base, those beyond a bound at the bound."""
        x = self.base.draw(rng, shape)
        return where(x == IMPOSSIBLE, x, np.floor(self.clipped(x)).astype(int)) if self.discrete else self.clipped(x)

    def __repr__(self) -> str:
        return f"Censored({', '.join([repr(self.base), *self.bounds_shown()])})"

    def __str__(self) -> str:
        return f"Censored({', '.join([str(self.base), *(name for name, _ in self.given())])})"


@compile_time
@functools.cache
def or_beyond(kind: Kind) -> Kind:
    """The kind of set that all beyond two bounds belongs to as well. No parameter lies on it: there are no coordinates for an atom."""

    def contains(x: Value, low: Value, high: Value, *params: Value) -> Truth:
        return (x <= low) | (x >= high) | kind.contains(x, *params)

    def inside(low: Value, high: Value, *params: Value) -> Value:
        return kind.inside(*params)

    def bounds(low: Value, high: Value, *params: Value) -> tuple[None, None]:
        return None, None

    return Kind(f"{kind.name} or beyond the bounds", contains, inside, bounds=bounds, whole=kind.whole)


# -- making one
@constructor()
def Censored(d: Distribution, low: Numbers | None = None, high: Numbers | None = None, *, event: Numbers | None = None) -> Distribution:
    """Observations of `d` that are known up to bounds only: one at `low` or below counts with P(X ≤ low), one at `high` or above with P(X ≥ high), others
    with their density. Bounds are numbers, or arrays of one for each observation, infinite where it is not censored; draws lie within them. Or, as in
    survival analysis, `event` is 1 where the observation is a value and 0 where it is the time up to which there was none, which counts with P(X > x);
    draws are values of all."""
    if not isinstance(d, Distribution):
        raise no_distribution("`Censored(d, low, high)`: d must be a distribution", d, "`Censored(Weibull(2, 1), high=c)`")
    if d.axes or d.atoms or not d.has("cdf"):
        raise of_one_number("Censored", d, "distributions of a number with a cdf", censored_again(d))
    if event is not None:
        return with_event(d, event, low, high)
    if low is None and high is None:
        raise ModelError("`Censored` takes a bound: `low=`, `high=`, or both", here(),
                         "the time at which a row was censored, `np.inf` where it was not; or `event=`, 1 where it was not, 0 where it was")  # fmt: skip
    number("`low` of `Censored`", array_of(low))
    number("`high` of `Censored`", array_of(high))
    in_order(f"`Censored({d})`", low, high)
    return CensoredForm(d, limit(low, -math.inf, d.discrete, math.floor), limit(high, math.inf, d.discrete, math.ceil))


def censored_again(d: Distribution) -> str:
    """What to write for what is censored, or none of numbers."""
    if isinstance(d, CensoredForm):
        return f"both bounds are given at once: `Censored({d.base}, low=…, high=…)`"
    return "as in `Censored(Normal(mu, sigma), high=c)`; a log likelihood of anything else is `ppl.factor`"


def limit(given: Any, nothing: float, discrete: bool, near: Any) -> Any:
    """A bound, None where there is none; of counts the whole number next to a number of the source."""
    found = bound(array_of(given), nothing)
    return near(found) if discrete and isinstance(found, float) and math.isfinite(found) else found

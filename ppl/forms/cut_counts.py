"""A distribution of counts cut to bounds, both included, and renormalised: by sums where few values are left out or left in, else by tails."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import Constraint, guard
from ..base.distribution import Distribution, lacks, needs
from ..base.ends import at_ends
from ..base.frames import here
from ..base.functions import ceil, exp, floor, log, log1mexp, log1p, logaddexp, maximum, minimum, stop_gradient, where
from ..base.parameters import array_of
from ..base.types import Bounds, Shape, Value, is_plain
from .between import LEAST_UNIFORM, least_count, log_between, tails_between, tighter_high, tighter_low
from .bounded import Cut
from .form import Direct
from .given import HOLDS_SOME, refuse_reversed
from .given import known as known_now
from .mixtures.unions import between

FEW = 8                                          # values that are added up rather than asked of tails
TRIES = 40                                       # draws, before quantiles are looked for, which takes as long as a thousand
MANY = 10_000                                    # values whose moments are added up


@dataclass(frozen=True, eq=False, repr=False)
class CutCounts(Direct, Cut):
    """Counts on [low, high]; `ends` are the whole numbers at which they begin and end, None where they do not: the tighter ones of these and the base's."""

    @compile_time
    def has(self, what: str) -> bool:
        if what in ("mean", "variance"):
            return within(self.ends, MANY) or (left_out(self) is not None and self.base.has("mean") and self.base.has(what))
        if what == "sample" and not self.base.has("cdf"):
            return self.base.has("sample")
        return what in ("cdf", "quantile", "truncated", "sample") and self.base.has("cdf")

    def support(self) -> Constraint:
        """The whole numbers within the bounds."""
        return between(*self.ends, True)

    def density(self, x: Value) -> Value:
        """log probability where x is known to lie within the bounds; -inf where no mass does."""
        mass = self.log_mass()
        return self.base.density(x) - where(mass > -math.inf, mass, math.inf)

    def logpdf(self, x: Value) -> Value:
        """log probability of x; -inf outside of the bounds."""
        x, far = guard(self.support(), array_of(x))
        return self.density(x) + far

    def log_mass(self) -> Value:
        """log P(low ≤ X ≤ high)."""
        if within(self.ends, FEW):
            return self.log_sum(*self.ends)
        if by_the_rest(self):
            return log1mexp(minimum(self.log_sum(*few_below(self)), 0.0))
        return log_between(self.base, before(self.low), self.high)

    def log_sum(self, first: Any, last: Any) -> Value:
        """log P(first ≤ X ≤ last), of few values."""
        total: Any = -math.inf
        for k in range(first, last + 1):
            total = logaddexp(total, self.base.logpdf(k))
        return total

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        needs(self, "cdf", "logcdf")
        x, below, above = self.split(x)
        inside = minimum(log_between(self.base, before(self.low), x) - self.log_mass(), 0.0)
        return where(below, -math.inf, where(above, 0.0, inside))

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        needs(self, "cdf", "logsf")
        x, below, above = self.split(x)
        inside = minimum(log_between(self.base, x, self.high) - self.log_mass(), 0.0)
        return where(below, 0.0, where(above, -math.inf, inside))

    def split(self, x: Value) -> tuple[Value, Any, Any]:
        """(the whole number at or below x, moved inside where it is not; is it below the first; is it the last or above)."""
        x, (first, last) = floor(array_of(x)), self.ends
        below, above = x < (-math.inf if first is None else first), x >= (math.inf if last is None else last)
        return where(below | above, self.support().inside(), x), below, above

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        needs(self, "cdf")
        return exp(self.logcdf(x)) if is_cut(self) else self.base.cdf(x)

    def quantile(self, p: Value) -> Value:
        """The least x with P(X ≤ x) ≥ p; the ends of the support at 0 and 1, nan where p is no probability. A float: it may be infinite."""
        needs(self, "quantile")
        p = array_of(p)
        q = where((p > 0.0) & (p < 1.0), p, 0.5)
        x = self.found(log(q), log1p(-q))
        x = where(stop_gradient(self.cdf(x - 1.0)) >= q, x - 1.0, x)        # logarithms may be rounded the other way: the quantile of cdf(k) is k
        return at_ends(self.ends, p, x)

    def found(self, u: Value, v: Value) -> Value:
        """The least x with P(X ≤ x) ≥ exp(u) = 1 - exp(v)."""
        a = (-math.inf, 0.0) if self.low is None else (self.base.logcdf(self.low - 1), self.base.logsf(self.low - 1))
        b = (0.0, -math.inf) if self.high is None else (self.base.logcdf(self.high), self.base.logsf(self.high))
        below, above = tails_between(a, b, u, v)
        return least_count(self.base, *self.ends, below, above)

    def mean(self) -> Value:
        """The sum over few values, or the base's less that over few that are left out."""
        if not sums(self, "mean"):
            return (self.base.mean() - self.moment(few_below(self), 1, 0.0)) / exp(self.log_mass())
        return self.moment(self.ends, 1, 0.0) / exp(self.log_mass())

    def variance(self) -> Value:
        """As the mean."""
        middle = self.mean()
        if not sums(self, "variance"):
            whole = self.base.variance() + (self.base.mean() - middle) ** 2
            return (whole - self.moment(few_below(self), 2, middle)) / exp(self.log_mass())
        return self.moment(self.ends, 2, middle) / exp(self.log_mass())

    def moment(self, ends: Any, power: int, middle: Value) -> Value:
        """Σ (x - middle)^power P(x) of the base from first to last."""
        first, last = ends
        total: Any = 0.0 * middle + 0.0 * exp(self.base.logpdf(first))
        for k in range(first, last + 1):
            total = total + (k - middle) ** power * exp(self.base.logpdf(k))
        return total

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: draws of the base, again where they lie outside of the bounds, at last quantiles of uniform numbers; IMPOSSIBLE where a
        parameter lies outside of its domain, or no mass in the bounds."""
        if not self.base.has("cdf"):
            return draws.redrawn(rng, self.base, shape, self.support())
        x, support = self.base.draw(rng, shape), self.support()
        for _ in range(TRIES):
            if np.all(support.contains(x)):
                break
            x = where(support.contains(x), x, self.base.draw(rng, shape))
        return x if np.all(support.contains(x)) else where(support.contains(x), x, self.by_quantiles(rng, shape))

    def by_quantiles(self, rng: Rng, shape: Shape) -> Value:
        """Quantiles of uniform numbers, also where hardly any draw of the base lies within the bounds."""
        u = maximum(draws.uniforms(rng, shape), LEAST_UNIFORM)
        x = self.found(log(u), log1p(-u))
        good = (self.log_mass() > -math.inf) & (x == x)
        return where(good, np.floor(where(good, x, 0.0)).astype(int), draws.impossible(True))


# -- what is known of the bounds when a model is compiled
@compile_time
def within(ends: Bounds, n: int) -> bool:
    """Are there so many values at most?"""
    first, last = ends
    return is_plain(first) and is_plain(last) and last - first < n


@compile_time
def left_out(dist: CutCounts) -> tuple[int, int] | None:
    """(the first, the last) of few values of the base that lie below the bounds, where there is no upper one."""
    first, own = dist.ends[0], dist.base.support().bounds()[0]
    if dist.high is not None or not is_plain(first) or not is_plain(own) or not 0 < first - own <= FEW:
        return None
    return int(own), int(first) - 1


@compile_time
def by_the_rest(dist: CutCounts) -> bool:
    """Is the mass 1 less that of what is left out? One logarithm near 0 has digits; a sum of several that is next to 1 has none, and tails do."""
    rest = left_out(dist)
    return rest is not None and (rest[0] == rest[1] or not dist.base.has("cdf"))


@compile_time
def few_below(dist: CutCounts) -> tuple[int, int]:
    """`left_out` where there are some."""
    found = left_out(dist)
    assert found is not None, "asked of those that leave few out"
    return found


@compile_time
def sums(dist: CutCounts, what: str) -> bool:
    """Are its moments sums over all its values? ModelError where there is no way to them."""
    if not dist.has(what):
        lacks(dist, what)
    return within(dist.ends, MANY)


@compile_time
def is_cut(dist: CutCounts) -> bool:
    """Has it a bound?"""
    return dist.low is not None or dist.high is not None


def before(low: Value | None) -> Value | None:
    """The whole number before the first."""
    return None if low is None else low - 1


# -- making one
def cut_counts(dist: Distribution, low: Value | None, high: Value | None) -> CutCounts:
    """`dist` on [low, high]."""
    low, high = whole_bound(low, ceil, math.ceil), whole_bound(high, floor, math.floor)
    own_low, own_high = dist.support().bounds()
    return record(dist, low, high, (tighter_low(own_low, low), tighter_high(own_high, high)))


def whole_bound(given: Value | None, near: Any, plain_near: Any) -> Value | None:
    """The whole number next to a bound, on its inner side; None where there is none, or it is an infinite one of the source."""
    if given is None or known(given):
        return plain_bound(given, plain_near)
    return near(given)


@compile_time
def known(given: Value) -> bool:
    """Is it a number of the source?"""
    return is_plain(given)


@compile_time
def plain_bound(given: Any, near: Any) -> int | None:
    """A bound of the source."""
    return None if given is None or math.isinf(given) else near(given)


@compile_time
def record(dist: Distribution, low: Value | None, high: Value | None, ends: Bounds) -> CutCounts:
    """The record. Numbers of the source that leave nothing of the support are refused."""
    first, last = ends
    if is_plain(first) and is_plain(last) and not first <= last:
        wanted = f"between {low} and {high}" if low is not None and high is not None else f"from {low} on" if high is None else f"up to {high}"
        raise ModelError(f"`{dist}.truncated`: no value of its support, {dist.support()}, lies {wanted}", here(), HOLDS_SOME)
    if known_now(first, last):
        refuse_reversed(f"`{dist}.truncated`: the bounds leave no value of the support", first, last, True, HOLDS_SOME)
    return CutCounts(dist, low, high, ends)

"""A distribution cut to bounds: density, distribution function, quantiles and draws, all by logarithms of the smaller tail.

So that they are right where the mass that is kept lies far below the smallest double: P(X > 40) of a standard normal is 1e-350.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ...ir.errors import ModelError, OutsideDomain
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import BETWEEN, Constraint, between, guard, interval, lower, show, upper
from ..base.distribution import WITHOUT, Distribution
from ..base.ends import at_ends, joined, split, within
from ..base.frames import here
from ..base.functions import exp, log, log1p, maximum, minimum, stop_gradient, where
from ..base.parameters import array_of
from ..base.transforms import Logs
from ..base.types import Bounds, Shape, Value, is_plain
from ..parts.tail_sums import both_tails
from .between import LEAST_UNIFORM, bound, log_between, tails_between, tighter_high, tighter_low
from .bounded import Cut
from .cut_counts import cut_counts
from .given import HOLDS_SOME, in_order, known, number, refuse_reversed
from .moments import mean_of, quantiles, variance_of
from .searched import closed, halved, searched, smaller_tail

MOST_RATIO = 600.0                              # of tail to density, a logarithm: beyond, there is one of them alone and no step is taken


@dataclass(frozen=True, eq=False, repr=False)
class Truncated(Cut):
    """A univariate continuous distribution on [low, high], renormalised. """

    @compile_time
    def has(self, what: str) -> bool:
        """It is centred."""
        if what == "from_tails":
            return self.base.has(what)
        return what in ("cdf", "quantile", "from_normal", "truncated", "sample", "mean", "variance")

    def density(self, x: Value) -> Value:
        """log density where x is known to lie within the bounds; -inf where no mass does."""
        return self.base.density(x) - self.log_norm()

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` of families that are written in the logs of a transform."""
        return self.base.by_logs(x, logs) - self.log_norm()

    def logpdf(self, x: Value) -> Value:
        """log density at x, element by element; -inf outside of the bounds."""
        x, far = guard(self.support(), array_of(x))
        return self.base.logpdf(x) - self.log_norm() + far

    def log_mass(self) -> Value:
        """log P(low ≤ X ≤ high)."""
        return log_between(self.base, self.low, self.high)

    def log_norm(self) -> Value:
        """What is taken from the base's log density: `log_mass`, or inf where there is none, so that the density is 0 and never nan."""
        mass = self.log_mass()
        return where(mass > -math.inf, mass, math.inf)

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        x, below, above = split(self.ends, array_of(x), self.support().inside())
        return joined(below, above, minimum(log_between(self.base, self.low, x) - self.log_mass(), 0.0), -math.inf, 0.0)

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        x, below, above = split(self.ends, array_of(x), self.support().inside())
        return joined(below, above, minimum(log_between(self.base, x, self.high) - self.log_mass(), 0.0), 0.0, -math.inf)

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        return exp(self.logcdf(x))

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf; nan where p is no probability. Its derivatives are right to second order: those of two steps of Newton's method."""
        p = array_of(p)
        q = where((p > 0.0) & (p < 1.0), p, 0.5)
        return at_ends(self.ends, p, self.from_tails(log(q), log1p(-q)))

    def from_tails(self, below: Value, above: Value) -> Value:
        """The quantile of exp(below) = 1 - exp(above)."""
        lower, upper = self.tails_of(below, above)
        if self.base.has("from_tails"):
            return self.placed(lower, upper)
        x = stop_gradient(self.placed(stop_gradient(lower), stop_gradient(upper)))
        for _ in range(2):
            tail, density = smaller_tail(self.base, lower < upper, x), self.base.logpdf(x)
            ratio = tail - where(density > -math.inf, density, math.inf)
            usual = abs(ratio) < MOST_RATIO
            x = x - where(usual, where(lower < upper, tail - lower, upper - tail), 0.0) * exp(where(usual, ratio, 0.0))
        return within(self.ends, x)

    def from_normal(self, z: Value) -> Value:
        """The x with P(X ≤ x) = Φ(z), exact in both tails."""
        return Distribution.from_normal(self, z)

    def to_normal(self, x: Value) -> Value:
        """The z with Φ(z) = P(X ≤ x), exact in both tails."""
        return Distribution.to_normal(self, x)

    def placed(self, below: Value, above: Value) -> Value:
        """Where the base has these logarithms of tails: as it says in closed form, or to rounding by a search."""
        if self.base.has("from_tails"):
            return within(self.ends, self.base.from_tails(below, above))
        return searched(self.base, self.ends, below, above) if closed(self.base) else halved(self.base, self.ends, below, above)

    def tails_at(self, p: Value) -> tuple[Value, Value]:
        """(log P(X ≤ x), log P(X > x)) of the base at the quantile x of p."""
        return self.tails_of(log(p), log1p(-p))

    def tails_of(self, u: Value, v: Value) -> tuple[Value, Value]:
        """`tails_at` the quantile of p = exp(u) = 1 - exp(v), the larger by the smaller: near 0 a logarithm has digits of its own."""
        if self.low is None and self.high is None:
            return u, v
        a, c = (-math.inf, 0.0) if self.low is None else (self.base.logcdf(self.low), self.base.logsf(self.low))
        b, d = (0.0, -math.inf) if self.high is None else (self.base.logcdf(self.high), self.base.logsf(self.high))
        below, above = tails_between((a, c), (b, d), u, v)
        return both_tails(below < above, minimum(below, above))

    def support(self) -> Constraint:
        """The set of its values."""
        return cut_support(self.base.support(), self.ends)

    def mean(self) -> Value:
        """By a sum over quantiles (`moments.py`); nan where there is none."""
        return mean_of(quantiles(self))

    def variance(self) -> Value:
        """By a sum over quantiles; nan where there is none."""
        return variance_of(quantiles(self))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: quantiles of uniform numbers; nan where a parameter lies outside of its domain, or no mass in the bounds."""
        u = maximum(draws.uniforms(rng, shape), LEAST_UNIFORM)
        below, above = self.tails_at(u)
        x = self.placed(below, above)
        return where(self.log_mass() > -math.inf, x, math.nan)


# -- making one
@compile_time
def refuse_bounds(dist: Distribution, low: Value | None, high: Value | None) -> None:
    """Only distributions of a number with a cdf are cut, to bounds with room between them."""
    number(f"`low` of `{dist}.truncated`", low)
    number(f"`high` of `{dist}.truncated`", high)
    if not dist.has("truncated"):
        raise ModelError(f"`{dist.name}` cannot be truncated: only distributions of a number with a cdf can", here(), WITHOUT["truncated"])
    in_order(f"`{dist}.truncated`", low, high, dist.discrete)


@compile_time
def cut(dist: Distribution, low: Value | None, high: Value | None, ends: Bounds) -> Truncated:
    """The record. Numbers of the source that leave nothing of the support are refused."""
    first, last = ends
    if is_plain(first) and is_plain(last) and not first < last:
        wanted = " and ".join(f"{word} {show(b)}" for word, b in (("above", low), ("below", high)) if b is not None)
        raise OutsideDomain(f"`{dist}.truncated`: nothing of its support, {dist.support()}, lies {wanted}", here(), HOLDS_SOME,
                            left=f"the bounds of `{dist}.truncated` left nothing of its support")  # fmt: skip
    if known(first, last):
        refuse_reversed(f"`{dist}.truncated`: the bounds leave nothing of the support", first, last, False, HOLDS_SOME)
    return Truncated(dist, low, high, ends)


def truncate(dist: Distribution, low: Value | None, high: Value | None) -> Distribution:
    """`dist` on [low, high]."""
    low, high = array_of(low), array_of(high)
    refuse_bounds(dist, low, high)
    if dist.discrete:
        return cut_counts(dist, low, high)
    low, high = bound(low, -math.inf), bound(high, math.inf)
    own_low, own_high = dist.support().bounds()
    return cut(dist, low, high, (tighter_low(own_low, low), tighter_high(own_high, high)))


def from_tails(dist: Distribution, below: Value, above: Value) -> Value:
    """The x at which a distribution has these logarithms of tails, by search."""
    whole: Any = dist.truncated(None, None)
    return whole.from_tails(below, above)


@compile_time
def cut_support(base: Constraint, ends: Bounds) -> Constraint:
    """The set between bounds; the base's own where they are its own."""
    low, high = ends
    own_low, own_high = base.bounds()
    if low is own_low and high is own_high:
        return base
    if base.kind is BETWEEN:
        return between(-math.inf if low is None else low, math.inf if high is None else high, base.params[2])
    if low is None:
        assert high is not None, "one of them cuts"
        return upper(high)
    return lower(low) if high is None else interval(low, high)

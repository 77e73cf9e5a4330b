"""Distributions with a probability of their own at zero: `ZeroInflated`, which has extra zeros, and `Hurdle`, all of whose zeros are such."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base import draws
from ...base.constraints import Constraint, Kind, guard, unit
from ...base.distribution import Distribution, needs
from ...base.family import Param, constructor
from ...base.frames import here
from ...base.functions import exp, log, log1p, maximum, minimum, where
from ...base.parameters import array_of, value_of
from ...base.types import Numbers, Shape, ShapeOf, Truth, Value, is_plain
from ..between import quantile_by_tails
from ..cut_counts import cut_counts
from ..form import Direct
from ..given import elements, no_distribution, number
from .blending import log_blend
from .unions import between, greater, lesser

P = Param("p", unit)
SAID = ("cdf", "mean", "variance", "quantile", "sample")        # when the base does


@dataclass(frozen=True, eq=False, repr=False)
class WithZero(Direct):
    """0 with probability `p`, else a value of the base; `word` is what made it, of the distribution `given`."""

    p: Value
    word: str
    given: Distribution

    @property
    def name(self) -> str:
        return self.word

    @property
    def atoms(self) -> bool:
        return not self.discrete

    @compile_time
    def has(self, what: str) -> bool:
        if what == "truncated":
            return self.discrete and self.base.has("cdf")
        if what in ("skewness", "kurtosis"):
            return False
        return what in SAID and self.base.has(what) and (what != "quantile" or self.base.has("cdf"))

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((P, self.p), *self.base.parameters())

    def support(self) -> Constraint:
        """The base's, and 0."""
        return with_zero(self.base.support())

    def shares(self) -> tuple[tuple[Value, Value], Value]:
        """((p, 1 - p), -inf where p is no probability)."""
        if unit.watches(self.p):
            p, far = guard(unit, self.p)
            return (p, 1.0 - p), far
        return (self.p, 1.0 - self.p), 0.0

    def density(self, x: Value) -> Value:
        """log density, or log probability, where x is known to lie in the support."""
        shares, far = self.shares()
        zero = x == 0
        if self.atoms:
            other = where(zero, -math.inf, self.base.logpdf(where(zero, self.base.support().inside(), x)))
        else:
            other = self.base.logpdf(x)
        return log_blend(shares, (where(zero, 0.0, -math.inf), other)) + far

    def logpdf(self, x: Value) -> Value:
        """log density, or log probability, at x; -inf outside of the support."""
        return self.density(array_of(x))

    def cdf(self, x: Value) -> Value:
        """P(X ≤ x)."""
        needs(self, "cdf")
        x, ((p, rest), far) = array_of(x), self.shares()
        return where(far < 0.0, math.nan, where(x >= 0, p, 0.0) + rest * self.base.cdf(x))

    def logcdf(self, x: Value) -> Value:
        """log P(X ≤ x)."""
        needs(self, "cdf", "logcdf")
        x, (shares, far) = array_of(x), self.shares()
        return where(far < 0.0, math.nan, log_blend(shares, (where(x >= 0, 0.0, -math.inf), self.base.logcdf(x))))

    def logsf(self, x: Value) -> Value:
        """log P(X > x)."""
        needs(self, "cdf", "logsf")
        x, (shares, far) = array_of(x), self.shares()
        return where(far < 0.0, math.nan, log_blend(shares, (where(x >= 0, -math.inf, 0.0), self.base.logsf(x))))

    def quantile(self, p: Value) -> Value:
        """The least x with P(X ≤ x) ≥ p."""
        needs(self, "quantile")
        return self.truncated(None, None).quantile(p) if self.discrete else self.past_zero(array_of(p))

    def past_zero(self, p: Value) -> Value:
        """`quantile` of one that has a density but for its zeros: those begin where the density below 0 ends."""
        (share, rest), far = self.shares()
        below = rest * self.base.cdf(0.0)
        safe = where(rest > 0.0, rest, 1.0)
        q = where(p < below, p, minimum(maximum(p - share, 0.0), rest)) / safe
        past = (p >= below + share) & (p < 1.0)
        above = where(past, log1p(-where(past, p, 0.5)) - log(safe), -math.inf)
        x = quantile_by_tails(self.base, log1p(-exp(where(past, above, -1.0))), above, q)
        x = where((p >= below) & (p <= below + share), 0.0, x)
        return where((far < 0.0) | (p < 0.0) | (p > 1.0), math.nan, x)

    def mean(self) -> Value:
        """(1 - p) times the base's."""
        needs(self, "mean")
        (_, rest), far = self.shares()
        return where(far < 0.0, math.nan, rest * self.base.mean())

    def variance(self) -> Value:
        """(1 - p) (v + p m²), of the base's mean m and variance v."""
        needs(self, "variance")
        ((p, rest), far), m = self.shares(), self.base.mean()
        return where(far < 0.0, math.nan, rest * (self.base.variance() + p * m * m))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of p and the base's parameters, broadcast."""
        return np.broadcast_shapes(shape_of(self.p), self.base.batch(shape_of))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`."""
        (p, _), far = self.shares()
        x, u = self.base.draw(rng, shape), draws.uniforms(rng, shape)
        x = where(u < p, zero_of(self.discrete), x)
        return where(far < 0.0, draws.impossible(self.discrete), x)

    def __repr__(self) -> str:
        return f"{self.word}(p={value_of(self.p)}, d={self.given!r})"

    def __str__(self) -> str:
        return f"{self.word}(p, {self.given})"


@compile_time
def zero_of(discrete: bool) -> Value:
    """0, of its type."""
    return 0 if discrete else 0.0


# -- its support
def with_zero(support: Constraint) -> Constraint:
    """The set with 0."""
    if holds_zero(support):
        return support
    if is_whole(support):
        low, high = support.bounds()
        return between(lesser(low, 0), greater(high, 0), True)
    return Constraint(or_zero(support.kind), support.params)


@compile_time
def is_whole(support: Constraint) -> bool:
    """Does it hold whole numbers?"""
    return support.kind.whole


@compile_time
def holds_zero(support: Constraint) -> bool:
    """Is 0 known to lie in the set? Sets of numbers that are not whole are made anew: a parameter of a model cannot have an atom."""
    if not support.kind.whole or support.moves():
        return False
    return bool(np.all(support.contains(0)))


@compile_time
def or_zero(kind: Kind) -> Kind:
    """The kind of set that 0 belongs to as well. No parameter lies on it: there are no coordinates for an atom."""

    def contains(x: Value, *params: Value) -> Truth:
        return (x == 0.0) | kind.contains(x, *params)

    return Kind(f"0 and {kind.name}", contains, kind.inside, bounds=kind.bounds)


# -- making one
@constructor()
def ZeroInflated(p: Numbers, d: Distribution) -> Distribution:
    """Counts of `d` with extra zeros: 0 with probability `p`, a value of `d` else, which may be 0 too. P(X = 0) = p + (1 - p) P(d = 0)."""
    refuse("ZeroInflated", p, d)
    if not d.discrete:
        raise ModelError(f"`ZeroInflated`: `{d.name}` has a density, and no zeros of its own to add to", here(), f"write `Hurdle(p, {d})`")
    return WithZero(d, array_of(p), "ZeroInflated", d)


@constructor()
def Hurdle(p: Numbers, d: Distribution) -> Distribution:
    """0 with probability `p`, else a value of `d` that is not 0: P(X = 0) = p. Of counts the rest is `d.truncated(1)`; of a density, as in
    `Hurdle(p, Gamma(2, 1))`, it is `d` itself. `p` is 1 - psi of PyMC."""
    refuse("Hurdle", p, d)
    return WithZero(not_zero(d) if d.discrete else d, array_of(p), "Hurdle", d)


def not_zero(d: Distribution) -> Distribution:
    """Counts that are not zero."""
    first = d.support().bounds()[0]
    if not is_plain(first) or first < 0:
        raise ModelError(f"`Hurdle` takes counts from 0 on, and those of `{d.name}` are {d.support()}", here(),
                         f"cut them, `Hurdle(p, {d.name}(…).truncated(0))`; or give zeros beside others by `Mixture`")
    return d if first > 0 else cut_counts(d, 1, None)


FROM_0_TO_1 = "from 0 to 1; of log odds `1 / (1 + np.exp(-logits))`"


def refuse(word: str, p: Numbers, d: Distribution) -> None:
    """ModelError for what is no distribution of numbers, and for a number that is no probability."""
    if isinstance(p, Distribution):
        known = d if isinstance(d, Distribution) else p
        raise ModelError(f"`{word}(p, d)` takes the probability first, then the distribution, and is given the distribution {p}", here(),
                         f"`{word}(0.2, {known})`; its value is that of a site: `p = ppl.sample(\"p\", ppl.Beta(1, 1))`")
    if not isinstance(d, Distribution):
        raise no_distribution(f"`{word}(p, d)`: d must be a distribution", d, f"`{word}(0.2, Poisson(3.0))`")
    if d.axes or d.atoms:
        raise ModelError(f"`{word}` takes distributions of counts or numbers, not `{d.name}`", here(), "as in `Hurdle(p, Gamma(2, 1))`")
    if p is None:
        raise ModelError(f"`{word}(p, d)`: p is missing", here(), f"the probability of zero comes first: `{word}(0.2, {d})`")
    number(f"`p` of `{word}`", array_of(p), FROM_0_TO_1)
    if is_plain(p) and not unit.contains(p):
        raise ModelError(f"`{word}(p={p})`: p must be a probability", here(), FROM_0_TO_1)
    elements(f"`p` of `{word}`", array_of(p), unit, "probabilities", FROM_0_TO_1)

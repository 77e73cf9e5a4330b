"""A distribution of a one-to-one function of a random variable: its density is that of the variable over the slope of the function."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base.constraints import POSITIVE, Constraint, guard
from ..base.distribution import Distribution, lacks, needs
from ..base.ends import joined, split, within
from ..base.family import Param, constructor
from ..base.functions import exp, log, log1p, minimum, where
from ..base.parameters import array_of, value_of
from ..base.priors import to_ends
from ..base.transforms import Logs
from ..base.types import Bounds, Code, Shape, ShapeOf, Value, is_plain
from .between import quantile_by_tails
from .bijections import Bijection, chosen, ends_of, within_domain
from .form import Form
from .given import flag, no_distribution, no_set, of_one_number
from .mixtures.unions import between, may_be_open, open_between
from .moments import mean_of, quantiles, variance_of
from .origins import Ends


@dataclass(frozen=True, eq=False, repr=False)
class TransformedForm(Form):
    """f(X) of X ~ base, element by element."""

    by: Bijection
    given: Constraint | None                     # its support, where it is not the image of the base's

    @property
    def name(self) -> str:
        return str(self)

    @property
    def in_logs(self) -> bool:
        return in_logs(self, self.base.support())

    @compile_time
    def has(self, what: str) -> bool:
        if what in ("mean", "variance"):
            return not self.axes and self.base.has("truncated")
        if what in ("skewness", "kurtosis"):
            return not self.axes and self.by.ends is not None and self.by.ends.linear and self.base.has(what)
        return what in ("cdf", "quantile", "from_normal", "from_tails", "sample", "truncated") and self.base.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return (*self.base.parameters(), *((Param(f"bijection{k}"), p) for k, p in enumerate(self.by.params)))

    def support(self) -> Constraint:
        """What the base's support becomes."""
        if self.given is not None:
            return self.given
        support = self.base.support()
        low, high = ends_of(self.by, *support.bounds())
        return open_between(low, high, self.by.value(support.inside())) if may_be_open(support) else between(low, high, False)

    def logs_support(self) -> Constraint:
        """That of its values."""
        return self.support()

    def by_logs(self, x: Value, logs: Logs) -> Value:
        """`density` in the logs of distances from the ends of the support."""
        below, above = natural(self, x, logs)
        origin, slope = told(self).origin(x, below, above, *self.by.params)
        for _ in range(self.axes):
            slope = np.sum(slope, axis=-1)
        if not self.base.in_logs:
            return self.base.density(within(self.base.support().bounds(), origin)) - slope
        carried = self.distances(x, logs, origin)
        return self.base.by_logs(origin, to_ends(self.base, self.base.support(), origin, carried)) - slope

    def distances(self, x: Value, logs: Logs, origin: Value) -> Logs:
        """Logs of the origin's distances from the ends of the base's support."""
        (low, high), (own_low, own_high) = self.base.support().bounds(), told(self).distances(x)
        first, last = logs if self.by.rising else (logs[1], logs[0])
        return self.distance(origin, low, own_low, first, 1.0), self.distance(origin, high, own_high, last, -1.0)

    def distance(self, origin: Value, end: Value | None, own: Value | None, carried: Value, side: float) -> Value | None:
        """log of the origin's distance from an end of the base's support, None where that is open: `own` where it is known, else from that of the value,
        by the slope half-way where it hardly changes."""
        if end is None:
            return None
        if meets_domain(self, end, side):
            return own
        step = exp(minimum(carried - self.by.log_slope(end), 700.0))
        slope = self.by.log_slope(end + 0.5 * side * where(step < 1.0, step, 0.0))
        if told(self).linear:
            return carried - slope
        near = (step < 1.0) & (abs(slope - self.by.log_slope(end)) < FLAT)
        gap = side * (origin - end)
        return where(near, carried - slope, log(where(near | (gap <= 0.0), 1.0, gap)))

    def density(self, x: Value) -> Value:
        """log density where x is known to lie in the support."""
        origin = self.by.origin(x)
        slope = self.by.log_slope(origin)
        slope = where(abs(slope) < math.inf, slope, math.inf)           # beyond the doubles there is no density
        for _ in range(self.axes):
            slope = np.sum(slope, axis=-1)
        return self.base.logpdf(origin) - slope

    def logpdf(self, x: Value) -> Value:
        """log density at x; -inf outside of the support."""
        x = array_of(x)
        if not self.support().limits():
            return self.density(x)
        x, far = guard(self.support(), x)
        x, below, above = split(infinite_ends(self, self.support(), self.base.support()), x, self.support().inside())
        far = joined(below, above, far, -math.inf, -math.inf)
        for _ in range(self.axes):
            far = np.sum(far, axis=-1)
        return self.density(x) + far

    def cdf(self, x: Value) -> Value:
        """P(f(X) ≤ x)."""
        needs(self, "cdf")
        x, below, above = self.split(x)
        origin = self.by.origin(x)
        return joined(below, above, self.base.cdf(origin) if self.by.rising else self.base.sf(origin), 0.0, 1.0)

    def logcdf(self, x: Value) -> Value:
        """log P(f(X) ≤ x)."""
        needs(self, "cdf", "logcdf")
        x, below, above = self.split(x)
        origin = self.by.origin(x)
        return joined(below, above, self.base.logcdf(origin) if self.by.rising else self.base.logsf(origin), -math.inf, 0.0)

    def logsf(self, x: Value) -> Value:
        """log P(f(X) > x)."""
        needs(self, "cdf", "logsf")
        x, below, above = self.split(x)
        origin = self.by.origin(x)
        return joined(below, above, self.base.logsf(origin) if self.by.rising else self.base.logcdf(origin), 0.0, -math.inf)

    def split(self, x: Value) -> Any:
        """(x, moved inside the support where it is not; is it at the lower end or below; at the upper end or above)."""
        support = self.support()
        return split(support.bounds(), array_of(x), support.inside())

    def quantile(self, p: Value) -> Value:
        """Inverse of cdf."""
        needs(self, "quantile")
        p = array_of(p)
        if self.by.rising:
            return self.by.value(self.base.quantile(p))
        usual = (p > 0.0) & (p < 1.0)
        below, above = log1p(-where(usual, p, 0.5)), where(usual, log(where(usual, p, 0.5)), -math.inf)
        return self.by.value(quantile_by_tails(self.base, below, above, 1.0 - p))

    def from_tails(self, below: Value, above: Value) -> Value:
        """The x with log P(f(X) ≤ x) = below and log P(f(X) > x) = above."""
        return self.by.value(self.base.from_tails(below, above) if self.by.rising else self.base.from_tails(above, below))

    def from_normal(self, z: Value) -> Value:
        """The x with P(f(X) ≤ x) = Φ(z), exact in both tails."""
        needs(self, "from_normal")
        z = array_of(z)
        return self.by.value(self.base.from_normal(z if self.by.rising else -z))

    def to_normal(self, x: Value) -> Value:
        """The z with Φ(z) = P(f(X) ≤ x), exact in both tails."""
        needs(self, "from_normal", "to_normal")
        x, below, above = self.split(x)
        z = self.base.to_normal(self.by.origin(x))
        return joined(below, above, z if self.by.rising else -z, -math.inf, math.inf)

    def mean(self) -> Value:
        """By a sum over quantiles of the base (`moments.py`); nan where there is none."""
        needs(self, "mean")
        return mean_of(self.placed_values())

    def variance(self) -> Value:
        """By a sum over quantiles of the base; nan where there is none."""
        needs(self, "variance")
        return variance_of(self.placed_values())

    def skewness(self) -> Value:
        """The base's, turned round where the function falls; of functions that move and stretch."""
        needs(self, "skewness")
        return self.base.skewness() if self.by.rising else -self.base.skewness()

    def kurtosis(self) -> Value:
        """The base's, of functions that move and stretch."""
        return self.base.kurtosis() if self.has("kurtosis") else lacks(self, "kurtosis")

    def placed_values(self) -> Value:
        """Its values at the quantiles of the base that moments are sums over."""
        return self.by.value(quantiles(self.base))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of all parameters, broadcast; an axis of a vector's own is none of them."""
        return np.broadcast_shapes(self.base.batch(shape_of), *(() if self.axes else shape_of(p) for p in self.by.params))

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: what draws of the base become."""
        return self.by.value(self.base.draw(rng, shape))

    def __repr__(self) -> str:
        params = f"({', '.join(map(value_of, self.by.params))})" if self.by.params else ""
        return f"Transformed({self.base!r}, {self.by.name.partition('(')[0]}{params})"

    def __str__(self) -> str:
        return f"Transformed({self.base}, {self.by.name.partition('(')[0]})"


@compile_time
def infinite_ends(form: TransformedForm, own: Constraint, base: Constraint) -> Bounds:
    """Ends of its support at which values of the base are infinite: there is no density there, and slopes must not be infinite. None where there is none, or
    the support leaves it out."""
    (low, high), (first, last) = own.bounds(), base.bounds() if form.by.rising else base.bounds()[::-1]
    open_low, open_high = form.given is None and first is None and own.kind is not POSITIVE, form.given is None and last is None
    return low if open_low else None, high if open_high else None


# -- by the logs of distances from ends
FLAT = 1e-5                                      # the change of a log slope, half-way, that is none


@compile_time
def in_logs(dist: TransformedForm, support: Constraint) -> bool:
    """Is it written in those? Where the bijection is one of ours, its values or the base's have ends that come with logs, and it is known which."""
    base, by = dist.base, dist.by
    if by.ends is None or dist.given is not None or (dist.axes and base.in_logs) or may_be_open(support):
        return False
    return base.in_logs or any(end is not None for end in by.whole)


@compile_time
def told(dist: TransformedForm) -> Ends:
    """What the bijection says of ends."""
    assert dist.by.ends is not None, "asked of those that are written in logs"
    return dist.by.ends


@compile_time
def meets_domain(dist: TransformedForm, end: Value, side: float) -> bool:
    """Is this end that of all that the bijection is of?"""
    return is_plain(end) and end == told(dist).domain[0 if side > 0.0 else 1]


def natural(dist: TransformedForm, x: Value, logs: Logs) -> Logs:
    """Logs of the distances of x from the ends of all values that the bijection has: those of the support where the base reaches them."""
    low, high = both_ways(dist, dist.by.whole)
    first, last = both_ways(dist, dist.base.support().bounds())
    return from_end(x, low, first, logs[0], 1.0), from_end(x, high, last, logs[1], -1.0)


@compile_time
def both_ways(dist: TransformedForm, ends: Bounds) -> Bounds:
    """Ends of the origin, in the order of those of the value."""
    return ends if dist.by.rising else (ends[1], ends[0])


def from_end(x: Value, end: Value | None, reached: Value | None, carried: Value | None, side: float) -> Value | None:
    """log of the distance from one; what is carried where the base has no end of its own there."""
    if end is None or reached is None:
        return carried
    return log(side * (x - end))


# -- making one
@constructor()
def Transformed(
    d: Distribution,
    bijection: Constraint | Code | None = None,
    *,
    forward: Code | None = None,
    inverse: Code | None = None,
    log_det: Code | None = None,
    support: Constraint | None = None,
    rising: bool = True,
) -> Distribution:
    """The distribution of f(x) of x ~ d. f is the transform of a constraint (`positive` is exp, `lower(a)` a + exp, `unit` expit,
    `affine(loc, scale)`), a function of NumPy or SciPy (`np.exp`, `np.log`, `expit`, …), or your own: `forward(x)`, its `inverse(y)`, `log_det(x)`
    the log of its slope, `rising=False` where it falls, and `support=` of its values."""
    if not isinstance(d, Distribution):
        raise no_distribution("`Transformed(d, …)`: d must be a distribution", d, "`Transformed(Normal(0, 1), np.exp)`")
    if d.discrete or d.atoms or (d.axes and not d.support().elementwise()):
        raise of_one_number("Transformed", d, "distributions with a density of numbers",
                            "transform what is below it: `Censored(Transformed(d, np.exp), high=c)`; a value of a site is transformed by `ppl.deterministic`")
    flag("`rising=` of `Transformed`", rising, "`rising=False` where `forward` falls")
    made = chosen(bijection, forward, inverse, log_det, rising)
    within_domain(d, made)
    return TransformedForm(d, made, checked(support))


def checked(support: Any) -> Constraint | None:
    """The support that is given. ModelError for what is no constraint."""
    if support is not None and not isinstance(support, Constraint):
        raise no_set("`Transformed`", support)
    return support

"""A distribution of a one-to-one function of a random variable: its density is that of the variable over the slope of the function."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base.constraints import AFFINE, POSITIVE, Constraint, guard
from ..base.distribution import Distribution, array_of, needs, value_of
from ..base.ends import joined, split
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import log, log1p, where
from ..base.types import Bounds, Code, Shape, ShapeOf, Value
from .between import quantile_by_tails
from .bijections import Bijection, at_infinity, bijection, ends_of
from .form import Form
from .mixtures.unions import between
from .moments import mean_of, quantiles, variance_of


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
        return False

    @compile_time
    def has(self, what: str) -> bool:
        if what in ("mean", "variance"):
            return not self.axes and self.base.has("truncated")
        return what in ("cdf", "quantile", "sample", "truncated") and self.base.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return (*self.base.parameters(), *((Param(f"bijection{k}"), p) for k, p in enumerate(self.by.params)))

    def support(self) -> Constraint:
        """What the base's support becomes."""
        given = self.given
        return between(*ends_of(self.by, *self.base.support().bounds()), False) if given is None else given

    def logs_support(self) -> Constraint:
        """It is not written in logs."""
        return self.support()

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

    def mean(self) -> Value:
        """By a sum over quantiles of the base (`moments.py`); nan where there is none."""
        needs(self, "mean")
        return mean_of(self.placed_values())

    def variance(self) -> Value:
        """By a sum over quantiles of the base; nan where there is none."""
        needs(self, "variance")
        return variance_of(self.placed_values())

    def placed_values(self) -> Value:
        """Its values at the quantiles of the base that moments are sums over."""
        whole: Any = self.base.truncated(None, None)
        return self.by.value(quantiles(whole))

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
    known = form.given is None
    return low if known and first is None and own.kind is not POSITIVE else None, high if known and last is None else None


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
        from ..habits.values import for_distribution  # not for `import llbayes.ppl`

        what, remedy = for_distribution("x", d)
        raise ModelError(f"`Transformed(d, …)`: d must be a distribution, not {what}", here(), remedy)
    if d.discrete or d.atoms or not d.support().elementwise():
        raise ModelError(f"`Transformed` takes distributions with a density of numbers, not `{d.name}`", here())
    return TransformedForm(d, chosen(bijection, forward, inverse, log_det, rising), checked(support))


def chosen(given: Any, forward: Any, inverse: Any, log_det: Any, rising: bool) -> Bijection:
    """The record. ModelError where neither a bijection nor all three functions are given."""
    own = (forward, inverse, log_det)
    if given is not None and all(f is None for f in own):
        made = bijection(given)
        for p in made.params[1:] if isinstance(given, Constraint) and given.kind is AFFINE else ():
            if isinstance(p, (int, float)) and not p > 0.0:
                raise ModelError(f"`Transformed`: the scale of `affine` must be positive, not {p}", here(), "`np.negative` turns a distribution round")
        return made
    if given is not None or any(f is None for f in own):
        raise ModelError("`Transformed` takes a bijection, or the three functions `forward=`, `inverse=` and `log_det=`", here(),
                         "`Transformed(d, np.exp)`; `Transformed(d, forward=np.exp, inverse=np.log, log_det=lambda x: x)`")  # fmt: skip
    return Bijection("forward", forward, inverse, log_det, bool(rising), (), at_infinity(forward))


def checked(support: Any) -> Constraint | None:
    """The support that is given. ModelError for what is no constraint."""
    if support is not None and not isinstance(support, Constraint):
        raise ModelError("`Transformed`: `support=` must be a constraint", here(), "`support=ppl.positive`")
    return support

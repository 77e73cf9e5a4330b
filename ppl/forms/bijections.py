"""One-to-one functions of numbers, by which a distribution is transformed: those of constraints, those of NumPy and SciPy, and the user's own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError, OutsideDomain
from ...lang.values.hooks import compile_time
from ..base.constraints import AFFINE, INTERVAL, LOWER, POSITIVE, REAL, UNIT, UPPER, Constraint
from ..base.distribution import Distribution
from ..base.frames import here
from ..base.functions import asinh as arcsinh
from ..base.functions import atanh as arctanh
from ..base.functions import cosh, exp, expit, expm1, log, log1p, log_expit, logit, sinh, tanh
from ..base.types import Bounds, Code, Value, is_plain
from ..habits.numbers import is_staged
from .given import function
from .origins import ENDS, Ends

LOG_2 = math.log(2.0)


@dataclass(frozen=True, eq=False)
class Bijection:
    """`forward(x, *params)`, its `inverse(y, *params)` and `slope(x, *params)` = log |d forward / dx|, in the language; `rising` or falling."""

    name: str
    forward: Code
    inverse: Code
    slope: Code
    rising: bool = True
    params: tuple[Value, ...] = ()
    whole: Bounds = (None, None)                 # what -inf and inf become, None where that is infinite
    ends: Ends | None = None                     # what there is by the logs of distances from ends; of the user's own functions nothing

    def value(self, x: Value) -> Value:
        """What x becomes."""
        return self.forward(x, *self.params)

    def origin(self, y: Value) -> Value:
        """What became y."""
        return self.inverse(y, *self.params)

    def log_slope(self, x: Value) -> Value:
        """log |d value / dx|."""
        return self.slope(x, *self.params)


# -- of constraints: their transforms
def same(x: Value) -> Value:
    return x


def nothing(x: Value) -> Value:
    return 0.0 * x


def above(x: Value, low: Value) -> Value:
    return low + exp(x)


def from_above(y: Value, low: Value) -> Value:
    return log(y - low)


def own(x: Value, *params: Value) -> Value:
    return x


def below(x: Value, high: Value) -> Value:
    return high - exp(x)


def from_below(y: Value, high: Value) -> Value:
    return log(high - y)


def into(x: Value, low: Value, high: Value) -> Value:
    return low + (high - low) * expit(x)


def from_into(y: Value, low: Value, high: Value) -> Value:
    return log(y - low) - log(high - y)                      # both distances are exact beside their ends


def slope_into(x: Value, low: Value, high: Value) -> Value:
    return log(high - low) + log_expit(x) + log_expit(-x)


def slope_of_expit(x: Value) -> Value:
    return log_expit(x) + log_expit(-x)


def moved(x: Value, loc: Value, scale: Value) -> Value:
    return loc + scale * x


def moved_back(y: Value, loc: Value, scale: Value) -> Value:
    return (y - loc) / scale


def slope_moved(x: Value, loc: Value, scale: Value) -> Value:
    return log(scale) + 0.0 * x


OF_KINDS = {
    REAL: (same, same, nothing, True), POSITIVE: (exp, log, own, True), LOWER: (above, from_above, own, True), UPPER: (below, from_below, own, False),
    INTERVAL: (into, from_into, slope_into, True), UNIT: (expit, logit, slope_of_expit, True), AFFINE: (moved, moved_back, slope_moved, True),
}  # fmt: skip


# -- of NumPy and SciPy, by name
def minus_log(x: Value) -> Value:
    return -log(x)


def slope_of_logit(x: Value) -> Value:
    return -log(x) - log1p(-x)


def slope_of_tanh(x: Value) -> Value:
    return 2.0 * (LOG_2 + 0.5 * (log_expit(2.0 * x) + log_expit(-2.0 * x)))


def slope_of_arctanh(x: Value) -> Value:
    return -log1p(-x * x)


def slope_of_sinh(x: Value) -> Value:
    return log(cosh(x))


def slope_of_arcsinh(x: Value) -> Value:
    return -0.5 * log1p(x * x)


def minus_log1p(x: Value) -> Value:
    return -log1p(x)


def minus(x: Value) -> Value:
    return -x


BY_NAME = {
    "exp": (exp, log, own, True), "log": (log, exp, minus_log, True), "expm1": (expm1, log1p, own, True), "log1p": (log1p, expm1, minus_log1p, True),
    "expit": (expit, logit, slope_of_expit, True), "logit": (logit, expit, slope_of_logit, True), "tanh": (tanh, arctanh, slope_of_tanh, True),
    "arctanh": (arctanh, tanh, slope_of_arctanh, True), "sinh": (sinh, arcsinh, slope_of_sinh, True), "arcsinh": (arcsinh, sinh, slope_of_arcsinh, True),
    "negative": (minus, minus, nothing, False),
}  # fmt: skip


@compile_time
def bijection(given: Any) -> Bijection:
    """The record of a constraint, or of a function of NumPy or SciPy. ModelError for anything else."""
    if isinstance(given, Constraint):
        if given.kind in OF_KINDS:
            forward, inverse, slope, rising = OF_KINDS[given.kind]
            low, high = given.bounds()
            return Bijection(str(given), forward, inverse, slope, rising, given.params, (low, high) if rising else (high, low), ENDS[given.kind])
        raise ModelError(f"`Transformed` takes no transform onto {given}: it is not one of numbers", here(), "give `forward=`, `inverse=` and `log_det=`")
    name = getattr(given, "__name__", "")
    if (isinstance(given, np.ufunc) or getattr(given, "__module__", "") == "math") and name in BY_NAME:
        forward, inverse, slope, rising = BY_NAME[name]
        return Bijection(name, forward, inverse, slope, rising, (), at_infinity(forward), ENDS[name])
    raise ModelError(f"`Transformed` takes a constraint, or one of the functions {', '.join(BY_NAME)}", here(),
                     "any other function is given by `forward=`, `inverse=` and `log_det=`, the log of its slope")  # fmt: skip


OWN = "`Transformed(d, forward=np.exp, inverse=np.log, log_det=lambda x: x)`"


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
                         f"`Transformed(d, np.exp)`; {OWN}")  # fmt: skip
    for word, f in zip(("forward", "inverse", "log_det"), own):
        function(f"`{word}=` of `Transformed`", f, OWN)
    return Bijection("forward", forward, inverse, log_det, bool(rising), (), at_infinity(forward))


def at_infinity(forward: Code) -> Bounds:
    """What -inf and inf become, by a function that can be called now."""
    with np.errstate(all="ignore"):
        try:
            found = [float(forward(x)) for x in (-math.inf, math.inf)]
        except (TypeError, ValueError, ArithmeticError):
            found = [math.nan, math.nan]
    first, last = (None if math.isinf(x) or math.isnan(x) else x for x in found)
    return first, last


def ends_of(made: Bijection, low: Value | None, high: Value | None) -> tuple[Value | None, Value | None]:
    """The ends of what the numbers between two bounds become."""
    first = made.whole[0] if low is None else as_end(made.value(low))
    last = made.whole[1] if high is None else as_end(made.value(high))
    return (first, last) if made.rising else (last, first)


@compile_time
def as_end(value: Any) -> Any:
    """An end, None where it is infinite; numbers that are known as Python's own."""
    if isinstance(value, (float, int, np.floating)):
        return None if math.isinf(value) else float(value)
    return value


def within_domain(d: Distribution, made: Bijection) -> None:
    """ModelError for a base with values that the bijection has no value of, as far as that is known."""
    if made.ends is None or any(is_staged(p) for _, p in d.parameters()):
        return
    for word, side, end, own in zip(("below", "above"), (1.0, -1.0), made.ends.domain, d.support().bounds()):
        if end is None or (own is not None and not (is_plain(own) and side * (own - end) < 0.0)):
            continue
        kind = ModelError if own is None else OutsideDomain
        raise kind(f"`Transformed(d, {made.name})`: `{d}` has values {word} {end:g}, of which `{made.name}` is not a number", here(),
                   f"leave them out, `{d.name}(…).truncated({'low' if side > 0 else 'high'}={end:g})`, or transform a distribution that has none")

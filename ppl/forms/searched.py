"""Quantiles where there is no closed form, by the logarithm of the smaller tail: Newton's method inside of a bracket, which is halved where a step would
leave it or steps do not end.

On the side of an end of the support the logarithm of a tail is about a line in that of the distance from the end, on an open side it bends to one side in
the value itself: there steps from inside never go too far. The search begins where a normal law of the same mean and spread, or a lognormal one, has its
quantile.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution
from ..base.functions import exp, log, log1p, maximum, minimum, sqrt, stop_gradient, where
from ..base.types import Bounds, Truth, Value
from ..parts.ways import normal_score
from .between import HALVINGS, HUGE, halfway

NEWTON = 10                                     # steps after which every second one is a halving
CLOSE = 1e-7                                    # of a step, in proportion to the distance from an end or to the value and the scale: the error is of its square
FURTHEST = 3.0                                  # standard deviations up an open side from where the search begins


def searched(base: Distribution, ends: Bounds, below: Value, above: Value) -> Value:
    """Where `base` has these logarithms of tails, between the ends; nan where they are nan."""
    a, b = ends
    each = 0.0 * exp(below)
    a, b = maximum(-HUGE if a is None else a, -HUGE) + each, minimum(HUGE if b is None else b, HUGE) + each
    low, size = below < above, spread(base)
    wanted = where(low, below, above)
    x = begun(base, normal_score(below, above)) + each
    x = where((x > a) & (x < b), x, halfway(a, b))
    for step in range(2 * HALVINGS + NEWTON):
        tail = stop_gradient(smaller_tail(base, low, x))
        density = stop_gradient(base.logpdf(x))
        left = where(low, tail < wanted, tail > wanted)
        a, b = where(left, x, a), where(left, b, x)
        usual = (density > -math.inf) & (tail > -math.inf) & (abs(tail - density) < 600.0)
        along = where(usual, where(low, wanted - tail, tail - wanted) * exp(where(usual, tail - density, 0.0)), math.inf)
        moved = stepped(base, low, x, along)
        within = (moved > a) & (moved < b) & ((step < NEWTON) | (step % 2 == 0))
        close = (abs(moved - x) <= CLOSE * nearness(base, low, x, size)) & within | (wanted == tail)
        x = where(wanted == tail, x, where(within, moved, halfway(a, b)))
        if np.all(close | (b - a <= 4e-16 * maximum(abs(a), abs(b))) | ~(wanted < math.inf)):
            break
    return where(below + above < math.inf, x, math.nan)


def smaller_tail(base: Distribution, low: Truth, x: Value) -> Value:
    """The logarithm of the lower tail where that is the smaller one, else of the upper."""
    if np.all(low):
        return base.logcdf(x)
    if np.any(low):
        return where(low, base.logcdf(x), base.logsf(x))
    return base.logsf(x)


def stepped(base: Distribution, low: Truth, x: Value, along: Value) -> Value:
    """x moved by a step of Newton's method, in the logarithm of its distance from the end on its side of the support."""
    first, last = base.support().bounds()
    down = x + along if first is None else first + (x - first) * exp(minimum(along / maximum(x - first, 1e-308), 700.0))
    up = x + along if last is None else last - (last - x) * exp(minimum(-along / maximum(last - x, 1e-308), 700.0))
    return where(low, down, up)


def nearness(base: Distribution, low: Truth, x: Value, size: Value) -> Value:
    """What a step is in proportion to."""
    first, last = base.support().bounds()
    open_side = abs(x) + size
    return where(low, open_side if first is None else x - first, open_side if last is None else last - x)


# -- where the search begins
def begun(base: Distribution, z: Value) -> Value:
    """About the value of a normal score z."""
    first, last = base.support().bounds()
    centre, size = middle(base), spread(base)
    if first is None and last is None:
        return centre + size * z
    if first is not None and last is not None:
        share = (centre - first) / (last - first)
        odds = exp(minimum(maximum(log(share) - log1p(-share) + z * size / (last - first) / (share * (1.0 - share)), -700.0), 30.0))
        return first + (last - first) * (odds / (1.0 + odds))
    away = centre - first if first is not None else last - centre
    up = z if first is not None else -z
    width = log1p((size / away) * (size / away))
    distance = away * exp(maximum(sqrt(width) * minimum(up, FURTHEST) - 0.5 * width, -700.0))
    return first + distance if first is not None else last - distance


@compile_time
def closed(base: Any) -> bool:
    """Does its family say its mean and its variance? Other distributions sum them up, over quantiles."""
    family = getattr(base, "family", None) if "family" in getattr(type(base), "__dataclass_fields__", ()) else None
    return family is not None and family.mean is not None and family.variance is not None


def middle(base: Distribution) -> Value:
    """Its location or its mean, where there is one inside of the support; else a point inside."""
    if base.has("located"):
        return base.located()[0]
    inside = base.support().inside()
    if not closed(base):
        return inside
    mean, (first, last) = base.mean(), base.support().bounds()
    good = abs(mean) < math.inf
    good = good if first is None else good & (mean > first)
    return where(good if last is None else good & (mean < last), mean, inside)


def spread(base: Distribution) -> Value:
    """Its scale or its standard deviation, 1 where that is not known."""
    if base.has("located"):
        return base.located()[1]
    if not closed(base):
        return 1.0
    variance = base.variance()
    return where((variance > 0.0) & (variance < math.inf), sqrt(where(variance > 0.0, variance, 1.0)), 1.0)

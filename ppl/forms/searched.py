"""Quantiles where there is no closed form, by the logarithm of the smaller tail: Newton's method inside of a bracket, which is halved where a step would
leave it or steps do not end.

On the side of an end of the support the logarithm of a tail is about a line in that of the distance from the end, on an open side it bends to one side in
the value itself: there steps from inside never go too far. The search begins where a normal law of the same mean and spread, or a lognormal one, has its
quantile.
"""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution
from ..base.functions import exp, log, log1p, maximum, minimum, sqrt, stop_gradient, where
from ..base.types import Bounds, Truth, Value
from ..parts.ways import normal_score
from .between import HALVINGS, HUGE, halfway

NEWTON = 10                                     # steps after which every second one is a halving
MOST_RATIO = 600.0                              # of tail to density, a logarithm: beyond, there is one of them alone
CLOSE = 1e-7                                    # of a step, in proportion to the distance from an end or to the value and the scale: the error is of its square
MOST = 1e150                                    # a value whose square is finite
FURTHEST = 3.0                                  # standard deviations up an open side from where the search begins


def searched(base: Distribution, ends: Bounds, below: Value, above: Value) -> Value:
    """Where `base` has these logarithms of tails, between the ends; nan where they are nan."""
    a, b = ends
    each = 0.0 * exp(below)
    a, b = maximum(-HUGE if a is None else a, -HUGE) + each, minimum(HUGE if b is None else b, HUGE) + each
    low, size, inside = below < above, spread(base), base.support().inside()
    wanted = where(low, below, above)
    x = begun(base, normal_score(below, above)) + each
    x, done = where((x > a) & (x < b), x, halfway(a, b)), (wanted != wanted)
    for step in range(2 * HALVINGS + NEWTON):
        tail = stop_gradient(smaller_tail(base, low, x))
        plain = abs(x) < MOST
        density = where(plain, stop_gradient(base.logpdf(where(plain, x, inside))), -math.inf)
        left = where(low, tail < wanted, tail > wanted)
        a, b = where(left, x, a), where(left, b, x)
        there = (density > -math.inf) & (tail > -math.inf) & (wanted > -math.inf)
        tail, density, aim = where(there, tail, 0.0), where(there, density, 0.0), where(there, wanted, 0.0)
        usual = there & (tail - density < MOST_RATIO)
        along = where(usual, where(low, aim - tail, tail - aim) * exp(where(usual, tail - density, 0.0)), math.inf)
        moved = stepped(base, low, x, along)
        within = usual & (moved > a) & (moved < b) & ((step < NEWTON) | (step % 2 == 0))
        hit = usual & (aim == tail)
        close = hit | within & (abs(moved - x) <= CLOSE * nearness(base, low, x, size))
        x = where(done | hit, x, where(within, moved, halfway(a, b)))
        done = done | close | (0.5 * b - 0.5 * a <= 2e-16 * maximum(abs(a), abs(b)))
        if np.all(done):
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
    down = x + along if first is None else first + stretched(x - first, along)
    up = x + along if last is None else last - stretched(last - x, -along)
    return where(low, down, up)


def stretched(distance: Value, by: Value) -> Value:
    """A distance from an end after a step."""
    d = minimum(distance, 1e280)
    return d * exp(maximum(minimum(by, 50.0 * d), -600.0 * d) / maximum(d, 1e-308))


def nearness(base: Distribution, low: Truth, x: Value, size: Value) -> Value:
    """What a step is in proportion to."""
    first, last = base.support().bounds()
    open_side = abs(x) + size
    return where(low, open_side if first is None else x - first, open_side if last is None else last - x)


def halved(base: Distribution, ends: Bounds, below: Value, above: Value) -> Value:
    """The same by bisection alone."""
    a, b = ends
    each = 0.0 * exp(below)
    a, b = maximum(-HUGE if a is None else a, -HUGE) + each, minimum(HUGE if b is None else b, HUGE) + each
    for _ in range(HALVINGS):
        x = halfway(a, b)
        left = where(below < above, base.logcdf(x) < below, base.logsf(x) > above)
        a, b = where(left, x, a), where(left, b, x)
    return where(below + above < math.inf, 0.5 * a + 0.5 * b, math.nan)


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
    rises = first is not None
    end = cast(Any, first if rises else last)
    away = centre - end if rises else end - centre
    up = z if rises else -z
    ratio = minimum(size, 1e100 * minimum(away, 1e200)) / away
    width = log1p(ratio * ratio)
    distance = minimum(away, 1e200) * exp(maximum(sqrt(width) * minimum(up, FURTHEST) - 0.5 * width, -700.0))
    return end + distance if rises else end - distance


@compile_time
def closed(base: Any) -> bool:
    """Is it a member of a family that says its mean and its variance? Tails of mixtures, and of what is made by users, may bend anywhere."""
    family = base.family if "family" in getattr(type(base), "__dataclass_fields__", ()) else None
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

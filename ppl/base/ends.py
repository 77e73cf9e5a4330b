"""What is asked of a law at the ends of its support and beyond: values there, and what functions that hold inside are called with."""

from __future__ import annotations

import math

from .functions import floor, maximum, minimum, where
from .types import Bounds, Truth, Value

LEAST, MOST_BELOW_ONE = 5e-324, 1.0 - 2.0**-53


def split(ends: Bounds, x: Value, inside: Value) -> tuple[Value, Truth | None, Truth | None]:
    """(x, or a point inside where it is at an end or beyond; is it at the lower end or below; at the upper end or above); None: there is no such end."""
    low, high = ends
    below = None if low is None else x <= low
    above = None if high is None else x >= high
    if below is not None:
        x = where(below, inside, x)
    if above is not None:
        x = where(above, inside, x)
    return x, below, above


def split_whole(ends: Bounds, x: Value, inside: Value) -> tuple[Value, Truth | None, Truth | None]:
    """`split` of laws of whole numbers: (the whole number at or below x, or a point inside where it is below the lower end or not below the upper one;
    is it below; is it not below)."""
    low, high = ends
    x = floor(x)
    above = x >= (math.inf if high is None else high)
    below = None if low is None else x < low
    x = where(above, inside, x)
    return x if below is None else where(below, inside, x), below, above


def joined(below: Truth | None, above: Truth | None, value: Value, at_low: float, at_high: float) -> Value:
    """What was asked inside, and what holds from the ends on."""
    if below is not None:
        value = where(below, at_low, value)
    if above is not None:
        value = where(above, at_high, value)
    return value


def within(ends: Bounds, x: Value) -> Value:
    """x, or the end that it lies beyond."""
    low, high = ends
    if low is not None:
        x = maximum(x, low)
    if high is not None:
        x = minimum(x, high)
    return x


def inside_unit(x: Value) -> Value:
    """A number of [0, 1], moved inside where it was rounded to an end."""
    return minimum(maximum(x, LEAST), MOST_BELOW_ONE)


def at_ends(ends: Bounds, p: Value, x: Value) -> Value:
    """The quantile x of p; an end of the support where p is 0 or 1, nan where it is no probability."""
    low, high = ends
    x = where((p > 0.0) & (p < 1.0), x, math.nan)
    x = where(p == 0.0, -math.inf if low is None else low, x)
    return where(p == 1.0, math.inf if high is None else high, x)

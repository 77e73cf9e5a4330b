"""Moments of values that are moved to the bounds they lie beyond: those between the bounds, and the bounds, each times its probability."""

from __future__ import annotations

import math
from typing import Any

from ....lang.values.hooks import compile_time
from ...base.distribution import Distribution
from ...base.functions import exp, where
from ...base.types import Value, is_plain
from ..between import log_between

MOST = 10_000                                    # counts that are added up


@compile_time
def has_moments(base: Distribution, low: Any, high: Any) -> bool:
    """Of numbers with a cdf; of counts between bounds that are numbers of the source, or above one."""
    if not base.has("cdf"):
        return False
    return sums(base, low, high) or lifts(base, low, high) if base.discrete else base.has("truncated")


def first_moment(base: Distribution, low: Value | None, high: Value | None) -> Value:
    """The mean; nan where there is none."""
    if base.discrete:
        return counted(base, *ends_of(base, low, high), 1, 0.0) if sums(base, low, high) else base.mean() + lifted(base, low, 1, 0.0)
    inner = base.truncated(low, high)
    return at_bound(base.cdf, low) + at_bound(base.sf, high) + part(exp(log_between(base, low, high)), inner.mean())


def second_moment(base: Distribution, low: Value | None, high: Value | None) -> Value:
    """The variance; nan where there is none."""
    middle = first_moment(base, low, high)
    if base.discrete:
        if sums(base, low, high):
            return counted(base, *ends_of(base, low, high), 2, middle)
        return base.variance() + (base.mean() - middle) ** 2 + lifted(base, low, 2, middle)
    inner = base.truncated(low, high)
    spread = inner.variance() + (inner.mean() - middle) ** 2
    return squared_at(base.cdf, low, middle) + squared_at(base.sf, high, middle) + part(exp(log_between(base, low, high)), spread)


def part(share: Value, value: Value) -> Value:
    """What lies between the bounds, 0 where nothing does."""
    return where(share > 0.0, share * where(share > 0.0, value, 0.0), where(share == share, 0.0, math.nan))


def at_bound(tail: Any, bound: Value | None) -> Value:
    """A bound times the probability beyond it, 0 where it is infinite."""
    return 0.0 if bound is None else where(abs(bound) < math.inf, where(abs(bound) < math.inf, bound, 0.0) * tail(bound), 0.0)


def squared_at(tail: Any, bound: Value | None, middle: Value) -> Value:
    """The square of its distance times the probability beyond it."""
    return 0.0 if bound is None else where(abs(bound) < math.inf, (where(abs(bound) < math.inf, bound, 0.0) - middle) ** 2 * tail(bound), 0.0)


# -- counts
@compile_time
def ends_of(base: Distribution, low: Any, high: Any) -> tuple[Any, Any]:
    """The least and the largest count that there may be, None where there is none."""
    first, last = base.support().bounds()
    return first if low is None else low, last if high is None else high


@compile_time
def sums(base: Distribution, low: Any, high: Any) -> bool:
    """Are there few counts?"""
    first, last = ends_of(base, low, high)
    return is_plain(first) and is_plain(last) and last - first < MOST


@compile_time
def lifts(base: Distribution, low: Any, high: Any) -> bool:
    """Are few counts below the bounds, none above, and are the base's moments known?"""
    own = base.support().bounds()[0]
    return high is None and is_plain(low) and is_plain(own) and low - own < MOST and base.has("mean") and base.has("variance")


def counted(base: Distribution, first: Any, last: Any, power: int, middle: Value) -> Value:
    """Σ (x - middle)^power P(x), those at the ends with all beyond."""
    total: Any = (first - middle) ** power * base.cdf(first) + (last - middle) ** power * base.sf(last - 1)
    for k in range(first + 1, last):
        total = total + (k - middle) ** power * exp(base.logpdf(k))
    return total


@compile_time
def first_of(base: Distribution) -> int:
    """The least count of one that has such a number of the source."""
    first: Any = base.support().bounds()[0]
    return int(first)


def lifted(base: Distribution, low: Any, power: int, middle: Value) -> Value:
    """By how much Σ (x - middle)^power P(x) changes as counts below the lower bound are moved to it."""
    total: Any = 0.0 * base.cdf(low)
    for k in range(first_of(base), low):
        total = total + ((low - middle) ** power - (k - middle) ** power) * exp(base.logpdf(k))
    return total

"""What cut distributions share: the tighter of two bounds, the mass between bounds by the smaller tail, and the search for quantiles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution
from ..base.functions import floor, log1mexp, logaddexp, maximum, minimum, sqrt, stop_gradient, where
from ..base.types import Truth, Value, is_plain

LOG_HALF = -math.log(2.0)
TINY, HUGE = 1e-308, 1.7e308                    # where bisection begins at 0 and at open ends
MOST_COUNT = 2.0**53                            # counts beyond have gaps between them
HALVINGS = 68                                   # one for the sign, 11 for the order of magnitude, 53 for the digits
NEAR_ONE = 0.999                                 # probabilities above have lost digits
LEAST_UNIFORM = 2.0**-54                        # for the uniform number 0, which has no finite quantile


@compile_time
def bound(given: Value | None, nothing: float) -> Value | None:
    """A bound; None where it is the infinity that cuts nothing off."""
    return None if is_plain(given) and given == nothing else given


@compile_time
def known(x: Value) -> bool:
    """Is it a number of the source?"""
    return is_plain(x)


@compile_time
def both_plain(own: Value, given: Value) -> bool:
    """Are both known when a model is compiled?"""
    return is_plain(own) and is_plain(given)


@compile_time
def plain_max(own: Any, given: Any) -> float:
    """The larger number."""
    return max(own, given)


def tighter_low(own: Value | None, given: Value | None) -> Value | None:
    """The larger of two lower bounds, None where both are open."""
    if own is None:
        return given
    if given is None:
        return own
    return plain_max(own, given) if both_plain(own, given) else maximum(given, own)


def tighter_high(own: Value | None, given: Value | None) -> Value | None:
    """The smaller of two upper bounds, None where both are open."""
    if own is None:
        return given
    if given is None:
        return own
    return -plain_max(-own, -given) if both_plain(own, given) else minimum(given, own)


def log_between(base: Distribution, low: Value | None, high: Value | None) -> Value:
    """log P(low ≤ X ≤ high), from the tail that is the smaller; -inf where low is not below high."""
    if low is None:
        return 0.0 if high is None else base.logcdf(high)
    if high is None:
        return base.logsf(low)
    (a, c), (b, d) = tails(base, low), tails(base, high)
    return difference((a, c), (b, d), low < high)[0]


def tails(base: Distribution, x: Value) -> tuple[Value, Value]:
    """(log P(X ≤ x), log P(X > x)), with slopes of 0 where x is infinite: there those of tails are nan."""
    if known(x):
        return base.logcdf(x), base.logsf(x)
    far = abs(x) == math.inf
    safe = where(far, base.support().inside(), x)
    return where(far, where(x > 0.0, 0.0, -math.inf), base.logcdf(safe)), where(far, where(x > 0.0, -math.inf, 0.0), base.logsf(safe))


def difference(lower: tuple[Value, Value], upper: tuple[Value, Value], in_order: Truth) -> tuple[Value, Value]:
    """(log P(a < X ≤ b) from the two tails at a and at b, by those that are the smaller; how much larger the one is than the other, a logarithm).
    -inf and 0 where there is nothing between."""
    (a, c), (b, d) = lower, upper
    upper_tail = a > LOG_HALF
    more, less = where(upper_tail, c, b), where(upper_tail, d, a)
    room = in_order & (less < more)
    more = where(room, more, -math.inf)
    gap = where(room, where(room, more, 0.0) - where(room, less, -1.0), 0.0)
    return more + log1mexp(where(room, -gap, -1.0)), gap


def halfway(a: Value, b: Value) -> Value:
    """A point between a < b that halves first their signs, then their orders of magnitude, then their distance."""
    least, most = minimum(abs(a), abs(b)), maximum(abs(a), abs(b))
    floor = maximum(least, TINY)
    size = where(0.25 * most > floor, sqrt(floor) * sqrt(most), least + 0.5 * (most - least))
    return where((a < 0.0) & (b > 0.0), 0.0, where(b > 0.0, size, -size))


# -- quantiles by the logarithms of both tails
def tails_between(low: tuple[Value, Value], high: tuple[Value, Value], u: Value, v: Value) -> tuple[Value, Value]:
    """(log P(X ≤ x), log P(X > x)) of a distribution at the quantile exp(u) = 1 - exp(v) of what lies between two points, at which these are its."""
    (a, c), (b, d) = low, high
    return logaddexp(a + v, b + u), logaddexp(c + v, d + u)


def quantile_by_tails(base: Distribution, below: Value, above: Value, p: Value) -> Value:
    """The quantile of p = exp(below) = 1 - exp(above) of one with a density and a cdf: of a p that may have been rounded to 1 by its tails."""
    x = base.quantile(p)
    far = (p > NEAR_ONE) & (above > -math.inf)
    if np.any(far):
        x = where(far, base.from_tails(where(far, below, LOG_HALF), where(far, above, LOG_HALF)), x)
    return x


def least_count(base: Distribution, first: Value | None, last: Value | None, below: Value, above: Value) -> Value:
    """The least whole number from `first` to `last` at which P(X ≤ x) is not less than exp(below) = 1 - exp(above); nan where that is. By a line through the
    normal scores at both ends of what is left (Illinois' method), and every third step by bisection."""
    below, above = stop_gradient(below), stop_gradient(above)
    a = (-MOST_COUNT if first is None else first - 1.0) + 0.0 * below
    b = (MOST_COUNT if last is None else 1.0 * last) + 0.0 * below
    at_a, at_b, rose, wanted = math.inf + 0.0 * a, -math.inf + 0.0 * a, a < a, score(below, above)
    for step in range(2 * HALVINGS):
        if np.all(b - a <= 1.0):
            break
        usual = (at_a < math.inf) & (at_b > -math.inf) & (at_a > at_b) & (step % 3 < 2)
        share = where(usual, at_a / where(usual, at_a - at_b, 1.0), 0.5)
        x = minimum(maximum(floor(where(usual, a + share * (b - a), halfway(a, b))), a + 1.0), maximum(b - 1.0, a + 1.0))
        lower, upper = stop_gradient(base.logcdf(x)), stop_gradient(base.logsf(x))
        rises, missing = where(below < above, lower < below, upper > above), wanted - score(lower, upper)
        at_a, at_b = where(rises, missing, where(rose, at_a, 0.5 * at_a)), where(rises, where(rose, 0.5 * at_b, at_b), missing)
        a, b, rose = where(rises, x, a), where(rises, b, minimum(x, b)), rises
    return where(below + above < math.inf, b, math.nan)


def score(lower: Value, upper: Value) -> Value:
    """About the quantile of a standard normal with these logarithms of tails: what is nearly a line in x where tails fall as a normal's."""
    size = sqrt(maximum(-2.0 * minimum(lower, upper) + 2.0 * LOG_HALF, 0.0))
    return where(lower < upper, -size, size)

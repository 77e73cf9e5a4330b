"""Integrals over an interval, by adaptive quadrature."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ... import ad
from ...lang.values.hooks import compile_time, in_turn
from ...lang.values.values import holds_run_time
from ..base.types import Code, Numbers, Value
from .calling import gives_up, solver
from .kronrod import GAUSS, KRONROD, NODES, POINTS, place
from .settings import FINEST, check_args, check_call, check_end, check_function, check_tolerance, whole_number, yes

PATTERN = "`solve.quad(lambda x, k: np.exp(-k * x), 0.0, np.inf, (k,))`"
EPS = 2.0**-52
NOISE = 50.0 * EPS                               # of the integral of |f|: errors below it are rounding
SETTLED, GOING, NO_NUMBER, TOO_SHORT = range(4)  # how a run stands
OFFSETS = (0.5 - math.sqrt(1.0 / 12.0), 0.5 + math.sqrt(1.0 / 12.0))       # Gauss' rule with two points on 0 … 1
STEEPEST = 1e308                                 # the slope by an end where f is infinite


@solver
def quad(
    f: Code,
    a: Numbers,
    b: Numbers,
    args: tuple[Any, ...] = (),
    *,
    rtol: float = 1e-10,
    atol: float = 0.0,
    limit: int = 50,
    full: bool = False,
) -> Any:
    """The integral of f(x, *args) from a to b, either or both of which may be infinite; with `full` the pair of it and of its estimated error.

    f gives a number, or an array whose members are integrated each. The rule of Gauss and Kronrod with 21 points is put on parts of the range, the worst of
    which is halved until the estimate is below rtol · |integral|, or atol, or what rounding makes of it. Ends at which f is infinite like the root of
    the distance do no harm; what has its weight far from the finite end, or from 0 where both are infinite, is found only if some of the points meet
    it. Derivatives are those of the rule as it was put, by args and by whatever f sees, and f at the ends, to second order and beyond. More than `limit`
    parts give up: `GaveUp`, and in a model a log density of -inf with the reason counted."""
    check_function(f, "solve.quad", PATTERN)
    check_args(args)
    check_end(a, "a")
    check_end(b, "b")
    check_call(f, "f(x, *args)", 0.0, *args)
    check_tolerance(atol, "atol", 0.0)
    check_tolerance(rtol, "rtol", FINEST if has_no(atol) else 0.0)
    most = whole_number(limit, "limit")
    low: Any = a
    high: Any = b
    start, end = ad.stop_gradient(low), ad.stop_gradient(high)
    shape = np.shape(f(place(0.0, start, end)[0], *args))
    left, right, count, error, stands = parts(f, args, start, end, rtol, atol, most)
    if stands == GOING:
        gives_up(f"`solve.quad` gave up: more than {most} parts; is there a point inside at which `f` is infinite or jumps? Integrate on both sides of it, or "
                 "`limit=` allows more")  # fmt: skip
    if stands == NO_NUMBER:
        gives_up("`solve.quad` gave up: `f` is nan or infinite inside of the range")
    if stands == TOO_SHORT:
        gives_up("`solve.quad` gave up: a part became too short for doubles; the integral does not exist, or `rtol` asks for more digits than there are")
    total = summed(f, args, start, end, left, right, count)
    if not are_known(a, b):
        total = total + beyond(f, args, high, end) - beyond(f, args, low, start)
    value = np.reshape(total, shape) if len(shape) else total[0]
    if yes(full, "full"):
        return value, np.reshape(error, shape) if len(shape) else error[0]
    return value


@compile_time
def are_known(*ends: Any) -> bool:
    """Are these ends numbers that no derivative is asked by?"""
    return not holds_run_time(ends)


@compile_time
def has_no(atol: Any) -> bool:
    """Is this absolute tolerance nothing?"""
    return not holds_run_time(atol) and np.ndim(atol) == 0 and atol == 0


def numbers_of(f: Code, x: Value, args: Any) -> Any:
    """What f gives, as a vector."""
    return np.reshape(np.array(f(x, *args)) * 1.0, (-1,))


# -- where the rule is put: nothing of this is differentiated
def parts(f: Code, args: Any, a: Value, b: Value, rtol: Value, atol: Value, limit: int) -> tuple[Any, Any, Any, Any, Any]:
    """The parts of -1 … 1, from left[k] to right[k] for k below a count; the estimated error of the integral, and how it stands."""
    value, wrong, noise = panel(f, args, a, b, -1.0, 1.0)
    values, errors, rests = (np.zeros((limit, len(value))) for _ in range(3))
    left, right = np.zeros(limit), np.zeros(limit)
    left[0], right[0], values[0], errors[0], rests[0] = -1.0, 1.0, value, wrong, noise
    count = 1
    error = wrong
    stands = standing(values, errors, rests, rtol, atol)
    while stands == GOING and count < limit:
        worst = np.argmax(np.max(errors, axis=1))
        low, high = left[worst], right[worst]
        middle = 0.5 * (low + high)
        for half in in_turn(2):
            begin, stop, at = (low, middle, worst) if half == 0 else (middle, high, count)
            left[at], right[at] = begin, stop
            values[at], errors[at], rests[at] = panel(f, args, a, b, begin, stop)
        count = count + 1
        error = np.sum(errors, axis=0)
        stands = standing(values, errors, rests, rtol, atol)
        if stands == GOING and (middle - low < 4.0 * EPS or high - middle < 4.0 * EPS):
            stands = TOO_SHORT
    return left, right, count, error, stands


def standing(values: Any, errors: Any, rests: Any, rtol: Value, atol: Value) -> Any:
    """Is the integral good enough, or no number?"""
    total, error = np.sum(values, axis=0), np.sum(errors, axis=0)
    allowed = np.maximum(np.maximum(rtol * np.abs(total), atol), 2.0 * NOISE * np.sum(rests, axis=0))
    return SETTLED if np.all(error <= allowed) else GOING if np.all(np.isfinite(error)) else NO_NUMBER


def panel(f: Code, args: Any, a: Value, b: Value, low: Value, high: Value) -> tuple[Any, Any, Any]:
    """Over one part the integral, the estimate of its error, and the integral of |f|. The estimate: Piessens, de Doncker-Kapenga, Überhuber and Kahaner
    (1983), QUADPACK, section 3.3.1."""
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    first, speed = place(middle, a, b)
    found = np.zeros((POINTS, len(numbers_of(f, first, args))))
    for i in in_turn(POINTS):
        x, speed = place(middle + half * NODES[i], a, b)
        found[i] = speed * ad.stop_gradient(numbers_of(f, x, args))
    value = half * (KRONROD @ found)
    rest = half * (KRONROD @ np.abs(found))
    spread = half * (KRONROD @ np.abs(found - 0.5 * (KRONROD @ found)))
    wrong = np.abs(value - half * (GAUSS @ found))
    ratio = 200.0 * wrong / np.where(spread > 0.0, spread, 1.0)
    wrong = np.where((spread > 0.0) & (ratio < 1.0), spread * ratio * np.sqrt(ratio), np.maximum(wrong, spread * (ratio >= 1.0)))
    return value, np.maximum(wrong, NOISE * rest), rest


# -- what is differentiated
def summed(f: Code, args: Any, a: Value, b: Value, left: Any, right: Any, count: Any) -> Any:
    """The integral over all parts."""
    total = 0.0 * numbers_of(f, place(0.0, a, b)[0], args)
    for k in range(count):
        middle, half = 0.5 * (left[k] + right[k]), 0.5 * (right[k] - left[k])
        for i in in_turn(POINTS):
            x, speed = place(middle + half * NODES[i], a, b)
            total = total + (half * KRONROD[i] * speed) * numbers_of(f, x, args)
    return total


def beyond(f: Code, args: Any, end: Value, fixed: Value) -> Any:
    """The integral from `fixed` to `end`, the same number: nothing, but its slope by the end is f, and so are those beyond."""
    way = 0.0 if np.isinf(fixed) else end - fixed
    total = 0.0 * numbers_of(f, 0.0 if np.isinf(fixed) else fixed, args)
    for i in range(len(OFFSETS)):
        y = numbers_of(f, fixed + OFFSETS[i] * way, args)
        total = total + (0.5 * way) * np.where(np.isfinite(y), y, np.where(y < 0.0, -STEEPEST, STEEPEST))
    return total

"""Sums of the probabilities of counts from x down, or on, in as many steps for a billion values as for a thousand.

The first values are added up. What is left of a sum that has not come to its end is smooth on the scale of their number: it is an integral with Euler's and
Maclaurin's corrections at both ends, but for the last values before the end of the support. The integral is the trapezoidal rule in s of
k = low + width expit(s), whose steps are as fine as the distance from either end.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.functions import exp, expit, log, log1mexp, maximum, minimum, where
from ..base.types import Code, Truth, Value
from .counting import known_below

NEGLIGIBLE = 1e-17                               # share of a sum
STEPS = 128                                      # values that are added up at either end
FEW, NODES, STENCIL = np.arange(1.0 * STEPS), np.linspace(-1.0, 1.0, 1025), np.array([-1.0, 0.0, 1.0, 2.0])
STEP, ENDS = 2.0 / 1024, 4
DIGITS, FARTHEST = 40.0, 650.0                   # logarithms: of what is nothing beside 1, of a number that is not left behind
FIRST, THIRD = -1.0 / 24.0, 17.0 / 5760.0        # of central differences of first and third order, midway between two values


def log_falling(x: Value, low: Value, most: Value, ratio: Code, log_density: Code) -> Value:
    """log of the sum of the probabilities at x, x - 1, … down to `low`. `ratio(k)` is the probability at k - 1 over that at k, `log_density(k)` the
    logarithm of that at k, also between whole numbers; `most` is a number that x - low is never above."""
    first = log_density(x)

    def log_share(k: Value) -> Value:
        return log_density(k) - first

    at = x + np.zeros(1)[0]                      # known when the program runs, also where x is a number of the source
    total = 0.0 * at + 1.0
    term = total
    for step in range(3 * STEPS):
        going = (term > NEGLIGIBLE * total) & (at > low) & ((step < STEPS) | (x - low < 3 * STEPS))
        if not np.any(going):
            break
        term = where(going, term * ratio(at), term)
        total = total + where(going, term, 0.0)
        at = where(going, at - 1.0, at)
    if not known_below(most, 3 * STEPS):
        left = (term > NEGLIGIBLE * total) & (at > low)
        if np.any(left):
            total = total + where(left, smooth_rest(where(left, at, low + 2.0 * STEPS) - 1.0, low, left, log_share), 0.0)
    return first + log(total)


def log_rising(x: Value, power: Value, ratio: Code, log_density: Code) -> Value:
    """log of the sum of the probabilities at x + 1, x + 2, … without end, of a law whose tail falls as k^(-power - 1) at last. `ratio(k)` is the
    probability at k + 1 over that at k, `log_density(k)` as above. The rest is the integral over the logarithm of the distance from where it begins, and a
    power beyond the doubles."""
    first = log_density(x)

    def log_share(k: Value) -> Value:
        return log_density(k) - first

    at = x + np.zeros(1)[0] + 0.0 * power
    term = ratio(at)
    total = term
    for _ in range(3 * STEPS):
        if not np.any(term > NEGLIGIBLE * total):
            break
        at = at + 1.0
        term = term * ratio(at)
        total = total + term
    left = term > NEGLIGIBLE * total
    return first + log(total + where(left, endless_rest(where(left, at, x) + 1.5, power, log_share), 0.0))


def both_tails(left: Truth, own: Value) -> tuple[Value, Value]:
    """log P(X ≤ x) and log P(X > x), of which `own` is the first where `left`, else the second."""
    here = minimum(own, 0.0)
    rest = log1mexp(here)
    return where(left, here, rest), where(left, rest, here)


def endless_rest(begin: Value, power: Value, log_share: Code) -> Value:
    """The integral from `begin`, midway between two whole numbers, without end, with the correction there."""
    reach = minimum(FARTHEST, log(begin) + DIGITS / power)
    step = 0.5 * (reach + DIGITS) * STEP
    u = 0.5 * (column(NODES, begin) * (reach + DIGITS) + (reach - DIGITS))
    last = exp(log_share(begin + exp(reach)) + reach)
    inner = np.sum(exp(log_share(begin + exp(u)) + u), axis=0) * step + last * (1.0 / power - 0.5 * step)
    return inner - at_end(exp(log_share(column(STENCIL, begin) + (begin - 0.5))))


def smooth_rest(last: Value, low: Value, left: Truth, log_share: Code) -> Value:
    """The sum from `low` to `last`, where there is one."""
    first, begin, end = low + STEPS, low + (STEPS - 0.5), last + 0.5
    width = maximum(end - begin, 1.0)
    reach = 40.0 + log(width)
    s = column(NODES, low) * reach
    nodes = where(s < 0.0, begin + width * expit(s), end - width * expit(-s))
    k = np.concatenate([column(FEW, low) + low, nodes, column(STENCIL, low) + (first - 1.0), column(STENCIL, low) + last])
    p: Any = exp(where(left, log_share(k), 0.0))
    inner = np.sum(p[STEPS:-2 * ENDS] * (expit(s) * expit(-s)), axis=0) * width * reach * STEP
    return np.sum(p[:STEPS], axis=0) + inner + at_end(p[-ENDS:]) - at_end(p[-2 * ENDS:-ENDS])


def at_end(p: Any) -> Value:
    """The correction midway between the second and the third of four values."""
    step = p[2] - p[1]
    return FIRST * step + THIRD * (p[3] - p[0] - 3.0 * step)


@compile_time
def column(values: np.ndarray, x: Any) -> np.ndarray:
    """Numbers along a first axis before those of x."""
    return values.reshape(-1, *(1 for _ in getattr(x, "shape", ())))

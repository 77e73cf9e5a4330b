"""Searches for roots, in the language. None of this is differentiated: a derivative is that of the root.

Bracketing: Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without using derivatives,
Advances in Engineering Software 28. Newton's method with steps halved until the residual becomes less: Dennis and Schnabel (1983), section 6.3.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.types import Code, Value
from .inner import slopes, solved

FOUND, GOING, TOO_MANY, SAME_SIGN, NO_NUMBER, STUCK, SINGULAR = range(7)       # how a search stands
FLOOR = 1e-7                                     # relative length of a step that rounding alone can keep from improving
SHORTEST = 1e-10                                 # share of a step of Newton's that is still tried


def bracketed(g: Code, a: Value, b: Value, start: Value, args: Any, rtol: Value, atol: Value, most: int) -> tuple[Value, int]:
    """A sign change of g(x, args) between a and b, where `start` is the first share of the way from a to b, and how the search ended."""
    fa, fb = g(a, args), g(b, args)
    c, fc, t, steps = a, fa, start, 0
    x = a if abs(fa) < abs(fb) else b
    stands = begun(fa, fb, b - a)
    while stands == GOING:
        at = a + t * (b - a)
        f = g(at, args)
        steps = steps + 1
        same = (f < 0.0) == (fa < 0.0)
        c, fc = (a, fa) if same else (b, fb)
        b, fb = (b, fb) if same else (a, fa)
        a, fa = at, f
        x = a if abs(fa) < abs(fb) else b
        least = 2.0 * (atol + rtol * abs(x)) / abs(b - a)
        stands = standing(f, least, a, b, steps >= most)
        t = interpolated(a, b, c, fa, fb, fc)
        t = min(max(t, 0.5 * least), 1.0 - 0.5 * least)
    return x, stands


def begun(fa: Value, fb: Value, length: Value) -> int:
    """How a search between two values stands before its first step."""
    if fa == 0.0 or fb == 0.0:
        return FOUND
    if not (np.isfinite(fa) and np.isfinite(fb) and np.isfinite(length)):
        return NO_NUMBER
    return SAME_SIGN if (fa < 0.0) == (fb < 0.0) else GOING


def standing(f: Value, least: Value, a: Value, b: Value, tired: Value) -> int:
    """How a search stands after a step to a, where the residual is f; `least` is the shortest step that is still worth it, as a share."""
    if not np.isfinite(f):
        return NO_NUMBER
    middle = 0.5 * (a + b)
    close = least >= 1.0 or middle == a                     # of neighbours the middle is one of the two
    if f == 0.0 or close or middle == b:
        return FOUND
    return TOO_MANY if tired else GOING


def interpolated(a: Value, b: Value, c: Value, fa: Value, fb: Value, fc: Value) -> Value:
    """The share of the way from a to b where the inverse parabola through three points is 0; half of it where that cannot be trusted."""
    away = 1.0 if c == b else c - b
    rise = 1.0 if fc == fb else fc - fb
    xi, phi = (a - b) / away, (fa - fb) / rise
    trusted = c != b and fc != fb and fa != fc and phi * phi < xi and (1.0 - phi) * (1.0 - phi) < 1.0 - xi
    over = fc - fa if trusted else 1.0
    part = fa / (fb - fa if trusted else 1.0) * (fc / (fb - fc if trusted else 1.0))
    return part + (c - a) / (b - a if trusted else 1.0) * (fa / over) * (fb / (fc - fb if trusted else 1.0)) if trusted else 0.5


def newton(g: Code, x: Any, args: Any, rtol: Value, atol: Value, most: int) -> tuple[Any, int]:
    """A root of g(x, args), of and in vectors, from x on, and how the search ended."""
    r = g(x, args)
    size = np.sum(r * r)
    stands = FOUND if size == 0.0 else GOING if np.isfinite(size) else NO_NUMBER
    steps = 0
    while stands == GOING:
        step = solved(slopes(g, x, args), r)
        steps = steps + 1
        ended = bool(np.all(np.abs(step) <= atol + rtol * np.abs(x)))
        near = np.max(np.abs(step)) <= FLOOR * np.max(np.abs(x))
        if np.all(np.isfinite(step)):
            share = 1.0
            y = x - step
            s = g(y, args)
            left = np.sum(s * s)
            while not (left < (1.0 - 1e-4 * share) * size) and share > SHORTEST and not ended:
                share = 0.5 * share
                y = x - share * step
                s = g(y, args)
                left = np.sum(s * s)
            better = left < size
            stands = FOUND if ended or left == 0.0 or near and share < 0.1 else STUCK if not better else TOO_MANY if steps >= most else GOING
            if better:
                x, r, size = y, s, left
        else:
            stands = SINGULAR
    return x, stands

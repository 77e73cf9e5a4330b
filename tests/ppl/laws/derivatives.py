"""First and second derivatives of functions of mpmath by differences with many digits, and how near to them numbers must be."""

from __future__ import annotations

import mpmath
import numpy as np

STEP = mpmath.mpf(10) ** -18                     # of sizes; values have more than 54 digits
FIRST, SECOND = 1e-6, 1e-5                       # relative errors of derivatives that are let pass
LOST = 1e-8                                      # of a large value: digits that parts of it which cancel take along


def derivatives(f, at, free=None):
    """(value, slopes, second derivatives) of f(*at) in the arguments `free`; None at an end, at a kink or beyond the doubles."""
    at = [mpmath.mpf(float(v)) for v in at]
    free = range(len(at)) if free is None else free
    steps = {k: STEP * (abs(at[k]) or 1) for k in free}

    def moved(*shifts):
        there = list(at)
        for k, times in shifts:
            there[k] += times * steps[k]
        return f(*there)

    try:
        value, sides = moved(), {k: [moved((k, s)) for s in (-1, 1, -2, 2)] for k in free}
    except (TypeError, ZeroDivisionError):       # of complex logarithms: beyond an end
        return None
    if not all(isinstance(v, mpmath.mpf) and mpmath.isfinite(v) for v in map(real, (value, *(v for side in sides.values() for v in side)))):
        return None
    slopes = np.array([(b - a) / (2 * steps[k]) for k, (a, b, _, _) in sides.items()])
    second = np.array([[(a + b - 2 * value) / steps[k] ** 2 for _ in free] for k, (a, b, _, _) in sides.items()])
    wide = [(c + d - 2 * value) / (2 * steps[k]) ** 2 for k, (_, _, c, d) in sides.items()]
    if any(abs(w - second[i, i]) > 1e-6 * abs(w) + 1e-9 * (abs(slopes[i]) + 1) / (abs(at[k]) or 1) for i, (k, w) in enumerate(zip(free, wide, strict=True))):
        return None                              # there is no second derivative
    for i, j in enumerate(free):
        for m, k in enumerate(list(free)[:i]):
            second[i, m] = second[m, i] = sum(a * b * moved((j, a), (k, b)) for a in (1, -1) for b in (1, -1)) / (4 * steps[j] * steps[k])
    found = value, slopes.astype(float), second.astype(float)
    return found if np.all(np.isfinite(found[1])) and np.all(np.isfinite(found[2])) else None


def real(v):
    """A number of mpmath's usual context, whatever context it is of; complex ones stay."""
    return mpmath.mpf(v) if hasattr(v, "_mpf_") else v


def units(at, second):
    """What a change of each argument is measured by: its size, or the width that the function has in it, if that is less."""
    return 1.0 / np.where(at == 0.0, 1.0, np.abs(at)) + np.sqrt(np.abs(np.diagonal(second)))


def wrong_slopes(at, got, want, loose=1e-7):
    """Places of slopes that are off; `want` from `derivatives`, `at` and `got` of what they are taken in. Parts of a slope are of the order of 1."""
    value, slopes, second = want
    loose *= max(1.0, LOST * abs(value))
    return [(k, g, w) for k, (g, w, u) in enumerate(zip(got, slopes, units(at, second), strict=True)) if not abs(g - w) <= FIRST * abs(w) + loose * u + 1e-15]


def wrong_seconds(at, got, want, loose=1e-7):
    """Places of second derivatives that are off."""
    value, _, second = want
    loose *= max(1.0, LOST * abs(value))
    u = units(at, second)
    off = ~(np.abs(got - second) <= SECOND * np.abs(second) + loose * np.outer(u, u) + 1e-14 * np.maximum.outer(u, u))
    return [(i, j, got[i, j], second[i, j]) for i, j in zip(*np.nonzero(off), strict=True)]


def unlike(at, second):
    """Pairs of mixed derivatives that are not alike."""
    with np.errstate(all="ignore"):
        u = units(at, second)
        off = ~(np.abs(second - second.T) <= 1e-8 * np.abs(second) + 1e-8 * np.outer(u, u) + 1e-14 * np.maximum.outer(u, u))
    return [(i, j, second[i, j], second[j, i]) for i, j in zip(*np.nonzero(off), strict=True) if i < j]

"""Jets: a value with its derivatives as a tuple, (f, f_u) along one direction or (f, f_u, f_v, f_uv) along two; their arithmetic, in the language.

    multiplied((2.0, 1.0), (3.0, 0.0)) = (6.0, 3.0)          d(xy) at x = 2 (dx = 1), y = 3 (dy = 0)
"""
from __future__ import annotations

import math

from .incomplete_parts import EPS, TINY

HALF = 1e-9                                     # each entry's error is squared by as many terms again


def multiplied(x, y):
    """x y"""
    if len(x) == 2:
        return (x[0] * y[0], x[0] * y[1] + x[1] * y[0])
    return (x[0] * y[0], x[0] * y[1] + x[1] * y[0], x[0] * y[2] + x[2] * y[0], x[0] * y[3] + x[3] * y[0] + x[1] * y[2] + x[2] * y[1])


def inverted(x):
    """1 / x"""
    r = 1.0 / x[0]
    s = r * r
    if len(x) == 2:
        return (r, -x[1] * s)
    return (r, -x[1] * s, -x[2] * s, (2.0 * x[1] * x[2] * r - x[3]) * s)


def added(x, y):
    """x + y"""
    if len(x) == 2:
        return (x[0] + y[0], x[1] + y[1])
    return (x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3])


def scaled(c, x):
    """c x"""
    return (c * x[0], c * x[1]) if len(x) == 2 else (c * x[0], c * x[1], c * x[2], c * x[3])


def shifted(c, x):
    """c + x"""
    return (c + x[0], x[1]) if len(x) == 2 else (c + x[0], x[1], x[2], x[3])


def away_from_zero(x):
    """x, at least TINY in size: a denominator of Lentz's continued fraction."""
    v = TINY if abs(x[0]) < TINY else x[0]
    return (v, x[1]) if len(x) == 2 else (v, x[1], x[2], x[3])


def constant(c, x):
    """c as a jet like x."""
    return (c, 0.0) if len(x) == 2 else (c, 0.0, 0.0, 0.0)


def exponential(p, slopes):
    """The jet of exp(L), whose value is p; `slopes` holds those of L: (L_u,) or (L_u, L_v, L_uv)."""
    if len(slopes) == 1:
        return (p, p * slopes[0])
    return (p, p * slopes[0], p * slopes[1], p * (slopes[0] * slopes[1] + slopes[2]))


def moves(new, old):
    """Has an entry changed by more than rounding?"""
    first = abs(new[0] - old[0]) > EPS * abs(new[0]) or abs(new[1] - old[1]) > EPS * abs(new[1])
    if len(new) == 2:
        return first
    return first or abs(new[2] - old[2]) > EPS * abs(new[2]) or abs(new[3] - old[3]) > EPS * abs(new[3])


def size(x):
    """The sum of the entries' sizes."""
    return abs(x[0]) + abs(x[1]) if len(x) == 2 else abs(x[0]) + abs(x[1]) + abs(x[2]) + abs(x[3])


def last_term(k, new, old, last):
    """Where to stop at the latest: twice the number of terms after which all entries have half their digits. The value alone says nothing: it
    ends at once where a shape is a whole number, its derivatives do not."""
    return min(last, 2 * k + 8) if size(added(new, scaled(-1.0, old))) <= HALF * size(new) else last


def composed(x, f, first, second):
    """A function of x whose value and first two derivatives at x's own are these."""
    if len(x) == 2:
        return (f, first * x[1])
    return (f, first * x[1], first * x[2], first * x[3] + second * x[1] * x[2])


def logarithm(x):
    """log x"""
    r = 1.0 / x[0]
    if len(x) == 2:
        return (math.log(x[0]), r * x[1])
    return (math.log(x[0]), r * x[1], r * x[2], r * x[3] - (r * x[1]) * (r * x[2]))


def exponent(x):
    """exp x"""
    e = math.exp(x[0])
    return composed(x, e, e, e)

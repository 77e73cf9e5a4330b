"""sin, cos and tan of vectors: fdlibm's polynomials up to pi / 4, and what is left of an argument when multiples of pi / 2 are taken off, as a sum of two.

Beyond FAR the scalar functions take over: three parts of pi / 2 leave too few digits there.
"""
from __future__ import annotations

import math

from .body import Body, Vec
from .elementary import MAGIC, by_parity

FAR = 2.0 ** 24
QUARTERS = (1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33)     # pi / 2 in three parts
S1 = -1.66666666666666324348e-01                             # of sin, Sun Microsystems 1993, and the rest of them
S = (8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10)
C = (4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05, -2.75573143513906633035e-07, 2.08757232129817482790e-09,
     -1.13596475577881948265e-11)                            # of cos


def reduced(c: Body, x: Vec) -> tuple[Vec, Vec, Vec]:
    """(k, high, low) with x = k pi / 2 + high + low, the whole number k by its lowest bits.

    x - k QUARTERS[0] is exact. So is what the difference to k QUARTERS[1] loses, and that product as a sum of two: they have fewer leading places than
    x has places behind the point.
    """
    c.scalar_where(c.vec(FAR).not_above(c.size(x)))
    t = c.fma(x, 2.0 / math.pi, MAGIC)
    k = t - MAGIC
    near = c.fma(-k, QUARTERS[0], x)
    part = k * QUARTERS[1]
    high = near - part
    low = c.fma(-k, QUARTERS[2], ((near - high) - part) - c.fma(k, QUARTERS[1], -part))
    return t.bits(), high, low


def sine(c: Body, square: Vec, x: Vec, low: Vec) -> Vec:
    """sin(x + low) up to pi / 4."""
    cubic = square * x
    return x - c.fma(-cubic, c.fma(square, by_parity(c, square, square * square, S), S1), c.fma(square * 0.5, low, -low))


def cosine(c: Body, square: Vec, x: Vec, low: Vec) -> Vec:
    """cos(x + low) up to pi / 4."""
    half = square * 0.5
    whole = c.vec(1.0) - half
    lost = (c.vec(1.0) - whole) - half
    return whole + c.fma(square * square, by_parity(c, square, square * square, C), c.fma(-x, low, lost))


def at_quarter(c: Body, x: Vec, quarters: int) -> Vec:
    """sin(x + quarters pi / 2)"""
    k, high, low = reduced(c, x)
    square = high * high
    k = k + quarters if quarters else k
    value = k.odd().pick(cosine(c, square, high, low), sine(c, square, high, low))
    return (value.bits() ^ ((k >> 1) << 63)).number()


def sin(c: Body, x: Vec) -> Vec:
    """nan at infinity; -0 stays."""
    return at_quarter(c, x, 0)


def cos(c: Body, x: Vec) -> Vec:
    """nan at infinity."""
    return at_quarter(c, x, 1)


def tan(c: Body, x: Vec) -> Vec:
    """sin over cos, or the inverse with a minus: as sin."""
    k, high, low = reduced(c, x)
    square = high * high
    s, t, odd = sine(c, square, high, low), cosine(c, square, high, low), k.odd()
    return ((odd.pick(t, s) / odd.pick(s, t)).bits() ^ (k << 63)).number()

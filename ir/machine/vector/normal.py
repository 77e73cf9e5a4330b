"""erf, erfc, ndtr and log_ndtr of vectors, within 4 units in the last place, tails included.

Tails are exp(-x²), x² as a sum of two, times exp(a²) erfc(a) = (1 + s Q(s - 1)) / (1 + 2a), s = 2a / (a + 3), |x| = a (after Shepherd and Laframboise 1981);
near 0 erf is x + x P(x²).
"""
from __future__ import annotations

import math

from .body import Body, Operand, Vec
from .elementary import by_parity, log, log_by_table, reduced, scaled

CENTRE = 3.0
TAIL = (0.25300805826972966, -0.3886291643943106, 0.3410668700408603, -0.21142171133811868, 0.09214804792278758, -0.023840020578229582,
        6.95056600264739e-05, 0.0024598861478376637, -0.0005711957928892651, -0.00020863641412640946, 0.00010347663794188368, 2.1622394739862648e-05,
        -1.6672993986701266e-05, -3.426547465030789e-06, 2.6952348534304983e-06, 7.749628893663798e-07, -4.184349533825192e-07,
        -1.9497030709810344e-07, 5.369160013408846e-08, 4.500478851279512e-08, -3.4088135815598936e-09, -7.930506576222701e-09,
        -4.897403923153722e-10, 7.583211967113516e-10, 1.148276074621727e-10)    # of Q on [-1, 1]: the error of 1 + s Q is below 2^-54
NEAR = 0.84                                             # up to here erfc would cancel
ERF = (0.12837916709551256, -0.37612638903183415, 0.11283791670935946, -0.026866170640900834, 0.005223977577545451, -0.0008548323855710495,
       0.00012055202108141083, -1.4922166492041042e-05, 1.6402191201632447e-06, -1.5718339676684658e-07, 1.073794007655445e-08)    # of P
SQRT_HALF = math.sqrt(0.5)
NOTHING = 27.5, 39.0                                    # from here on erfc and ndtr of the negative are 0


def scaled_tail(c: Body, a: Vec) -> Vec:
    """exp(a²) erfc(a) for a from 0 on, finite."""
    twice = a + a
    s = twice / (a + CENTRE)
    q = s - 1.0
    return c.fma(s, by_parity(c, q, q * q, TAIL), 1.0) / (twice + 1.0)


def bell(c: Body, x: Vec, factor: float) -> Vec:
    """exp(-factor x²), factor a power of two"""
    square = x * x
    lost = c.fma(x, x, -square)
    return scaled(c, *reduced(c, square * -factor, lost * -factor))


def up_to(c: Body, most: float, x: Vec) -> Vec:
    """The smaller one; nan stays."""
    return c.vec(most).below(x).pick(most, x)


def tail_of_erf(c: Body, x: Vec) -> Vec:
    """erfc |x|"""
    a = up_to(c, NOTHING[0], c.size(x))
    return bell(c, a, 1.0) * scaled_tail(c, a)


def erfc(c: Body, x: Vec) -> Vec:
    """2 less that of -x below 0."""
    tail = tail_of_erf(c, x)
    return x.below(0.0).pick(c.vec(2.0) - tail, tail)


def erf(c: Body, x: Vec) -> Vec:
    """-0 stays."""
    square = x * x
    near = c.fma(x, by_parity(c, square, square * square, ERF), x)
    far = c.intrinsic("copysign", c.vec(1.0) - tail_of_erf(c, x), x)
    return c.size(x).below(NEAR).pick(near, far)


def half_tail(c: Body, size: Operand) -> Vec:
    """ndtr(-size) over exp(-size² / 2)"""
    return scaled_tail(c, c.vec(SQRT_HALF) * size) * 0.5


def ndtr(c: Body, x: Vec) -> Vec:
    """1 less that of -x above 0."""
    a = up_to(c, NOTHING[1], c.size(x))
    tail = bell(c, a, 0.5) * half_tail(c, a)
    return x.below(0.0).pick(tail, c.vec(1.0) - tail)


def log_ndtr(c: Body, x: Vec) -> Vec:
    """Below 0 -x² / 2 and the logarithm of the rest of the tail, above it that of 1 less the tail, and what that lost."""
    size = c.size(x)
    rest = half_tail(c, up_to(c, 1e100, size))
    tail = bell(c, up_to(c, NOTHING[1], size), 0.5) * rest
    most = c.vec(1.0) - tail
    below = x.below(0.0)
    u, lost = below.pick(rest, most), below.pick(0.0, (c.vec(1.0) - most) - tail)
    value = log_by_table(c, u, lost) if c.wide else log(c, u) + lost / u
    return value + below.pick(x * x * -0.5, 0.0)

"""Gauss' hypergeometric function of real parameters and argument, in the language.

The power series up to w = 1/2; from there Taylor's series of the differential equation (DLMF 15.10.1) goes on in steps of half of what is left to
the singular point 1, whatever the parameters are: whole differences of theirs, at which connection formulas have limits, are no case of their own.
A negative argument is brought to w = z / (z - 1) by 15.8.1, with the parameters that leave most terms positive.
"""
from __future__ import annotations

import math

from ..ufunc import one_by_one, written

INF = math.inf
NAN = math.nan
EPS = 1e-17
LOST = 1e-14                        # of the largest term: a sum that is smaller has no digit left
MOST = 2000                         # terms of a series


def power_series(a, b, c, w):
    """(F, F') at |w| ≤ 1/2, or anywhere if a or b is a whole number ≤ 0."""
    t, s, slope, k, going, most = 1.0, 1.0, 0.0, 0.0, True, 1.0
    while going:
        t *= (a + k) * (b + k) / (c + k) / (k + 1.0)
        slope += (k + 1.0) * t
        t *= w
        s += t
        most = max(most, abs(t))
        k += 1.0
        going = (k + 1.0) * abs(t) > EPS * abs(s) and k < MOST
    return s if LOST * most < abs(s) or s == 0.0 else NAN, slope


def step(a, b, c, y, h, f, slope):
    """(F, F') at w + h by those at w = 1 - y."""
    w, sum_ = 1.0 - y, a + b + 1.0
    g, more = f, slope * h
    total, moment, n = f + more, more, 0.0
    going = True
    while going:
        new = ((n + a) * (n + b) * h * g - (n + 1.0) * (n * (2.0 * y - 1.0) + (c - sum_) + sum_ * y) * more) * (h / ((n + 2.0) * (n + 1.0) * w * y))
        g, more = more, new
        n += 1.0
        total += more
        moment += (n + 1.0) * more
        going = (n + 1.0) * (abs(more) + abs(g)) > EPS * (abs(total) + abs(moment)) and n < MOST
    return total, moment / h


def inside(a, b, c, w, y):
    """F at 0 ≤ w < 1, where y = 1 - w: in steps over which terms grow by no more than a few powers of e, as (1 - w)^(c - a - b), w^(1 - c) and waves do."""
    waves = 0.0 if min(a, b) > 0.0 or c < 0.0 else 1.0 + abs(a * b)
    start = min(0.5, 2.0 * (1.0 + c) / waves) if waves > 0.0 else 0.5
    first = min(start, w)
    f, slope = power_series(a, b, c, first)
    at, share = 1.0 - start, min(0.5, 8.0 / (8.0 + abs(c - a - b)))
    while at > y and w > start:
        h = min(min(share * at, at - y), min(0.5, 8.0 / (8.0 + abs(c))) * (1.0 - at))
        h = min(h, 3.0 * math.sqrt(at * (1.0 - at) / waves)) if waves > 0.0 else h
        f, slope = step(a, b, c, at, h, f, slope)
        at = at - h if h < at - y else y
    return f


def at_one(a, b, c):
    """F at 1 (DLMF 15.4.20)."""
    s = c - a - b
    if s <= 0.0:
        return INF
    if is_end(c - a) or is_end(c - b):
        return 0.0
    if max(abs(c), max(abs(c - a), abs(c - b))) > 150.0:
        return math.exp(math.lgamma(c) - math.lgamma(c - a) + math.lgamma(s) - math.lgamma(c - b)) if min(c, min(c - a, c - b)) > 0.0 else NAN
    return math.gamma(c) / math.gamma(c - a) * (math.gamma(s) / math.gamma(c - b))


def is_end(a):
    """A whole number ≤ 0, at which a series of (a)_k ends?"""
    return a <= 0.0 and math.floor(a) == a


def polynomial(n, b, c, z):
    """F of a = -n and c > 0 by recurrence in a (DLMF 15.5.11), which goes through its waves without cancellation."""
    below, at, k = 0.0, 1.0, 0.0
    while k < n:
        below, at = at, ((2.0 * k + c - (b + k) * z) * at - k * (1.0 - z) * below) / (c + k)
        k += 1.0
    return at


def has_value(a, b, c):
    """Does a series with c in the denominator have all its terms?"""
    return not is_end(c) or (is_end(a) and a >= c) or (is_end(b) and b >= c)


def is_defined(a, b, c, z):
    """Has a series of finite numbers a value?"""
    return abs(a) < INF and abs(b) < INF and abs(c) < INF and abs(z) < INF and has_value(a, b, c)


def hyp2f1(a, b, c, z):
    """Gauss' hypergeometric function, of real parameters and z ≤ 1

    Power series and Taylor series of its differential equation. inf beyond 1, and at 1 where c ≤ a + b, unless a or b is a whole number ≤ 0; nan where c is
    one, unless the series ends before. Where terms of both signs cancel, as about zeros for a > c and b > c, the error is relative to the largest;
    nan where no digit is left.
    Differentiable in all operands, in the parameters twice where z < 1.
    """
    if not is_defined(a, b, c, z):
        return NAN
    if (a == c or b == c) and z <= 1.0:
        return binomial_series(b if a == c else a, z)
    if is_end(a) or is_end(b):
        return ended(a, b, c, z) if is_end(a) else ended(b, a, c, z)
    if z >= 1.0:
        return at_one(a, b, c) if z == 1.0 else INF
    if is_end(c - a) or is_end(c - b):
        return (1.0 - z) ** (c - a - b) * power_series(c - a, c - b, c, z)[0]           # DLMF 15.8.1
    return apart_from_ends(a, b, c, z)


def binomial_series(a, z):
    """F of b = c at z ≤ 1: (1 - z)^-a."""
    return (1.0 - z) ** -a if z < 1.0 or a <= 0.0 else INF


def ended(a, b, c, z):
    """F of a whole a ≤ 0, whose series ends."""
    return polynomial(-a, b, c, z) if z > 0.0 and c > 0.0 and a > -1e6 else power_series(a, b, c, z)[0]


def apart_from_ends(a, b, c, z):
    """F at z < 1 where no series ends."""
    below = z < 0.0
    a, b = min(a, b), max(a, b)
    y = 1.0 / (1.0 - z) if below else 1.0 - z
    keeps_a = c > b or c <= a
    f = inside(c - a if below and not keeps_a else a, c - b if below and keeps_a else b, c, z / (z - 1.0) if below else z, y)
    return y ** (a if keeps_a else b) * f if below else f


FUNCTIONS = (
    written(hyp2f1, "scipy.special.hyp2f1", cost=1000, every=2, domains=((0.1, 5.0), (0.1, 5.0), (0.1, 12.0), (-1e4, 0.999)),
            exact=lambda mp, a, b, c, z: mp.hyp2f1(a, b, c, z), twin=one_by_one(hyp2f1),
            edges={(1.0, 1.0, 2.0, 2.0): INF, (1.0, 1.0, 2.0, 1.0): INF, (1.0, 1.0, 3.0, 1.0): 2.0, (1.0, 1.0, -2.0, 0.5): NAN, (-1.0, 1.0, -2.0, 0.5): 1.25,
                   (-2.0, 1.0, 2.0, 1.5): 0.25, (1.0, 1.0, 2.0, 0.0): 1.0, (NAN, 1.0, 2.0, 0.5): NAN, (1.0, 1.0, 2.0, NAN): NAN}),
)

"""Confluent hypergeometric functions of real parameters and argument, in the language.

Kummer's M by its power series (DLMF 13.2.2), of a negative argument by 13.2.39, or its asymptotic series 13.7.2; Tricomi's U by its integral (13.4.4),
of the logarithm of the variable by the trapezoidal rule, for a ≥ 1, and from there downwards in a by recurrence (13.3.7).
"""
from __future__ import annotations

import math

from ..called import Called
from ..cylinder.oscillating import jv
from ..ufunc import one_by_one, written
from .gauss import is_defined, is_end

INF = math.inf
NAN = math.nan
EPS = 1e-17
LOST = 1e-14                        # of the largest term: a sum that is smaller has no digit left
MOST = 10000                        # terms of a series
FALLS = 50.0                        # powers of e by which an integrand falls before the rest is left out
FAR = 100.0                         # size of negative arguments from which on the asymptotic series is tried
JV = Called(jv)


def power_series(a, b, x):
    """M at x."""
    t, s, k, going, most = 1.0, 1.0, 0.0, True, 1.0
    while going:
        t *= (a + k) / (b + k) * (x / (k + 1.0))
        s += t
        most = max(most, abs(t))
        k += 1.0
        going = abs(t) > EPS * abs(s) and k < MOST and abs(s) < INF
    return s if LOST * most < abs(s) or s == 0.0 or abs(s) == INF else NAN


def slope_series(a, b, x):
    """The derivative of M at x."""
    return a / b * power_series(a + 1.0, b + 1.0, x)


def polynomial(n, b, x):
    """M of a = -n and b > 0 by recurrence in a (DLMF 13.3.1), which goes through its waves without cancellation."""
    below, at, k = 0.0, 1.0, 0.0
    while k < n and k < 1e6:
        below, at = at, ((2.0 * k + b - x) * at - k * below) / (b + k)
        k += 1.0
    return at


def waves(a, b, x):
    """M at -x for a > b > 0, where it turns: from its power series on by Taylor's series of the differential equation (DLMF 13.2.1)."""
    at = min(x, 2.0 / (1.0 + a + b))
    f, slope = power_series(a, b, -at), slope_series(a, b, -at)
    while at < x:
        h = min(min(0.5 * at, x - at), min(6.0, 3.0 * math.sqrt(at / (1.0 + a))))
        g, more, n = f, -slope * h, 0.0                     # of powers of the step, which goes down
        total, moment, going = f + more, more, True
        while going:
            new = -((n + a) * h * g + (n + 1.0) * (n + b + at) * more) * (h / ((n + 2.0) * (n + 1.0) * at))
            g, more = more, new
            n += 1.0
            total += more
            moment += (n + 1.0) * more
            going = (n + 1.0) * (abs(more) + abs(g)) > EPS * (abs(total) + abs(moment)) and n < 500.0
        f, slope = total, -moment / h
        at = at + h if h < x - at else x
    return f


def reciprocal_gamma(x):
    """1 / Γ(x), 0 at its poles."""
    return 0.0 if is_end(x) else 1.0 / math.gamma(x) if x < 170.0 else 0.0


def asymptotic(a, b, x):
    """M at -x by its descending series; nan where that does not reach full precision."""
    t, s, k, going = 1.0, 1.0, 0.0, True
    while going:
        new = t * (a + k) * (a - b + 1.0 + k) / ((k + 1.0) * x)
        going = abs(new) > EPS * abs(s) and abs(new) < abs(t)
        t = new if going or abs(new) <= EPS * abs(s) else NAN
        s += t
        k += 1.0
    return s * math.gamma(b) * reciprocal_gamma(b - a) * x**-a


def hyp1f1(a, b, x):
    """Kummer's confluent hypergeometric function M, of real parameters and argument

    Power series, Kummer's transformation below 0, the asymptotic series below -100. nan where b is a whole number ≤ 0, unless the series ends before.
    Where terms of both signs cancel the error is relative to the largest. Differentiable in x alone.
    """
    if not is_defined(a, a, b, x):
        return NAN
    if both_signs(a, b, x):
        if is_end(a) or is_end(b - a):
            return polynomial(-a, b, x) if is_end(a) else transformed(polynomial(a - b, b, -x), x)
        if x > 0.0 and x < 700.0:
            return waves(b - a, b, x) * math.exp(x)
    if x >= 0.0 or is_end(a):
        return power_series(a, b, x)
    return below_zero(a, b, x)


def both_signs(a, b, x):
    """Have the terms of the series of M, and of the one that Kummer's transformation gives, both signs where b > 0?"""
    return b > 0.0 and ((x > 0.0 and a < 0.0) or (x < 0.0 and a > b))


def transformed(m, x):
    """exp(x) times M at -x, for x ≤ 0."""
    e = math.exp(0.5 * x)
    return e * m * e


def below_zero(a, b, x):
    """M at x < 0 where its series does not end."""
    if x < -FAR and b > -100.0 and b < 150.0 and not is_end(b - a):
        found = asymptotic(a, b, -x)
        if found == found or x < -700.0:
            return found
    if a > b and b > 0.0:
        return waves(a, b, -x)
    return transformed(power_series(b - a, b, -x), x)


def rise(a, more, x, s):
    """The logarithm of t^a (1 + t)^more exp(-x t) at t = e^s."""
    e = math.exp(-abs(s))
    return a * s + more * (math.log1p(e) + max(s, 0.0)) - x * math.exp(s)


def tricomi(a, b, x):
    """U for a ≥ 1, x > 0."""
    more = b - a - 1.0
    gap = b - 1.0 - x
    root = math.sqrt(gap * gap + 4.0 * a * x)
    top = math.log((gap + root) / (2.0 * x) if gap > 0.0 else 2.0 * a / (root - gap))
    peak = rise(a, more, x, top)
    step = 0.25 / math.sqrt(1.0 + 0.25 * (a + abs(b)))
    total, side = 1.0, -1.0
    while side < 2.0:
        s, fall = top, 0.0
        while fall > -FALLS:
            s += side * step
            fall = rise(a, more, x, s) - peak
            total += math.exp(fall)
        side += 2.0
    return math.exp(peak - math.lgamma(a)) * (step * total)


def descending(a, b, x):
    """U for a < 1 by two of its values above."""
    n = math.ceil(1.0 - a)
    at = a + n
    u, above = tricomi(at, b, x), tricomi(at + 1.0, b, x)
    while n > 0.0:
        u, above = (2.0 * at - b + x) * u - at * (at - b + 1.0) * above, u
        at -= 1.0
        n -= 1.0
    return u


def at_zero(a, b):
    """U at 0 (DLMF 13.2.14 and on)."""
    if is_end(a):
        value, k = 1.0, 0.0
        while k < -a:
            value *= -(b + k)
            k += 1.0
        return value
    return math.gamma(1.0 - b) * reciprocal_gamma(a - b + 1.0) if b < 1.0 and b > -169.0 else INF if b >= 1.0 else NAN


def hyperu(a, b, x):
    """Tricomi's confluent hypergeometric function U, of real parameters, x > 0

    nan for x < 0 and for a below -1000. Between its zeros, for a < 0, the error is relative to the largest value about. Differentiable in x alone.
    """
    if not (a >= -1000.0 and a < INF and abs(b) < INF and x >= 0.0 and x < INF):
        return NAN
    if x == 0.0:
        return at_zero(a, b)
    if a == 0.0:
        return 1.0
    if a >= 1.0:
        return tricomi(a, b, x)
    if a - b + 1.0 >= 1.0:
        return x ** (1.0 - b) * tricomi(a - b + 1.0, 2.0 - b, x)                # DLMF 13.2.40
    return descending(a, b, x)


def hyp0f1(b, x):
    """confluent hypergeometric limit function 0F1, of real parameter and argument

    nan where b is a whole number ≤ 0. Differentiable in x alone.
    """
    if not (abs(b) < INF and abs(x) < INF) or is_end(b):
        return NAN
    if x < -4.0 and abs(b) < 170.0:
        return math.gamma(b) * (-x) ** (0.5 * (1.0 - b)) * JV(b - 1.0, 2.0 * math.sqrt(-x))        # DLMF 10.16.9
    t, s, k, going = 1.0, 1.0, 0.0, True
    while going:
        t *= x / ((b + k) * (k + 1.0))
        s += t
        k += 1.0
        going = abs(t) > EPS * abs(s) and k < MOST and abs(s) < INF
    return s


FUNCTIONS = (
    written(hyp1f1, "scipy.special.hyp1f1", cost=500, every=2, domains=((0.1, 10.0), (0.1, 20.0), (-400.0, 600.0)),
            exact=lambda mp, a, b, x: mp.hyp1f1(a, b, x), twin=one_by_one(hyp1f1),
            edges={(1.0, 2.0, 0.0): 1.0, (1.0, -2.0, 0.5): NAN, (-1.0, -2.0, 0.5): 1.25, (NAN, 1.0, 1.0): NAN, (1.0, 1.0, NAN): NAN}),
    written(hyperu, "scipy.special.hyperu", cost=2000, every=6, domains=((0.5, 10.0), (-5.0, 10.0), (1e-2, 100.0)),
            exact=lambda mp, a, b, x: mp.hyperu(a, b, x), twin=one_by_one(hyperu),
            edges={(1.0, 2.0, -1.0): NAN, (0.0, 2.0, 1.0): 1.0, (NAN, 1.0, 1.0): NAN, (1.0, 1.0, NAN): NAN}),
    written(hyp0f1, "scipy.special.hyp0f1", cost=300, every=2, domains=((0.6, 30.0), (-1e3, 1e4)), within=(1e-13, 1e-14),
            exact=lambda mp, b, x: mp.hyp0f1(b, x), twin=one_by_one(hyp0f1), edges={(1.0, 0.0): 1.0, (-1.0, 0.5): NAN, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
)

"""Derivatives of Gauss' hypergeometric function in its parameters, in the language: the series of `gauss.py` of jets (`special/jets.py`)."""
from __future__ import annotations

import math

from ..special.jets import added, constant, exponential, inverted, multiplied, scaled, shifted, size
from ..ufunc import written
from .gauss import EPS, MOST, is_end

INF = math.inf
NAN = math.nan


def power_series(a, b, c, w):
    """Jets of F and of F' at |w| ≤ 1/2."""
    t, s, slope, k, going = constant(1.0, a), constant(1.0, a), constant(0.0, a), 0.0, True
    while going:
        t = multiplied(t, multiplied(multiplied(shifted(k, a), shifted(k, b)), inverted(scaled(k + 1.0, shifted(k, c)))))
        slope = added(slope, scaled(k + 1.0, t))
        t = scaled(w, t)
        s = added(s, t)
        k += 1.0
        going = (k + 1.0) * size(t) > EPS * size(s) and k < MOST
    return s, slope


def step(a, b, c, y, h, f, slope):
    """Jets of F and of F' at w + h by those at w = 1 - y."""
    w, both = 1.0 - y, shifted(1.0, added(a, b))
    rest = added(c, scaled(y - 1.0, both))
    g, more, n, going = f, scaled(h, slope), 0.0, True
    total, moment = added(f, more), more
    while going:
        last = scaled(h, multiplied(multiplied(shifted(n, a), shifted(n, b)), g))
        new = added(last, scaled(-(n + 1.0), multiplied(shifted(n * (2.0 * y - 1.0), rest), more)))
        g, more = more, scaled(h / ((n + 2.0) * (n + 1.0) * w * y), new)
        n += 1.0
        total, moment = added(total, more), added(moment, scaled(n + 1.0, more))
        going = (n + 1.0) * (size(more) + size(g)) > EPS * (size(total) + size(moment)) and n < MOST
    return total, scaled(1.0 / h, moment)


def inside(a, b, c, w, y):
    """The jet of F at 0 ≤ w < 1, where y = 1 - w, in the steps of `gauss.inside`."""
    waves = 0.0 if min(a[0], b[0]) > 0.0 or c[0] < 0.0 else 1.0 + abs(a[0] * b[0])
    start = min(min(0.5, w), 2.0 * (1.0 + c[0]) / waves) if waves > 0.0 else min(0.5, w)
    f, slope = power_series(a, b, c, start)
    at, share = 1.0 - start, min(0.5, 8.0 / (8.0 + abs(c[0] - a[0] - b[0])))
    while at > y and w > start:
        h = min(min(share * at, at - y), min(0.5, 8.0 / (8.0 + abs(c[0]))) * (1.0 - at))
        h = min(h, 3.0 * math.sqrt(at * (1.0 - at) / waves)) if waves > 0.0 else h
        f, slope = step(a, b, c, at, h, f, slope)
        at = at - h if h < at - y else y
    return f


def power(y, a):
    """The jet of y^a."""
    log = math.log(y)
    return exponential(y ** a[0], (log * a[1],) if len(a) == 2 else (log * a[1], log * a[2], 0.0))


def jet(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...], z: float) -> tuple[float, ...]:
    """The jet of F at z < 1 (DLMF 15.8.1 below 0)."""
    below = z < 0.0
    y = 1.0 / (1.0 - z) if below else 1.0 - z
    keeps_a = (a[0] <= b[0]) == (c[0] > max(a[0], b[0]) or c[0] <= min(a[0], b[0]))
    p = added(c, scaled(-1.0, a)) if below and not keeps_a else a
    q = added(c, scaled(-1.0, b)) if below and keeps_a else b
    f = inside(p, q, c, z / (z - 1.0) if below else z, y)
    return multiplied(power(y, a if keeps_a else b), f) if below else f


def known(a, b, c, z):
    """Is there a derivative?"""
    return z < 1.0 and z > -INF and abs(a) < INF and abs(b) < INF and abs(c) < INF and not is_end(c)


def hyp2f1_a(a, b, c, z):
    """derivative of hyp2f1 in a, z < 1; that in b by turning a and b"""
    return jet((a, 1.0), (b, 0.0), (c, 0.0), z)[1] if known(a, b, c, z) else NAN


def hyp2f1_c(a, b, c, z):
    """derivative of hyp2f1 in c, z < 1"""
    return jet((a, 0.0), (b, 0.0), (c, 1.0), z)[1] if known(a, b, c, z) else NAN


def hyp2f1_aa(a, b, c, z):
    """second derivative of hyp2f1 in a, z < 1"""
    return jet((a, 1.0, 1.0, 0.0), (b, 0.0, 0.0, 0.0), (c, 0.0, 0.0, 0.0), z)[3] if known(a, b, c, z) else NAN


def hyp2f1_ab(a, b, c, z):
    """derivative of hyp2f1 in a and b, z < 1"""
    return jet((a, 1.0, 0.0, 0.0), (b, 0.0, 1.0, 0.0), (c, 0.0, 0.0, 0.0), z)[3] if known(a, b, c, z) else NAN


def hyp2f1_ac(a, b, c, z):
    """derivative of hyp2f1 in a and c, z < 1"""
    return jet((a, 1.0, 0.0, 0.0), (b, 0.0, 0.0, 0.0), (c, 0.0, 1.0, 0.0), z)[3] if known(a, b, c, z) else NAN


def hyp2f1_cc(a, b, c, z):
    """second derivative of hyp2f1 in c, z < 1"""
    return jet((a, 0.0, 0.0, 0.0), (b, 0.0, 0.0, 0.0), (c, 1.0, 1.0, 0.0), z)[3] if known(a, b, c, z) else NAN


def exact(*order):
    """By mpmath's derivatives of its hyp2f1."""
    return lambda mp, a, b, c, z: mp.diff(lambda p, q, r: mp.hyp2f1(p, q, r, z), (a, b, c), order)


DOMAIN = ((0.2, 5.0), (0.2, 5.0), (0.5, 10.0), (-100.0, 0.99))
EDGES = {(1.0, 1.0, 2.0, 1.0): NAN, (1.0, 1.0, -2.0, 0.5): NAN}
ORDERS = ((hyp2f1_a, (1, 0, 0)), (hyp2f1_c, (0, 0, 1)), (hyp2f1_aa, (2, 0, 0)), (hyp2f1_ab, (1, 1, 0)), (hyp2f1_ac, (1, 0, 1)), (hyp2f1_cc, (0, 0, 2)))
FUNCTIONS = tuple(written(body, cost=3000, every=12, domains=DOMAIN, within=(1e-11, 1e-13), exact=exact(*order), edges=EDGES) for body, order in ORDERS)

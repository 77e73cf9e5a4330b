"""Terms of entropies and of robust losses, in the language."""
from __future__ import annotations

import math

from ..special.incomplete_parts import deviance
from ..ufunc import composed, one_by_one, written
from .rows import ROWS

INF = math.inf
NAN = math.nan
xlogy, log_ratio = ROWS["xlogy"], ROWS["log_ratio"]


def entr(x):
    """-x log(x), 0 at 0, -inf below"""
    return -INF if x < 0.0 else -xlogy(x, x)


def rel_entr(x, y):
    """x log(x / y), 0 where x is 0, inf where one is negative or y alone is 0"""
    if x > 0.0 and y > 0.0:
        return x * log_ratio(x, y)
    return 0.0 if x == 0.0 and y >= 0.0 else (x + y if x != x or y != y else INF)


def kl_div(x, y):
    """x log(x / y) - x + y, y where x is 0, inf where one is negative or y alone is 0"""
    if x > 0.0 and y > 0.0:
        return deviance(x, y) if x < INF and y < INF else INF
    return y if x == 0.0 and y >= 0.0 else (x + y if x != x or y != y else INF)


def huber(delta, r):
    """r^2 / 2 up to |r| = delta, delta (|r| - delta / 2) beyond; inf for delta < 0"""
    a = abs(r)
    if delta < 0.0:
        return INF
    return 0.5 * r * r if a <= delta else delta * (a - 0.5 * delta)


def pseudo_huber(delta, r):
    """delta^2 (sqrt(1 + (r / delta)^2) - 1), without cancellation; inf for delta < 0"""
    if delta < 0.0:
        return INF
    if delta == 0.0 or r == 0.0:
        return 0.0 * delta * r
    return r * (r / (1.0 + math.hypot(1.0, r / delta)))


FUNCTIONS = (
    composed(entr, "scipy.special.entr", cost=25, domains=((1e-300, 1e6),), exact=lambda mp, x: -x * mp.log(x),
             edges={(0.0,): 0.0, (-1.0,): -INF, (NAN,): NAN}),
    composed(rel_entr, "scipy.special.rel_entr", cost=45, domains=((1e-300, 1e6), (1e-300, 1e6)), exact=lambda mp, x, y: x * mp.log(x / y),
             edges={(0.0, 0.0): 0.0, (0.0, 2.0): 0.0, (1.0, 0.0): INF, (-1.0, 1.0): INF, (NAN, 1.0): NAN, (1.0, NAN): NAN}),
    written(kl_div, "scipy.special.kl_div", cost=50, twin=one_by_one(kl_div), domains=((1e-300, 1e6), (1e-300, 1e6)),
            exact=lambda mp, x, y: x * mp.log(x / y) - x + y,
            edges={(0.0, 0.0): 0.0, (0.0, 2.0): 2.0, (1.0, 0.0): INF, (3.0, 3.0): 0.0, (NAN, 1.0): NAN, (-1.0, 1.0): INF}),
    composed(huber, "scipy.special.huber", cost=6, domains=((0.1, 9.0), (-30.0, 30.0)),
             exact=lambda mp, d, r: r * r / 2 if abs(r) <= d else d * (abs(r) - d / 2), edges={(-1.0, 2.0): INF, (1.0, NAN): NAN, (0.0, 2.0): 0.0}),
    composed(pseudo_huber, "scipy.special.pseudo_huber", cost=30, domains=((0.1, 9.0), (-1e9, 1e9)),
             exact=lambda mp, d, r: d * d * (mp.sqrt(1 + (r / d) ** 2) - 1), edges={(-1.0, 2.0): INF, (1.0, NAN): NAN, (0.0, 2.0): 0.0, (2.0, 0.0): 0.0}),
)

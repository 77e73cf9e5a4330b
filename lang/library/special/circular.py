"""The law of von Mises below a point, in the language: its logarithm, with the slopes in the point, the mean direction and the concentration.

All are integrals of exp(kappa cos t) over the arc from -π - mu to x - mu, t the angle from the mean direction. The arc is cut where the integrand
turns, at multiples of π, so that it falls over each piece from one end to the other; where it falls far the rest is left out. Each piece is a
quadrature of Gauss and Legendre.
"""
from __future__ import annotations

import functools
import math
from types import ModuleType
from typing import Any

from ..ufunc import written
from .bessel import i1_gap, i1_slope, log_i0e
from .quadrature import FALLS, LEGENDRE

INF = math.inf
NAN = math.nan
PI, TWO_PI = math.pi, 2.0 * math.pi
LOG_2PI = math.log(TWO_PI)
LOG_HALF = -math.log(2.0)


def known(x, mu, kappa):
    """Are these a point, a direction and a concentration?"""
    return abs(x) <= PI and abs(mu) < INF and 0.0 <= kappa < INF


def reduced(mu):
    """The direction in [-π, π]."""
    return mu - TWO_PI * math.floor((mu + PI) / TWO_PI) if abs(mu) > PI else mu


def fall(c, at, kappa):
    """kappa (cos c - cos at)"""
    return 2.0 * kappa * math.sin(0.5 * (at - c)) * math.sin(0.5 * (at + c))


def reach(c, kappa):
    """How far from the angle c in [0, π] on, away from the mode, kappa cos falls by FALLS."""
    if kappa < 0.5 * FALLS:
        return PI
    drop, s, r = FALLS / kappa, math.sin(c), math.cos(c)
    inside = s * s + drop * (2.0 * r - drop)
    return 2.0 * math.atan(drop / (s + math.sqrt(inside))) if inside > 0.0 else PI


def nearest(x, mu):
    """The angle of the arc that lies nearest to the mode, in [0, π]."""
    m = reduced(mu)
    start, end = -PI - m, x - m
    if (start <= 0.0 and end >= 0.0) or end >= TWO_PI or start <= -TWO_PI:
        return 0.0
    return min(from_mode(start), from_mode(end))


def from_mode(t):
    """The size of an angle in [-2π, 2π], in [0, π]."""
    return min(abs(t), TWO_PI - abs(t))


def moments(x, mu, kappa, at):
    """Integrals over the arc of c^k exp(kappa c), k = 0, 1, 2, where c = cos t - cos at."""
    m = reduced(mu)
    start, end = -PI - m, x - m
    zeroth, first, second, cell = 0.0, 0.0, 0.0, -2.0
    while cell < 2.0:
        low, high = max(start, cell * PI), min(end, (cell + 1.0) * PI)
        if low < high or (start == end and low == start and high == end and end < (cell + 1.0) * PI):      # so near to -π that it is lost beside mu
            inner = low if cell == 0.0 else -high if cell == -1.0 else TWO_PI - high if cell == 1.0 else low + TWO_PI
            inner = max(0.0, inner)
            length = min(x + PI if low == start and high == end else high - low, reach(inner, kappa))
            above = -fall(at, inner, kappa)
            scale = 0.5 * length * math.exp(min(above, 709.0))
            base = -fall(at, inner, 1.0)
            a, b, c = piece(inner, length, kappa)
            zeroth += scale * a
            first += scale * (b + base * a)
            second += scale * (c + base * (2.0 * b + base * a))
        cell += 1.0
    return zeroth, first, second


def piece(inner, length, kappa):
    """The same over the angles from `inner` on, from whose cosine c counts; over half of the length."""
    zeroth, first, second, half = 0.0, 0.0, 0.0, 0.25 * length
    for node, weight in LEGENDRE:
        near, far = half * (1.0 - node), half * (1.0 + node)
        p, q = -2.0 * math.sin(near) * math.sin(inner + near), -2.0 * math.sin(far) * math.sin(inner + far)
        f, g = weight * math.exp(kappa * p), weight * math.exp(kappa * q)
        zeroth += f + g
        first += f * p + g * q
        second += f * p * p + g * q * q
    return zeroth, first, second


def means(x, mu, kappa):
    """(log P(X ≤ x), the mean cosine below x less that of all angles, the variance below x less that of all): the first and its slopes in kappa."""
    at = nearest(x, mu)
    zeroth, first, second = moments(x, mu, kappa, at)
    mean = first / zeroth
    return (math.log(zeroth) - fall(0.0, at, kappa) - LOG_2PI - log_i0e(kappa), mean - fall(0.0, at, 1.0) + i1_gap(kappa),
            second / zeroth - mean * mean - i1_slope(kappa))  # fmt: skip


def log_von_mises(x, mu, kappa):
    """log P(X ≤ x) of von Mises' law on [-π, π]

    From the smaller of the two sides, so near 0 it has all its digits.
    """
    if not known(x, mu, kappa):
        return NAN
    if abs(x) == PI:
        return 0.0 if x > 0.0 else -INF
    below = means(x, mu, kappa)[0]
    return below if below < LOG_HALF else math.log1p(-math.exp(means(-x, -mu, kappa)[0]))


def von_mises_hazard(x, mu, kappa):
    """its derivative in x: the density at x over P(X ≤ x)"""
    if not known(x, mu, kappa):
        return NAN
    return INF if x == -PI else 1.0 / moments(x, mu, kappa, from_mode(x - reduced(mu)))[0]


def von_mises_entry(x, mu, kappa):
    """the density at -π over P(X ≤ x)"""
    if not known(x, mu, kappa):
        return NAN
    return INF if x == -PI else 1.0 / moments(x, mu, kappa, from_mode(-PI - reduced(mu)))[0]


def log_von_mises_k(x, mu, kappa):
    """∂ log_von_mises / ∂kappa"""
    return slopes_in_kappa(x, mu, kappa)[0]


def log_von_mises_kk(x, mu, kappa):
    """∂² log_von_mises / ∂kappa²"""
    return slopes_in_kappa(x, mu, kappa)[1]


def slopes_in_kappa(x, mu, kappa):
    """The first and the second, from the smaller of the two sides."""
    if not known(x, mu, kappa) or x == -PI:
        return NAN, NAN
    if x == PI:
        return 0.0, 0.0
    below, slope, bend = means(x, mu, kappa)
    if below < LOG_HALF:
        return slope, bend
    above, slope, bend = means(-x, -mu, kappa)
    odds = math.exp(above) / (1.0 - math.exp(above))
    return -odds * slope, -odds * (bend + slope * slope * (1.0 + odds))


# -- by mpmath, for tests: one quadrature of the whole arc, for which kappa is small enough
@functools.cache
def nodes(mp: ModuleType) -> list[tuple[Any, Any]]:
    """Points and weights of Gauss and Legendre on [-1, 1]."""
    return mp.calculus.quadrature.GaussLegendre(mp.mp).calc_nodes(6, 220)


def exact_moments(mp: ModuleType, x: Any, mu: Any, kappa: Any) -> list[Any]:
    """Integrals over the arc of (cos t)^k exp(kappa (cos t - 1)), k = 0, 1, 2."""
    middle, half = (x - mp.mpf(PI)) / 2 - mu, (x + mp.mpf(PI)) / 2
    cosines = [(w * half, mp.cos(middle + half * s)) for s, w in nodes(mp)]
    masses = [(w * mp.exp(kappa * (c - 1)), c) for w, c in cosines]
    return [mp.fsum(m * c**k for m, c in masses) for k in range(3)]


def exact_log(mp: ModuleType, x: Any, mu: Any, kappa: Any) -> Any:
    """log_von_mises by mpmath."""
    return mp.log(exact_moments(mp, x, mu, kappa)[0]) + kappa - mp.log(2 * mp.pi * mp.besseli(0, kappa))


def exact_ratio(mp: ModuleType, at: Any, x: Any, mu: Any, kappa: Any) -> Any:
    """The density at an angle from the mode over P(X ≤ x)."""
    return mp.exp(kappa * (mp.cos(at) - 1)) / exact_moments(mp, x, mu, kappa)[0]


def exact_slope(mp: ModuleType, x: Any, mu: Any, kappa: Any) -> Any:
    """log_von_mises_k by mpmath."""
    zeroth, first, _ = exact_moments(mp, x, mu, kappa)
    return first / zeroth - mp.besseli(1, kappa) / mp.besseli(0, kappa)


def exact_bend(mp: ModuleType, x: Any, mu: Any, kappa: Any) -> Any:
    """log_von_mises_kk by mpmath."""
    zeroth, first, second = exact_moments(mp, x, mu, kappa)
    ratio = mp.besseli(1, kappa) / mp.besseli(0, kappa)
    return second / zeroth - (first / zeroth) ** 2 - (1 - ratio / kappa - ratio**2)


POINTS = ((-3.1415, 3.1415), (-7.0, 7.0), (1e-3, 25.0))
FUNCTIONS = (
    written(log_von_mises, cost=6000, domains=POINTS, within=(1e-12, 0.0), exact=exact_log,
            edges={(PI, 0.3, 2.0): 0.0, (-PI, 0.3, 2.0): -INF, (0.0, 0.3, -1.0): NAN, (4.0, 0.3, 1.0): NAN, (NAN, 0.3, 2.0): NAN}),
    written(von_mises_hazard, cost=3000, domains=POINTS, within=(1e-12, 0.0), exact=lambda mp, x, mu, kappa: exact_ratio(mp, x - mu, x, mu, kappa),
            edges={(-PI, 0.3, 2.0): INF, (0.0, NAN, 1.0): NAN}),
    written(von_mises_entry, cost=3000, domains=POINTS, within=(1e-12, 0.0), exact=lambda mp, x, mu, kappa: exact_ratio(mp, -mp.mpf(PI) - mu, x, mu, kappa),
            edges={(-PI, 0.3, 2.0): INF, (0.0, 0.3, NAN): NAN}),
    written(log_von_mises_k, cost=6000, domains=POINTS, within=(1e-11, 2e-15), exact=exact_slope,
            edges={(-PI, 0.3, 2.0): NAN, (PI, 0.3, 2.0): 0.0, (0.0, 0.3, -1.0): NAN}),
    written(log_von_mises_kk, cost=6000, domains=POINTS, within=(1e-10, 2e-15), exact=exact_bend,
            edges={(-PI, 0.3, 2.0): NAN, (PI, 0.3, 2.0): 0.0, (0.0, 0.3, -1.0): NAN}),
)

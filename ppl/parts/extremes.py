"""Moments of powers of a standard exponential variable E, of which laws of extremes and lifetimes are made: E^h, and (E^h - 1) / h with its limit log E."""

from __future__ import annotations

import math

from ...lang.library.special.incomplete_parts import EULER, LGAMMA1P
from ...lang.library.special.normal import horner
from ..base.functions import expm1, gamma, lgamma, where
from ..base.types import Value
from .ratios import expm1_ratio

NEAR = 0.1
# of (lgamma(1 + 2 h) - 2 lgamma(1 + h)) / h², from (-1)^k ζ(k)/k (2^k - 2), k = 31 … 2
SPREAD = tuple(c * (2.0**k - 2.0) for c, k in zip(LGAMMA1P, range(31, 1, -1), strict=True))


def power_mean(h: Value) -> Value:
    """The mean of E^h: Γ(1 + h); inf where h ≤ -1."""
    exists = h > -1.0
    return where(exists, gamma(1.0 + where(exists, h, 0.0)), math.inf)


def centre(h: Value) -> Value:
    """The mean of (E^h - 1) / h; infinite where h ≤ -1."""
    near = abs(h) < NEAR
    small, large = where(near, h, 0.0), where(near, 1.0, h)
    slope = small * horner(LGAMMA1P, small) - EULER
    return where(near, slope * expm1_ratio(small * slope), (power_mean(large) - 1.0) / large)


def spread(h: Value) -> Value:
    """The variance of (E^h - 1) / h; inf where h ≤ -1/2."""
    near, exists = abs(h) < NEAR, h > -0.5
    small, large = where(near, h, 0.0), where(near | (h <= -0.5), 1.0, h)
    bend = horner(SPREAD, small)
    first = gamma(1.0 + where(exists, h, 0.0))
    away = expm1(lgamma(1.0 + 2.0 * large) - 2.0 * lgamma(1.0 + large)) / (large * large)
    return where(exists, first * first * where(near, bend * expm1_ratio(small * small * bend), away), math.inf)

"""Triangular distribution: rises linearly from low to the mode and falls linearly to high; 2 / (high - low) at the mode."""

from __future__ import annotations

import math

from ...ir.errors import ModelError
from ...ir.given import shown
from ...lang.values.hooks import compile_time
from ..base.constraints import interval, room
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, Together, constructor
from ..base.frames import here
from ..base.functions import exp, log, log1p, sqrt, where
from ..base.member import make
from ..base.types import Numbers, is_plain
from ..parts.cumulants import always

LOG_2 = math.log(2.0)


def logpdf(x, low, mode, high):
    first, last = where(x > low, x - low, 1.0), where(x < high, high - x, 1.0)
    outer = ((x > low) | (mode == low)) & ((x < high) | (mode == high))
    return where(outer, by_logs(x, (log(first), log(last)), low, mode, high), -math.inf)


def by_logs(x, logs, low, mode, high):
    whole, left, right = sides(low, mode, high)
    below = where(x < mode, logs[0] - log(left), where(x > mode, logs[1] - log(right), 0.0))
    return where(in_order(low, mode, high), LOG_2 - log(whole) + below, -math.inf)


def sides(low, mode, high):
    """The widths of the whole and of the parts below and above the mode; 1 where there is none, and none is asked for."""
    whole, left, right = high - low, mode - low, high - mode
    return where(whole > 0.0, whole, 1.0), where(left > 0.0, left, 1.0), where(right > 0.0, right, 1.0)


def masses(x, low, mode, high):
    """(P(X ≤ x), P(X > x)), both with all their digits."""
    whole, left, right = sides(low, mode, high)
    before, after = x - low, high - x
    over = where(x < mode, ((mode - x) + after / whole * before) / left, after / right * (after / whole))
    return where(x < mode, before / left * (before / whole), ((x - mode) + before / whole * after) / right), over


def log_mass(mass, other, tip, distance, side, whole):
    """log of a mass, which is that of a `tip` of the triangle from an end so `distance`, or the rest of the `other`."""
    tips = log(where(tip, distance, side) / side) + log(where(tip, distance, whole) / whole)
    return where(mass < 0.5, where(tip, tips, log(where(tip | (mass >= 0.5), 1.0, mass))), log1p(-where(mass < 0.5, 0.0, other)))


def cdf(x, low, mode, high):
    return masses(x, low, mode, high)[0]


def logcdf(x, low, mode, high):
    below, above = masses(x, low, mode, high)
    return log_mass(below, above, x < mode, x - low, sides(low, mode, high)[1], high - low)


def logsf(x, low, mode, high):
    below, above = masses(x, low, mode, high)
    return log_mass(above, below, x >= mode, high - x, sides(low, mode, high)[2], high - low)


def from_tails(below, above, low, mode, high):
    """By the distance from the end that is the nearer one in probability: the sum, or the smaller of the roots of whose product it is one."""
    p, q = exp(below), exp(above)
    whole, left, right = high - low, mode - low, high - mode
    rises = p * whole < left
    root = sqrt(whole * where(rises, left, right)) * exp(0.5 * where(rises, below, above))
    other = whole * where(rises, right + q * left, left + p * right) / (whole + root)
    return where(below < above, low + where(rises, root, other), high - where(rises, other, root))


def mean(low, mode, high):
    return (low + mode + high) / 3.0


def variance(low, mode, high):
    return ((high - low) * (high - low) - (mode - low) * (high - mode)) / 18.0


def skewness(low, mode, high):
    share = (mode - low) / (high - low)
    spread = 1.0 - share * (1.0 - share)
    return math.sqrt(0.08) * (1.0 - 2.0 * share) * (1.0 + share) * (2.0 - share) / (spread * sqrt(spread))


def sample(rng, low, mode, high):
    p = rng.uniform()
    return from_tails(log(p), log1p(-p), low, mode, high) if in_order(low, mode, high) else math.nan


def in_order(low, mode, high):
    return (low <= mode) & (mode <= high) & (low < high) & (high - low < math.inf)


def support(low, mode, high):
    return interval(low, high)


ENDS, ORDER = ("low", "mode", "high"), "in order"
triangular = Family(
    "Triangular", (Param("low"), Param("mode"), Param("high")), support, logpdf, sample, ((0.0, 0.3, 1.0), (-3.0, -2.5, 0.2), (10.0, 35.0, 40.0)),
    scipy=Scipy("triang", lambda low, mode, high: {"c": (mode - low) / (high - low), "loc": low, "scale": high - low}),
    cdf=cdf, logcdf=logcdf, logsf=logsf, by_logs=by_logs, from_tails=from_tails, mean=mean, variance=variance,
    skewness=skewness, kurtosis=always(-0.6),
    together=Together(ENDS, ORDER, in_order),
)  # fmt: skip


@compile_time
def refuse_order(name: str, low: Numbers, mode: Numbers, high: Numbers) -> None:
    """Refuses numbers that leave no room, or have the mode outside of it."""
    room(f"`{name}`", low, high)
    if (is_plain(low) and is_plain(mode) and mode < low) or (is_plain(mode) and is_plain(high) and mode > high):
        raise ModelError(f"`{name}`: the mode {shown(mode)} does not lie between `low` and `high`", here(), f"`{name}(low, mode, high)`")


@constructor(triangular)
def Triangular(low: Numbers, mode: Numbers, high: Numbers) -> Distribution:
    """Triangular distribution on [low, high] with its peak at `mode`."""
    refuse_order("Triangular", low, mode, high)
    return make(triangular, low, mode, high)

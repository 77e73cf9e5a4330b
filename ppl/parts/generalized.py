"""What the generalized extreme-value and Pareto laws share: y = log(1 + shape z) / shape of z = (x - loc) / scale, with its limit z at shape 0, and
the end of the support where 1 + shape z is 0."""

from __future__ import annotations

import math
from typing import Any

from ...lang.values.hooks import compile_time
from ..base.functions import divide, log, log1p, maximum, minimum, where
from ..base.transforms import Logs
from ..base.types import Truth, Value, is_plain
from .ratios import SMALL, expm1_ratio, log1p_ratio

LARGE = 1.7e308
AWAY = 1e-3                                     # |shape| from which on the logarithm of 1 + shape z has all digits of y


def standardised(x: Value, loc: Value, scale: Value) -> Value:
    """z, finite at infinite x too."""
    return minimum(maximum(divide(x - loc, scale), -LARGE), LARGE)


def is_usual(x: Value, loc: Value, scale: Value, shape: Value) -> Truth:
    """Is 1 + shape z positive? It is inside of the support, but for rounding; and is the shape finite?"""
    return (shape * standardised(x, loc, scale) > -1.0) & (abs(shape) < math.inf)


def reduced(x: Value, loc: Value, scale: Value, shape: Value) -> Value:
    """y; 0 where it is not usual."""
    z = where(is_usual(x, loc, scale, shape), standardised(x, loc, scale), 0.0)
    v = shape * z
    near = abs(v) < SMALL
    return where(near, where(near, z, 0.0) * log1p_ratio(where(near, v, 0.0)), log1p(where(near, 1.0, v)) / where(near, 1.0, shape))


@compile_time
def is_away(shape: Any) -> bool:
    """Is the shape known when a model is compiled, and not near 0? Then the value itself is not asked for, which may be infinite."""
    return is_plain(shape) and abs(shape) >= AWAY


def reduced_by_logs(x: Value, logs: Logs, loc: Value, scale: Value, shape: Value) -> Value:
    """y where the distance from the end is known by its logarithm, whatever rounding takes from x."""
    away = logs[1] if logs[0] is None else logs[0] if logs[1] is None else where(shape > 0.0, logs[0], logs[1])
    if is_away(shape):
        return (log(abs(shape) / scale) + away) / shape
    z = standardised(x, loc, scale)
    near = abs(shape * z) < SMALL
    small, size = where(near, z, 0.0), where(near, 1.0, shape)
    return where(near, small * log1p_ratio(shape * small), (log(abs(size) / scale) + where(near, 0.0, away)) / size)


def restored(y: Value, loc: Value, scale: Value, shape: Value) -> Value:
    """x of y, not beyond the end."""
    x = loc + scale * (y * expm1_ratio(shape * y))
    return minimum(maximum(x, end(loc, scale, shape, 1.0)), end(loc, scale, shape, -1.0))


@compile_time
def plain_end(loc: Any, scale: Any, shape: Any, sign: float) -> float | None:
    """`end` of numbers that are known when a model is compiled; None where one is not."""
    if not (is_plain(loc) and is_plain(scale) and is_plain(shape)):
        return None
    return float(loc - scale / shape) if sign * shape > 0.0 else -sign * math.inf


def end(loc: Value, scale: Value, shape: Value, sign: float) -> Value:
    """The lower end (sign 1) or upper end (-1) that the support has where the shape has this sign; infinite elsewhere."""
    known = plain_end(loc, scale, shape, sign)
    if known is not None:
        return known
    there = sign * shape > 0.0
    return where(there, loc - scale / where(there, shape, 1.0), -sign * math.inf)

"""The ways to ask a law for one of its values, of which a family says one in closed form, and the others follow.

By its probability p = P(X ≤ x): `quantile(p)`; by the logarithms of both tails, of p and 1 - p: `from_tails(below, above)`; by the number z that lies as
high in a standard normal: `from_normal(z)`. The last two are exact in both tails, where p rounds to 0 or 1 too. All take the parameters behind.
"""

from __future__ import annotations

from typing import Any

from ..base import functions
from ..base.functions import log, log1p, log_ndtr, ndtri, where
from ..base.parameters import array_of
from ..base.types import Function, Value


def normal_score(below: Value, above: Value) -> Value:
    """The z with Φ(z) = exp(below) = 1 - exp(above), by the smaller tail. Its function is imported where a model uses it."""
    low = below < above
    z: Any = functions.ndtri_exp(where(low, below, above))
    return where(low, z, -z)


def tails_of_normal(z: Value) -> tuple[Value, Value]:
    """log Φ(z) and log Φ(-z)."""
    return log_ndtr(z), log_ndtr(-z)  # type: ignore[operator]


def from_normal(dist: Any, z: Value) -> Value:
    """Of a distribution, by its `from_tails`."""
    below, above = tails_of_normal(array_of(z))
    return dist.from_tails(below, above)


def to_normal(dist: Any, x: Value) -> Value:
    """Of a distribution, by its tails."""
    return normal_score(dist.logcdf(x), dist.logsf(x))


# -- of families: what follows from which
def quantile_by_normal(function: Function) -> Function:
    def quantile(p: Value, *params: Value) -> Value:
        return function(ndtri(p), *params)

    return quantile


def tails_by_normal(function: Function) -> Function:
    def from_tails(below: Value, above: Value, *params: Value) -> Value:
        return function(normal_score(below, above), *params)

    return from_tails


def quantile_by_tails(function: Function) -> Function:
    def quantile(p: Value, *params: Value) -> Value:
        return function(log(p), log1p(-p), *params)

    return quantile


def normal_by_tails(function: Function) -> Function:
    def from_normal(z: Value, *params: Value) -> Value:
        below, above = tails_of_normal(z)
        return function(below, above, *params)

    return from_normal


def all_ways(quantile: Any, tails: Any, normal: Any) -> tuple[Any, Any, Any]:
    """(quantile, from_tails, from_normal) of a family from those that it says, None of what does not follow."""
    if normal is not None:
        return quantile or quantile_by_normal(normal), tails or tails_by_normal(normal), normal
    if tails is not None:
        return quantile or quantile_by_tails(tails), tails, normal_by_tails(tails)
    return quantile, None, None

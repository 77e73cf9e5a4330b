"""The set in which some distributions have their values together: the hull of their supports, as a support itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.values.hooks import compile_time
from ...base import constraints
from ...base.constraints import BETWEEN, Constraint, Kind, count, interval, lower, positive, real, unit, upper
from ...base.frames import here
from ...base.functions import floor, maximum, minimum
from ...base.types import Bounds, Truth, Value, is_plain


@compile_time
def same(one: Constraint, other: Constraint) -> bool:
    """Are these known to be one set?"""
    if one.kind is not other.kind or len(one.params) != len(other.params):
        return False
    return all(a is b or (is_plain(a) and is_plain(b) and a == b) for a, b in zip(one.params, other.params, strict=True))


@compile_time
def all_same(supports: tuple[Constraint, ...]) -> bool:
    """Are all of these known to be one set?"""
    return all(same(supports[0], other) for other in supports[1:])


def union(supports: tuple[Constraint, ...]) -> Constraint:
    """The smallest support that holds all of these."""
    found = supports[0]
    for other in supports[1:]:
        found = found if same(found, other) else hull(found, other)
    return found


def hull(one: Constraint, other: Constraint) -> Constraint:
    """The smallest support that holds both, which are not the same."""
    refuse_shapes(one, other)
    low, high = one.bounds()
    first, last = other.bounds()
    if may_be_open(one) or may_be_open(other):
        return open_between(lesser(low, first), greater(high, last), one.inside() if may_be_open(one) else other.inside())
    return between(lesser(low, first), greater(high, last), whole_of(one))


@compile_time
def may_be_open(support: Constraint) -> bool:
    """Has it bounds of which it is not known, until they are computed, whether they are infinite?"""
    return support.kind is BETWEEN


def open_between(low: Value | None, high: Value | None, usual: Value) -> Constraint:
    """The support between bounds that may be infinite; `usual` is a point inside."""
    return constraints.between(-math.inf if low is None else low, math.inf if high is None else high, usual)


@compile_time
def refuse_shapes(one: Constraint, other: Constraint) -> None:
    """Sets of vectors or matrices have no hull here."""
    if not (one.elementwise() and other.elementwise()):
        raise ModelError(f"there is no mixture of values in {one} and in {other}: what is mixed has one kind of values", here())


@compile_time
def whole_of(support: Constraint) -> bool:
    """Does it hold whole numbers?"""
    return support.kind.whole


@compile_time
def plain(one: Value, other: Value) -> bool:
    """Are both known when a model is compiled?"""
    return is_plain(one) and is_plain(other)


@compile_time
def plain_min(one: Any, other: Any) -> float:
    """The smaller number."""
    return min(one, other)


def lesser(one: Value | None, other: Value | None) -> Value | None:
    """The smaller of two lower bounds, None where one is open."""
    if one is None or other is None:
        return None
    return plain_min(one, other) if plain(one, other) else minimum(one, other)


def greater(one: Value | None, other: Value | None) -> Value | None:
    """The larger of two upper bounds, None where one is open."""
    if one is None or other is None:
        return None
    return -plain_min(-one, -other) if plain(one, other) else maximum(one, other)


@compile_time
def between(low: Value | None, high: Value | None, whole: bool) -> Constraint:
    """The support between bounds, ends included, by its usual name."""
    if whole:
        all_counts = is_plain(low) and low == 0 and high is None
        return count if all_counts else Constraint(WHOLE, (-math.inf if low is None else low, math.inf if high is None else high))
    if low is None:
        return real if high is None else upper(high)
    if high is None:
        return positive if is_plain(low) and low == 0.0 else lower(low)
    return unit if is_plain(low) and is_plain(high) and (low, high) == (0.0, 1.0) else interval(low, high)


# -- whole numbers between bounds, which may be infinite
def whole_contains(x: Value, low: Value, high: Value) -> Truth:
    """Whole numbers, and finite."""
    return (x == floor(x)) & (abs(x) < math.inf) & (x >= low) & (x <= high)


def whole_inside(low: Value, high: Value) -> Value:
    """The end that there is, else 0."""
    return as_whole(high) if is_open(low) else as_whole(low)


@compile_time
def is_open(bound: Value) -> bool:
    """Is there no bound?"""
    return is_plain(bound) and math.isinf(bound)


@compile_time
def plain_whole(x: Any) -> int:
    """A number of the source as a count; 0 for one that is infinite."""
    return 0 if math.isinf(x) else int(x)


@compile_time
def known(x: Value) -> bool:
    """Is it a number of the source?"""
    return is_plain(x)


def as_whole(x: Value) -> Value:
    """A bound as a count."""
    return plain_whole(x) if known(x) else np.floor(x).astype(int)


@compile_time
def whole_bounds(low: Value, high: Value) -> Bounds:
    """Those that there are."""
    return None if is_open(low) else low, None if is_open(high) else high


WHOLE = Kind("whole numbers", whole_contains, whole_inside, whole=True, bounds=whole_bounds)

"""Slices with run-time bounds, as Python has them: bounds are clipped to the axis, negative ones count from its end; steps are 1 and -1.

The length is a number known at run time only, a `Length`; it is a plain number where both bounds move together (`x[i:i + 3]`).
"""
from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from ...numbers import comparison, scalars
from ...values.dtypes import I64
from ...values.scalar import Coordinate
from ...values.services import Interpreter
from ...values.sizes import Dim, Length
from ...values.unrolling import ask
from ...values.values import Scalar, Value, holds_run_time

FAR = 2**63
LONGEST = 10_000_000                             # of an array whose length is known at run time only: memory is taken for it


class Sliced(NamedTuple):
    """The elements start, start + step, … of an axis."""

    start: Coordinate
    step: int
    length: Dim


class Bound(NamedTuple):
    """Where a slice starts or ends, and what that was computed of: a base (None for a plain number) and what was added to it."""

    at: Scalar
    base: Hashable
    plus: int


def run_time_slice(it: Interpreter, key: slice, length: Dim) -> Sliced:
    """A slice of an axis whose length, or the slice's bounds, are known at run time only."""
    step = 1 if key.step is None else key.step
    if holds_run_time(step) or step not in (1, -1):
        ask(it)
        raise it.error("a slice with run-time bounds takes the steps 1 and -1 only")
    fixed = fixed_length(it, key, length)
    if fixed is not None:
        return fixed
    if step == 1:
        low, high = bound(it, key.start, 0, length, 0), bound(it, key.stop, length, length, 0)
        return Sliced(plain(low.at), step, distance(it, low, high, length))
    high, low = bound(it, key.start, length, length, -1), bound(it, key.stop, 0, length, -1)     # going down, bounds lie between -1 and length - 1
    return Sliced(plain(high.at), step, distance(it, low, high, length))


def fixed_length(it: Interpreter, key: slice, length: Dim) -> Sliced | None:
    """`x[i:i + 3]`: the length is known, and the whole slice must lie inside. None for other slices."""
    if key.start is None or key.stop is None or key.step not in (None, 1) or not isinstance(length, int):
        return None
    low, high = integer(it, key.start), integer(it, key.stop)
    (base, plus), (other, further) = low.lin or (low.ref, 0), high.lin or (high.ref, 0)
    if base != other:
        return None
    size = max(0, further - plus)
    return Sliced(it.check_index(low, length - size + 1), 1, size)


def integer(it: Interpreter, value: Value) -> Scalar:
    """A bound as a run-time integer."""
    number = scalars.scalar(it, value)
    if number.ty != I64:
        raise it.error("slice bounds must be integers")
    return number


def bound(it: Interpreter, given: Value, otherwise: Dim, length: Dim, shift: int) -> Bound:
    """What the slice says, moved into the axis; an end of the axis where it does not say."""
    return end(it, otherwise, shift) if given is None else clipped(it, given, length, shift)


def end(it: Interpreter, at: Dim, shift: int) -> Bound:
    """An end of the axis, 0 or its length."""
    base, plus = (("length", at.key), 0) if isinstance(at, Length) else (None, at)
    return Bound(integer(it, it.operate("+", scalars.scalar(it, at), shift)), base, plus + shift)            # type: ignore[arg-type]  # a Size passes through


def clipped(it: Interpreter, given: Value, length: Dim, shift: int) -> Bound:
    """A bound that the slice gives, moved into the axis; what is proven to lie inside stays as it is."""
    at, size = integer(it, given), scalars.scalar(it, length)
    base, plus = origin(at)
    low, high = at.rng or (-FAR, FAR)
    least, most = size.rng or (0, FAR)
    if low >= 0 and high <= least + shift:
        return Bound(at, base, plus)
    inside = into(it, from_end(it, at, size) if low < 0 else at, size, shift)
    reach = (min(low, least + shift), min(high, most + shift)) if low >= 0 else (shift, most + shift)
    axis = length.key if isinstance(length, Length) else length
    return Bound(Scalar(I64, inside.ref, reach, inside.level), ("clipped", base, plus, axis, shift), 0)


def from_end(it: Interpreter, at: Scalar, size: Scalar) -> Scalar:
    """Python's negative bounds."""
    return scalars.scalar(it, comparison.select(it, comparison.compare(it, "<", at, 0), it.operate("+", at, size), at))


def into(it: Interpreter, at: Scalar, size: Scalar, shift: int) -> Scalar:
    """The nearest place from `shift` to size + shift."""
    above = comparison.select(it, comparison.compare(it, "<", at, shift), shift, at)
    top = it.operate("+", size, shift)
    return scalars.scalar(it, comparison.select(it, comparison.compare(it, ">", above, top), top, above))


def origin(number: Scalar) -> tuple[str | None, int]:
    """What an integer was computed of: another one plus a constant, or (None, its value) where that is known."""
    value = scalars.known(number)
    return number.lin or (number.ref, 0) if value is None else (None, value)


def plain(number: Scalar) -> Scalar | int:
    """Its value where that is known, else itself."""
    value = scalars.known(number)
    return number if value is None else value


def common(it: Interpreter, one: Dim, other: Dim) -> Dim:
    """The length of two axes that must be equally long, one of them a Length; checked at run time where it is not known."""
    if one == other:
        return one
    met, new = parts(one), parts(other)
    if met >= new or new >= met:                        # they have met already
        return one if met >= new else other
    first, second = scalars.scalar(it, one), scalars.scalar(it, other)
    it.check(it.b.emit(f"icmp eq i64 {first.ref}, {second.ref}"), "index", "arrays of different lengths meet here")
    least = scalars.scalar(it, comparison.select(it, comparison.compare(it, "<", first, second), first, second))
    return Length(least.ref, min(most_of(one), most_of(other)), ("common", *sorted(met | new)))


def parts(length: Dim) -> set[str]:
    """The lengths that one is known to be equal to, as text."""
    key = length.key if isinstance(length, Length) else None
    return set(key[1:]) if isinstance(key, tuple) and key[:1] == ("common",) else {label(length)}


def run_time_length(it: Interpreter, number: Scalar) -> Dim | None:
    """A run-time integer as the length of an axis: 0 at least, as a slice would have it; None where nothing is known of how large it can be."""
    if number.ty != I64 or number.rng is None or number.rng[1] > LONGEST:
        return None
    return distance(it, end(it, 0, 0), Bound(number, *origin(number)), number.rng[1])


def label(length: Dim) -> str:
    """What tells a length from others, as text."""
    return repr(length.key) if isinstance(length, Length) else str(length)


def most_of(length: Dim) -> int:
    """The longest that an axis may be."""
    return length.most if isinstance(length, Length) else length                # type: ignore[return-value]  # a Size passes through


def distance(it: Interpreter, low: Bound, high: Bound, length: Dim) -> Dim:
    """high - low, or 0 where that is negative."""
    if low.base == high.base:
        return max(0, high.plus - low.plus)
    if isinstance(length, Length) and low.base is None and high.base == ("length", length.key) and low.plus == high.plus:
        return length                                   # the whole axis, backwards perhaps
    between = integer(it, it.operate("-", high.at, low.at))
    least, most = between.rng or (-FAR, FAR)
    if least < 0:
        between = scalars.scalar(it, comparison.select(it, comparison.compare(it, "<", between, 0), 0, between))
    most = min(most, most_of(length))
    return Length(between.ref, most, (high.base, low.base, high.plus - low.plus)) if most > 0 else 0

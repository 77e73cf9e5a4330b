"""Slices with run-time bounds, as Python has them: bounds are clipped to the axis, negative ones count from its end; steps are 1 and -1.

The length is a number known at run time only, a `Length`; it is a plain number where both bounds move together (`x[i:i + 3]`).
"""
from __future__ import annotations

from typing import Any, NamedTuple

from ..numbers import comparison, scalars
from ..values.dtypes import I64
from ..values.services import Interpreter
from ..values.sizes import Length
from ..values.unrolling import ask
from ..values.values import Scalar, holds_run_time

FAR = 2**63


class Bound(NamedTuple):
    """Where a slice starts or ends, and what that was computed of: a base (None for a plain number) and what was added to it."""

    at: Scalar
    base: Any
    plus: int


def run_time_slice(it: Interpreter, k: slice, n: Any) -> tuple[Any, int, Any]:
    """(start, step, length) of a slice of an axis of length n, whose bounds or whose n are known at run time only."""
    step = 1 if k.step is None else k.step
    if holds_run_time(step) or step not in (1, -1):
        ask(it)
        raise it.error("a slice with run-time bounds takes the steps 1 and -1 only")
    fixed = fixed_length(it, k, n)
    if fixed is not None:
        return fixed
    shift = 0 if step == 1 else -1                  # going down, bounds lie between -1 and n - 1
    start = end(n, it, shift, 0 if step == 1 else n) if k.start is None else clipped(it, k.start, n, shift)
    stop = end(n, it, shift, n if step == 1 else 0) if k.stop is None else clipped(it, k.stop, n, shift)
    low, high = (start, stop) if step == 1 else (stop, start)
    return plain(start.at), step, distance(it, low, high, n)


def fixed_length(it: Interpreter, k: slice, n: Any) -> Any:
    """(start, 1, length) of `x[i:i + 3]`: the length is known, and the whole slice must lie inside."""
    if k.start is None or k.stop is None or k.step not in (None, 1) or not isinstance(n, int):
        return None
    low, high = integer(it, k.start), integer(it, k.stop)
    (a, ca), (b, cb) = low.lin or (low.ref, 0), high.lin or (high.ref, 0)
    if a != b:
        return None
    length = max(0, cb - ca)
    return it.check_index(low, n - length + 1), 1, length


def integer(it: Interpreter, v: Any) -> Scalar:
    """A bound as a run-time integer."""
    s = scalars.scalar(it, v)
    if s.ty != I64:
        raise it.error("slice bounds must be integers")
    return s


def end(n: Any, it: Interpreter, shift: int, at: Any) -> Bound:
    """An end of the axis, 0 or n, where the slice does not say another."""
    base, plus = (("length", at.key), 0) if isinstance(at, Length) else (None, at)
    return Bound(integer(it, it.operate("+", scalars.scalar(it, at), shift)), base, plus + shift)


def clipped(it: Interpreter, v: Any, n: Any, shift: int) -> Bound:
    """A bound that the slice gives, moved into the axis; what is proven to lie inside stays as it is."""
    i, size = integer(it, v), scalars.scalar(it, n)
    base, plus = (None, i.rng[0]) if i.rng is not None and constant(i) else i.lin or (i.ref, 0)
    low, high = i.rng or (-FAR, FAR)
    least, most = size.rng or (0, FAR)
    if low >= 0 and high <= least + shift:
        return Bound(i, base, plus)
    if low < 0:
        i = comparison.select(it, comparison.compare(it, "<", i, 0), it.operate("+", i, size), i)
    i = comparison.select(it, comparison.compare(it, "<", i, shift), shift, i)
    top = it.operate("+", size, shift)
    i = scalars.scalar(it, comparison.select(it, comparison.compare(it, ">", i, top), top, i))
    where = n.key if isinstance(n, Length) else n
    reach = (min(low, least + shift), min(high, most + shift)) if low >= 0 else (shift, most + shift)
    return Bound(Scalar(I64, i.ref, reach, i.level), ("clipped", base, plus, where, shift), 0)


def constant(i: Scalar) -> bool:
    """Is its value known?"""
    return i.rng is not None and i.rng[0] == i.rng[1]


def plain(i: Scalar) -> Any:
    """Its value where that is known, else itself."""
    return i.rng[0] if i.rng is not None and constant(i) else i


def common(it: Interpreter, a: Any, b: Any) -> Any:
    """The length of two axes that must be equally long, one of them a Length; checked at run time where it is not known."""
    if a == b:
        return a
    x, y = scalars.scalar(it, a), scalars.scalar(it, b)
    it.check(it.b.emit(f"icmp eq i64 {x.ref}, {y.ref}"), "index", "arrays of different lengths meet here")
    least = scalars.scalar(it, comparison.select(it, comparison.compare(it, "<", x, y), x, y))
    most = min(n.most if isinstance(n, Length) else n for n in (a, b))
    return Length(least.ref, most, ("common", *sorted((repr(n.key) if isinstance(n, Length) else str(n)) for n in (a, b))))


def distance(it: Interpreter, low: Bound, high: Bound, n: Any) -> Any:
    """high - low, or 0 where that is negative."""
    if low.base == high.base:
        return max(0, high.plus - low.plus)
    if isinstance(n, Length) and low.base is None and high.base == ("length", n.key) and low.plus == high.plus:
        return n                                    # the whole axis, backwards perhaps
    d = integer(it, it.operate("-", high.at, low.at))
    least, most = d.rng or (-FAR, FAR)
    if least < 0:
        d = scalars.scalar(it, comparison.select(it, comparison.compare(it, "<", d, 0), 0, d))
    most = min(most, n.most if isinstance(n, Length) else n)
    return Length(d.ref, most, (high.base, low.base, high.plus - low.plus)) if most > 0 else 0

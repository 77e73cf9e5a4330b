"""`for` and `while`: which loops are unrolled, and what a run-time loop runs over. The run-time loop itself is in `loops.py`."""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..arrays import sequences
from ..numbers import arithmetic, scalars
from ..values import unrolling
from ..values.code.source import weight
from ..values.dtypes import I64, is_num
from ..values.services import Interpreter, Region
from ..values.sizes import Size
from ..values.unrolling import UNROLL_SITES
from ..values.values import ARRAYS, RunRange, Scalar, Site, Value, Zip
from .control import departures, go_on, truth
from .loops import Condition, Item, Trips, for_loop, rejoin, trip, while_loop
from .merging import Exit
from .rejected import ended

UNROLL_TRIPS, UNROLL_WEIGHT = 8, 400
Interval = tuple[int, int]


def for_(it: Interpreter, node: ast.For) -> None:
    """A for loop: unrolled when short and known or when something in it asks for that, else a run-time loop."""
    it.fence_field(node, "orelse")
    source = it.eval(node.iter)
    it.frame.node = node
    key = unrolling.loop_key(it, node)
    if isinstance(source, RunRange):
        trips, item = run_time_range(it, source)
        return run_time(it, node, key, trips, item)
    sequence = sequences.sequence(it, source)
    trips = sequences.length(it, sequence)
    if is_unrolled(it, node, key, sequence, trips):
        assert isinstance(trips, int), "what is written out has a known length"
        it.iterating.append(sequence)
        unrolled(it, node, trips, lambda k: sequences.member(it, sequence, k))
        it.iterating.pop()
    else:
        indexed = sequences.indexed(it, sequence)
        run_time(it, node, key, trips, lambda k: sequences.member(it, indexed, k))


def run_time(it: Interpreter, node: ast.For, key: Site, trips: Trips, item: Item) -> None:
    """A run-time loop, until something in it asks to be unrolled."""
    unrolling.entered(it, key, trips, lambda: for_loop(it, node, trips, item))


def is_unrolled(it: Interpreter, node: ast.For, key: Site, sequence: Any, trips: Trips) -> bool:
    """Is the body written once for each trip: asked for, better so, or impossible in another way?"""
    return unrolling.asked(it, node, key, trips) or is_short(trips, node) or not sequences.indexable(sequence) or is_short_list(sequence, trips)


def is_short(trips: Trips, node: ast.For) -> bool:
    """Is a loop of so many trips better unrolled?"""
    return isinstance(trips, int) and trips <= UNROLL_TRIPS and trips * weight(node.body) <= UNROLL_WEIGHT


def is_short_list(sequence: Any, trips: Trips) -> bool:
    """A list, or a zip with lists and without arrays, not too long to be written out."""
    parts = sequence.parts if isinstance(sequence, Zip) else [sequence]
    return (any(isinstance(part, list) for part in parts) and not any(isinstance(part, ARRAYS) for part in parts)
            and isinstance(trips, int) and trips <= UNROLL_SITES)


# -- ranges with run-time bounds
def run_time_range(it: Interpreter, source: RunRange) -> tuple[Trips, Item]:
    """Trips of a loop over a range with run-time bounds, and its members."""
    from_zero = is_num(source.lo) and source.lo == 0
    if isinstance(source.hi, Size) and from_zero:
        return source.hi, lambda k: k
    low, high = scalars.scalar(it, source.lo, I64), scalars.scalar(it, source.hi, I64)
    trips = range_trips(it, source, low, high, from_zero)
    interval = range_interval(source.step, low.rng, high.rng)

    def item(k: Scalar) -> Value:
        member = k if source.step == 1 else arithmetic.binary(it, "*", k, source.step)
        member = member if from_zero else arithmetic.binary(it, "+", member, low)
        member = Scalar(I64, member.ref, member.rng, max(member.level, high.level), member.lin)
        if interval is not None:
            member.rng = interval
        return member

    return trips, item


def range_trips(it: Interpreter, source: RunRange, low: Scalar, high: Scalar, from_zero: bool) -> Scalar:
    """The number of members, (high - low) / step rounded up; where there are none it is anything that is not positive."""
    span = high if from_zero else arithmetic.binary(it, "-", high, low)
    if source.step < 0:
        span = arithmetic.binary(it, "-", low, high)
    stride = abs(source.step)
    if source.step != 1:
        span = arithmetic.binary(it, "//", arithmetic.binary(it, "+", span, stride - 1), stride)
    return span


def range_interval(step: int, low: Interval | None, high: Interval | None) -> Interval | None:
    """The interval of the members, when those of the bounds say that there is one."""
    if not (low and high):
        return None
    least, most = (low[0], high[1] - 1) if step > 0 else (high[0] + 1, low[1])
    return (least, most) if least <= most else None


# -- unrolled loops
def unrolled(it: Interpreter, node: ast.For, trips: int, item: Callable[[int], Value]) -> None:
    """The body once for each trip; `item` gives the target's value."""
    frame, path = it.frame, it.frame.path
    outer, left = it.region, departures(frame)
    breaks: list[Exit] = []
    it.written *= max(trips, 1)
    for k in range(trips):
        frame.path = (*path, ("trip", id(node), k))             # facts of each trip are its own
        it.assign(node.target, item(k))
        trip(it, node.body, breaks, [])
        if it.b.block is None:
            break
    it.written //= max(trips, 1)
    frame.path = path
    behind(it, breaks, outer, left)


def behind(it: Interpreter, breaks: list[Exit], outer: Region, left: tuple[int, int]) -> None:
    """Go on behind an unrolled loop, which some paths may have left by `break`."""
    if breaks:
        rejoin(it, breaks)
    go_on(it, outer, left)


def while_(it: Interpreter, node: ast.While) -> None:
    """A while loop: a run-time loop, unless something in it asks for unrolling and its conditions are known."""
    it.fence_field(node, "orelse")

    def condition() -> bool | Scalar:
        test = ended(lambda: it.eval(node.test))
        it.frame.node = node.test
        return not it.rejected and truth(it, test)

    key = unrolling.loop_key(it, node)
    if unrolling.asked(it, node, key, None):
        unrolled_while(it, node, key, condition)
    else:
        unrolling.entered(it, key, None, lambda: while_loop(it, node, condition))


def unrolled_while(it: Interpreter, node: ast.While, key: Site, condition: Condition) -> None:
    """The body once for each trip, while the condition is known; a run-time loop from the next pass on where it is not."""
    frame, path = it.frame, it.frame.path
    outer, left = it.region, departures(frame)
    breaks: list[Exit] = []
    for k in range(unrolling.TRIPS + 1):
        frame.path = (*path, ("trip", id(node), k))
        again = condition()
        if isinstance(again, Scalar) or k == unrolling.TRIPS:
            it.facts.note("run-time", key)
            raise it.error("the trips of this loop are not known at compile time")
        if not again:
            break
        trip(it, node.body, breaks, [])
        if it.b.block is None:
            break
    frame.path = path
    behind(it, breaks, outer, left)

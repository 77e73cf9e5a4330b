"""`for` and `while`: which loops are unrolled, and what a run-time loop runs over. The run-time loop itself is in `loops.py`."""
from __future__ import annotations

from typing import Any

from ..arrays import sequences
from ..numbers import arithmetic, scalars
from ..values import unrolling
from ..values.dtypes import I64, is_num
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.source import weight
from ..values.unrolling import UNROLL_SITES
from ..values.values import ARRAYS, RunRange, Scalar, Zip
from .assignment import assign
from .control import Exit, departures, go_on, join, truth
from .loops import loop, trip

UNROLL_TRIPS, UNROLL_WEIGHT = 8, 400


def for_(it: Interpreter, s: Any) -> None:
    """A for loop: unrolled when short and known or when something in it asks for that, else a run-time loop."""
    it.fence_field(s, "orelse")
    source = it.eval(s.iter)
    it.frame.node = s
    key = unrolling.loop_key(it, s)
    if isinstance(source, RunRange):
        run = run_time_range(it, s, source, key)
    else:
        run = over_sequence(it, s, sequences.sequence(it, source), key)
    if run is not None:
        unrolling.entered(it, key, *run)


def over_sequence(it: Interpreter, s: Any, seq: Any, key: Any) -> Any:
    """Unrolls the loop, or gives the run-time loop's trips and how to emit it."""
    n = sequences.length(it, seq)
    asked = unrolling.asked(it, s, key, n)
    if asked or is_short(n, s) or not sequences.indexable(seq) or (known(seq) and n <= UNROLL_SITES):
        it.iterating.append(seq)
        unrolled(it, s, n, lambda k: sequences.member(it, seq, k))
        it.iterating.pop()
        return None
    arrays = sequences.indexed(it, seq)
    return n, lambda: loop(it, s, n, lambda i: sequences.member(it, arrays, i))


def is_short(n: Any, s: Any) -> bool:
    """Is a loop of n trips better unrolled?"""
    return isinstance(n, int) and n <= UNROLL_TRIPS and n * weight(s.body) <= UNROLL_WEIGHT


def known(seq: Any) -> bool:
    """A list, or a zip with lists and without arrays."""
    parts = seq.parts if isinstance(seq, Zip) else [seq]
    return any(isinstance(p, list) for p in parts) and not any(isinstance(p, ARRAYS) for p in parts)


def run_time_range(it: Interpreter, s: Any, r: RunRange, key: Any) -> Any:
    """Trips of a loop over a range with run-time bounds, and how to emit it."""
    if isinstance(r.hi, Size) and is_num(r.lo) and r.lo == 0:
        return r.hi, lambda: loop(it, s, r.hi, lambda i: i)
    lo, hi = scalars.scalar(it, r.lo, I64), scalars.scalar(it, r.hi, I64)
    n = hi if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "-", hi, lo)
    if r.step != 1:
        if r.step < 0:
            n = arithmetic.binary(it, "-", lo, hi)
        n = arithmetic.binary(it, "//", arithmetic.binary(it, "+", n, abs(r.step) - 1), abs(r.step))
    top = (lo.rng[0], hi.rng[1] - 1) if r.step > 0 and lo.rng and hi.rng and hi.rng[1] - 1 >= lo.rng[0] else None
    if r.step < 0 and lo.rng and hi.rng and lo.rng[1] >= hi.rng[0] + 1:
        top = (hi.rng[0] + 1, lo.rng[1])

    def item(i: Scalar) -> Any:
        v = i if r.step == 1 else arithmetic.binary(it, "*", i, r.step)
        v = v if is_num(r.lo) and r.lo == 0 else arithmetic.binary(it, "+", v, lo)
        v = Scalar(I64, v.ref, v.rng, max(v.level, hi.level), v.lin)
        if top is not None:
            v.rng = top
        return v

    return n, lambda: loop(it, s, n, item)


def unrolled(it: Interpreter, s: Any, n: int, item: Any) -> None:
    """The body once for each trip; `item(k)` is the target's value."""
    fr, path = it.frame, it.frame.path
    outer, left = it.region, departures(fr)
    breaks: list[Exit] = []
    it.written *= max(n, 1)
    for k in range(n):
        fr.path = (*path, ("trip", id(s), k))  # facts of each trip are its own
        assign(it, s.target, item(k))
        trip(it, s.body, breaks, [])
        if it.b.block is None:
            break
    it.written //= max(n, 1)
    fr.path = path
    leave(it, breaks)
    go_on(it, outer, left)


def leave(it: Interpreter, breaks: list[Exit]) -> None:
    """Behind an unrolled loop, which some paths have left by `break`."""
    if breaks:
        here = [Exit(it.b.block, it.frame.env)] if it.b.block is not None else []
        env, _ = join(it, breaks + here)
        it.frame.env = env or it.frame.env


def while_(it: Interpreter, s: Any) -> None:
    """A while loop: a run-time loop, unless something in it asks for unrolling and its conditions are known."""
    it.fence_field(s, "orelse")

    def condition() -> Any:
        test = it.eval(s.test)
        it.frame.node = s.test
        return truth(it, test)

    key = unrolling.loop_key(it, s)
    if unrolling.asked(it, s, key, None):
        return unrolled_while(it, s, key, condition)
    unrolling.entered(it, key, None, lambda: loop(it, s, None, None, condition))


def unrolled_while(it: Interpreter, s: Any, key: Any, condition: Any) -> None:
    """The body once for each trip, while the condition is known; a run-time loop from the next pass on where it is not."""
    fr, path = it.frame, it.frame.path
    outer, left = it.region, departures(fr)
    breaks: list[Exit] = []
    for k in range(unrolling.TRIPS + 1):
        fr.path = (*path, ("trip", id(s), k))
        c = condition()
        if isinstance(c, Scalar) or k == unrolling.TRIPS:
            it.facts.note("run-time", key)
            raise it.error("the trips of this loop are not known at compile time")
        if not c:
            break
        trip(it, s.body, breaks, [])
        if it.b.block is None:
            break
    fr.path = path
    leave(it, breaks)
    go_on(it, outer, left)

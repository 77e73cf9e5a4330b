"""Branches on a run-time condition, and what they need: the truth of a value, and the region of the code behind paths that have left."""
from __future__ import annotations

from collections.abc import Callable

from ..arrays import sequences
from ..numbers import scalars
from ..values.dtypes import I1
from ..values.frame import Frame
from ..values.services import Interpreter, Region
from ..values.values import ArrayValue, Elem, Grown, Masked, Poison, Scalar, Value, View
from .merging import Exit, join
from .rejected import ended


def branch(it: Interpreter, condition: Scalar, then: Callable[[], Value], other: Callable[[], Value]) -> Value:
    """if/else on a run-time condition; the value is that of the expression forms."""
    frame, before, lengths = it.frame, it.frame.env, it.lengths
    yes, no, since = it.b.detached(), it.b.detached(), it.b.count
    outer, left, level = it.region, departures(frame), it.condition_level
    it.b.jump_if(condition.ref, yes, no)
    it.condition_level = max(level, condition.level)
    exits = []
    for block, run in ((yes, then), (no, other)):
        it.push_region()
        it.b.place(block)
        frame.env, it.lengths = dict(before), lengths
        value = ended(run)
        if it.b.block is not None:
            exits.append(Exit(it.b.block, frame.env, it.lengths, value, it.rejected))
        it.region, it.rejected = outer, False
    env, value = join(it, exits, since)
    it.condition_level = level
    frame.env = env if env is not None else before
    go_on(it, outer, left)
    return value


def departures(frame: Frame) -> tuple[int, int]:
    """How many times this frame has been left by `return`, and the loops that it is in by `break` or `continue`."""
    return len(frame.returns), sum(len(breaks) + len(continues) for breaks, continues in frame.loops)


def go_on(it: Interpreter, outer: Region, left: tuple[int, int]) -> None:
    """Back in the region `outer`; if paths have left since `left` was taken, what follows runs on some paths only: a region of its own."""
    now, it.region = departures(it.frame), outer
    if now != left:
        it.push_region()
        if now[1] == left[1]:                       # by `return` only: those paths see nothing of what is changed from here on
            it.guarded.add(it.region[-1])


def truth(it: Interpreter, value: Value) -> bool | Scalar:
    """Python's bool(value); an i1 Scalar where it is known at run time only."""
    match value:
        case Scalar():
            return scalars.cast(it, value, I1)
        case View() | Elem():
            return truth_of_array(it, value)
        case Grown():
            return scalars.scalar(it, sequences.length(it, value), I1)
        case Masked():
            raise it.error("the truth of an array is ambiguous", "use np.any/np.all")
        case Poison():
            raise it.error(value.why)
    return bool(value)


def truth_of_array(it: Interpreter, array: ArrayValue) -> Scalar:
    """The truth of an array's only element."""
    if not all(length == 1 for length in array.shape):
        raise it.error("the truth of an array is ambiguous", "use np.where, or np.any/np.all")
    return scalars.scalar(it, it.element(array, (0,) * len(array.shape)), I1)

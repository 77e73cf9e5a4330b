"""np.pad: edges of constants, of what stands there already, of ramps, and of what is computed of it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...arrays.making import array_of, lift, shape_of
from ...values.dtypes import F32, F64
from ...values.services import Interpreter
from ...values.values import ARRAYS, ArrayValue, Value, type_of
from ..family import Family
from .numbering import called, copied, static

public = Family()
MOVED = ("edge", "reflect", "symmetric", "wrap")
WEIGHTED = ("linear_ramp", "mean", "reflect", "symmetric")                     # sums of the elements along the axis, reflections where they are odd
EXTREME = {"maximum": np.max, "minimum": np.min, "median": np.median}
MAY_BE_RUN_TIME = ("constant_values", "end_values")


@public("numpy.pad")
def pad(it: Interpreter, array: Value, pad_width: Any, mode: Any = "constant", **how: Any) -> Value:
    """wider at its ends: by constants, the edge, reflections, ramps, or what is computed of it"""
    pad_width, mode = static(it, "pad", pad_width, mode)
    how |= {name: static(it, "pad", value) for name, value in how.items() if name not in MAY_BE_RUN_TIME}
    if callable(mode):
        raise it.error("`pad` by a function of one's own is not part of the language", "np.concatenate of the parts")
    value = lift(it, array)
    rank = len(shape_of(it, value))
    wrong = {name: 0 if name in MAY_BE_RUN_TIME else given for name, given in how.items()}
    called(it, lambda: np.pad(np.zeros((1,) * rank), pad_width, mode, **wrong), ())                             # NumPy's own errors
    if mode in ("constant", "empty"):
        return constants(it, value, pad_width, how.get("constant_values", 0))
    if mode in MOVED and how.get("reflect_type", "even") == "even":
        return copied(it, lambda numbers: np.pad(numbers, pad_width, mode, **how), value)
    return computed(it, value, [before_after(entry) for entry in pairs(it, pad_width, rank)], mode, how)


# -- pairs of numbers for each axis
def pairs(it: Interpreter, given: Any, rank: int) -> list[tuple[Any, Any]]:
    """A number, a pair, or a pair for each axis, as a pair for each axis; a dict has those of some axes."""
    if isinstance(given, dict):
        by_axis = {axis % rank: entry for axis, entry in given.items()}
        return [pairs(it, by_axis.get(axis, 0), 1)[0] for axis in range(rank)]
    members: list[Any] = []
    places = called(it, lambda: np.broadcast_to(noted(it, given, members), (rank, 2)), ())
    return [(members[one], members[other]) for one, other in places.tolist()]


def noted(it: Interpreter, given: Any, members: list[Any]) -> Any:
    """The same structure, with the place among `members` of each number."""
    if isinstance(given, (list, tuple, np.ndarray)):
        return [noted(it, one, members) for one in given]
    if isinstance(given, ARRAYS):
        return [noted(it, it.index(given, (k,)), members) for k in range(given.shape[0])]                       # type: ignore[arg-type]  # a short one
    members.append(given)
    return len(members) - 1


def before_after(entry: tuple[Any, Any]) -> tuple[int, int]:
    """As whole numbers."""
    return int(entry[0]), int(entry[1])


# -- the kinds of edges
def constants(it: Interpreter, value: Value, pad_width: Any, given: Any) -> Value:
    """Edges of numbers, which may be of run time."""
    rank = len(shape_of(it, value))
    numbers = [lift(it, number) for pair in pairs(it, given, rank) for number in pair]

    def padded(places: np.ndarray, *constants: int) -> np.ndarray:
        return np.pad(places, pad_width, constant_values=np.reshape(constants, (rank, 2)))
    return copied(it, padded, value, *numbers, dtype=type_of(lift(it, value)))


def computed(it: Interpreter, value: Value, widths: list[tuple[int, int]], mode: str, how: Mapping[str, Any]) -> Value:
    """One axis after the other, as NumPy does: what was added along an axis is there for the next."""
    if type_of(lift(it, value)) not in (F64, F32):
        raise it.error(f"`pad` of whole numbers in mode `{mode}`, where NumPy rounds", "pad `x.astype(float)`")
    rank = len(widths)
    ends, counts = pairs(it, how.get("end_values", 0), rank), pairs(it, how.get("stat_length"), rank)
    for axis, (before, after) in enumerate(widths):
        array = array_of(it, value)
        if mode in EXTREME:
            edges = [repeated(it, extreme(it, array, axis, side, count, mode), axis, width)
                     for side, (width, count) in enumerate(zip((before, after), counts[axis], strict=True))]
        else:
            lengths = [array.shape[axis] if count is None else count for count in counts[axis]]
            edges = weighted(it, array, axis, (before, after), mode, {"stat_length": (lengths, (1, 1))} if mode == "mean" else dict(how), ends[axis])
        value = it.call(np.concatenate, [edges[0], array, edges[1]], axis)
    return value


def extreme(it: Interpreter, array: ArrayValue, axis: int, side: int, count: Any, mode: str) -> Value:
    """The largest, smallest or middle element of those next to an end."""
    length: Any = array.shape[axis]
    taken = length if count is None else min(int(count), length)
    part = slice(0, taken) if side == 0 else slice(length - taken, length)
    return it.call(np.expand_dims, it.call(EXTREME[mode], it.index(array, (*(slice(None),) * axis, part)), axis=axis), axis)


def repeated(it: Interpreter, row: Value, axis: int, width: int) -> Value:
    """An axis of length 1 made longer."""
    shape = shape_of(it, row)
    return it.call(np.broadcast_to, row, (*shape[:axis], width, *shape[axis + 1:]))


def weighted(it: Interpreter, array: ArrayValue, axis: int, widths: tuple[int, int], mode: str, how: dict[str, Any], ends: tuple[Any, Any]) -> list[Value]:
    """Edges that are sums of the elements along the axis, and of the end values: NumPy's own edges of unit vectors are the weights."""
    length: Any = array.shape[axis]
    before, after = widths
    if mode == "linear_ramp":
        how = {"end_values": 0.0}
    weights = np.pad(np.eye(length), (widths, (0, 0)), mode, **how)             # type: ignore[call-overload]  # the mode is NumPy's
    found = []
    for rows, end, width, step in ((weights[:before], ends[0], before, 1), (weights[before + length:], ends[1], after, -1)):
        edge = it.call(np.moveaxis, it.call(np.tensordot, rows, array, ((1,), (axis,))), 0, axis)
        if mode == "linear_ramp":
            ramp = 1.0 - np.arange(width)[::step] / max(width, 1)
            edge = it.operate("+", edge, it.operate("*", ramp.reshape(-1, *(1,) * (len(array.shape) - axis - 1)), end))
        found.append(edge)
    return found

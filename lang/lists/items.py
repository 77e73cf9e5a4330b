"""Items of a list that grows: read and written by their places, parts of it, and its methods."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import sequences, storage
from ..arrays.elements import element
from ..numbers import comparison, scalars
from ..values.dtypes import I64, is_num
from ..values.scalar import Scalar
from ..values.services import Interpreter
from ..values.values import ARRAYS, Grown, Value, View, holds_run_time, level_of, type_of
from . import lengths
from .grown import append, born, extend, give_up, grow, length_of, remember, row, rows, wider, window
from .lengths import Count

EMPTY = "IndexError: list index out of range"


def item(it: Interpreter, grown: Grown, at: Value) -> Value:
    """The item at a place, negative ones counted from the end."""
    return as_python(it, memory(it, grown, at), grown)


def as_python(it: Interpreter, part: View, grown: Grown) -> Value:
    """An item as what it was when it was appended."""
    if not part.shape:
        return element(it, part, ())
    if not grown.kinds:
        return part
    if grown.kinds[0] is list:
        return window(it, part, grown)
    return tuple([it.index(part, k) for k in range(part.shape[0])])              # type: ignore[arg-type]  # of known length


def memory(it: Interpreter, grown: Grown, at: Value) -> View:
    """Where an item is."""
    length = length_of(it, grown)
    if grown.base is None:
        raise it.error(EMPTY)
    place = known_place(it, at, length)
    if place is not None:
        return row(it, grown, place)
    return storage_window(it, grown, checked(it, at, length))


def known_place(it: Interpreter, at: Value, length: Count) -> Count | None:
    """The place as a sum that is proven to lie in the list; None where that is not known."""
    if isinstance(at, Scalar):
        found = lengths.count_of(at, length) if at.ty == I64 else None
    elif is_num(at) and type_of(at) == I64:
        found = Count(int(at)) if at >= 0 else length.plus(int(at))
    else:
        raise it.error(f"TypeError: list indices must be integers, not {type(at).__name__}")
    if found is None or found.least() < 0 or length.minus(found).least() < 1:
        return None
    return found


def checked(it: Interpreter, at: Value, length: Count) -> Scalar | int:
    """A place that is checked at run time, or an error now."""
    size, number = lengths.dim(it, length), scalars.scalar(it, at)
    if isinstance(size, int):
        return it.check_index(at, size)                                          # type: ignore[return-value]  # no Size
    if number.rng is None or number.rng[0] < 0:
        below = comparison.compare(it, "<", number, 0)
        number = scalars.scalar(it, comparison.select(it, below, it.operate("+", number, scalars.scalar(it, size)), number))
    return it.check_index(number, size)                                          # type: ignore[return-value]


def storage_window(it: Interpreter, grown: Grown, at: Scalar | int) -> View:
    """The memory of the item at a place that has been checked."""
    if isinstance(at, int):
        return row(it, grown, Count(at))
    found = it.index(rows(it, grown), (at, Ellipsis)) if grown.base is not None and len(grown.base.shape) > 1 else None
    if isinstance(found, View):
        return found
    base = row(it, grown, Count(0))
    dyn = at.ref if base.dyn is None else it.b.emit(f"add nsw i64 {base.dyn}, {at.ref}")
    return View(base.buf, (), (), base.off, dyn)


def set_item(it: Interpreter, grown: Grown, at: Value, value: Value) -> None:
    """`xs[at] = value`, of numbers; arrays would have to be other objects from then on."""
    target = memory(it, grown, at)
    if target.shape or not (isinstance(value, Scalar) or is_num(value)):
        raise give_up(it, grown)
    grow(it, grown, length_of(it, grown), (), type_of(value), ())
    remember(it, grown, level_of(value))
    it.before_write(target.buf, value)
    it.b.store(target.dtype, scalars.scalar(it, value, target.dtype).ref, it.b.address(target, ()))


# -- parts and copies
def part(it: Interpreter, grown: Grown, key: slice) -> Grown:
    """`xs[a:b]`: a new list; its length must be known."""
    taken = between(it, grown, key)
    if taken is None:
        if holds_run_time(key) or length_of(it, grown).terms:
            raise give_up(it, grown, "a part of a growing list has a length that is known at run time only")
        taken = it.index(rows(it, grown), key)
        assert isinstance(taken, View), "a slice of stored rows is a view of them"
    return copied(it, taken, grown)


def between(it: Interpreter, grown: Grown, key: slice) -> View | None:
    """The rows from one proven place to another: `xs[-3:]` where there are three."""
    length, base = length_of(it, grown), grown.base
    if base is None or key.step not in (None, 1) or holds_run_time(key):
        return None
    low, high = (length if at is None else length.plus(at) if at < 0 else Count(at) for at in (key.start or 0, key.stop))
    count = high.minus(low)
    if count.terms or count.const < 0 or low.least() < 0 or length.minus(high).least() < 0:
        return None
    first = row(it, grown, low)
    return View(base.buf, (count.const, *base.shape[1:]), base.strides, first.off, first.dyn)


def copied(it: Interpreter, array: View, like: Grown) -> Grown:
    """A new list, like this one, of the rows of an array of known length."""
    made, count = born(it, like.key, ()), int(array.shape[0])                    # type: ignore[arg-type]  # of known length
    if count:
        made.base = storage.store_now(it, array, wider(array.dtype, it.facts.widen.get(("items", like.key)) or array.dtype))
        made.kinds, made.room = like.kinds, count
    it.lengths = {**it.lengths, made: Count(count)}
    return made


def operands(it: Interpreter, op: str, one: Value, other: Value) -> tuple[Value, Value]:
    """Of an operation with a list that grows: the operands as NumPy has them beside an array; those of two lists are joined, or made ordinary ones."""
    if isinstance(one, ARRAYS) or isinstance(other, ARRAYS) or isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return as_array(it, one), as_array(it, other)
    grown = one if isinstance(one, Grown) else other
    assert isinstance(grown, Grown), "one of the operands is a list that grows"
    if op == "+" and isinstance(one, (list, Grown)) and isinstance(other, (list, Grown)):
        return sequences.members(it, one), sequences.members(it, other)
    raise give_up(it, grown)


def as_array(it: Interpreter, value: Value) -> Value:
    """A list that grows as the array of its items."""
    return rows(it, value) if isinstance(value, Grown) else value


# -- methods
def copy(it: Interpreter, grown: Grown) -> Grown:
    """`xs.copy()`"""
    return part(it, grown, slice(None))


METHODS: dict[str, Callable[..., Any]] = {"append": append, "extend": lambda it, grown, more: extend(it, grown, sequences.members(it, more)), "copy": copy}


def method(it: Interpreter, grown: Grown, name: str, args: list[Value], kw: dict[str, Value]) -> Value:
    """`xs.name(…)`; what is not here an ordinary list does."""
    if name not in METHODS or kw:
        raise give_up(it, grown, f"`.{name}` of a list that grows in a loop needs the loop written out, and it has too many trips for that")
    try:
        return METHODS[name](it, grown, *args)
    except TypeError as failure:
        raise it.error(f"TypeError: {failure}") from None

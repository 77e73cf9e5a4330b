"""What `for`, comprehensions, zip and enumerate run over: arrays, ranges, compile-time sequences, and zips of these.

`sequence` brings an iterable into one of these forms: View, NumPy array, range, list, Zip. A member is read at a compile-time index, or in a
run-time loop at a run-time one where `indexable` says so.
"""
from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from ..numbers import scalars
from ..values.dtypes import const_type, is_num, numpy_type
from ..values.scalar import Coordinate, Number
from ..values.services import Interpreter
from ..values.sizes import Dim
from ..values.values import ARRAYS, ArrayValue, Elem, Grown, Masked, Operand, Poison, RunRange, Scalar, Value, View, Zip, describe
from .making import lift
from .storage import force

MANY = 512                                      # members of an array that a comprehension writes out

Sequence: TypeAlias = ArrayValue | np.ndarray | range | list[Any] | Zip | Grown


def sequence(it: Interpreter, source: Value) -> Sequence:
    """The iterable in its form here; ranges with run-time bounds are not among them."""
    match source:
        case View() | Elem() if source.shape:
            return force(it, source)
        case Zip():
            return Zip([sequence(it, part) for part in source.parts], source.start)
        case range() | list() | Grown():
            return source
        case np.ndarray() if source.ndim and numpy_type(source.dtype):
            return source
    refuse(it, source)
    try:
        return list(source)                                                     # type: ignore[call-overload]
    except TypeError:
        raise it.error(f"{describe(source)} cannot be looped over") from None


def refuse(it: Interpreter, source: Value) -> None:
    """The errors for what is no sequence, or one whose length depends on data."""
    match source:
        case Masked():
            raise it.error("a loop over an array whose length depends on data is not part of the language", "loop over all elements with an `if`")
        case RunRange():
            raise it.error("a range with run-time bounds has a length that depends on data", "write a `for` loop over it")
        case View() | Elem():
            raise it.error("a number cannot be looped over")
        case Poison():
            raise it.error(source.why)
    if isinstance(source, Scalar) or is_num(source):
        raise it.error(f"{describe(source)} cannot be looped over")


def length(it: Interpreter, members: Sequence) -> Dim | Scalar:
    """The number of members; a Scalar or Size where it is known at run time only."""
    if isinstance(members, Grown):
        return scalars.length(it.all_items(members).shape[0])
    if not isinstance(members, Zip):
        return scalars.length(members.shape[0]) if isinstance(members, ARRAYS) else len(members)
    return shortest(it, [length(it, part) for part in members.parts])


def shortest(it: Interpreter, lengths: list[Dim | Scalar]) -> Dim | Scalar:
    """How often a zip of sequences of these lengths gives members; lengths that are not known must be the same."""
    known = [count for count in lengths if isinstance(count, int)]
    if len(known) == len(lengths):
        return min(known)
    if any(count is not lengths[0] and count != lengths[0] for count in lengths):
        raise it.error("these arrays have different lengths, known at run time only", "loop over range(…) and index them")
    return lengths[0]


def indexable(members: Sequence) -> bool:
    """Has every member a value of one type that can be found by a run-time index?"""
    if isinstance(members, Zip):
        return all(map(indexable, members.parts))
    return not isinstance(members, list) or numbers_of_one_type(members)


def numbers_of_one_type(members: list[Any] | tuple[Any, ...]) -> bool:
    """Are all members of this compile-time sequence numbers of the same type?"""
    return bool(members) and all(map(is_num, members)) and len({const_type(member) for member in members}) == 1


def indexed(it: Interpreter, members: Sequence) -> Operand | range | Zip | Grown:
    """The sequence for use in a run-time loop: lists of numbers become arrays."""
    if isinstance(members, Zip):
        return Zip([indexed(it, part) for part in members.parts], members.start)
    return lift(it, members) if isinstance(members, (list, np.ndarray)) else members


def member(it: Interpreter, members: Value, at: Coordinate) -> Value:
    """The member at a compile-time or a run-time number."""
    match members:
        case Zip():
            row = tuple([member(it, part, at) for part in members.parts])
            return row if members.start is None else (counted_from(it, at, members.start), *row)
        case View() | Elem():
            return it.index(members, (at,))
        case Grown():
            return it.item(members, at)
        case range() if isinstance(at, Scalar):
            return affine(it, at, members.start, members.step)
    return members[at]                                                          # type: ignore[index]  # range, list or NumPy array


def counted_from(it: Interpreter, at: Coordinate, start: Value) -> Value:
    """What `enumerate` counts."""
    return it.operate("+", at, start) if isinstance(start, Scalar) or start else at


def affine(it: Interpreter, at: Number, start: int, step: int) -> Number:
    """start + at * step"""
    if step != 1:
        at = it.operate("*", at, step)
    return it.operate("+", at, start) if start else at


def members(it: Interpreter, source: Value) -> list[Any]:
    """All members of an iterable, written out."""
    found = sequence(it, source)
    if isinstance(found, list):
        return found
    count = length(it, found)
    if not isinstance(count, int):
        raise it.error("an array of run-time length cannot be unpacked")
    if count > MANY and not isinstance(found, range):
        raise it.error(f"the {count} members of this sequence would be written out one by one (at most {MANY})", "write a `for` loop over it")
    return [member(it, found, at) for at in range(count)]

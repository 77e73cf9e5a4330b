"""What `for`, comprehensions, zip and enumerate run over: arrays, ranges, compile-time sequences, and zips of these.

`sequence` brings an iterable into one of these forms: View, NumPy array, range, list, Zip. A member is read at a compile-time index, or in a
run-time loop at a run-time one where `indexable` says so.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..numbers import scalars
from ..values.dtypes import const_type, is_num, numpy_type
from ..values.services import Interpreter
from ..values.values import ARRAYS, Masked, Poison, RunRange, Scalar, Zip, describe
from .making import lift
from .storage import force

MANY = 512                                      # members of an array that a comprehension writes out


def sequence(it: Interpreter, source: Any) -> Any:
    """The iterable in its form here; ranges with run-time bounds are not among them."""
    if isinstance(source, Masked):
        raise it.error("a loop over an array whose length depends on data is not part of the language", "loop over all elements with an `if`")
    if isinstance(source, RunRange):
        raise it.error("a range with run-time bounds has a length that depends on data", "write a `for` loop over it")
    if isinstance(source, ARRAYS):
        if not source.shape:
            raise it.error("a number cannot be looped over")
        return force(it, source)
    if isinstance(source, Zip):
        return Zip([sequence(it, p) for p in source.parts], source.start)
    if isinstance(source, (range, list)) or (isinstance(source, np.ndarray) and source.ndim and numpy_type(source.dtype)):
        return source
    if isinstance(source, (Scalar, Poison)) or is_num(source):
        raise it.error(source.why if isinstance(source, Poison) else f"{describe(source)} cannot be looped over")
    try:
        return list(source)
    except TypeError:
        raise it.error(f"{describe(source)} cannot be looped over") from None


def length(it: Interpreter, s: Any) -> Any:
    """The number of members; a Scalar or Size where it is known at run time only."""
    if not isinstance(s, Zip):
        return scalars.length(s.shape[0]) if isinstance(s, ARRAYS) else len(s)
    lengths = [length(it, p) for p in s.parts]
    if all(isinstance(n, int) for n in lengths):
        return min(lengths)
    if any(n is not lengths[0] and n != lengths[0] for n in lengths[1:]):
        raise it.error("these arrays have different lengths, known at run time only", "loop over range(…) and index them")
    return lengths[0]


def indexable(s: Any) -> bool:
    """Has every member a value of one type that can be found by a run-time index?"""
    if isinstance(s, Zip):
        return all(map(indexable, s.parts))
    return not isinstance(s, list) or numbers_of_one_type(s)


def numbers_of_one_type(s: Any) -> bool:
    """Are all members of this compile-time sequence numbers of the same type?"""
    return bool(s) and all(map(is_num, s)) and len({const_type(x) for x in s}) == 1


def indexed(it: Interpreter, s: Any) -> Any:
    """The sequence for use in a run-time loop: lists of numbers become arrays."""
    if isinstance(s, Zip):
        return Zip([indexed(it, p) for p in s.parts], s.start)
    return lift(it, s) if isinstance(s, (list, np.ndarray)) else s


def member(it: Interpreter, s: Any, i: Any) -> Any:
    """Member i, a compile-time or a run-time number."""
    if isinstance(s, Zip):
        row = tuple(member(it, p, i) for p in s.parts)
        return row if s.start is None else (it.operate("+", i, s.start) if isinstance(s.start, Scalar) or s.start else i, *row)
    if isinstance(s, range) and isinstance(i, Scalar):
        return affine(it, i, s.start, s.step)
    return it.index(s, (i,)) if isinstance(s, ARRAYS) else s[i]


def affine(it: Interpreter, i: Any, start: int, step: int) -> Any:
    """start + i * step"""
    if step != 1:
        i = it.operate("*", i, step)
    return it.operate("+", i, start) if start else i


def members(it: Interpreter, source: Any) -> list[Any]:
    """All members of an iterable, written out."""
    s = sequence(it, source)
    if isinstance(s, list):
        return s
    n = length(it, s)
    if not isinstance(n, int):
        raise it.error("an array of run-time length cannot be unpacked")
    if n > MANY and not isinstance(s, range):
        raise it.error(f"the {n} members of this sequence would be written out one by one (at most {MANY})", "write a `for` loop over it")
    return [member(it, s, k) for k in range(n)]

"""Keys of arrays: one entry for each axis, indices proven to be in range or checked at run time, slices of known length."""
from __future__ import annotations

from typing import TypeAlias, TypeGuard

import numpy as np

from ....ir.errors import SizeError
from ...numbers import scalars
from ...numbers.comparison import compare
from ...values.code.given import is_given
from ...values.dtypes import I1, I64
from ...values.scalar import STATIC, Coordinate
from ...values.services import Interpreter
from ...values.sizes import Dim, Length, Size
from ...values.values import ARRAYS, ArrayValue, Elem, Grown, Masked, Operand, Scalar, Value, View, describe, holds_run_time
from ..elements import element
from ..making import lift
from .slices import Sliced, run_time_slice

Key: TypeAlias = tuple[Value, ...]              # normal: an entry for each axis (number, slice or index array; a mask for several), and None's
WHOLE = slice(None)
ANYWHERE = (-2**63, 2**63)


def check_index(it: Interpreter, at: Value, length: Dim) -> Coordinate:
    """An index proven to be in range, or checked at run time (then clamped to 0, so that memory stays safe)."""
    if isinstance(at, Scalar):
        return check_scalar(it, at, length)
    if isinstance(at, (bool, np.bool_)) or not isinstance(at, (int, np.integer)):
        raise it.error(f"an index must be an integer, not {describe(at)}")
    return check_known(it, int(at), length)


def check_known(it: Interpreter, at: int, length: Dim) -> Coordinate:
    """`check_index` of a compile-time number."""
    if isinstance(length, Length):
        return check_run_time(it, scalars.scalar(it, at) if at >= 0 else scalars.scalar(it, it.operate("+", scalars.scalar(it, length), at)), length)
    if isinstance(length, Size):
        if at < 0:
            return length + at
        return at if at < length else check_run_time(it, scalars.scalar(it, at), length)
    if 0 <= at < length:
        return at
    if counts_from_one(it):
        return refused(it, f"index {at} is out of range for size {length}")
    if not -length <= at < 0:
        raise it.error(f"index {at} is out of range for size {length}")
    return at + length


def counts_from_one(it: Interpreter) -> bool:
    """Is the code of a language whose indices begin with 1, so that none here counts from the end?"""
    return it.frame is not None and is_given(it.frame.src)


def check_scalar(it: Interpreter, at: Scalar, length: Dim) -> Scalar:
    """`check_index` of a run-time number."""
    if at.ty != I64:
        raise it.error("an index must be an integer, not a float" if at.ty != I1 else "a single boolean is not an index")
    if lies_inside(at, length):                     # before negative ones are wrapped: the interval says that there are none
        return at
    if isinstance(length, int) and (at.rng is None or at.rng[0] < 0) and not counts_from_one(it):
        at = wrap(it, at, length)
    return at if lies_inside(at, length) else check_run_time(it, at, length)


def lies_inside(at: Scalar, length: Dim) -> bool:
    """Is an index proven to be in range?"""
    low, high = at.rng or ANYWHERE
    return low >= 0 and (high < length or (at.bound is not None and at.bound <= length))


def wrap(it: Interpreter, at: Scalar, length: int) -> Scalar:
    """Python's negative indices."""
    low, high = at.rng or ANYWHERE
    moved = it.b.emit(f"add i64 {at.ref}, {length}")
    if high < 0:
        return Scalar(I64, moved, (low + length, high + length), at.level)
    negative = it.b.emit(f"icmp slt i64 {at.ref}, 0")
    rng = (min(low + length, 0), max(high, length - 1)) if low >= -length and at.rng else None
    return Scalar(I64, it.b.emit(f"select i1 {negative}, i64 {moved}, i64 {at.ref}"), rng, at.level)


def check_run_time(it: Interpreter, at: Scalar, length: Dim) -> Scalar:
    """An index in [0, length), checked at run time."""
    ok = it.b.emit(f"icmp ult i64 {at.ref}, {length}")
    it.check(ok, "index", f"index out of range for size {length}" if isinstance(length, int) else "index out of range")
    rng = (0, length - 1) if isinstance(length, int) else (0, length.most - 1) if isinstance(length, Length) else None
    return Scalar(I64, it.b.emit(f"select i1 {ok}, i64 {at.ref}, i64 0"), rng, at.level)


def check_slice(it: Interpreter, key: slice, length: Dim) -> None:
    """A slice of a language whose slices lie inside of the axis, unless they are empty: proven, or checked at run time."""
    size = scalars.scalar(it, length)
    low, high = scalars.scalar(it, key.start or 0), size if key.stop is None else scalars.scalar(it, key.stop)
    inside = it.operate("&", compare(it, ">=", low, 0), compare(it, "<=", high, size))
    ok = it.operate("|", compare(it, ">=", low, high), inside)
    if isinstance(ok, Scalar):
        it.check(ok.ref, "index", "a slice is out of range")
    elif not ok:
        refused(it, f"a slice from {key.start or 0} to {length if key.stop is None else key.stop} is out of range for size {length}")


def check_places(it: Interpreter, shape: tuple[int, ...], key: Value) -> None:
    """A key of a compile-time container, in a language whose indices do not count from the end."""
    for place, length in zip(key if isinstance(key, tuple) else (key,), shape, strict=False):
        match place:
            case slice(step=None):
                check_slice(it, place, length)
            case np.ndarray() if place.dtype.kind == "i" and place.size:
                check_known(it, int(place.min()), length)
                check_known(it, int(place.max()), length)
            case int() | np.integer() if not isinstance(place, bool):
                check_known(it, int(place), length)
            case None:
                return


def refused(it: Interpreter, message: str) -> int:
    """A place that is none, which Python may take; under a condition of the run it counts only where that holds. The place that is read instead."""
    if it.condition_level <= STATIC:
        error = it.error(message)
        raise SizeError(error.message, error.position, error.hint)
    it.check("false", "index", message)
    return 0


def normal_key(it: Interpreter, array: ArrayValue, key: Value) -> Key:
    """A tuple with one entry for each axis plus the None's; 0-d arrays unwrapped, lists made arrays."""
    entries = tuple(plain(it, entry) for entry in (key if isinstance(key, tuple) else (key,)))
    used = sum(map(axes_of, entries))
    missing = (WHOLE,) * (len(array.shape) - used)
    at = next((at for at, entry in enumerate(entries) if entry is Ellipsis), None)
    if at is not None:
        return (*entries[:at], *missing, *entries[at + 1:])
    if used > len(array.shape):
        raise it.error(f"{used} indices for an array of rank {len(array.shape)}")
    return entries + missing


def is_mask(entry: Value) -> TypeGuard[ArrayValue]:
    """Is it an array of booleans?"""
    return isinstance(entry, ARRAYS) and entry.dtype == I1


def axes_of(entry: Value) -> int:
    """How many axes an entry of a key is for."""
    if entry is None or entry is Ellipsis:
        return 0
    return len(entry.shape) if is_mask(entry) else 1


def plain(it: Interpreter, entry: Value) -> Value:
    """An entry as a number, slice, None, Ellipsis or array."""
    match entry:
        case View() | Elem():
            array = lift(it, entry)
            return array if isinstance(array, ARRAYS) and array.shape else element(it, array, ())
        case Grown():
            return lift(it, entry)
        case list() | range() | np.ndarray():
            return index_array(it, entry)
        case Masked():
            raise it.error("an index whose length depends on data is not part of the language", "use a mask in np.where, or index arrays of fixed length")
        case float() | np.floating():
            raise it.error(f"an index must be an integer, not {describe(entry)}")
    return entry


def index_array(it: Interpreter, entry: list[Value] | range | np.ndarray) -> Operand:
    """A list, range or compile-time array as an index array; a mask of one axis becomes the positions that it selects."""
    if holds_run_time(entry):
        return lift(it, entry)
    array = np.asarray(entry)
    if array.dtype.kind == "b":
        if array.ndim != 1:
            return lift(it, array)
        array = np.flatnonzero(array)
    return lift(it, array if array.size else array.astype(np.int64))


def bounds(it: Interpreter, key: slice, length: Dim) -> Sliced:
    """Which elements of an axis a slice takes."""
    if key == WHOLE:
        return Sliced(0, 1, length)
    if counts_from_one(it) and key.step is None:
        check_slice(it, key, length)
    if holds_run_time(key):
        return run_time_slice(it, key, length)
    if isinstance(length, Length):
        return run_time_slice(it, key, length)
    if isinstance(length, Size):
        raise it.error("a part of an array of run-time length is not part of the language")
    try:
        taken = range(*key.indices(length))
    except TypeError:
        raise it.error("slice bounds must be integers") from None
    return Sliced(taken.start, taken.step, len(taken))

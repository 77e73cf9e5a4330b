"""Is what code was compiled with still the same? Numbers, texts, arrays and containers by value, functions by their code, everything else by identity."""
from __future__ import annotations

import math
import operator
import types
from typing import Any, NamedTuple

import numpy as np

MISSING = object()                              # a name that is not set
COPIED = 2**16                                  # bytes of an array up to which a copy is the fastest comparison


class Array(NamedTuple):
    """What an array held."""

    dtype: np.dtype
    shape: tuple[int, ...]
    data: bytes | np.ndarray

    @classmethod
    def of(cls, a: np.ndarray) -> Array:
        """As it is now."""
        return cls(a.dtype, a.shape, a.copy(order="C") if a.nbytes > COPIED or a.dtype.kind == "O" else a.tobytes())


def array_differs(a: np.ndarray, held: Array) -> bool:
    """Are type, shape or any element's bits others?"""
    if a.dtype != held.dtype or a.shape != held.shape:
        return True
    if isinstance(held.data, bytes):
        return a.tobytes() != held.data
    if a.dtype.kind == "O":
        return members_differ(a.ravel().tolist(), held.data.ravel().tolist())
    return not np.array_equal(words(a), words(held.data))


def words(a: np.ndarray) -> np.ndarray:
    """The bits of an array's elements: nan equals itself, and -0.0 is not 0.0."""
    return np.ascontiguousarray(a).reshape(-1).view(np.uint8)


def is_fixed(a: np.ndarray) -> bool:
    """Can nobody write to it any more?"""
    owner: Any = a
    while isinstance(owner, np.ndarray):
        if owner.flags.writeable:
            return False
        owner = owner.base
    return owner is None


def members_differ(now: list[Any] | tuple[Any, ...], was: list[Any] | tuple[Any, ...]) -> bool:
    """Is any member another one?"""
    return len(now) != len(was) or not (all(map(operator.is_, now, was)) or all(map(same, was, now)))


def pairs_differ(now: dict[Any, Any], was: dict[Any, Any]) -> bool:
    """Is any key or value another one, or their order?"""
    return list(now) != list(was) or members_differ(list(now.values()), list(was.values()))


def same_function(was: types.FunctionType, now: types.FunctionType) -> bool:
    """Has it been defined again by the same text, among the same names?"""
    cells = [[cell_of(cell, "") for cell in f.__closure__ or ()] for f in (was, now)]
    return (was.__code__ == now.__code__ and was.__globals__ is now.__globals__ and same(was.__defaults__, now.__defaults__)
            and same(was.__kwdefaults__, now.__kwdefaults__) and not members_differ(cells[0], cells[1]))


def same(was: Any, now: Any) -> bool:
    """Is it the same to code that was compiled with it? Numbers, texts, arrays and containers of them by value, methods by what they are of."""
    if was is now:
        return True
    if type(was) is not type(now):
        return False
    match was:
        case float() | np.floating():
            return same_float(was, now)
        case int() | str() | bytes() | complex() | np.generic() | range() | frozenset():
            return bool(was == now)
        case np.ndarray():
            return not array_differs(now, Array.of(was))
        case tuple() | list():
            return not members_differ(now, was)
        case dict():
            return not pairs_differ(now, was)
        case types.MethodType() | types.BuiltinMethodType() | types.FunctionType():
            return same_code(was, now)
    return same_record(was, now)


def same_float(was: float | np.floating, now: float | np.floating) -> bool:
    """nan equals itself, and -0.0 is not 0.0."""
    return was == now and math.copysign(1.0, was) == math.copysign(1.0, now) or bool(was != was and now != now)


def same_code(was: Any, now: Any) -> bool:
    """A method of the same object, or a function by the same text: a cell of a notebook that was run again."""
    match was:
        case types.MethodType():
            return was.__self__ is now.__self__ and was.__func__ is now.__func__
        case types.BuiltinMethodType():
            return was.__self__ is now.__self__ and was.__name__ == now.__name__
    return same_function(was, now)


def same_record(was: Any, now: Any) -> bool:
    """A frozen dataclass with the same members."""
    members = record_members(was)
    return bool(members) and type(was).__dataclass_params__.frozen and not members_differ(record_members(now), members)


def cell_of(cell: types.CellType, _: str) -> Any:
    """A variable of an enclosing function; MISSING where it is not set yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return MISSING


def record_members(value: Any) -> list[Any]:
    """What a dataclass holds; nothing for anything else."""
    return [getattr(value, field) for field in getattr(type(value), "__dataclass_fields__", ()) if not isinstance(value, type)]

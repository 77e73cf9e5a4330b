"""The numbers that a run takes, and the one place where what a user sets is converted to the type that is declared for it, or refused by name."""
from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeGuard, TypeVar, cast, get_type_hints

import numpy as np

from ..ir.errors import SettingsError
from .adapt.schedule import Schedule

Seed = int | Sequence[int] | None
Options = TypeVar("Options", covariant=True)
TRIES = 100                          # points tried for a start
MOST = 2**40                         # a whole number that machine code is given is a count: of draws, of steps, of rows
LONGEST = 60                         # characters of a value in a message


class Settings(NamedTuple, Generic[Options]):
    """Numbers of one run; compiled code takes them by value when it runs."""

    warmup: int                      # draws
    tries: int
    options: Options                 # the sampler's own
    windows: Schedule                # when the warm-up learns the metric; () where the sampler does not learn it by windows


def by_name(settings: Settings) -> dict[str, float]:
    """All numbers of a run."""
    windows = settings.windows._asdict() if settings.windows else {}
    return {"warmup": settings.warmup, "tries": settings.tries} | settings.options._asdict() | windows


def check(ok: bool, name: str, value: object, allowed: str) -> None:
    """SettingsError with the value and what is allowed, unless it is ok."""
    if not ok:
        raise SettingsError(f"`{name}` must be {allowed}, not {shown(value)}")


def check_memory(needed: int, counts: Mapping[str, int]) -> None:
    """SettingsError when that many numbers do not fit into the machine's memory; `counts` are the settings that make them so many."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if 8 * needed > there:
        asked = ", ".join(f"`{name}` = {count}" for name, count in counts.items())
        raise SettingsError(f"{asked} take {needed * 8 / 2**30:.3g} GiB, and this machine has {there / 2**30:.3g}")


def shown(value: object) -> str:
    """A value in a message: short, and a number of many digits by its size, which Python refuses to write out."""
    try:
        text = repr(value)
    except ValueError:
        return f"a {type(value).__name__} of more digits than Python prints"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def plain(value: object) -> object:
    """The Python number that a NumPy scalar, or an array without axes, stands for; anything else as it is."""
    if isinstance(value, (np.generic, np.ndarray)) and value.ndim == 0 and not isinstance(value, np.ma.MaskedArray):
        number = value.item()
        return float(number) if isinstance(number, np.floating) else number              # of more bits than Python's
    return value


def is_number(value: object) -> TypeGuard[int | float]:
    """A number of Python's, and not True or False."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def whole(value: object, name: str, least: int, most: int | None = MOST) -> int:
    """The setting as an int, of whatever kind of number it is (`200`, `200.0`, `np.int64(200)`); SettingsError for anything but a whole number from
    `least` to `most`."""
    found = plain(value)
    exact = int(found) if is_number(found) and (isinstance(found, int) or found.is_integer()) else None
    ok = exact is not None and least <= exact and (most is None or exact <= most)
    check(ok, name, value, f"a whole number, {least} or more" if most in (None, MOST) else f"a whole number from {least} to {most}")
    return exact if exact is not None else least


def between(value: object, name: str, low: float, high: float, allowed: str) -> float:
    """The setting as a float, of whatever kind of number it is; SettingsError unless it lies between the two, and is neither of them."""
    found = plain(value)
    check(is_number(found) and low < found < high, name, value, f"a number {allowed}")           # nan compares false
    return float(found)                                                                             # type: ignore[arg-type]


def share(value: object, name: str) -> float:
    """A number between 0 and 1."""
    return between(value, name, 0.0, 1.0, "between 0 and 1")


def flag(value: object, name: str) -> bool:
    """The setting as True or False; SettingsError for anything but these, 0 and 1."""
    found = plain(value)
    check(isinstance(found, (int, float)) and found in (0, 1), name, value, "True or False")
    return bool(found)


def as_declared(kind: type, value: object, name: str) -> int | float:
    """The value as the kind of number that its record declares: the type by which machine code takes it."""
    assert kind in (int, float), "options are whole numbers and floats"
    return whole(value, name, 0) if kind is int else between(value, name, -math.inf, math.inf, "that is finite")


def numbers(record: NamedTuple) -> Iterator[tuple[type, int | float]]:
    """All numbers of nested records, in order, each with the type that its record declares. Members without a type of their own are records."""
    kinds = get_type_hints(type(record))
    for name, value in record._asdict().items():
        if not isinstance(value, tuple):
            yield kinds[name], as_declared(kinds[name], value, name)
        elif value:
            yield from numbers(cast(NamedTuple, value))

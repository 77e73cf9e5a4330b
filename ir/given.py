"""What a user gives to a public call, as the type that the call declares, or an error with the argument's name: the one place where arguments are checked.

Numbers of every kind are taken for what they are: `200`, `200.0`, `np.int64(200)` and an array without axes are one setting.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

import numpy as np

from .errors import SettingsError
from .words import offered

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MOST = 2**40                         # a whole number that is given is a count: of draws, of steps, of rows
LONGEST = 60                         # characters of a value in a message
NUMBERS = "fiub"                     # NumPy's kinds of real numbers
Kind = TypeVar("Kind")


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
        text = " ".join(repr(value).split())
    except ValueError:
        return f"a {type(value).__name__} of more digits than Python prints"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def of_kind(value: object, kind: type[Kind], name: str, allowed: str) -> Kind:
    """The value, which must be of that type."""
    check(isinstance(value, kind), name, value, allowed)
    return cast(Kind, value)


def one_of(value: object, names: Collection[str], name: str, more: str = "") -> None:
    """SettingsError unless the value is one of the names."""
    if not isinstance(value, str) or value not in names:
        raise SettingsError(f"`{name}` must be one of {', '.join(f'`{n}`' for n in names)}{more}, not {shown(value)}",
                            hint=offered(value, names) if isinstance(value, str) else "")


# -- numbers
def is_masked_array(value: object) -> bool:
    """Is it one of `numpy.ma`'s? That room of NumPy is not imported to ask."""
    return "numpy.ma" in sys.modules and isinstance(value, np.ma.MaskedArray)


def plain(value: object) -> object:
    """The Python number that a NumPy scalar, or an array without axes, stands for; anything else as it is."""
    if not isinstance(value, (np.generic, np.ndarray)) or is_masked_array(cast(Any, value)) or cast(Any, value).ndim:
        return cast(object, value)
    number: Any = cast(Any, value).item()
    return float(cast(Any, number)) if isinstance(number, np.floating) else number              # of more bits than Python's


def is_number(value: object) -> TypeGuard[int | float]:
    """A number of Python's, and not True or False."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def whole(value: object, name: str, least: int, most: int | None = MOST) -> int:
    """The argument as an int; SettingsError for anything but a whole number from `least` to `most`."""
    found = plain(value)
    exact = int(found) if is_number(found) and (isinstance(found, int) or found.is_integer()) else None
    ok = exact is not None and least <= exact and (most is None or exact <= most)
    check(ok, name, value, f"a whole number, {least} or more" if most in (None, MOST) else f"a whole number from {least} to {most}")
    return exact if exact is not None else least


def between(value: object, name: str, low: float, high: float, allowed: str) -> float:
    """The argument as a float; SettingsError unless it lies between the two, and is neither of them."""
    found = plain(value)
    check(is_number(found) and low < found < high, name, value, f"a number {allowed}")           # nan compares false
    return float(cast(float, found))


def share(value: object, name: str) -> float:
    """A number between 0 and 1."""
    return between(value, name, 0.0, 1.0, "between 0 and 1")


def flag(value: object, name: str) -> bool:
    """The argument as True or False; SettingsError for anything but these, 0 and 1."""
    found = plain(value)
    check(isinstance(found, (int, float)) and found in (0, 1), name, value, "True or False")
    return bool(found)


def seed_of(seed: object) -> int | list[int]:
    """The seed to use and to record: the user's (a whole number or several), or fresh entropy of 63 bits."""
    if seed is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint64)[0] >> 1)
    if isinstance(seed, (list, tuple)) or isinstance(seed, np.ndarray) and cast(Any, seed).ndim == 1:
        return [whole(k, "seed", 0, None) for k in cast("Iterable[object]", seed)]
    return whole(cast(object, seed), "seed", 0, None)


def numbers(value: object, name: str, allowed: str = "numbers") -> NDArray[np.float64]:
    """The argument as an array of floats, nan and infinities too; SettingsError for anything that is no array of real numbers, or hides some."""
    try:
        a = np.asarray(value)
    except (ValueError, TypeError):                      # rows of different lengths, an object that refuses
        a = np.asarray("")
    check(a.dtype.kind in NUMBERS and not (is_masked_array(value) and np.ma.is_masked(cast(Any, value))), name, value, allowed)
    return a.astype(float)


# -- names, mappings, files
def named(value: Any, name: str, allowed: str = "a dict by name") -> Mapping[str, Any]:
    """A mapping whose keys are text."""
    check(_is_by_name(value), name, value, allowed)
    return value


def names_in(value: Any, name: str) -> list[str]:
    """A name or several, as a list."""
    several = [value] if isinstance(value, str) else _listed(value)
    check(all(isinstance(n, str) for n in several), name, value, "a name, or a list of names")
    return [str(n) for n in several]


def file_path(value: Any, name: str) -> Path:
    """The path of a file."""
    from pathlib import Path  # takes 15 ms to import

    check(_is_path(value), name, value, "the path of a file")
    return Path(value)


def _is_by_name(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in cast("Mapping[object, object]", value))


def _is_path(value: object) -> bool:
    return isinstance(value, (str, os.PathLike)) and bool(str(cast(object, value)))


def _listed(value: object) -> list[object]:
    """What stands in a list, tuple, set, dict or array; of anything else the thing itself."""
    if isinstance(value, np.ndarray):
        return cast(Any, value).ravel().tolist()
    return list(cast("Iterable[object]", value)) if isinstance(value, (list, tuple, set, frozenset, dict)) else [value]

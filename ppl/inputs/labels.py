"""Labels of a dim: what a user gives in, an array that results and their netCDF files keep as it is out; or what stands against it, in words.

Kept are texts, whole and real numbers, truth values, dates and times without a zone, and spans of time. Nothing is made another thing silently: a list that
holds a number and a text is refused, where NumPy would make two texts of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence, Set, ValuesView
from enum import Enum
from typing import Any, NamedTuple

import numpy as np

TEXTS = "make them texts: `[str(label) for label in labels]`"
CHARACTERS = "a file cannot keep, a zero byte or half of a surrogate pair"
SHOWN = 40                                       # characters of a label in a message


class Unfit(Exception):
    """What stands against labels."""


class Sort(NamedTuple):
    """Python objects of one type, and the array that they are kept in."""

    type: type | tuple[type, ...]
    array: Callable[[list[Any]], np.ndarray]


def labels(values: Any) -> np.ndarray:
    """The labels as an array. Unfit where they cannot be, with a remedy."""
    if problem := no_list(values):
        raise Unfit(problem)
    if isinstance(values, (list, tuple, KeysView, ValuesView)):
        a = as_objects(list(values))
    else:
        a = np.asarray(values)
    if a.ndim != 1:
        raise Unfit(f"must be a list of labels, not of shape {a.shape}" + (f"; for numbers from 0: range({a})" if a.ndim == 0 and a.dtype.kind == "i" else ""))
    found = of_objects(a.tolist()) if a.dtype.kind == "O" else kept(a)
    ordered = np.sort(found)                         # `np.unique` imports a room of NumPy for masked arrays: 15 ms of a start
    again = np.flatnonzero(ordered[1:] == ordered[:-1])
    if again.size:
        raise Unfit(f"hold a label twice: {shown(ordered[again[0]])}")
    return found


def no_list(values: Any) -> str:
    """Why something is no list of labels, as far as its type tells."""
    if values is None:
        return "are None; leave the dim out where it has no labels"
    if isinstance(values, (str, bytes)):
        return f"must be a list of labels, not {shown(values)}; of its letters: `list({shown(values)})`"
    if isinstance(values, Set) and not isinstance(values, (Sequence, KeysView)):
        return "must be a list of labels, and a set has no order: `sorted(…)`"
    if isinstance(values, Mapping):
        return "must be a list of labels, not a dict: `list(…)` of its keys or values"
    return "must be a list of labels, not what gives them one after another: `list(…)`" if isinstance(values, Iterator) else ""


def as_objects(values: Sequence[Any]) -> np.ndarray:
    """A list as it is: NumPy would make texts of numbers that stand beside one."""
    if any(isinstance(v, (list, np.ndarray)) for v in values):
        try:
            return np.asarray(values)
        except ValueError:
            raise Unfit("must be a list of labels, not of lists") from None
    a = np.empty(len(values), object)
    a[:] = values
    return a


# -- arrays
def kept(a: np.ndarray) -> np.ndarray:
    """An array of one of NumPy's own kinds."""
    match a.dtype.kind:
        case "U" | "T":
            return texts(a.tolist())
        case "b" | "i" | "u":
            return a
        case "f":
            return numbers(a)
        case "M" | "m":
            return times(a)
        case "S":
            raise Unfit("are bytes; make them texts: `[label.decode() for label in labels]`")
        case _:
            raise Unfit(f"are {a.dtype} values, which a file cannot keep; {TEXTS}")


def texts(values: list[str]) -> np.ndarray:
    """Texts that a file keeps whole."""
    for text in values:
        if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
            raise Unfit(f"hold {shown(text)}, with a character that {CHARACTERS}")
    return np.array(values, str)


def numbers(a: np.ndarray) -> np.ndarray:
    """Floats of a size that files have."""
    if np.isnan(a).any():
        raise Unfit(f"hold nan in {int(np.isnan(a).sum())} of {len(a)} places, which names nothing; drop such entries, or name them by texts")
    return a if a.dtype.itemsize in (4, 8) else a.astype(float)


def times(a: np.ndarray) -> np.ndarray:
    """Dates, times and spans that nanoseconds of 64 bits hold exactly: files come back in these."""
    if np.isnat(a).any():
        raise Unfit(f"hold NaT in {int(np.isnat(a).sum())} of {len(a)} places, which names nothing; drop such entries, or name them by texts")
    no_fixed_span = a.dtype.kind == "m" and np.datetime_data(a.dtype)[0] in ("Y", "M", "generic")
    if no_fixed_span or not (a.astype(f"{a.dtype.kind}8[ns]").astype(a.dtype) == a).all():
        raise Unfit(f"are {a.dtype} values beyond nanoseconds of 64 bits, which a file cannot keep; {TEXTS}")
    return a


# -- objects
def of_objects(values: list[Any]) -> np.ndarray:
    """Labels that are Python objects, all of one sort."""
    if count := sum(v is None for v in values):
        raise Unfit(f"are None in {count} of {len(values)} places; give every entry a label, for example 'unknown'")
    if any(isinstance(v, tuple) for v in values):
        raise Unfit('have several levels; join them: `[" ".join(map(str, label)) for label in labels]`')
    types = {type(v) for v in values}
    sort = next((s for s in SORTS if all(issubclass(t, s.type) for t in types)), None)
    if sort is not None and (bool in types or np.bool_ in types) == (sort.type is TRUTH):
        return sort.array(values)
    if any(issubclass(t, Enum) for t in types):
        raise Unfit("are members of an Enum; take their names: `[label.name for label in labels]`")
    names = " and ".join(sorted(t.__name__ for t in types))
    raise Unfit(f"are of different types, {names}; {TEXTS}" if len(types) > 1 else f"are {names} values, which a file cannot keep; {TEXTS}")


def of_numbers(values: list[Any]) -> np.ndarray:
    """Whole and real numbers."""
    a = np.array(values)
    if a.dtype.kind not in "iuf" or any(x != v for x, v in zip(a.tolist(), values, strict=True) if v == v):
        raise Unfit(f"are numbers beyond 64 bits; {TEXTS}")
    return kept(a)


def of_times(values: list[Any]) -> np.ndarray:
    """Dates and times without a zone."""
    if any(getattr(v, "tzinfo", None) is not None for v in values):
        raise Unfit('have a time zone, which files have not; take UTC and leave the zone out: `labels.tz_convert("UTC").tz_localize(None)` of pandas, '
                    "`label.astimezone(UTC).replace(tzinfo=None)` of Python")  # fmt: skip
    return exactly("M8[us]", values)


def of_spans(values: list[Any]) -> np.ndarray:
    """Spans of time."""
    return exactly("m8[us]", values)


def exactly(dtype: str, values: list[Any]) -> np.ndarray:
    """Times of NumPy's as they are, of the standard library's in microseconds; Unfit where that would lose something."""
    if any(v != v for v in values):                  # pandas's NaT is one
        raise Unfit("hold NaT, which names nothing; drop such entries, or name them by texts")
    if any(getattr(v, "nanosecond", 0) or getattr(v, "nanoseconds", 0) for v in values):
        raise Unfit(f"are times finer than microseconds; make them an array: `np.array(labels, '{dtype[:2]}[ns]')`")
    return times(np.array(values) if all(isinstance(v, np.generic) for v in values) else np.array(values, dtype))


TRUTH = (bool, np.bool_)
SORTS = (
    Sort(str, texts),
    Sort(TRUTH, lambda values: np.array(values, bool)),
    Sort((int, float, np.integer, np.floating), of_numbers),
    Sort((datetime.date, np.datetime64), of_times),
    Sort((datetime.timedelta, np.timedelta64), of_spans),
)


def keys(values: np.ndarray) -> list[Any]:
    """Labels as Python's values, which are equal whatever type of NumPy's they had; times in nanoseconds."""
    unit = {"M": "datetime64[ns]", "m": "timedelta64[ns]"}.get(values.dtype.kind)
    return (values if unit is None else values.astype(unit)).tolist()


def shown(label: Any) -> str:
    """A label in a message."""
    text = ascii(label.item() if isinstance(label, np.generic) else label)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

"""What machine code of a bound model depends on, beside the model itself: bindings of one contract run the same code, each on its own data.

Types and shapes of arrays, values of all that is known when code is compiled, the sites with their shapes. Integers come with the interval that the code may
rely on; narrower ones are promised by it too.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ...lang.values.code.sameness import record_members
from ..interpret.table import Binding, Passes, Site
from ..missing.entries import Entries
from .tables import Frame

Interval: TypeAlias = tuple[int, int] | None

ATOMS = (bool, int, str, bytes, type(None))


class Contract(NamedTuple):
    """`key` must be equal; `intervals` are those of integer arrays, in their order."""

    key: Hashable
    intervals: tuple[Interval, ...]

    def holds(self, other: Contract) -> bool:
        """Does code that was made for this one do for the other?"""
        return self.key == other.key and all(map(within, other.intervals, self.intervals))


def within(inner: Interval, outer: Interval) -> bool:
    """Is the one interval a part of the other? Of an array without entries nothing is promised."""
    if inner is None or outer is None:
        return inner is outer
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def interval(a: Any) -> Interval:
    """The least and the largest of an array of integers."""
    return (int(a.min()), int(a.max())) if isinstance(a, np.ndarray) and not isinstance(a, Frame) and a.dtype.kind == "i" and a.size else None


def contract(b: Binding) -> Contract:
    """That of a model with its data."""
    passes = tuple((name, taken(p)) for found in (b.passes, b.scores, b.drawn) for name, p in found.items())
    known = (tuple(map(known_value, b.once)), tuple(sorted(b.sizes.items())), tuple(sorted(b.ahead.items())), b.predicted)
    key = (tuple((name, of_input(v)) for name, v in b.data.items()), known, tuple(map(of_site, b.sites.values())), passes,
           tuple((name, masks(entries)) for name, entries in b.missing.items()))
    return Contract(key, tuple(map(interval, b.data.values())))


def of_input(v: Any) -> Hashable:
    """What code knows of an argument: of an array and a float the type, of anything else what it is."""
    if isinstance(v, float):
        return "number"
    return (v.dtype.kind, v.shape) if isinstance(v, np.ndarray) and not isinstance(v, Frame) else known_value(v)


def known_value(v: Any) -> Hashable:
    """A value that is known when code is compiled: by what it is, or by its identity where it could change."""
    if isinstance(v, ATOMS) or type(v) is float:
        return type(v), repr(v)                  # nan equals itself, and -0.0 is not 0.0
    if isinstance(v, tuple):
        return type(v), *map(known_value, v)
    if type(v) is np.ndarray and v.dtype.kind != "O":
        return v.dtype.str, v.shape, v.tobytes()
    params = getattr(type(v), "__dataclass_params__", None)
    if params is not None and params.frozen:
        return type(v), *map(known_value, record_members(v))
    return "object", id(v)


def of_site(s: Site) -> Hashable:
    """What code knows of a site; its distribution and set follow from the model and the rest."""
    return s.name, s.kind, s.shape, s.dims, s.offset, s.free, s.restricted, s.noncentered, s.of


def taken(p: Passes) -> Hashable:
    """How a run comes by a site."""
    return p.first, p.count, p.elements, p.even


def masks(entries: Entries) -> Hashable:
    """Which entries are missing."""
    return tuple((m.shape, m.tobytes()) for m in entries.masks)

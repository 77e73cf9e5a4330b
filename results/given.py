"""What users give to build a result: arrays by name, labels by dim, dims by name. In: an argument; out: the same in its form, or SettingsError."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import check, named, names_in

LEAD = 2                             # axes of chains and draws
STORED = "biufcmMUS"                 # kinds of elements that a result keeps


def arrays_in(value: Any, group: str, samples: bool) -> dict[str, np.ndarray]:
    """Arrays by name; those of `samples` are (chain, draw, …), of equally many."""
    found = {name: array_in(given, name) for name, given in named(value, group, "arrays by name").items()}
    if not samples:
        return found
    for name, a in found.items():
        check(a.ndim >= LEAD, name, f"an array of shape {a.shape}", f"(chain, draw, …): `{group}` holds draws")
    shapes = {a.shape[:LEAD] for a in found.values()}
    if len(shapes) > 1:
        each = ", ".join(f"`{name}` {a.shape[:LEAD]}" for name, a in found.items())
        raise SettingsError(f"the arrays of `{group}` have different numbers of chains and draws: {each}")
    return found


def array_in(given: Any, name: str) -> np.ndarray:
    """One array of numbers, truths, texts or dates."""
    try:
        a = np.asarray(given)
    except (TypeError, ValueError):                        # ragged
        a = np.empty((), object)
    if a.dtype == object and a.ndim and all(isinstance(x, str) for x in a.flat):          # texts as pandas keeps them
        return a.astype(str)
    check(a.dtype.kind in STORED, name, given, "an array of numbers, truths, texts or dates")
    return a


def coords_in(value: Any) -> Mapping[str, np.ndarray]:
    """Labels along dims, each a list."""
    given = named({} if value is None else value, "coords", "labels by dim")
    found = {dim: array_in(labels, f"coords[{dim!r}]") for dim, labels in given.items()}
    for dim, labels in found.items():
        check(labels.ndim == 1, f"coords[{dim!r}]", given[dim], "a list of labels")
    return found


def dims_in(value: Any) -> Mapping[str, Sequence[str]]:
    """Names of the axes of each variable."""
    given = named({} if value is None else value, "dims", "names of axes, by variable")
    return {name: names_in(own, f"dims[{name!r}]") for name, own in given.items()}


def lengths(axes: Mapping[str, Sequence[str]], values: Mapping[str, np.ndarray]) -> dict[str, int]:
    """The length of each axis; SettingsError where two arrays, or two axes of one, disagree."""
    found: dict[str, int] = {}
    for name, a in values.items():
        for dim, size in zip(axes[name], a.shape, strict=True):
            if found.setdefault(dim, size) != size:
                raise SettingsError(f"the dim `{dim}` has {found[dim]} entries, and {size} in `{name}`")
    return found

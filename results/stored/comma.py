"""Draws of all chains in one table of comma-separated text: columns `chain`, `draw`, the statistics of draws with `__` behind their names as in CmdStan's files
(`lp__`), and an entry each, by the names that tables have: `theta[school=A]`. As earlier versions wrote them."""
from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain as one_after_another
from pathlib import Path

import numpy as np

from ...ir.errors import DataError
from ..variables import LEAD, PlainGroups, Variable

MARK = "__"                          # behind the names of statistics
ENTRY = re.compile(r"(.*?)\[(.*)\]", re.DOTALL)


def read(path: Path) -> PlainGroups:
    """The draws of such a file; DataError for any other."""
    names, table = columns(path)
    chains = len(np.unique(table[:, 0]))
    if len(table) % chains:
        raise DataError(f"`{path}` holds chains of different lengths")
    ordered = table[np.lexsort((table[:, 1], table[:, 0]))].reshape(chains, -1, len(names))
    stats = {name[:-2]: Variable(name[:-2], ordered[..., k], LEAD, {}) for k, name in enumerate(names) if k > 1 and name.endswith(MARK)}
    entries = {name: ordered[..., k] for k, name in enumerate(names) if k > 1 and not name.endswith(MARK)}
    return PlainGroups({"posterior": {v.name: v for v in whole(entries)}, "sample_stats": stats})


def columns(path: Path) -> tuple[list[str], np.ndarray]:
    """The names of its columns and its numbers, a row a draw."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    names, cells = (rows[0], rows[1:]) if rows else ([], [])
    if not cells or list(LEAD) != names[:2] or any(len(row) != len(names) for row in cells):
        raise DataError(f"`{path}` does not hold draws as llbayes writes them: a row a draw, columns `chain`, `draw`, then one an entry")
    try:
        return names, np.array([float(cell) for cell in one_after_another.from_iterable(cells)]).reshape(len(cells), len(names))
    except ValueError:
        raise DataError(f"`{path}` holds text where draws are numbers") from None


def whole(entries: dict[str, np.ndarray]) -> Iterator[Variable]:
    """Variables of entries that stand one behind the other: `theta[school=A]`, `theta[school=B]`, …"""
    groups: dict[str, list[str]] = {}
    for name in entries:
        found = ENTRY.fullmatch(name)
        groups.setdefault(found[1] if found else name, []).append(name)
    for name, members in groups.items():
        values = np.stack([entries[member] for member in members], axis=-1)
        if members == [name]:
            yield Variable(name, values[..., 0], LEAD, {})
        else:
            yield vector(name, values, [m.removeprefix(name)[1:-1] for m in members])


def vector(name: str, values: np.ndarray, places: list[str]) -> Variable:
    """An array of entries: `values` (chain, draw, entry), `places` the labels of each, `school=A, year=1`."""
    parts = [place.split(", ") for place in places]
    axes = [named_axis(name, k, [part[k] for part in parts]) for k in range(len(parts[0]))] if len({len(p) for p in parts}) == 1 else []
    shape = [len(labels) for _, labels in axes]
    if not axes or int(np.prod(shape)) != len(places):                   # labels with commas in them
        axes, shape = [(f"{name}_dim_0", places)], [len(places)]
    dims = tuple(dim for dim, _ in axes)
    return Variable(name, values.reshape(*values.shape[:2], *shape), (*LEAD, *dims), {dim: np.array(labels) for dim, labels in axes})


def named_axis(name: str, k: int, labels: Sequence[str]) -> tuple[str, list[str]]:
    """(dim, its labels) of the k-th part of the labels of entries: `school=A`, or `0` where the axis has no name."""
    split = [label.partition("=") for label in labels]
    dims = {dim for dim, mark, _ in split if mark}
    if len(dims) == 1 and all(mark for _, mark, _ in split):
        return dims.pop(), list(dict.fromkeys(label for _, _, label in split))
    return f"{name}_dim_{k}", list(dict.fromkeys(labels))

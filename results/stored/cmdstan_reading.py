"""CmdStan's CSV files as plain groups: ours, and those of CmdStan, CmdStanPy and cmdstanr, a file a chain."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np

from ...ir.errors import DataError
from ..variables import LEAD, PlainGroups, Variable
from .cmdstan import MARK, STATISTICS

SETTING = re.compile(r"#\s*(\w+) = (.*?)(?: \(Default\))?\s*")
PLACES = re.compile(r"(.+?)((?:[.:]\d+)+)")         # `X.2.1`; parts of tuples have colons, `t:1.3`, `t.2:1.3`
PLACE = re.compile(r"([.:])(\d+)")
WHOLE = ("diverging", "tree_depth", "n_steps")


class Chain(NamedTuple):
    """One file: its settings, names of columns, and rows."""

    settings: dict[str, str]
    names: list[str]
    rows: np.ndarray


def is_cmdstan(path: Path) -> bool:
    """Does the file begin as such files do?"""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline()
    return first.startswith(("#", f"lp{MARK},")) or first.strip() == f"lp{MARK}"


def read(paths: Sequence[Path]) -> PlainGroups:
    """The draws of all files, a chain each; DataError where they are none, or of different runs."""
    chains = [chain_of(path) for path in paths]
    for path, chain in zip(paths, chains, strict=True):
        if chain.names != chains[0].names:
            raise DataError(f"`{path}` has other columns than `{paths[0]}`: these are chains of different runs")
    draws = min(len(chain.rows) for chain in chains)
    if any(len(chain.rows) != draws for chain in chains):
        raise DataError(f"{', '.join(f'`{p}` has {len(c.rows)} draws' for p, c in zip(paths, chains, strict=True))}: chains of one run have as many each")
    table, names, said = np.stack([chain.rows for chain in chains]), chains[0].names, chains[0].settings
    stats = {v.name: v for name, column in columns(names, table) if name.endswith(MARK) for v in [statistic(name, column)]}
    entries = {name: column for name, column in columns(names, table) if not name.endswith(MARK)}
    dims, coords = labels(said.get("dims")), labels(said.get("coords"))
    posterior = {v.name: v for v in whole(entries, dims, coords)}
    return PlainGroups({"posterior": posterior, "sample_stats": stats}, about(said))


def columns(names: list[str], table: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """The columns by name."""
    return ((name, table[..., k]) for k, name in enumerate(names))


def chain_of(path: Path) -> Chain:
    """One file; DataError where it is none."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    said = [found for line in lines if line.startswith("#") and (found := SETTING.fullmatch(line))]
    settings = {found[1]: found[2] for found in reversed(said)}
    table = [line.split(",") for line in lines if line and not line.startswith("#")]
    if len(table) < 2:
        raise DataError(f"`{path}` holds no draws")
    names, cells = table[0], table[1 + warmup_rows(settings):]
    try:
        rows = np.array(cells, dtype=float).reshape(len(cells), len(names))
    except ValueError:
        raise DataError(f"`{path}` does not hold {len(names)} numbers in every line") from None
    return Chain(settings, names, rows)


def warmup_rows(settings: Mapping[str, str]) -> int:
    """How many rows are of the warm-up."""
    if settings.get("save_warmup") not in ("1", "true"):
        return 0
    return -(-int(settings.get("num_warmup", 0)) // int(settings.get("thin", 1)))


def statistic(column: str, values: np.ndarray) -> Variable:
    """A statistic by its name here."""
    name = STATISTICS.get(column, column.removesuffix(MARK))
    return Variable(name, values.astype(bool if name == "diverging" else np.int64) if name in WHOLE else values, LEAD, {})


def labels(text: str | None) -> dict[str, list[Any]]:
    """Dims or labels from a comment of ours."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return cast("dict[str, list[Any]]", found) if isinstance(found, dict) else {}


def about(settings: Mapping[str, str]) -> dict[str, Any]:
    """What the run says of itself, in our words."""
    numbers = {"tuning_steps": settings.get("num_warmup"), "draws": settings.get("num_samples")}
    library = {"inference_library": settings.get("inference_library", "CmdStan")}
    depth = settings.get("max_depth", "")
    return library | {name: int(text) for name, text in numbers.items() if text and text.isdigit()} | (
        {"settings": json.dumps({"max_depth": int(depth)})} if depth.isdigit() and int(depth) else {})


def whole(entries: Mapping[str, np.ndarray], dims: Mapping[str, list[str]], coords: Mapping[str, list[Any]]) -> Iterator[Variable]:
    """Variables of the entries `X.1.1`, `X.2.1`, …"""
    groups: dict[str, dict[tuple[int, ...], np.ndarray]] = {}
    for column, values in entries.items():
        name, place = entry_of(column)
        groups.setdefault(name, {})[place] = values
    for name, members in groups.items():
        shape = tuple(map(max, zip(*members, strict=True)))
        values = np.full((*next(iter(members.values())).shape, *shape), np.nan)
        for place, column in members.items():
            values[(..., *(k - 1 for k in place))] = column
        own = tuple(dims.get(name, ())) if len(dims.get(name, ())) == len(shape) else tuple(f"{name}_dim_{k}" for k in range(len(shape)))
        known = {dim: np.array(coords[dim]) for dim, n in zip(own, shape, strict=True) if len(coords.get(dim, ())) == n}
        yield Variable(name, values, (*LEAD, *own), known)


def entry_of(column: str) -> tuple[str, tuple[int, ...]]:
    """The variable of a column and the place of the entry, from 1: `X.2.1` is (X, (2, 1)), `t.2:1.3` of an array of tuples (t.1, (2, 3))."""
    found = PLACES.fullmatch(column)
    if found is None:
        return column, ()
    marks = PLACE.findall(found[2])
    return found[1] + "".join(f".{k}" for mark, k in marks if mark == ":"), tuple(int(k) for mark, k in marks if mark == ".")

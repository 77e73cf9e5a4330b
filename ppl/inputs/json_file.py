"""A JSON file in, data of a model out, and what is said of both. Imported when the first file is read: the standard library's readers take 4 ms."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...ir.errors import DataError, LlbayesError, Position
from ...ir.words import closest
from ..base.types import Data

# what the readers of the standard library raise: damaged or cut-off gzip, text that is not UTF-8 or JSON, lists in lists in lists, …
MALFORMED = (ValueError, gzip.BadGzipFile, zlib.error, EOFError, RecursionError)
WORDS = {RecursionError: "lists or objects stand too deep in each other", EOFError: "it ends too early"}
NOT_FINITE = {"NaN", "Infinity", "+Infinity", "-Infinity", "Inf", "+Inf", "-Inf"}      # as CmdStan takes them, for JSON has no such numbers
PACKED = b"\x1f\x8b"                             # how a file of gzip begins


class MissingFileError(DataError, FileNotFoundError):
    """There is no such file; says which are near."""


def read_json(path: str | os.PathLike[str]) -> Data:
    """A JSON object of data, plain or compressed by gzip (`.json.gz`). Texts such as "NaN" and "-Infinity" are the numbers. DataError for a file that
    holds none, MissingFileError where there is none."""
    path = Path(path)
    raw = content(path)
    try:
        data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw, object_pairs_hook=once_each)
    except MALFORMED as e:
        raise malformed(path, e) from None
    if not isinstance(data, dict):
        kind = {list: "a list", str: "a text", type(None): "null"}.get(type(data), "a number")
        raise DataError(f"`{path}` does not hold a JSON object of names and values, but {kind}", hint='write `{"y": [1, 2, 3]}`, with names of arguments')
    return {name: as_array(value) for name, value in data.items()}


def content(path: Path) -> bytes:
    """The bytes of a file, packed where its name says so and nowhere else."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        near = closest(path.name, [p.name for p in path.parent.iterdir()]) if path.parent.is_dir() else []
        hint = f"did you mean `{path.parent / near[0]}`?" if near else f"a path that does not begin with `/` is looked for in `{Path.cwd()}`"
        raise MissingFileError(f"there is no file `{path}`", hint=hint) from None
    if raw.startswith(PACKED) != (path.suffix == ".gz") and raw:
        packed = "is compressed by gzip" if path.suffix != ".gz" else "is not compressed by gzip"
        raise DataError(f"`{path}` {packed}, against its name", hint="call compressed files `.json.gz`, others `.json`")
    return raw


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; ValueError where a name comes twice, of which Python would take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the name `{next(n for n in names if names.count(n) > 1)}` comes twice in one object")
    return found


def malformed(path: Path, error: Exception) -> DataError:
    """What is wrong with a file, and in which line."""
    if isinstance(error, json.JSONDecodeError):
        place = Position(str(path), error.lineno, error.colno, error.lineno, error.colno + 1)
        hint = "a table of columns is read with pandas: `model.bind(**{name: table[name] for name in table})`" if path.suffix == ".csv" else ""
        return DataError(f"`{path}` is not a JSON file: {error.msg}", place, hint)
    if isinstance(error, UnicodeDecodeError):
        return DataError(f"`{path}` is not a JSON file: byte {error.object[error.start]:#x} at {error.start} is no UTF-8", hint="store it as UTF-8")
    return DataError(f"`{path}` is not a JSON file: {WORDS.get(type(error), error)}")


# -- values
def as_array(value: Any) -> Any:
    """Lists of numbers as an array, which a model takes without a look at each; anything else, and rows of different lengths, as it is."""
    if isinstance(value, str):
        return float(value) if value in NOT_FINITE else value
    if not isinstance(value, list):
        return value
    try:
        found = np.asarray(value)
        if found.dtype.kind == "U" and all(is_number(leaf) for leaf in leaves(value)):
            found = found.astype(float)
    except ValueError:
        return value
    return found if found.dtype.kind in "bif" else value


def leaves(value: Any) -> Iterator[Any]:
    """What stands in lists of lists."""
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def is_number(leaf: Any) -> bool:
    """A number, or a text for one that is not finite."""
    return leaf in NOT_FINITE if isinstance(leaf, str) else isinstance(leaf, (int, float)) and not isinstance(leaf, bool)


# -- what is said of data that a model does not take
def check_nulls(path: Path, data: Data) -> None:
    """DataError for null: to a model it would say that there are no observations."""
    if empty := [name for name, value in data.items() if value is None]:
        raise DataError(f"{', '.join(f'`{n}`' for n in empty)} is null in `{path}`",
                        hint="leave out what has a default; observations that are to be parameters are bound in Python, `model.bind(y=None)`")  # fmt: skip


def of_file(error: LlbayesError, path: Path, data: Data, taken: Collection[str]) -> LlbayesError:
    """The error of binding, with the file and what in it may be meant otherwise."""
    if isinstance(error, DataError):
        error.message += f"\n  data from `{path}`"
    hints = [error.hint] if error.hint else []
    for name in taken:
        if f"`{name}` is missing" in error.message and (near := closest(name, [n for n in data if n not in taken])):
            hints.append(f"`{near[0]}` in the file may be `{name}`")
        value = data.get(name)
        if isinstance(value, np.ndarray) and value.size == 1:
            hints.append(f"`{name}` is a list of one number in the file: where one number is meant write `{value.item()}`, not `{value.tolist()}`")
    error.hint = "; ".join(hints)
    error.place(None)
    return error

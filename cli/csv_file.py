"""Tables as text: a file of separated values in, its columns out, and a column as numbers. What is no number is named by its line."""
from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..ir.errors import DataError
from .words import count, quoted

SEPARATORS = (",", ";", "\t")
MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "."))
TRUTH = {"true": True, "false": False}
SHOWN = 5                            # lines that a message names


class Column(NamedTuple):
    """The cells of a column, as they are written, and the line of each."""

    file: str
    name: str
    cells: list[str]
    lines: Sequence[int]

    @property
    def gaps(self) -> list[int]:
        """Lines in which nothing is said."""
        return [line for cell, line in zip(self.cells, self.lines, strict=True) if cell.lower() in MISSING]

    def missing(self) -> str:
        """Where there is no number; empty where there is one everywhere."""
        gaps = self.gaps
        more = f" and {len(gaps) - SHOWN} more" if len(gaps) > SHOWN else ""
        return f"`{self.name}` of `{self.file}` has no value in line {', '.join(map(str, gaps[:SHOWN]))}{more}" if gaps else ""


def read_columns(path: Path) -> dict[str, Column]:
    """The columns by name; DataError for a file that is not a table with names in its first line."""
    text = text_of(path)
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    rows = [(line, row) for line, row in rows if row != [""] or len(rows[0][1]) == 1]                        # spaces alone are no row
    if len(rows) < 2:
        raise DataError(f"`{path}` holds no data: names of columns stand in the first line, numbers below them")
    names = checked_names(path, rows[0][1])
    for line, row in rows[1:]:
        if len(row) != len(names):
            raise DataError(f"`{path}` has {count(len(row), 'value')} in line {line}, and names for {len(names)}")
    lines = [line for line, _ in rows[1:]]
    cells = zip(*(row for _, row in rows[1:]), strict=True)
    return {name: Column(str(path), name, list(column), lines) for name, column in zip(names, cells, strict=True) if name}


def text_of(path: Path) -> str:
    """The file's text, which may be compressed by gzip."""
    raw = path.read_bytes()
    try:
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except (UnicodeDecodeError, OSError, EOFError):
        raise DataError(f"`{path}` is not text in UTF-8") from None


def checked_names(path: Path, names: list[str]) -> list[str]:
    """The first line as names; a column without one, as data frames write their index, is left out."""
    if all(is_number(name) for name in names):
        raise DataError(f"`{path}` has numbers in its first line, where names of columns stand")
    if twice := [name for name, number in Counter(names).items() if number > 1 and name]:
        raise DataError(f"`{path}` has the column {quoted(twice)} twice")
    return names


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def as_numbers(column: Column, labels: Mapping[str, Sequence[object]]) -> np.ndarray:
    """The column as whole numbers, floats (nan where nothing is said) or truth values; text as positions in the labels of its name, if there are any.
    DataError for other text."""
    said = [cell for cell in column.cells if cell.lower() not in MISSING]
    if column.name in labels and not all(map(is_number, said)):
        return positions(column, [str(label) for label in labels[column.name]])
    if said and all(cell.lower() in TRUTH for cell in said) and len(said) == len(column.cells):
        return np.array([TRUTH[cell.lower()] for cell in said])
    strange = next(((cell, line) for cell, line in zip(column.cells, column.lines, strict=True) if cell in said and not is_number(cell)), None)
    if strange:
        raise DataError(not_numbers(column, *strange, said))
    try:
        return np.array([int(cell) for cell in column.cells], np.int64)
    except (ValueError, OverflowError):
        return np.array([float(cell) if cell.lower() not in MISSING else np.nan for cell in column.cells])


def positions(column: Column, labels: list[str]) -> np.ndarray:
    """Where each cell stands among the labels, from 0."""
    known = {label: k for k, label in enumerate(labels)}
    for cell, line in zip(column.cells, column.lines, strict=True):
        if cell not in known:
            raise DataError(f"`{column.name}` of `{column.file}` is '{cell}' in line {line}, which is none of its coords {quoted(labels)}")
    return np.array([known[cell] for cell in column.cells], np.int64)


def not_numbers(column: Column, cell: str, line: int, said: list[str]) -> str:
    """What to say of text where numbers should be."""
    found = f"`{column.name}` of `{column.file}` is not numbers: '{cell}' in line {line}"
    if any(map(is_number, said)):
        return f"{found}; a decimal comma is a point, and nothing stands where nothing is known" if "," in cell else found
    return (f"{found}; write its categories as whole numbers from 0, or give their order, `--coords {column.name}={','.join(sorted(set(said))[:3])},…`, "
            "to have them numbered so")

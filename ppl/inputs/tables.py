"""Tables as data of a model: a DataFrame in; out its columns, by attribute and by key, each an array of its own type, and all of them as a matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, runtime_checkable

import numpy as np

from ...ir.errors import DataError, MissingName
from ...lang.values.hooks import compile_time

LABELS = ("loc", "iloc", "at", "iat", "query", "index", "groupby", "assign", "merge", "drop", "dropna", "head", "describe", "with_columns", "select", "filter")


@runtime_checkable
class Table(Protocol):
    """A DataFrame, of pandas or polars: columns by name, and an array of all."""

    @property
    def columns(self) -> Any: ...

    def __getitem__(self, key: Any, /) -> Any: ...

    def __array__(self, *args: Any) -> Any: ...


class Named:
    """What has columns by name. Those that hold no numbers are texts that say so."""

    columns: dict[str, np.ndarray | str] = {}  # of arrays that are computed of a table: none

    @compile_time
    def column(self, name: str) -> np.ndarray:
        """One of them; DataError for one that holds no numbers, or is not there."""
        found = self.columns.get(name)
        if found is None:
            raise DataError(f"the table has no column `{name}`", None, f"its columns are {', '.join(f'`{c}`' for c in self.columns)}")
        if isinstance(found, str):
            raise DataError(f"the column `{name}`{found}", None, "make numbers of it before the model is bound")
        return found

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in self.columns:
                return self.column(name)
            if name.startswith("_"):
                raise AttributeError(f"a table has no attribute {name!r}")
            raise MissingName(f"an array has no `{name}`" if not self.columns else f"the table has no column `{name}`", None, remedy(name, self.columns))


def remedy(name: str, columns: Iterable[str]) -> str:
    """What to write for an attribute that a table of a model does not have."""
    if name in LABELS:
        return "rows and labels are chosen before the model is bound; in a model a table has its columns, `df[\"x\"]`, which are arrays"
    return f"its columns are {', '.join(f'`{c}`' for c in columns)}" if columns else "columns of a table are arrays of NumPy here"


class Frame(Named, np.ndarray):
    """A table of numbers: a matrix, one row each, with its columns by name. What is computed of it is an array like any other."""

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and self.columns:
            return self.column(key)
        if self.columns and isinstance(key, list) and key and all(isinstance(k, str) for k in key):
            return np.stack([self.column(k) for k in key], axis=-1).view(type(self))
        return super().__getitem__(key)

    @property
    def values(self) -> np.ndarray:
        """The numbers, as pandas calls them."""
        return np.asarray(self)

    @compile_time
    def to_numpy(self) -> np.ndarray:
        """The numbers, as pandas and polars call them."""
        return np.asarray(self)

    def __reduce__(self) -> Any:
        return (frame, (self.columns,)) if self.columns else super().__reduce__()


class Columns(Named):
    """A table of which some columns hold no numbers: no matrix."""

    def __init__(self, columns: dict[str, np.ndarray | str], rows: int):
        self.columns, self.shape = columns, (rows, len(columns))

    def __getitem__(self, key: Any) -> np.ndarray:
        if not isinstance(key, str):
            raise DataError("a table with columns that hold no numbers is no matrix", None, "take its columns by name, `df[\"x\"]`")
        return self.column(key)

    def __len__(self) -> int:
        return self.shape[0]

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        bad = next(f"`{name}`{text}" for name, text in self.columns.items() if isinstance(text, str))
        raise DataError(f"this table is no matrix: its column {bad}", None, "take its columns by name, `df[\"x\"]`")


def is_table(value: object) -> TypeGuard[Table]:
    """Has it columns, each with a name of its own?"""
    if not isinstance(value, Table) or isinstance(value, np.ndarray):
        return False
    names = list(value.columns)
    return bool(names) and all(isinstance(n, str) for n in names) and len(set(names)) == len(names)


def taken(value: Table, converted: Callable[[Any], np.ndarray | str]) -> Frame | Columns:
    """A table as a model gets it; `converted` makes an array of a column, or says what is wrong with it."""
    columns = {str(name): converted(value[name]) for name in value.columns}
    if any(isinstance(column, str) for column in columns.values()):
        return Columns({n: c if isinstance(c, str) else c.view(Frame) for n, c in columns.items()}, len(value))  # type: ignore[arg-type]
    return frame(columns)


def frame(columns: dict[str, Any]) -> Frame:
    """The matrix of these columns, which nobody can write to."""
    matrix = np.stack(list(columns.values()), axis=-1)
    matrix.flags.writeable = False
    made = matrix.view(Frame)
    made.columns = {name: read_only(column) for name, column in columns.items()}
    return made


def read_only(column: np.ndarray) -> Frame:
    """A column, as it is handed out."""
    found = np.array(column).view(Frame)
    found.flags.writeable = False
    return found


def arrays_of(value: Any) -> list[np.ndarray]:
    """The arrays that an argument of a model hands out: itself, or the columns of a table."""
    found = [c for c in value.columns.values() if isinstance(c, np.ndarray)] if isinstance(value, Named) else []
    return [value, *found] if isinstance(value, np.ndarray) else found


def seen_as(value: Any, kind: type[Frame]) -> Any:
    """The argument, its arrays of another kind."""
    if isinstance(value, Columns):
        return Columns({n: c if isinstance(c, str) else c.view(kind) for n, c in value.columns.items()}, len(value))
    if not isinstance(value, np.ndarray):
        return value
    seen = value.view(kind)
    if isinstance(value, Frame):
        seen.columns = {n: c.view(kind) for n, c in value.columns.items() if isinstance(c, np.ndarray)}
    return seen

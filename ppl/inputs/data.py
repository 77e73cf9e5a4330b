"""Data of a model: conversion, coordinates, and the checks of binding, which report all problems in one DataError."""

from __future__ import annotations

import datetime
import inspect
import math
import numbers
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ...ir.errors import DataError
from ...lang.values.dtypes import hidden
from ..annotations import Annotation
from ..base.types import Code, Data
from ..interpret.table import Definition, Gap
from .labels import Unfit, labels
from .tables import Columns, Frame, Table, arrays_of, is_table, taken

MISSING = "leave such rows out; of an observation say `missing=\"skip\"`, or `missing=\"parameter\"`, or with `where=` which entries exist"
BEYOND = "whole numbers beyond 64 bits; make them floats: `.astype(float)`"
CODED = "make categories of them, `.astype('category')` of pandas, or whole numbers from 0, `np.unique(x, return_inverse=True)[1]`"
LARGEST = np.iinfo(np.int64).max
NUMERIC = "fiub"                                 # NumPy's kinds of numbers
REMEDIES = {                                     # of arrays of other kinds
    "M": "subtract a start and divide by a unit of time",
    "m": "divide by a unit of time",
    "c": "take real and imaginary parts apart",
}


@runtime_checkable
class Coords(Protocol):
    """Labels by dim: a dict, or what has items as one."""

    def items(self) -> Any: ...


def arguments(f: Code, data: Data, problems: list[str]) -> Data:
    """The model's arguments by name, defaults filled in; unknown and missing names are problems."""
    params = inspect.signature(f).parameters
    for name in data:
        if name not in params:
            taken = ", ".join(f"`{p}`" for p in params) or "none"
            problems.append(f"`{name}` is not an argument of the model; it takes {taken}{meant(name, params) or unpacked(data[name])}")
    found = {}
    for name, p in params.items():
        if name in data:
            found[name] = data[name]
        elif p.default is not inspect.Parameter.empty:
            found[name] = p.default
        else:
            problems.append(f"`{name}` is missing")
    return found


def meant(name: str, params: Iterable[str]) -> str:
    """Asks for the argument that a misspelt name means."""
    from ..habits.calls import closest  # not for `import llbayes.ppl`

    return f"; {found}" if (found := closest(name, params)) else ""


def unpacked(value: Any) -> str:
    """What to write for arguments that come in a dict."""
    return "; arguments in a dict are given with two stars, `**data`" if isinstance(value, dict) else ""


# -- conversion
def convert(name: str, value: Any, annotation: Annotation | None, problems: list[str], gaps: dict[str, Gap]) -> Any:
    """Lists become arrays, integers of a `Real` argument floats; objects are problems, nan and infinities if `where=` does not leave them out."""
    if value is None or isinstance(value, (str, bool, Frame, Columns)):
        return value
    if is_table(value) and (annotation is None or not annotation.dims):
        return of_table(name, value, annotation, gaps)
    if problem := no_array(value):
        problems.append(f"`{name}`: {problem}")
        return value
    a, problem = as_array(value)
    if is_object(value, a):
        return value
    problem = problem or not_numbers(a) or too_large(a) or not_whole(a, annotation)
    if not problem and (lacking := not_finite(a)):
        gaps[name] = Gap(int((~np.isfinite(a)).sum()), lacking)
    if problem:
        problems.append(f"`{name}`{problem}")
        return value
    if annotation is not None and (problem := other_axes(a, annotation)):
        problems.append(f"`{name}`{problem}")
    return kept(annotated(a, annotation))


def other_axes(a: np.ndarray, annotation: Annotation) -> str:
    """What is said of an array whose axes are not those of the dims that its annotation names; empty where they are."""
    return f" has shape {a.shape}; its annotation names the dims {', '.join(annotation.dims)}" if annotation.dims and a.ndim != len(annotation.dims) else ""


def of_table(name: str, value: Table, annotation: Annotation | None, gaps: dict[str, Gap]) -> Any:
    """A DataFrame: a matrix with names of columns, or columns alone where some are no numbers. nan is refused as in arrays."""
    lacking: list[str] = []

    def column(values: Any) -> np.ndarray | str:
        a, problem = as_array(values)
        if not problem and not not_numbers(a) and (gap := not_finite(a)):
            lacking.append(gap)
        return problem or not_numbers(a) or too_large(a) or not_whole(a, annotation) or kept(annotated(a, annotation))

    found = taken(value, column)
    if lacking:
        gaps[name] = Gap(sum(int((~np.isfinite(a)).sum()) for a in arrays_of(found)[isinstance(found, Frame):] if a.dtype.kind == "f"), lacking[0])
    return found


def no_array(value: Any) -> str:
    """What is wrong with data of SciPy and others that hold numbers and are no arrays, and what to do; empty for anything else."""
    if (issparse := imported("scipy.sparse", "issparse")) and issparse(value):
        size = 8 * math.prod(value.shape) / 2**20
        return f"a sparse matrix of {shown_shape(value.shape)} ({type(value).__name__}); data are dense: `.toarray()` makes it so, of {size:.3g} MiB"
    if isinstance(value, imported("xarray", "Dataset") or ()):
        return "a dataset of xarray; make each of its variables an argument of its own, `.to_numpy()`"
    if isinstance(value, (set, frozenset)):
        return "a set has no order; make it a list"
    if isinstance(value, Iterator):
        return "an iterator is gone through once; make it a list, `list(…)`"
    return ""


def imported(module: str, name: str) -> Any:
    """A name of a module that the user has imported; None where it is not there, or not yet: ours may be at it on a thread."""
    return getattr(sys.modules.get(module), name, None)


def shown_shape(shape: tuple[int, ...]) -> str:
    """A shape in words."""
    return " × ".join(map(str, shape))


def as_array(value: Any) -> tuple[np.ndarray, str]:
    """(the array, what stands against it), nan for what is masked, None or pandas' NA; rows must be of the same length."""
    try:
        if hidden(value):
            return filled(value), ""
        a = np.asarray(value)
    except ValueError:
        return np.zeros(0), ": its rows have different lengths"
    return with_nan(a) if a.dtype.kind == "O" else a, ""


def filled(value: Any) -> np.ndarray:
    """A masked array, or a list of some, nan where they hide something."""
    a: Any = np.ma.stack(value) if isinstance(value, (list, tuple)) else value
    return a.astype(float).filled(np.nan) if a.dtype.kind in NUMERIC else a.filled()


def with_nan(a: np.ndarray) -> np.ndarray:
    """An array of objects that are numbers, None or pandas' NA, those two as nan; any other as it is."""
    found = a.ravel().tolist()
    nothing = (None, imported("pandas", "NA"))
    missing = [any(v is n for n in nothing) for v in found]
    if not any(missing) or all(missing) or not all(isinstance(v, numbers.Real) and not too_long(v) for v, none in zip(found, missing, strict=True) if not none):
        return a
    return np.array([math.nan if none else float(v) for v, none in zip(found, missing, strict=True)]).reshape(a.shape)


def too_long(v: Any) -> bool:
    """A whole number beyond 64 bits."""
    return isinstance(v, int) and abs(v) > LARGEST


def is_object(value: Any, a: np.ndarray) -> bool:
    """Is this a function, dict, tuple or record, as a graph of `ppl.graph`, that the model takes as it is?"""
    return a.dtype.kind not in NUMERIC and (callable(value) or isinstance(value, (dict, tuple)) or is_record(value))


def is_record(value: Any) -> bool:
    """Is it an object of a dataclass that cannot change? Such are known to compiled code."""
    made_as = getattr(type(value), "__dataclass_params__", None)
    return made_as is not None and made_as.frozen


def not_numbers(a: np.ndarray) -> str:
    """What is wrong with an array of another kind, and what to do; empty for numbers."""
    if a.dtype.kind in NUMERIC:
        return ""
    if a.dtype.kind == "O":
        return f": {objects(a.ravel().tolist(), a.dtype)}"
    return f": {no_remedy_but(a.dtype)}"


def objects(values: list[Any], dtype: np.dtype) -> str:
    """What is wrong with Python objects."""
    missing = sum(v is None for v in values)
    if missing:
        return f"{missing} of {len(values)} values are None; {MISSING}"
    if all(isinstance(v, (datetime.date, datetime.timedelta)) for v in values):
        return f"dates are not numbers; {REMEDIES['M']}"
    if not all(isinstance(v, numbers.Number) for v in values):
        return no_remedy_but(dtype)
    if any(too_long(v) for v in values):
        return BEYOND
    return "Python objects; make them numbers: `.astype(float)`"


def no_remedy_but(dtype: np.dtype) -> str:
    """What to do with data of another kind: the remedy of the kind, or codes for categories."""
    remedy = REMEDIES.get(dtype.kind, CODED)
    return f"{dtype} data are not numbers; {remedy}"


def not_finite(a: np.ndarray) -> str:
    """How many values are nan or infinite, and the first; empty when none is."""
    bad = ~np.isfinite(a) if a.dtype.kind == "f" else np.zeros(a.shape, bool)
    if not bad.any():
        return ""
    first = tuple(int(i) for i in np.argwhere(bad)[0])
    what = "nan" if np.isnan(a[first]) else "infinite"
    place = list(first) if first else "the number itself"
    return f": {int(bad.sum())} of {a.size} values are not finite, the first ({what}) at {place}; {MISSING}"


def too_large(a: np.ndarray) -> str:
    """Unsigned numbers that do not fit in 64 bits with a sign."""
    return f": {BEYOND}" if a.dtype.kind == "u" and a.size and a.max() > LARGEST else ""


def not_whole(a: np.ndarray, annotation: Annotation | None) -> str:
    """Fractions where the annotation says `Int`."""
    if annotation is None or annotation.kind != "Int" or a.dtype.kind != "f":
        return ""
    seen = a[~np.isnan(a)]
    return " must be whole numbers" if np.any(seen != np.floor(seen)) or np.isinf(seen).any() else ""


def annotated(a: np.ndarray, annotation: Annotation | None) -> np.ndarray:
    """Numbers of the type that the annotation says."""
    if annotation is None:
        return a
    if annotation.kind == "Real":
        return a.astype(float)
    return a.astype(np.int64) if a.dtype.kind == "f" and not np.isnan(a).any() else a


def kept(a: np.ndarray) -> Any:
    """What a model gets: Python's numbers, and read-only copies of arrays in the three types of the language."""
    if a.ndim == 0:
        return a.item()
    a = np.ascontiguousarray(a, {"f": np.float64, "b": np.bool_}.get(a.dtype.kind, np.int64)).copy()
    a.flags.writeable = False
    return a


# -- coordinates
def coordinates(
    found: dict[str, np.ndarray], data: Data, annotations: dict[str, Annotation], problems: list[str]
) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """(labels by dim, sizes by dim) from labels that are known, and from annotated data."""
    sizes = {dim: len(values) for dim, values in found.items()}
    for name, dim, n in sizes_of(data, annotations):
        if sizes.setdefault(dim, n) != n:
            problems.append(f"`{name}` has size {n} along `{dim}`, elsewhere it is {sizes[dim]}")
    return found, sizes


def sizes_of(data: Data, annotations: dict[str, Annotation]) -> Iterator[tuple[str, str, int]]:
    """(argument, dim, size) of all axes whose dims annotations name."""
    for name, annotation in annotations.items():
        for dim, n in zip(annotation.dims, shape_of(data.get(name, ())), strict=False):
            yield name, dim, n


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of an argument; none of what is no array."""
    a, problem = (None, "none") if no_array(value) else as_array(value)
    return () if problem or a is None else a.shape


def labels_of(coords: Coords | None, problems: list[str]) -> dict[str, np.ndarray]:
    """The labels of each dim, as arrays."""
    if coords is None:
        return {}
    if not isinstance(coords, Coords):
        problems.append(f"coords must map dims to labels, as in {{'row': ['a', 'b']}}; this is a {type(coords).__name__}")
        return {}
    found: dict[str, np.ndarray] = {}
    for dim, values in coords.items():
        try:
            found[dim] = labels(values)
        except Unfit as e:
            problems.append(f"coords of `{dim}` {e}")
    return found


def data_error(model: Definition, problems: list[str]) -> DataError:
    """All problems of a model's data as one error."""
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    place = f"\n  model at {model.position.by_line}"
    return DataError(f"`{model.__name__}` cannot be bound, {count} with its data:{place}" + "".join(f"\n- {p}" for p in problems))

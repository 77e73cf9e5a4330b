"""Data of a model: conversion, coordinates, and the checks of binding, which report all problems in one DataError."""

from __future__ import annotations

import gzip
import inspect
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..ir.errors import DataError, Position
from .annotations import Annotation

MISSING = "leave such rows out, or fill them with any number and say with `where=` which entries exist"
LARGEST = np.iinfo(np.int64).max


def read_json(path: Any) -> dict[str, Any]:
    """A JSON object of data, plain or compressed by gzip (`.json.gz`)."""
    path = Path(path)
    raw = path.read_bytes()
    try:
        data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    except (ValueError, gzip.BadGzipFile) as e:
        raise DataError(f"`{path}` is not a JSON file: {e}") from None
    if not isinstance(data, dict):
        raise DataError(f"`{path}` does not hold a JSON object of names and values")
    return data


def arguments(f: Any, data: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    """The model's arguments by name, defaults filled in; unknown and missing names are problems."""
    params = inspect.signature(f).parameters
    for name in data:
        if name not in params:
            problems.append(f"`{name}` is not an argument of the model; it takes {', '.join(f'`{p}`' for p in params) or 'none'}")
    found = {}
    for name, p in params.items():
        if name in data:
            found[name] = data[name]
        elif p.default is not inspect.Parameter.empty:
            found[name] = p.default
        else:
            problems.append(f"`{name}` is missing")
    return found


def convert(name: str, value: Any, annotation: Annotation | None, problems: list[str]) -> Any:
    """Lists become arrays, integers of a `Real` argument floats; nan, infinities and objects are problems."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if annotation is None and isinstance(value, (int, float)):
        a: Any = np.asarray(value)
    else:
        if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
            problems.append(f"`{name}`: {int(np.sum(value.mask))} values are masked; {MISSING}")
            return value
        try:
            a = np.asarray(value)
        except ValueError:
            problems.append(f"`{name}`: its rows have different lengths")
            return value
    if a.dtype.kind not in "fiub":
        if callable(value) or isinstance(value, (dict, tuple)):
            return value
        problems.append(f"`{name}`: {not_numbers(a)}")
        return value
    return numbers(name, value, a, annotation, problems)


def not_numbers(a: np.ndarray) -> str:
    """What is wrong with an array of another kind, and what to do."""
    if a.dtype.kind == "O" and any(v is None for v in a.ravel()):
        return f"{sum(v is None for v in a.ravel())} of {a.size} values are None; {MISSING}"
    if a.dtype.kind == "O" and all(isinstance(v, (int, float, np.number)) for v in a.ravel()):
        if any(isinstance(v, int) and abs(v) > LARGEST for v in a.ravel()):
            return "whole numbers beyond 64 bits; make them floats: `.astype(float)`"
        return "Python objects; make them numbers: `.astype(float)`"
    remedy = {
        "M": "subtract a start and divide by a unit of time",
        "m": "divide by a unit of time",
        "c": "take real and imaginary parts apart",
    }.get(a.dtype.kind, "code categories as whole numbers from 0, for example with `np.unique(x, return_inverse=True)[1]`")
    return f"{a.dtype} data are not numbers; {remedy}"


def numbers(name: str, value: Any, a: np.ndarray, annotation: Annotation | None, problems: list[str]) -> Any:
    bad = ~np.isfinite(a) if a.dtype.kind == "f" else np.zeros(a.shape, bool)
    if bad.any():
        first = tuple(int(i) for i in np.argwhere(bad)[0])
        what = "nan" if np.isnan(a[first]) else "infinite"
        place = list(first) if first else "the number itself"
        problems.append(f"`{name}`: {int(bad.sum())} of {a.size} values are not finite, the first ({what}) at {place}; {MISSING}")
        return value
    if a.dtype.kind == "u" and a.size and a.max() > LARGEST:
        problems.append(f"`{name}`: whole numbers beyond 64 bits; make them floats: `.astype(float)`")
        return value
    if annotation is not None and annotation.kind == "Int" and a.dtype.kind == "f":
        if np.any(a != np.floor(a)):
            problems.append(f"`{name}` must be whole numbers")
            return value
        a = a.astype(np.int64)
    if annotation is not None and annotation.kind == "Real":
        a = a.astype(float)
    if annotation is not None and annotation.dims and a.ndim != len(annotation.dims):
        problems.append(f"`{name}` has shape {a.shape}; its annotation names the dims {', '.join(annotation.dims)}")
    if a.ndim == 0:
        return a.item()
    a = np.ascontiguousarray(a, {"f": np.float64, "b": np.bool_}.get(a.dtype.kind, np.int64)).copy()
    a.flags.writeable = False
    return a


def coordinates(
    coords: Any, data: dict[str, Any], annotations: dict[str, Annotation], problems: list[str]
) -> tuple[dict[str, Any], dict[str, int]]:
    """(labels by dim, sizes by dim) from coords and from annotated data."""
    labels = labels_of(coords, problems)
    sizes = {dim: len(values) for dim, values in labels.items()}
    for dim, values in labels.items():
        if len(np.unique(values)) != len(values):
            problems.append(f"coords of `{dim}` hold a label twice")
    for name, annotation in annotations.items():
        for dim, n in zip(annotation.dims, np.shape(data.get(name, ())), strict=False):
            if sizes.setdefault(dim, n) != n:
                problems.append(f"`{name}` has size {n} along `{dim}`, elsewhere it is {sizes[dim]}")
    return labels, sizes


def labels_of(coords: Any, problems: list[str]) -> dict[str, np.ndarray]:
    """The labels of each dim, as arrays."""
    if coords is not None and not hasattr(coords, "items"):
        problems.append(f"coords must map dims to labels, as in {{'row': ['a', 'b']}}; this is a {type(coords).__name__}")
        return {}
    labels = {dim: np.asarray(values) for dim, values in (coords or {}).items()}
    for dim, values in labels.items():
        if values.ndim != 1:
            hint = f"; for numbers from 0: range({values})" if values.ndim == 0 and values.dtype.kind == "i" else ""
            problems.append(f"coords of `{dim}` must be a list of labels, not of shape {values.shape}{hint}")
    return {dim: values for dim, values in labels.items() if values.ndim == 1}


def data_error(model: str, position: Position | None, problems: list[str]) -> DataError:
    place = f"\n  model at {position.file}:{position.line}" if position is not None else ""
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    return DataError(f"`{model}` cannot be bound, {count} with its data:{place}" + "".join(f"\n- {p}" for p in problems))

"""Labels that data bring along: the index and the columns of pandas, the coordinates of xarray, the categories of a categorical.

In: data as they are given, and what the source says of their dims. Out: arrays in the order of the dims, categories as whole numbers from 0, and the
labels of dims. Nothing is imported: who gives an object of a library has imported it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

import numpy as np

from ..annotations import Annotation
from ..base.types import Code, Data
from ..interpret.table import Earlier
from .data import imported
from .dims_ahead import sites
from .labels import Unfit, labels
from .orders import CODES, Brought, Orders


def opened(
    f: Code, data: Data, annotations: Mapping[str, Annotation], wanted: Container[str], given: Mapping[str, np.ndarray], earlier: Earlier, problems: list[str]
) -> tuple[Data, dict[str, np.ndarray]]:
    """(data, their labels by dim, of the dims that are wanted and not `given` by coords). Two arguments that bring other labels for one dim are a problem,
    as are categories that are missing; an index that names nothing (labels that come twice) is none."""
    said = {name: a.dims for name, a in annotations.items() if a.dims}
    said |= {s.observed: s.dims for s in sites(f) if s.observed and s.observed not in said}
    found: dict[str, list[Brought]] = {}
    values: Data = {}
    for name, value in data.items():
        values[name], brought = taken_apart(name, value, said.get(name, ()), problems)
        if brought and name in annotations and annotations[name].kind == "Real" and is_categorical(value):
            problems.append(f"`{name}` is categorical, and its annotation says `Real`: its categories would be numbered; make numbers of it, `.astype(float)`")
        for one in brought:
            if one.dim in wanted:
                gather(found, one)
    orders = Orders(values, said, earlier, problems)
    for dim in found.keys() & given.keys():
        orders.under(dim, found[dim], given[dim])
    return values, {dim: orders.settled(dim, ones) for dim, ones in found.items() if dim not in given}


def gather(found: dict[str, list[Brought]], one: Brought) -> None:
    """Takes the labels of a dim, where they are some."""
    try:
        one = one._replace(labels=labels(one.labels))
    except Unfit:
        return
    found.setdefault(one.dim, []).append(one)


def taken_apart(name: str, value: Any, dims: tuple[str, ...], problems: list[str]) -> tuple[Any, list[Brought]]:
    """An argument without its labels, and those."""
    if isinstance(value, imported("xarray", "DataArray") or ()):
        return of_xarray(name, value, dims)
    if isinstance(value, imported("pandas", "Series") or ()):
        value, brought = of_categories(name, value, problems)
        return value, [*brought, *axes(name, dims, [value] if isinstance(value, imported("pandas", "Series")) else [])]
    if isinstance(value, imported("pandas", "Categorical") or ()):
        return of_categories(name, value, problems)
    if isinstance(value, imported("pandas", "DataFrame") or ()):
        return of_frame(name, value, dims, problems)
    return value, []


def of_xarray(name: str, array: Any, dims: tuple[str, ...]) -> tuple[Any, list[Brought]]:
    """An array of xarray: its axes in the order of the dims, where it names the same; else by their number."""
    if dims and set(array.dims) == set(dims):
        array = array.transpose(*dims)
    names = dims if len(dims) == array.ndim else [str(d) for d in array.dims]
    known = [(k, dim, array.coords[own]) for k, (dim, own) in enumerate(zip(names, array.dims, strict=True)) if own in array.coords]
    return array.values, [Brought(dim, found.values, name, axis, name) for axis, dim, found in known if found.ndim == 1]


def is_categorical(value: Any) -> bool:
    """Is it pandas' kind of it?"""
    return isinstance(getattr(value, "dtype", None), imported("pandas", "CategoricalDtype") or ())


def of_categories(name: str, values: Any, problems: list[str]) -> tuple[Any, list[Brought]]:
    """Categories as whole numbers from 0; their labels are those of a dim that is called as the argument."""
    if not is_categorical(values):
        return values, []
    categories = values if isinstance(values, imported("pandas", "Categorical")) else values.cat
    codes = np.asarray(categories.codes).astype(np.int64)
    if count := int((codes < 0).sum()):
        problems.append(f"`{name}`: {count} of {codes.size} categories are missing; leave such rows out, or make them a category of their own")
        return np.zeros(codes.shape, np.int64), []
    return codes, [Brought(name, list(categories.categories), name, CODES, name)]


def of_frame(name: str, frame: Any, dims: tuple[str, ...], problems: list[str]) -> tuple[Any, list[Brought]]:
    """A table: the labels of its rows and columns where the source names two dims; of a table of columns the categories of each."""
    twice = sorted({str(c) for c in frame.columns[frame.columns.duplicated()]})
    if twice:
        problems.append(f"`{name}` has several columns of the name {', '.join(f'`{c}`' for c in twice)}; give each its own: `df.columns = […]`")
        return np.zeros(frame.shape), []
    if len(dims) == 2:
        return frame, list(axes(name, dims, [frame.index, frame.columns]))
    brought: list[Brought] = []
    for column in frame.columns:
        codes, categories = of_categories(str(column), frame[column], problems)
        if categories:
            frame = frame.assign(**{str(column): codes})
            brought += [one._replace(argument=name) for one in categories]
    return frame, [*brought, *axes(name, dims, [frame.index])]


def axes(name: str, dims: tuple[str, ...], indexes: list[Any]) -> Iterator[Brought]:
    """The labels of these axes: under the dims that the source says, or under the names that the indexes have of their own. Numbers from 0 that pandas
    makes when there are no labels are none."""
    for k, index in enumerate(getattr(i, "index", i) for i in indexes):
        dim = dims[k] if len(dims) == len(indexes) else index.name
        if isinstance(dim, str) and dim and not isinstance(index, imported("pandas", "RangeIndex") or ()) and index.nlevels == 1:
            yield Brought(dim, index, name, k, name)

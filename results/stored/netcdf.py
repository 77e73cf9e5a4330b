"""A netCDF file as plain groups, read without xarray: ours, or what ArviZ wrote for any library."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...ir.errors import DataError
from ..variables import LEAD, PlainGroups, Variable

NUMBERS = "fiub"


def read(path: Path) -> PlainGroups:
    """All groups of numbers with axes chain and draw; DataError for a file that is not netCDF. Attributes are those of the posterior."""
    import netCDF4

    try:
        opened: Any = netCDF4.Dataset(path)
    except OSError as error:
        raise DataError(f"`{path}` is not a netCDF file, or broken: {error.strerror or error}") from None
    with opened as file:
        try:
            groups: dict[str, Any] = dict(file.groups) or {"posterior": file}       # one group alone, as `Dataset.to_netcdf` writes it
            found = {name: {v.name: v for v in drawn(group)} for name, group in groups.items()}
            attributes = {key: value for level in (file, groups.get("posterior", file)) for key, value in level.__dict__.items()}
        except (OSError, RuntimeError, ValueError) as error:
            raise DataError(f"`{path}` cannot be read to its end: {error}") from None
    return PlainGroups(found, attributes)


def drawn(group: Any) -> Iterator[Variable]:
    """The variables of a group that are numbers by chain and draw."""
    for name, variable in group.variables.items():
        dims = tuple(variable.dimensions)
        if set(LEAD) <= set(dims) and np.dtype(variable.dtype).kind in NUMBERS:
            order = [*map(dims.index, LEAD), *(k for k, dim in enumerate(dims) if dim not in LEAD)]
            own = [dims[k] for k in order[len(LEAD):]]
            yield Variable(name, plain(variable[...]).transpose(order), (*LEAD, *own), labels_of(group, own))


def labels_of(group: Any, dims: list[str]) -> dict[str, np.ndarray]:
    """Labels of these dims, which a tree may keep in a group above."""
    found: dict[str, np.ndarray] = {}
    while group is not None:
        found = {dim: plain(group.variables[dim][...]) for dim in dims if dim in group.variables} | found
        group = group.parent
    return found


def plain(values: Any) -> np.ndarray:
    """The array; what the file has no value for is nan."""
    if np.ma.is_masked(values):
        return np.asarray(values.astype(float).filled(np.nan))
    return np.asarray(np.ma.getdata(values))

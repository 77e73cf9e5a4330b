"""Labelled arrays as the bytes of a netCDF file, without xarray, which takes half a second to import: what it reads from them is what it wrote itself."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .exports import PACKED, SPARE
from .labelled import first_group
from .trees import plain
from .variables import PlainGroups, Variable, Variables

WRITTEN = {"f4", "f8", *(f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)), "b1"}          # and text; dates and objects are xarray's


def is_direct(source: PlainGroups) -> bool:
    """Are all of the groups' arrays written here?"""
    return all(fits(group) for group in source.groups.values())


def fits(group: Variables) -> bool:
    """Numbers and text, whose axes of one name have one length, under names that can be in a file and are no label's."""
    sizes = {dim: size for v in group.values() for dim, size in zip(v.dims, v.values.shape, strict=True)}
    alike = all(sizes[dim] == size for v in group.values() for dim, size in zip(v.dims, v.values.shape, strict=True))
    written = all(v.values.dtype.kind == "U" or v.values.dtype.str[1:] in WRITTEN for v in with_labels(group))
    return alike and written and not any("/" in name or name in sizes for name in group) and not any("/" in dim for dim in sizes)


def with_labels(group: Variables) -> Iterator[Variable]:
    """A group's variables, and the labels of its axes as variables of their own."""
    labels = {dim: own for v in group.values() for dim, own in v.coords.items()}
    yield from group.values()
    yield from (Variable(dim, own, (dim,), {}) for dim, own in labels.items())


def netcdf(source: PlainGroups) -> memoryview:
    """The bytes of a file; flags are bytes with the attribute `dtype`, floats have nan for what is missing, as in xarray's files."""
    import netCDF4

    size = sum(v.values.nbytes for group in source.groups.values() for v in with_labels(group))
    file: Any = netCDF4.Dataset("draws", "w", memory=size + SPARE)
    for name, group in source.groups.items():
        inside = file.createGroup(name)
        if name == first_group(source):
            inside.setncatts(plain(source.attributes))
        for dim, length in {dim: n for v in group.values() for dim, n in zip(v.dims, v.values.shape, strict=True)}.items():
            inside.createDimension(dim, length)
        for variable in with_labels(group):
            put(inside, variable)
    return file.close()


def put(group: Any, v: Variable) -> None:
    """One variable, whole numbers and flags compressed."""
    kind, values = v.values.dtype.kind, v.values
    if kind == "U":
        group.createVariable(v.name, str, v.dims)[...] = values.astype(object)
        return
    flag, missing = kind == "b", np.array(np.nan, values.dtype)[()] if kind == "f" else None
    made = group.createVariable(v.name, np.int8 if flag else values.dtype, v.dims, zlib=kind in PACKED and values.ndim > 0, fill_value=missing)
    if flag:
        made.setncattr("dtype", "bool")
    made[...] = values.astype(np.int8) if flag else values

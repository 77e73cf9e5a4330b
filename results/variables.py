"""Labelled arrays as tables, advice and pictures take them: from ArviZ's objects, or as a run made them, without xarray."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .trees import Groups, group_of

LEAD = ("chain", "draw")


@dataclass(frozen=True, eq=False)
class Variable:
    """One quantity and its labels."""

    name: str
    values: np.ndarray                   # (chain, draw, …) of draws, (…) of data
    dims: tuple[str, ...]                # names of all axes
    coords: Mapping[str, np.ndarray]     # labels by dim

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the axes beside chain and draw."""
        return tuple(dim for dim in self.dims if dim not in LEAD)

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of those axes."""
        return self.values.shape[len(self.dims) - len(self.own):]

    @property
    def size(self) -> int:
        """Number of entries."""
        return math.prod(self.shape)

    def entries(self) -> np.ndarray:
        """(entry, chain, draw), without a copy where that can be."""
        return np.moveaxis(self.values.reshape(*self.values.shape[:2], self.size), 2, 0)

    def entry_name(self, entry: int) -> str:
        """`theta[3]` for an entry counted through."""
        index = np.unravel_index(entry, self.shape)
        return f"{self.name}[{','.join(map(str, index))}]" if index else self.name


Variables = Mapping[str, Variable]


@dataclass(frozen=True, eq=False)
class PlainGroups:
    """Groups of variables, as a run makes them before anything of xarray is imported; attributes are those of the run."""

    groups: Mapping[str, Variables]
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])


def variables(source: Groups | PlainGroups, group: str) -> Variables:
    """The variables of a group, chains and draws first; none where there is no such group."""
    if isinstance(source, PlainGroups):
        return source.groups.get(group, {})
    data = group_of(source, group)
    return {str(name): of_xarray(str(name), data[name]) for name in data.data_vars}


def of_xarray(name: str, array: Any) -> Variable:
    """One variable of a Dataset."""
    dims = tuple(map(str, array.dims))
    return Variable(name, np.asarray(array), dims, {dim: np.asarray(array.coords[dim]) for dim in dims if dim in array.coords})

"""Labelled arrays as tables, advice and pictures take them: from ArviZ's objects, or as a run made them, without xarray."""
from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from .trees import Groups, group_names, group_of

LEAD = ("chain", "draw")
UNNAMED = re.compile(r".*_dim_\d+")


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
        """An entry counted through, by the labels of its dims: `theta[school=A]`, or `theta[3]` along an axis that has no name."""
        index = np.unravel_index(entry, self.shape)
        labels = ", ".join(self.label(dim, int(at)) for dim, at in zip(self.own, index, strict=True))
        return f"{self.name}[{labels}]" if index else self.name

    def entry_names(self) -> list[str]:
        """The names of all entries."""
        return [self.entry_name(entry) for entry in range(self.size)]

    def label(self, dim: str, at: int) -> str:
        """`school=A`, or `3` on an axis without a name: one that is called `NAME_dim_k`, as ArviZ calls them."""
        label = self.label_text(dim, at)
        return label if UNNAMED.fullmatch(dim) else f"{dim}={label}"

    def label_text(self, dim: str, at: int) -> str:
        """The label of one place along an axis as `str` shows it, in one line; its number where there are no labels."""
        labels = self.coords.get(dim, ())
        return " ".join(str(labels[at]).split()) if at < len(labels) else str(at)


Variables = Mapping[str, Variable]


@dataclass(frozen=True, eq=False)
class Adaptation:
    """What a chain learnt in its warm-up: the step size, the inverse of the mass matrix (its diagonal, or all of it; a number where there is none), and the
    seconds of warm-up and sampling."""

    step_size: float
    inverse_metric: np.ndarray = field(default_factory=lambda: np.ones(()))
    warmup: float = 0.0
    sampling: float = 0.0


class Column(NamedTuple):
    """A column of a file of draws, and the entry of a variable that it holds."""

    name: str
    variable: str
    place: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class PlainGroups:
    """Groups of variables, as a run makes them before anything of xarray is imported; attributes are those of the run, `adapted` of each chain; `columns` of
    files with a column an entry, where they are not those of the posterior in its order."""

    groups: Mapping[str, Variables]
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    adapted: tuple[Adaptation, ...] = ()
    columns: tuple[Column, ...] = ()


def variables(source: Groups | PlainGroups, group: str) -> Variables:
    """The variables of a group, chains and draws first; none where there is no such group."""
    if isinstance(source, PlainGroups):
        return source.groups.get(group, {})
    data = group_of(source, group)
    return {str(name): of_xarray(str(name), data[name]) for name in data.data_vars}


def group_list(source: Groups | PlainGroups) -> list[str]:
    """The names of its groups; SettingsError for what has none."""
    return list(source.groups) if isinstance(source, PlainGroups) else group_names(source)


def of_xarray(name: str, array: Any) -> Variable:
    """One variable of a Dataset."""
    dims = tuple(map(str, array.dims))
    return Variable(name, np.asarray(array), dims, {dim: np.asarray(array.coords[dim]) for dim in dims if dim in array.coords})


def attributes(source: Groups | PlainGroups) -> Mapping[str, Any]:
    """What a run says of itself; empty where it says nothing."""
    if isinstance(source, PlainGroups):
        return source.attributes
    return {**group_of(source, "sample_stats").attrs, **group_of(source, "posterior").attrs}

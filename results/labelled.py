"""Groups of labelled arrays from arrays, dims and coords, and ArviZ's tree from those: its making alone needs ArviZ or xarray."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .importing import ready
from .trees import SAMPLES, Arrays, Attributes, Coords, Dims, Tree, axes_of, contained, labels_of, plain
from .variables import PlainGroups, Variable, Variables


def labelled(groups: Mapping[str, Arrays], *, coords: Coords | None = None, dims: Dims | None = None, attributes: Attributes | None = None) -> PlainGroups:
    """Groups as `trees.from_groups` takes them, with the attributes of the run."""
    return PlainGroups({name: variables_of(arrays, name in SAMPLES, coords, dims) for name, arrays in groups.items()}, attributes or {})


def joined(first: PlainGroups, others: Sequence[PlainGroups]) -> PlainGroups:
    """The groups of all, with the attributes of the first."""
    return PlainGroups({name: group for one in (first, *others) for name, group in one.groups.items()}, first.attributes, first.adapted, first.columns)


def variables_of(arrays: Arrays, samples: bool, coords: Coords | None, dims: Dims | None) -> Variables:
    """One group: arrays with the names and labels of their axes."""
    found: dict[str, Variable] = {}
    for name, given in arrays.items():
        values = np.asarray(given)
        axes = axes_of(name, values.ndim, samples, (dims or {}).get(name, ()))
        labels = {dim: labels_of(size, (coords or {}).get(dim)) for dim, size in zip(axes, values.shape, strict=True)}
        found[name] = Variable(name, values, axes, labels)
    return found


def as_tree(source: PlainGroups) -> Tree:
    """ArviZ's object with these groups; the attributes are those of the first one that is not empty."""
    ready()
    import xarray

    first, sets = first_group(source), dict[str, Any]()
    for name, group in source.groups.items():
        labels = {dim: own for v in group.values() for dim, own in v.coords.items()}
        sets[name] = xarray.Dataset({v.name: (v.dims, v.values) for v in group.values()}, coords=labels,
                                    attrs=plain(source.attributes) if name == first else {})
    return contained(sets)


def as_made(source: PlainGroups) -> PlainGroups:
    """The groups as they are: where a run's table is wanted, and no tree."""
    return source


def first_group(source: PlainGroups) -> str | None:
    """The group that has the attributes of the run."""
    return next((name for name, group in source.groups.items() if group), None)

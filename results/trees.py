"""ArviZ's own objects from arrays: `InferenceData` with ArviZ 0.23, `xarray.DataTree` with ArviZ 1 and where ArviZ cannot be imported.

ArviZ is imported first when a run has begun, or a result is built (`importing.py`).
"""
from __future__ import annotations

import json
import warnings
from collections.abc import Container, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import named, of_kind
from ..ir.public import public
from .given import arrays_in, coords_in, dims_in, lengths
from .importing import ResultsWarning as ResultsWarning
from .importing import inference_data
from .importing import ready as ready

SAMPLES = ("posterior", "sample_stats", "prior", "prior_predictive", "posterior_predictive", "log_likelihood", "log_prior", "predictions")
Arrays = Mapping[str, Any]
Coords = Mapping[str, Any]          # labels by dim
Dims = Mapping[str, Sequence[str]]  # names of a variable's own axes
Attributes = Mapping[str, Any]


class Groups(Protocol):
    """ArviZ's object, whichever ArviZ made it: groups by name, each an xarray Dataset or like one."""

    def __getitem__(self, group: str, /) -> Any: ...


class Tree(Groups, Protocol):
    """What is built here: `InferenceData` or `xarray.DataTree`, `tree["posterior"]` or `tree.posterior`."""

    def __getattr__(self, name: str, /) -> Any: ...


Given = TypeVar("Given", bound=Groups)


@public
def build(posterior: Arrays, sample_stats: Arrays, *, coords: Coords | None = None, dims: Dims | None = None,
          observed: Arrays | None = None, constant: Arrays | None = None, attributes: Attributes | None = None) -> Tree:
    """The result of a run; arrays of the first two groups are (chain, draw, …). `InferenceData` has no empty groups, so none for a
    posterior without parameters; attributes are then those of `sample_stats`."""
    groups = {"posterior": posterior, "sample_stats": sample_stats, "observed_data": observed, "constant_data": constant}
    return from_groups({name: {} if g is None else g for name, g in groups.items() if name == "posterior" or not (g is None or is_empty(g))},
                       coords=coords, dims=dims, attributes=attributes)


def is_empty(group: object) -> bool:
    """A dict of nothing."""
    return isinstance(group, Mapping) and not group


@public
def from_groups(groups: Mapping[str, Arrays], *, coords: Coords | None = None, dims: Dims | None = None,
                attributes: Attributes | None = None) -> Tree:
    """A tree with these groups; `attributes` go to the first one that is not empty."""
    named(groups, "groups", "groups of arrays by name")
    first = next((n for n, a in groups.items() if not is_empty(a)), None)
    return contained({n: dataset(n, a, coords, dims, attributes if n == first else None) for n, a in groups.items()})


def contained(sets: Mapping[str, Any]) -> Tree:
    """A tree of Datasets by group."""
    container = inference_data()
    if container is not None:
        return container(**sets)
    import xarray

    trees: Any = xarray.DataTree                                # its keys are of types that are not known
    return trees.from_dict(sets)


@public
def add_group(tree: Given, group: str, arrays: Arrays, *, coords: Coords | None = None, dims: Dims | None = None) -> Given:
    """Adds or replaces a group in the tree itself, whichever ArviZ made it, and returns it."""
    group_names(tree)                                           # is it one?
    return put(tree, group, dataset(of_kind(group, str, "group", "the name of a group"), arrays, coords, dims))


@public
def add_variables(tree: Given, group: str, arrays: Arrays, *, coords: Coords | None = None, dims: Dims | None = None) -> Given:
    """Adds or replaces variables in a group that is there, and returns the tree, which keeps the group's attributes."""
    if of_kind(group, str, "group", "the name of a group") not in group_names(tree):
        return add_group(tree, group, arrays, coords=coords, dims=dims)
    old, new = tree[group], dataset(group, arrays, coords, dims)
    there = old if is_inference_data(tree) else old.to_dataset()
    return put(tree, group, there.drop_vars([n for n in arrays if n in there]).merge(new, combine_attrs="override"))


def put(tree: Given, group: str, data: Any) -> Given:
    """The tree with a Dataset as this group of it."""
    opened: Any = tree
    if is_inference_data(tree):
        if group in group_names(tree):
            delattr(opened, group)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)        # a group that is not in ArviZ's scheme, `log_prior`
            opened.add_groups({group: data})
    else:
        import xarray

        opened[group] = xarray.DataTree(data)
    return tree


def dataset(group: str, arrays: Arrays, coords: Coords | None, dims: Dims | None, attributes: Attributes | None = None) -> Any:
    """One group. Axes without a named dim are called `NAME_dim_0`, … as ArviZ does."""
    import xarray

    samples, labels, own = group in SAMPLES, coords_in(coords), dims_in(dims)
    values = arrays_in(arrays, group, samples)
    axes = {name: axes_of(name, a.ndim, samples, own.get(name, ())) for name, a in values.items()}
    known = {d: labels_of(size, labels.get(d)) for d, size in lengths(axes, values).items()}
    says = plain({} if attributes is None else named(attributes, "attributes"))
    return xarray.Dataset({name: (axes[name], a) for name, a in values.items()}, coords=known, attrs=says)


def axes_of(name: str, ndim: int, samples: bool, dims: Sequence[str]) -> tuple[str, ...]:
    """Names of all axes of an array."""
    lead = ("chain", "draw") if samples else ()
    rest = ndim - len(lead)
    unnamed = tuple(f"{name}_dim_{k}" for k in range(len(dims), rest))
    return (*lead, *(*dims, *unnamed)[:rest])


def labels_of(size: int, coords: Sequence[Any] | np.ndarray | None) -> np.ndarray:
    """Labels along an axis: those that are known where their number fits, else 0, 1, …"""
    return np.asarray(coords) if coords is not None and len(coords) == size else np.arange(size)


def unused(name: str, taken: Container[str]) -> str:
    """A name of our own that nothing of the user's has: with `_` behind it as often as need be."""
    return name if name not in taken else unused(f"{name}_", taken)


def plain(attributes: Attributes) -> dict[str, Any]:
    """Attributes as netCDF takes them: strings and numbers, anything else (also an integer of more than 64 bits) as JSON text."""
    return {name: value if fits_netcdf(value) else as_json(value) for name, value in attributes.items()}


def fits_netcdf(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, (str, float)) or isinstance(value, int) and abs(value) < 2**63


def as_json(value: Any) -> str:
    """JSON text; arrays become lists."""
    return json.dumps(value, default=_as_list)


def _as_list(value: Any) -> Any:
    return cast(Any, value).tolist() if isinstance(value, (np.ndarray, np.generic)) else str(value)


def is_inference_data(tree: Groups) -> bool:
    """Is the tree of ArviZ's class before 1.0?"""
    container = inference_data()
    return container is not None and isinstance(tree, container)


def group_names(tree: Groups) -> list[str]:
    """Names of the groups, without slashes; SettingsError for what has none, a posterior or an array say."""
    opened: Any = tree
    try:
        groups = opened.groups() if is_inference_data(tree) else opened.groups
    except AttributeError:
        raise SettingsError(f"a {type(tree).__name__} has no draws: give what a sampler returned, `tree = samplers.nuts(…)`") from None
    return [g.strip("/") for g in groups if g.strip("/")]


def group_of(tree: Groups, name: str) -> Any:
    """One group as a Dataset, chains and draws first; empty where the tree has none of that name."""
    import xarray

    group = tree[name] if name in group_names(tree) else xarray.Dataset()
    found = group if isinstance(group, xarray.Dataset) else group.to_dataset()
    return found.transpose("chain", "draw", ..., missing_dims="ignore")

"""A tree's draws as a posterior takes them: parameters found by name, axes put in order by dim, entries by label; or why the tree does not fit.

Axes that a tree leaves unnamed (`theta_dim_0`) are taken by their number. Nothing is cut off, filled in or broadcast.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from ...ir.errors import SettingsError
from ..inputs.labels import keys
from ..interpret.table import Binding, Site

SAMPLED = ("chain", "draw")
BY_HAND = ("`results.from_groups({\"posterior\": draws}, coords=…, dims=…)` makes a tree of a dict of arrays (chain, draw, …), "
           "`xarray.DataTree.from_dict({\"posterior\": dataset})` of a dataset")
SHOWN = 6                                        # labels in a message
AS_STORED = 1e-6                                 # a relative difference that a file of single precision may make


class Labelled(Protocol):
    """xarray's array: values whose axes have names, and labels where they are known."""

    dims: tuple[Hashable, ...]
    coords: Any
    values: np.ndarray

    def transpose(self, *dims: Any) -> Labelled: ...


class Draws(NamedTuple):
    """The parameters of a tree: arrays (draw, *shape of the site), all chains one behind the other, and the labels of chains and draws."""

    values: dict[str, np.ndarray]
    chains: np.ndarray
    draws: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """How many chains, and draws of each."""
        return len(self.chains), len(self.draws)


class Misfit(Exception):
    """What stands against one parameter of a tree."""


def matched(binding: Binding, tree: Any) -> Draws:
    """The draws of all parameters in a tree's group `posterior`. SettingsError, with all that does not fit, by parameter."""
    group = posterior_of(tree)
    missing = [s.name for s in binding.parameters if s.name not in group]
    if missing:
        raise SettingsError(f"the tree's posterior lacks {', '.join(f'`{n}`' for n in missing)}: sample with keep= that holds every parameter")
    values: dict[str, np.ndarray] = {}
    problems: list[str] = []
    for site in binding.parameters:
        try:
            values[site.name] = fitted(binding, site, group[site.name])
        except Misfit as e:
            problems.append(f"`{site.name}` {e}")
    if problems:
        raise SettingsError("the tree does not fit this posterior:" + "".join(f"\n- {p}" for p in problems),
                            hint="bind the model to the data and coords of the run, or rename dims and assign coords in the tree")  # fmt: skip
    chains, draws = (along(group, dim) for dim in SAMPLED)
    return Draws({n: a.reshape(len(chains) * len(draws), *a.shape[2:]) for n, a in values.items()}, chains, draws)


def other_data(binding: Binding, observed: Mapping[str, np.ndarray], tree: Any) -> list[str]:
    """In which sites the tree's `observed_data` are not what is observed, in words; none where the tree has no such group."""
    try:
        group = tree["observed_data"]
        names = [name for name in observed if name in group]
        drawn = [s.name for s in binding.sites.values() if s.drawn and s.name in group]
    except (KeyError, TypeError, AttributeError, IndexError):
        return []
    if drawn:
        return [f"`{name}` is observed there, and to be predicted here: `ppl.predict` does that, in a group of its own" for name in drawn]
    return [f"`{name}` {problem}" for name in names if (problem := difference(binding, binding.sites[name], group[name], observed[name]))]


def difference(binding: Binding, site: Site, found: Labelled, observed: np.ndarray) -> str:
    """How the tree's values of an observed site differ from those that are observed; empty when they do not."""
    try:
        there = fitted(binding, site, found, lead=())
    except Misfit as e:
        return str(e)
    differs = ~np.isclose(there, observed, rtol=AS_STORED, atol=0.0, equal_nan=True)
    return f"differs in {int(differs.sum())} of {differs.size} values" if differs.any() else ""


def posterior_of(tree: Any) -> Any:
    """The group of parameters. SettingsError where there is none."""
    try:
        group = tree["posterior"]
        dims = group.dims
    except (KeyError, TypeError, AttributeError, IndexError):
        raise SettingsError(f"no draws: {'None' if tree is None else f'this {type(tree).__name__}'} has no group `posterior` of arrays with dims",
                            hint=BY_HAND if isinstance(tree, dict) else "give the tree that a sampler returned, or one of `arviz.from_dict`") from None
    lacking = [d for d in SAMPLED if d not in dims]
    if lacking and len(group.data_vars):
        raise SettingsError(f"the tree's posterior has no dim `{lacking[0]}`", hint="draws are (chain, draw, …): unstack or expand dims")
    return group


def along(group: Any, dim: str) -> np.ndarray:
    """The labels of chains or of draws: 0, 1, … where there are none. A tree without variables has one draw."""
    return np.asarray(group.coords[dim].values) if dim in group.coords else np.arange(group.sizes.get(dim, 1))


def own_dims(found: Labelled, wanted: Sequence[str], lead: tuple[str, ...] = SAMPLED) -> list[Any]:
    """The dims of an array of numbers behind those that lead. Misfit where there are not as many as wanted."""
    own = [d for d in found.dims if d not in lead]
    if found.values.dtype.kind not in "fiub":
        raise Misfit(f"holds {found.values.dtype} values, not numbers")
    if len(own) != len(wanted) or any(d not in found.dims for d in lead):
        raise Misfit(f"has the dims {listed(found.dims)} in the tree, {listed((*lead, *wanted))} in the model")
    return own


def fitted(binding: Binding, site: Site, found: Labelled, lead: tuple[str, ...] = SAMPLED) -> np.ndarray:
    """The values of a site, (*lead, *shape of the site in results): those of all draws, or of data where nothing leads."""
    wanted, shape = binding.axes(site), binding.whole_shape(site)
    own = own_dims(found, wanted, lead)
    order = ordered(site, own, wanted)
    a = found.transpose(*lead, *order)
    if a.values.shape[len(lead) :] != shape:
        raise Misfit(f"has shape {a.values.shape[len(lead) :]} in the tree, {shape} in the model (dims {listed(wanted)})")
    values = a.values
    for axis, (dim, mine) in enumerate(zip(order, wanted, strict=True)):
        where = places(labels(a.coords, dim), labels_of(binding, site, axis, mine, dim), mine)
        if where is not None:
            values = np.take(values, where, axis=len(lead) + axis)
    return values


def ordered(site: Site, own: Sequence[Any], wanted: Sequence[str]) -> Sequence[Any]:
    """The tree's axes in the order of the model's: by name, or by number where one of the two has no names."""
    if set(own) == set(wanted):
        return wanted
    numbered = [f"{site.name}_dim_{k}" for k in range(len(own))]
    if set(own) == set(numbered):
        return numbered
    if site.dims is None and len(own) == 1:
        return own
    raise Misfit(f"has the dims {listed(own)} in the tree, {listed(wanted)} in the model")


def labels(coords: Any, dim: Any) -> np.ndarray | None:
    """The tree's labels along a dim, None where it has none."""
    return np.asarray(coords[dim].values) if dim in coords else None


def labels_of(binding: Binding, site: Site, axis: int, mine: str, dim: Any) -> np.ndarray:
    """The labels that the tree must have along an axis: the model's, or 0, 1, … where the model or the tree has no name for the axis."""
    known = binding.coords.get(mine, binding.entries.get(mine)) if dim == mine else None
    return np.arange(binding.whole_shape(site)[axis]) if known is None else known


def places(found: np.ndarray | None, wanted: np.ndarray, dim: str) -> np.ndarray | None:
    """Where each wanted label stands; None where all stand in order already. Misfit where these are not the same labels."""
    if found is None:
        return None
    at = {label: k for k, label in enumerate(keys(found))}
    order = [at.get(label, -1) for label in keys(wanted)]
    if len(at) < len(order) or -1 in order:
        raise Misfit(f"has other labels along `{dim}`: {shown(found)} in the tree, {shown(wanted)} in the model")
    return None if order == list(range(len(order))) else np.array(order)


def shown(values: np.ndarray) -> str:
    """The first labels, for messages."""
    return ", ".join(map(str, values[:SHOWN])) + (", …" if len(values) > SHOWN else "")


def listed(dims: Sequence[Any]) -> str:
    """Dims, for messages."""
    return f"({', '.join(map(str, dims))})"

"""A parameter's draws under the labels of new data: known ones by label, nan for those that the tree does not have."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from ..inputs.labels import keys
from ..interpret.table import Binding, Site
from ..parts.conditional import known_partly, partial
from .matching import SAMPLED, SHOWN, Misfit, labels, ordered, own_dims, shown

EVERYWHERE = "all entries"                       # of a site that the fitted model does not have
Unknown: TypeAlias = dict[str, list[Any]]        # labels that the tree does not know, by parameter


def partly(old: Binding, new: Binding, site: Site, group: Any, changed: bool) -> tuple[np.ndarray, list[Any]]:
    """(draws (chain, draw, *shape), labels that are not known). Misfit where a size or a label cannot be matched."""
    lead = tuple(group.sizes.get(dim, 1) for dim in SAMPLED)
    if site.of and (site.name not in group or changed and not labelled(new, site.of)):
        return np.full((*lead, *site.shape), np.nan), new.entries[f"{site.name}_dim_0"].tolist() if site.shape else []
    if site.name not in group and site.name not in old.sites:            # of a further pass of a loop
        return np.full((*lead, *site.shape), np.nan), [EVERYWHERE]
    if site.name not in group:
        raise Misfit("is not in the tree")
    found, wanted = group[site.name], new.axes(site)
    order = ordered(site, own_dims(found, wanted), wanted)
    values, missing = np.asarray(found.transpose(*SAMPLED, *order).values, float), []
    for axis, (dim, mine) in enumerate(zip(order, wanted, strict=True)):
        asked = new.coords.get(mine, new.entries.get(mine))
        there = labels_there(old, labels(found.coords, dim) if dim == mine else None, mine, values.shape[2 + axis])
        where = places_along(site, axis, mine, there, asked, values.shape[2 + axis])
        values = rearranged(values, where, 2 + axis)
        missing += [] if asked is None else [label for label, at in zip(asked.tolist(), where, strict=True) if at < 0]
    return values, missing


def labels_there(old: Binding, there: np.ndarray | None, mine: str, size: int) -> np.ndarray | None:
    """The tree's labels along an axis: where it has none those of the fitted data."""
    known = old.coords.get(mine)
    return known if there is None and known is not None and len(known) == size else there


def places_along(site: Site, axis: int, mine: str, there: np.ndarray | None, asked: np.ndarray | None, size: int) -> np.ndarray:
    """`positions` along an axis. Misfit where a part of a vector is not known."""
    where = positions(there, asked, size, site.shape[axis], mine)
    gone = where < 0
    if gone.any() and whole(site, axis) and not goes_on(site, where, size):
        rest = "new ones stand behind all that the tree has" if is_continued(site) else "a part of it has no prior of its own"
        raise Misfit(f"has values that are one vector along `{mine}`, of {show(there, size)} in the tree, {show(asked, site.shape[axis])} in the model: {rest}")
    return where


def is_continued(site: Site) -> bool:
    """Can further entries of its vectors be drawn, given the first ones?"""
    return site.dist is not None and site.dist.causal and site.dist.axes == 1 and not site.restricted


def whole_in_part(site: Site, values: np.ndarray) -> bool:
    """Are some of its vectors known in part?"""
    return site.dist is not None and bool(np.any(known_partly(~np.isnan(values[:1, :1]), site.dist.axes)))


def refuse_parts(new: Binding, site: Site, values: np.ndarray) -> None:
    """Misfit for missing entries that would be drawn beside others of the same value, where there is no such draw."""
    dist = new.sites[site.of].dist if site.of else None
    if dist is None:
        return
    entries = new.missing[site.of]
    whole = np.zeros(entries.lacking.shape)
    whole[entries.lacking] = values[0, 0]
    if problem := partial(dist, whole):
        raise Misfit(f"stands for what is missing of `{site.of}`: {problem}")


def goes_on(site: Site, where: np.ndarray, size: int) -> bool:
    """Do the entries begin with all those of the tree, in its order, and can the vector be continued behind them?"""
    return is_continued(site) and where[:size].tolist() == list(range(size))


def rearranged(values: np.ndarray, where: np.ndarray, axis: int) -> np.ndarray:
    """The entries of an axis at these places, nan where a place is -1."""
    moved = np.moveaxis(values, axis, 0)
    found = np.full((len(where), *moved.shape[1:]), np.nan)
    found[where >= 0] = moved[where[where >= 0]]
    return np.moveaxis(found, 0, axis)


def labelled(binding: Binding, name: str) -> bool:
    """Has each axis of an observed site labels of the user's? The number of a row says nothing of a row of other data."""
    return all(axis in binding.coords for axis in binding.axes(binding.sites[name]))


def whole(site: Site, axis: int) -> bool:
    """Is it an axis of the values themselves, whose entries depend on each other?"""
    axes = max(0 if site.dist is None else site.dist.axes, 0 if site.constraint is None else site.constraint.kind.axes)
    return axis >= len(site.shape) - axes


def positions(there: np.ndarray | None, asked: np.ndarray | None, size: int, wanted: int, dim: str) -> np.ndarray:
    """Where each label stands in the tree, -1 for those that are not there. Without labels sizes must agree."""
    if asked is None or there is None:
        numbered = there is None or asked is None and keys(there) == list(range(size))
        if size != wanted or not numbered:
            raise Misfit(f"has {show(there, size)} along `{dim}` in the tree, {show(asked, wanted)} in the model")
        return np.arange(wanted)
    at = {label: k for k, label in enumerate(keys(there))}
    where = np.array([at.get(label, -1) for label in keys(asked)], int)
    if len(at) < len(there):
        raise Misfit(f"has a label twice along `{dim}` in the tree: {show(there, size)}")
    if where.size and (where < 0).all() and set(map(str, keys(asked))) & set(map(str, keys(there))):
        raise Misfit(f"has labels of another type along `{dim}`: {quoted(there)} in the tree, {quoted(asked)} in the model")
    return where


def quoted(values: np.ndarray) -> str:
    """The first labels as they are written in Python."""
    return ", ".join(repr(key) for key in keys(values[:SHOWN])) + (", …" if len(values) > SHOWN else "")


def show(values: np.ndarray | None, size: int) -> str:
    """Labels, or how many entries, for messages."""
    return f"{size} entries" if values is None else f"{size} entries ({shown(values)})"

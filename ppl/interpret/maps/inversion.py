"""The way back: from constrained values of parameters to their coordinates; of one set of values in a run in CPython, of many by `Back`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ...base.constraints import Constraint
from ...base.distribution import Distribution
from ...base.types import Data, Shape, Truth, Value, is_plain
from ...missing.entries import SUFFIX, Entries
from ...missing.sites import Filled
from ...spaces.outside import strays
from ..interpretation import Interpretation
from ..services import Services
from ..table import Binding, Site


class Invert(Interpretation):
    """CPython only: coordinates of given constrained values; nan where none are given (the model goes on with those of z)."""

    def __init__(self, binding: Binding, values: Data, z: np.ndarray):
        super().__init__(binding)
        self.values, self.z = values, z
        self.problems: list[str] = []

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        if site.name not in self.values:
            return super().value(it, site, dist, chosen)
        given = as_array(self.values[site.name])
        if problem := unusable(site, chosen, given):
            self.problems.append(f"`{site.name}` {problem}")
            return super().value(it, site, dist, chosen)
        x = chosen.interior(given.astype(float))
        u = chosen.inverse(standard_draw(dist, x) if site.noncentered and dist is not None else x)
        if not np.all(np.isfinite(u)):
            self.problems.append(f"`{site.name}`: no coordinates stand for the value {shown(x)}")
        self.z[site.offset : site.offset + site.size] = np.ravel(u)
        return x if x.shape else x[()]

    def coordinates(self, it: Services, site: Site) -> Any:
        if not site.of or site.name not in self.values or site.constraint is None:
            return super().coordinates(it, site)
        given = as_array(self.values[site.name])
        if problem := unusable(site, site.constraint, given):
            self.problems.append(f"`{site.name}` {problem}")
            return super().coordinates(it, site)
        u = site.constraint.inverse(site.constraint.interior(given.astype(float)))
        self.z[site.offset : site.offset + site.size] = u
        return u


class Back(Interpretation):
    """What the way back needs of the other parameters, at given values: the bounds of sets that move with them, the standard draws of non-centred sites.
    `places` say where a parameter's values stand in a row."""

    def __init__(self, binding: Binding, places: Mapping[str, int]):
        super().__init__(binding)
        self.places = places

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = self.coordinates(it, site)
        if site.noncentered and dist is not None:
            it.output(site.name, it.call(dist.unshift, x))
        else:
            keep_bounds(it, site.name, chosen)
        return x

    def coordinates(self, it: Services, site: Site) -> Any:
        return it.parameter(self.places[site.name], site.shape)

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        first = f"{site.name}{SUFFIX}" not in self.sites
        filled = Filled(self, it, site, dist, obs, entries, as_values=True)
        if first and filled.site.constraint is not None:
            keep_bounds(it, filled.site.name, filled.site.constraint)
        return filled.value


def keep_bounds(it: Services, name: str, chosen: Constraint) -> None:
    """Puts out the bounds of a set that are not known before the run."""
    if chosen.moves():
        for k, bound in moving(chosen):
            it.output(bound_of(name, k), bound)


def laid_out(values: Mapping[str, np.ndarray], n: int) -> tuple[np.ndarray, dict[str, int]]:
    """Rows of all values, one behind the other, and where each begins."""
    places, at = {}, 0
    for name, a in values.items():
        places[name], at = at, at + int(np.prod(a.shape[1:]))
    return np.ascontiguousarray(np.concatenate([np.zeros((n, 0)), *(np.reshape(a, (n, -1)).astype(float) for a in values.values())], axis=1)), places


def moving(chosen: Constraint) -> Iterator[tuple[int, Any]]:
    """The bounds that are not numbers of the source, and which they are."""
    return ((k, p) for k, p in enumerate(chosen.params) if not is_plain(p))


def bound_of(name: str, k: int) -> str:
    """What a bound of a site is called among outputs: no site has a name like this."""
    return f"{name}/{k}"


def moves(site: Site) -> bool:
    """Do the coordinates of a value depend on other parameters or on data?"""
    return site.noncentered or (site.constraint is not None and site.constraint.moves())


def bounds_of(site: Site, found: Mapping[str, np.ndarray]) -> list[int]:
    """Which bounds of a site's set were put out."""
    assert site.constraint is not None, "parameters have a set"
    return [k for k in range(len(site.constraint.params)) if bound_of(site.name, k) in found]


def set_at(site: Site, found: Mapping[str, np.ndarray]) -> Constraint:
    """The set of a site for many draws at once, with the bounds of each as `Back` found them."""
    assert site.constraint is not None, "parameters have a set"
    params = list(site.constraint.params)
    for k in bounds_of(site, found):
        params[k] = alongside(found[bound_of(site.name, k)], site.shape)
    return Constraint(site.constraint.kind, tuple(params))


def alongside(bound: np.ndarray, shape: Shape) -> np.ndarray:
    """Bounds of many draws, with the axes that make them broadcast to as many values of this shape."""
    return bound.reshape(len(bound), *(1,) * (len(shape) + 1 - bound.ndim), *bound.shape[1:])


def coordinates_at(site: Site, x: np.ndarray, found: Mapping[str, np.ndarray]) -> tuple[np.ndarray, str]:
    """(coordinates of values that are stacked on a leading axis, what stands against them)."""
    chosen = set_at(site, found)
    if site.noncentered:
        return chosen.inverse(found[site.name]), ""
    problem = astray(site, x, chosen)
    return (x if problem else chosen.inverse(x.astype(float))), problem


def standard_draw(dist: Distribution, x: np.ndarray) -> np.ndarray:
    """The draw that a non-centred value stands for; nan where its distribution leaves none."""
    with np.errstate(all="ignore"):
        try:
            return np.asarray(dist.unshift(x))
        except np.linalg.LinAlgError:
            return np.full(x.shape, np.nan)


def as_array(value: Any) -> np.ndarray:
    """A given value as an array, of objects where it is none of numbers."""
    try:
        return np.asarray(value)
    except ValueError:
        return np.asarray(value, object)


def unusable(site: Site, chosen: Constraint, x: np.ndarray) -> str:
    """Why a value cannot be that of a parameter; empty when it can."""
    if x.dtype.kind not in "fiub":
        return f"holds {x.dtype} data, not numbers: {shown(x)}"
    if x.shape != site.shape:
        return f"has shape {x.shape}, not {site.shape}"
    if not np.isfinite(x).all():
        return f"must be finite, not {shown(x)}"
    return f"lies outside of {chosen}: {shown(x)}" if np.any(strays(chosen, x)) else ""


def astray(site: Site, x: np.ndarray, chosen: Constraint) -> str:
    """What is wrong with values of a parameter, stacked on a leading axis, some of which lie off its set; empty when none does."""
    bad = strays(chosen, x)
    rows = np.flatnonzero(bad.reshape(len(x), -1).any(axis=1)) if bad.size else []
    if not len(rows):
        return ""
    return f"`{site.name}`: {len(rows)} of {len(x)} values lie outside of {site.constraint}, the first is number {rows[0]}: {shown(x[rows[0]])}"


def shown(x: np.ndarray) -> str:
    """A value in a message, of large ones the ends."""
    return np.array2string(np.asarray(x), precision=6, threshold=12, edgeitems=2, separator=", ").replace("\n", "")

"""The way back: from constrained values of parameters to their coordinates, in a run in CPython."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Data
from ..spaces.outside import strays
from .interpretation import Interpretation
from .services import Services
from .table import Binding, Site


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


def astray(site: Site, x: np.ndarray) -> str:
    """What is wrong with values of a parameter, stacked on a leading axis, some of which lie off its set; empty when none does."""
    assert site.constraint is not None, "parameters have a set"
    bad = strays(site.constraint, x)
    rows = np.flatnonzero(bad.reshape(len(x), -1).any(axis=1)) if bad.size else []
    if not len(rows):
        return ""
    return f"`{site.name}`: {len(rows)} of {len(x)} values lie outside of {site.constraint}, the first is number {rows[0]}: {shown(x[rows[0]])}"


def shown(x: np.ndarray) -> str:
    """A value in a message, of large ones the ends."""
    return np.array2string(np.asarray(x), precision=6, threshold=12, edgeitems=2, separator=", ").replace("\n", "")

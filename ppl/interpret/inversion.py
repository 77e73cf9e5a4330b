"""The way back: from constrained values of parameters to their coordinates, in a run in CPython."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.constraints import Constraint, strays
from ..base.distribution import AnyForm
from ..base.types import Data
from .interpretation import Interpretation
from .services import Services
from .table import Binding, Site


class Invert(Interpretation):
    """CPython only: coordinates of given constrained values; nan where none are given (the model goes on with those of z)."""

    def __init__(self, binding: Binding, values: Data, z: np.ndarray):
        super().__init__(binding)
        self.values, self.z = values, z
        self.problems: list[str] = []

    def value(self, it: Services, site: Site, dist: AnyForm | None, chosen: Constraint) -> Any:
        if site.name not in self.values:
            return super().value(it, site, dist, chosen)
        x = np.asarray(self.values[site.name], float)
        if x.shape != site.shape:
            self.problems.append(f"`{site.name}` has shape {x.shape}, not {site.shape}")
            return super().value(it, site, dist, chosen)
        if np.any(strays(chosen, x)):
            self.problems.append(f"`{site.name}`: the value lies outside of {chosen}")
            return super().value(it, site, dist, chosen)
        x = chosen.interior(x)
        with np.errstate(all="ignore"):
            u = dist.family.unshift(x, *dist.params) if site.noncentered and dist is not None else chosen.inverse(x)
        if not np.all(np.isfinite(u)):
            self.problems.append(f"`{site.name}`: no coordinates stand for the value")
        self.z[site.offset : site.offset + site.size] = np.ravel(u)
        return x if x.shape else x[()]


def astray(site: Site, x: np.ndarray) -> str:
    """What is wrong with values of a parameter, stacked on a leading axis, some of which lie off its set; empty when none does."""
    assert site.constraint is not None, "parameters have a set"
    bad = strays(site.constraint, x)
    rows = np.flatnonzero(bad.reshape(len(x), -1).any(axis=1)) if bad.size else []
    return f"`{site.name}`: {len(rows)} of {len(x)} values lie outside of {site.constraint}, the first is number {rows[0]}" if len(rows) else ""

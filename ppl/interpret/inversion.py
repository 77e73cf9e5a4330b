"""The way back: from constrained values of parameters to their coordinates, in a run in CPython."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.constraints import Constraint
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
        with np.errstate(all="ignore"):
            u = dist.family.unshift(x, *dist.params) if site.noncentered and dist is not None else chosen.inverse(x)
        if not np.all(np.isfinite(u)):
            self.problems.append(f"`{site.name}`: the value lies outside of {chosen}")
        self.z[site.offset : site.offset + site.size] = np.ravel(u)
        return x if x.shape else x[()]

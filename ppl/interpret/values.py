"""Values of parameters and deterministics, in the constrained space; and those of observations."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..base.types import Truth, Value
from ..missing.entries import Entries
from .interpretation import Interpretation, Score
from .services import Services
from .table import Binding, Site


class Values(Interpretation):
    """Parameters and deterministics, those of `names` (None: all)."""

    def __init__(self, binding: Binding, names: Container[str] | None = None):
        super().__init__(binding)
        self.names = names

    def wants(self, name: str) -> bool:
        return self.names is None or name in self.names

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        if self.wants(site.name):
            self.output(it, site.name, x)

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        if self.wants(name):
            self.output(it, name, value)


class Observed(Interpretation):
    """CPython only: what was observed, nan where something is missing or `where=` says that nothing was."""

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        self.output(it, site.name, obs if where is None else with_gaps(np.asarray(obs), np.asarray(where)))
        return obs

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        self.observed(it, site, dist, obs, where)
        return super().completed(it, site, dist, obs, where, entries)


def with_gaps(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Values with nan where the mask is off, which has one truth value an event."""
    seen = mask.reshape(mask.shape + (1,) * (values.ndim - mask.ndim))
    return values if mask.all() else np.where(seen, values, np.nan)

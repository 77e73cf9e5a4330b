"""A record of one run in CPython: value and log density of each site, beside the log density of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..base.types import Dims, Value
from .interpretation import Score
from .running import refused
from .scoring import LogDensity
from .services import Services
from .table import Binding, Site


class SiteRecord(NamedTuple):
    """What a run made of a site: its value, and its log density (a parameter's with its Jacobian; None where there is none)."""

    value: Any
    log_density: float | None


class Record(LogDensity):
    """CPython only: value and log density of each site, beside the log density."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.record: dict[str, SiteRecord] = {}

    def wants(self, name: str) -> bool:
        return True

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        total = np.sum(jacobian) + (0.0 if score is None else np.sum(score()))
        self.record[site.name] = SiteRecord(kept(x), total)
        it.add("target", total)

    def on_more(self, it: Services, site: Site, jacobian: Value) -> None:
        value, before = self.record[site.name]
        self.record[site.name] = SiteRecord(value, (before or 0.0) + np.sum(jacobian))
        it.add("target", jacobian)

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        self.scored(it, site.name, obs, score())

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        self.scored(it, name, value, value)

    def generated(self, it: Services, block: Any, *, dims: Mapping[str, Dims] | None = None) -> None:
        """Values of a block are no part of the density: nan where it gives up."""
        try:
            super().generated(it, block, dims=dims)
        except Exception as e:
            if not refused(e):
                raise
            asked = [site for site in self.binding.sites.values() if site.asked]
            self.record |= {site.name: SiteRecord(np.full(self.binding.whole_shape(site), np.nan)[()], None) for site in asked}
            self.asked = False

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        self.record[name] = SiteRecord(kept(value) if name not in self.binding.generated else np.full(np.shape(value), np.nan)[()], None)

    def scored(self, it: Services, name: str, value: Value, score: Value) -> None:
        """One more visit of a site: its log densities add up."""
        before = self.record[name].log_density if name in self.record else None
        self.record[name] = SiteRecord(kept(value), (before or 0.0) + np.sum(score))
        it.add("target", score)


def kept(value: Value) -> Any:
    """A value as it is now: the model may write to its array later."""
    return value.copy() if isinstance(value, np.ndarray) else value

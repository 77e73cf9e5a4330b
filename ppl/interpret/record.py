"""A record of one run in CPython: value and log density of each site, beside the log density of the whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from .scoring import LogDensity
from .table import Binding


class Record(LogDensity):
    """CPython only: value and log density of each site, beside the log density."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.record: dict[str, tuple[Any, Any]] = {}

    def wants(self, name: str) -> bool:
        return True

    def on_parameter(self, it, site, x, jacobian, score):
        lp = None if score is None else score()
        self.record[site.name] = (x, np.sum(jacobian) + (0.0 if lp is None else np.sum(lp)))
        it.add("target", self.record[site.name][1])

    def on_observed(self, it, site, obs, score):
        lp = score()
        old = self.record.get(site.name, (None, 0.0))
        self.record[site.name] = (obs, old[1] + np.sum(lp))
        it.add("target", lp)

    def on_factor(self, it, name, value, likelihood):
        old = self.record.get(name, (None, 0.0))
        self.record[name] = (value, old[1] + np.sum(value))
        it.add("target", value)

    def on_deterministic(self, it, name, value):
        self.record[name] = (value, None)

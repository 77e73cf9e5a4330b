"""What sites mean in runs that stay in CPython: a record of all sites, simulation, and the way back from values to coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..ir.errors import ModelError
from .distribution import rejection
from .interpretation import Interpretation
from .interpretations import LogDensity
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


class Draw(Interpretation):
    """CPython only: draws parameters from the prior (unless z gives them), observations and generated values."""

    def __init__(self, binding: Binding, rng: np.random.Generator, prior: bool):
        super().__init__(binding)
        self.rng, self.prior = rng, prior
        self.values: dict[str, Any] = {}
        self.predicted: dict[str, list[Any]] = {}

    def wants(self, name: str) -> bool:
        return True

    def value(self, it, site, dist, chosen):
        if not self.prior:
            return super().value(it, site, dist, chosen)
        if dist is None:
            raise ModelError(f"`{site.name}` has no prior to draw from: it is flat on {chosen}")
        self.values[site.name] = x = self.restricted_draw(site, dist, chosen)
        return x

    def restricted_draw(self, site, dist, chosen):
        if not site.restricted:
            return dist.draw(self.rng, site.shape)
        test = chosen.kind.check or chosen.kind.contains
        return rejection(
            lambda: dist.draw(self.rng, site.shape), lambda x: test(x, *chosen.params), f"`{site.name}` restricted to {chosen}"
        )

    def on_parameter(self, it, site, x, jacobian, score):
        self.values[site.name] = x

    def observed(self, it, site, obs, where):
        x = site.dist.draw(self.rng, site.shape)
        if where is not None:
            x = np.where(where, x, obs)
        self.predicted.setdefault(site.name, []).append(x)
        return x

    def on_factor(self, it, name, value, likelihood):
        if self.prior and not likelihood:
            raise ModelError(f"the factor `{name}` has no prior draw: it changes the prior's density")

    def on_generate(self, it, site):
        x = site.dist.draw(self.rng, site.shape)
        self.predicted.setdefault(site.name, []).append(x)
        return x

    def on_deterministic(self, it, name, value):
        self.values[name] = value


class Invert(Interpretation):
    """CPython only: coordinates of given constrained values; nan where none are given (the model goes on with those of z)."""

    def __init__(self, binding: Binding, values: dict[str, Any], z: np.ndarray):
        super().__init__(binding)
        self.values, self.z = values, z
        self.problems: list[str] = []

    def value(self, it, site, dist, chosen):
        if site.name not in self.values:
            return super().value(it, site, dist, chosen)
        x = np.asarray(self.values[site.name], float)
        if x.shape != site.shape:
            self.problems.append(f"`{site.name}` has shape {x.shape}, not {site.shape}")
            return super().value(it, site, dist, chosen)
        with np.errstate(all="ignore"):
            u = dist.family.unshift(x, *dist.params) if site.noncentered else chosen.kind.inverse(x, *chosen.params)
        if not np.all(np.isfinite(u)):
            self.problems.append(f"`{site.name}`: the value lies outside of {chosen}")
        self.z[site.offset : site.offset + site.size] = np.ravel(u)
        return x if x.shape else x[()]

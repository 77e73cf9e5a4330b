"""What sites mean in runs that show, draw or invert values: a record of all sites, simulation, the way back to coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.draws import TRIES, redrawn
from ..base.functions import where as choose
from .host import Host
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
    """Draws parameters from the prior (unless z gives them), observations and generated values."""

    def __init__(self, binding: Binding, prior: bool):
        super().__init__(binding)
        self.prior = prior

    def wants(self, name: str) -> bool:
        return True

    def value(self, it, site, dist, chosen):
        if not self.prior:
            return super().value(it, site, dist, chosen)
        if dist is None:
            raise it.error(f"`{site.name}` has no prior to draw from: it is flat on {chosen}")
        x = self.restricted_draw(it, site, dist, chosen)
        self.output(it, site.name, x)
        return x

    def restricted_draw(self, it, site, dist, chosen):
        if not site.restricted:
            return it.call(dist.draw, it.generator, site.shape)
        if chosen.kind.axes:
            return whole_redrawn(it, site, dist, chosen)
        return it.call(redrawn, it.generator, dist, site.shape, chosen)

    def on_parameter(self, it, site, x, jacobian, score):
        self.output(it, site.name, x)

    def observed(self, it, site, obs, where):
        x = it.call(site.dist.draw, it.generator, site.shape)
        if where is not None:
            x = it.call(choose, where, x, obs)
        self.output(it, site.name, x)
        return x

    def on_factor(self, it, name, value, likelihood):
        if self.prior and not likelihood:
            raise it.error(f"the factor `{name}` has no prior draw: it changes the prior's density")

    def on_generate(self, it, site):
        x = it.call(site.dist.draw, it.generator, site.shape)
        self.output(it, site.name, x)
        return x

    def on_deterministic(self, it, name, value):
        self.output(it, name, value)


def whole_redrawn(it: Any, site: Any, dist: Any, chosen: Any) -> Any:
    """A vector restricted as a whole (ordered, simplex), in CPython: drawn until it fits."""
    if not isinstance(it, Host):
        raise it.error(f"a prior draw of `{site.name}`, restricted to {chosen}, is made in CPython")
    for _ in range(TRIES):
        x = dist.draw(it.generator, site.shape)
        if np.all(chosen.kind.check(x, *chosen.params)):
            return x
    raise it.error(f"`{site.name}` restricted to {chosen}: {TRIES} draws in a row fell outside of it")


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

"""Simulation: parameters drawn from their priors (or given by z), observations and generated values drawn from their distributions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.draws import TRIES, redrawn
from ..base.functions import where as choose
from .host import Host
from .interpretation import Interpretation
from .table import Binding


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

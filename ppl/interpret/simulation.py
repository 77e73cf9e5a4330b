"""Simulation: parameters drawn from their priors (or given by z), observations and generated values drawn from their distributions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.library.random import IMPOSSIBLE
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.draws import can_be_drawn, redrawn, redrawn_whole
from ..base.types import Shape, Truth, Value
from ..missing.entries import Entries
from ..missing.sites import Filled
from ..structure.drawing import drawn_by
from .interpretation import Interpretation, Score
from .services import Services
from .table import Binding, Site


class Draw(Interpretation):
    """Draws parameters from the prior (unless z gives them), observations and generated values."""

    def __init__(self, binding: Binding, prior: bool):
        super().__init__(binding)
        self.prior = prior

    def wants(self, name: str) -> bool:
        return True

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        if not self.prior:
            return super().value(it, site, dist, chosen)
        if dist is None:
            raise it.error(f"`{site.name}` has no prior to draw from: it is flat on {chosen}")
        x = self.restricted_draw(it, site, dist, chosen)
        self.output(it, site.name, x)
        return x

    def restricted_draw(self, it: Services, site: Site, dist: Distribution, chosen: Constraint) -> Any:
        """A draw of the prior, again and again where it falls outside of a constraint of the site's own."""
        if not site.restricted:
            return it.call(dist.draw, it.generator, site.shape)
        if not can_be_drawn(dist, chosen):
            raise it.error(f"`{site.name}` has no prior draw: those of {dist} never lie in the set {chosen}", chosen.kind.thin)
        return it.call(redrawn_whole if chosen.kind.axes else redrawn, it.generator, dist, site.shape, chosen)

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        self.output(it, site.name, x)

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        x = it.call(dist.draw, it.generator, site.shape)  # also where nothing was observed: what is there is a filler
        self.output(it, site.name, x)
        return x

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        Filled(self, it, site, dist, obs, entries)       # its parameter has its place in z
        return self.observed(it, site, dist, obs, where)

    def factor(self, it: Services, name: str, value: Value, likelihood: bool = False, *, draw: Any = None) -> None:
        super().factor(it, name, value, likelihood, draw=draw)
        if draw is not None:
            made = drawn_by(it, name, draw)
            drawn = it.call(made.draw, it.generator, made.batch(it.shape) + made.event(it.shape)) if isinstance(made, Distribution) else made
            self.passed(it, name, drawn, self.binding.drawn.get(name))

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        if self.prior and not likelihood:
            raise it.error(f"the factor `{name}` has no prior draw: it changes the prior's density")

    def on_generate(self, it: Services, site: Site, dist: Distribution) -> Any:
        x = it.call(dist.draw, it.generator, site.shape)
        self.output(it, site.name, x)
        return x

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        self.output(it, name, value)

    def drawn(self, it: Services, dist: Distribution, shape: Shape) -> Any:
        x = super().drawn(it, dist, shape)
        return it.call(counted, x) if dist.discrete else x


def counted(x: Value) -> Value:
    """Counts, which what the model makes of them would hide where they could not be drawn; numbers are nan then, and stay so."""
    if np.any(x == IMPOSSIBLE):
        raise ValueError("a count could not be drawn: a parameter of its distribution is not finite or outside of its domain, or it is beyond 64 bits")
    return x

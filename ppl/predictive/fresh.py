"""Predictions for new data: the parameters are given by their values, nan where a draw of the prior is wanted; all else follows from the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.functions import where as choose
from ..base.types import Dims, Truth, Value
from ..interpret.inversion import keep_bounds
from ..interpret.services import Services
from ..interpret.shapes import as_dims
from ..interpret.simulation import Draw
from ..interpret.table import Binding, Site
from ..missing.entries import Entries
from ..missing.sites import Filled, row


class Fresh(Draw):
    """Draws what is not given. `places` are where values stand in a row: of parameters, and of the sites that are `held` at a value."""

    def __init__(self, binding: Binding, places: Mapping[str, int], unknown: Collection[str], held: Collection[str], going_on: Collection[str]):
        """Of those that are `unknown` in part some are `going_on`: vectors whose first entries are known."""
        super().__init__(binding, prior=False)
        self.places, self.unknown, self.held, self.going_on = places, unknown, held, going_on

    def given(self, it: Services, site: Site) -> Any:
        """The site's value in the row."""
        passes = self.binding.passes.get(site.name)
        if passes is None or passes.count == 1:
            return it.parameter(self.places[site.name], site.shape)
        return it.call(row, it.parameter(self.places[site.name], passes.whole), it.visit(f"do {site.name}", passes.count))

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = self.given(it, site)
        if site.name in self.unknown and dist is not None:
            drawn = self.restricted_draw(it, site, dist, chosen)
            x = it.call(continued, dist, x, drawn) if site.name in self.going_on else it.call(known_or, x, drawn)
        keep_bounds(it, site.name, chosen)
        self.output(it, site.name, x)
        return x

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        drawn = self.on_generate(it, site, dist)
        if site.name in self.held:
            return drawn
        return it.call(known_or, obs, drawn) if it.dtype(obs) == "f8" else obs

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        if site.name in self.held:
            Filled(self, it, site, dist, obs, entries, as_values=True)       # its parameter has its place
            return self.on_generate(it, site, dist)
        drawn = it.call(dist.draw, it.generator, site.shape)
        filled = Filled(self, it, site, dist, obs, entries, as_values=True)
        value = it.call(continued, dist, filled.value, drawn) if dist.causal else it.call(known_or, filled.value, drawn)
        self.output(it, site.name, it.call(behind, filled.value, drawn, value) if dist.causal else drawn)
        return value

    def coordinates(self, it: Services, site: Site) -> Any:
        return self.given(it, site)

    def deterministic(self, it: Services, name: str, value: Any, *, dims: Dims | None = None) -> Any:
        if name not in self.held:
            return super().deterministic(it, name, value, dims=dims)
        site = Site(name, "deterministic", self.binding.sites[name].shape, as_dims(it, name, dims))
        self.register(it, site)
        return self.on_generate(it, site, None)

    def on_generate(self, it: Services, site: Site, dist: Distribution | None) -> Any:
        if dist is not None and site.name not in self.held:
            return super().on_generate(it, site, dist)
        x = self.given(it, site)
        self.output(it, site.name, x)
        return x


def known_or(x: Value, drawn: Value) -> Value:
    """Values, where they are nan the draws."""
    return choose(x == x, x, drawn)


def behind(x: Value, drawn: Value, value: Value) -> Value:
    """What is predicted of a series: another one where it is known, how it goes on where it is not."""
    return choose(x == x, drawn, value)


def continued(dist: Distribution, x: Value, drawn: Value) -> Value:
    """Vectors whose first entries are known, nan behind them: those follow from standard draws that go on as those of another vector do."""
    u = choose(x == x, dist.unshift(known_or(x, drawn)), dist.unshift(drawn))
    return known_or(x, dist.shift(u))

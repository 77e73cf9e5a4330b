"""Predictions for new data: the parameters are given by their values, nan where a draw of the prior is wanted; all else follows from the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.functions import where as choose
from ..base.types import Dims, Truth, Value
from ..forms.noncentered import Noncentered
from ..interpret.maps.inversion import keep_bounds
from ..interpret.services import Services
from ..interpret.shapes import as_dims
from ..interpret.simulation import Draw
from ..interpret.table import Binding, Site
from ..missing.entries import Entries
from ..missing.sites import Filled, row
from ..parts.conditional import completes, draw_given


class Fresh(Draw):
    """Draws what is not given. `places` are where values stand in a row: of parameters, and of the sites that are `held` at a value."""

    def __init__(self, binding: Binding, places: Mapping[str, int], unknown: Collection[str], held: Collection[str], going_on: Collection[str],
                 gaps: bool):
        """Of those that are `unknown` in part some are `going_on`: vectors whose first entries are known. `gaps`: do data hold nan?"""
        super().__init__(binding, prior=False)
        self.places, self.unknown, self.held, self.going_on, self.gaps = places, unknown, held, going_on, gaps

    def given(self, it: Services, site: Site) -> Any:
        """The site's value in the row."""
        passes = self.binding.passes.get(site.name)
        if passes is None or passes.count == 1:
            return it.parameter(self.places[site.name], site.shape)
        return it.call(row, it.parameter(self.places[site.name], passes.whole), it.visit(f"do {site.name}", passes.count))

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = self.given(it, site)
        if site.name in self.unknown and dist is not None:
            on = site.name in self.going_on
            x = self.rest(it, dist, x) if on else it.call(known_or, x, self.restricted_draw(it, site, dist, chosen))
        keep_bounds(it, site.name, chosen)
        self.output(it, site.name, x)
        return x

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        if site.name in self.held:
            return self.on_generate(it, site, dist)
        drawn = self.beside(it, site, dist, obs)
        return it.call(known_or, obs, drawn) if it.dtype(obs) == "f8" else obs

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        if site.name in self.held:
            Filled(self, it, site, dist, obs, entries, as_values=True)       # its parameter has its place
            return self.on_generate(it, site, dist)
        filled = Filled(self, it, site, dist, obs, entries, as_values=True)
        return it.call(known_or, filled.value, self.beside(it, site, dist, filled.value))

    def beside(self, it: Services, site: Site, dist: Distribution, obs: Value) -> Any:
        """What is predicted: another value where one is known as a whole, where it is known in part that part and a draw of the rest given it."""
        if not (dist.axes and self.gaps and it.dtype(obs) == "f8" and it.call(completes, dist)):
            return self.on_generate(it, site, dist)
        x = self.rest(it, dist, obs)
        self.output(it, site.name, x)
        return x

    def rest(self, it: Services, dist: Distribution, x: Value) -> Any:
        """Draws given what is known of them."""
        return it.call(draw_given, dist.base if isinstance(dist, Noncentered) else dist, it.generator, x)

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

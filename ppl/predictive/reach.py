"""Which factors depend on parameters that are to be drawn for new labels: those are a part of what such a parameter follows, and its prior alone is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from ...ir.errors import CompileError
from ...lang.stager import Stager
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Truth, Value
from ..interpret.interpretation import Interpretation
from ..interpret.services import Services
from ..interpret.table import Binding, Definition, Site
from ..missing.entries import Entries
from ..missing.sites import Filled
from ..staged_model import staged


class Reach(Interpretation):
    """Staged only: the factors, where values of the parameters in question are numbers that are given, and all others stand in the row."""

    def __init__(self, binding: Binding, places: Mapping[str, int], unknown: Collection[str]):
        super().__init__(binding)
        self.places, self.unknown = places, unknown

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        return self.coordinates(it, site)

    def coordinates(self, it: Services, site: Site) -> Any:
        assert isinstance(it, Stager), "values are given to staged code"
        return it.draw_given(site.shape) if site.name in self.unknown else it.parameter(self.places[site.name], site.shape)

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        return Filled(self, it, site, dist, obs, entries, as_values=True).value

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        if not likelihood:
            it.output(name, it.call(total, value), self.binding.passes[name].count)


def total(x: Value) -> Value:
    """The sum of all elements: it depends on what any of them does."""
    return np.sum(x)


def reached(model: Definition, binding: Binding, unknown: Collection[str]) -> list[str]:
    """Names of these factors; of a model that cannot be looked through, all."""
    from ...ad.influence import influenced

    places, at = {}, 0
    for site in binding.parameters:
        places[site.name], at = at, at + int(np.prod(site.shape))
    factors = [s.name for s in binding.sites.values() if s.kind == "factor"]
    most = max(int(np.prod(s.shape)) for s in binding.parameters if s.name in unknown)
    try:
        found = influenced(staged(model, binding, lambda b: Reach(b, places, unknown), given=max(most, 1), row=at), 1)
    except CompileError:
        return factors
    return [name for name in factors if name in found]

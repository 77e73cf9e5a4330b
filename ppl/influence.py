"""What of a model depends on draws of `ppl.generate` and `ppl.random`: deterministics that do are parts of predictions, and nothing that is scored may."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..ir.errors import CompileError, ModelError
from ..lang.stager import Stager
from .base.distribution import Distribution
from .base.types import Shape, Value
from .interpret.interpretation import Score
from .interpret.services import Services
from .interpret.table import Binding, Definition, Site
from .interpret.values import Values
from .missing.masks import as_count
from .staged_model import staged

SCORED = "/"                                     # before a site's name: what is scored there


class Given(Values):
    """Staged only: deterministics, parameters and the log densities of sites, where draws are numbers that are given."""

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        self.scored(it, site.name, it.call(total, x, jacobian, 0.0 if score is None else score()))

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        self.scored(it, site.name, it.call(total, score()))

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        self.scored(it, name, it.call(total, value))

    def scored(self, it: Services, name: str, sum_: Value) -> None:
        if name in self.binding.passes:
            it.output(SCORED + name, sum_, self.binding.passes[name].count)

    def on_generate(self, it: Services, site: Site, dist: Distribution) -> Any:
        return self.drawn(it, dist, site.shape)

    def drawn(self, it: Services, dist: Distribution, shape: Shape) -> Any:
        assert isinstance(it, Stager), "draws are given to staged code"
        x = it.draw_given(shape)
        return it.call(as_count, x) if dist.discrete else x


def total(one: Value, two: Value = 0.0, three: Value = 0.0) -> Value:
    """The sum of all elements: it depends on what any of them does."""
    return np.sum(one) + np.sum(two) + np.sum(three)


def generated(model: Definition, binding: Binding) -> frozenset[str]:
    """Names of these deterministics; ModelError where what is scored depends on a draw. Of a model that cannot be looked through, all that
    stand behind the first draw, or in a loop."""
    from ..ad.influence import influenced

    named = [binding.passes[s.name].elements for s in binding.sites.values() if s.kind == "generated" or s.drawn]
    try:
        found = influenced(staged(model, binding, Given, given=max(1, binding.randoms, *named)), 1)
    except CompileError:
        return behind(binding)
    for name in sorted(n.removeprefix(SCORED) for n in found if n.startswith(SCORED) and not binding.away):
        raise ModelError(f"`{name}` depends on a draw of ppl.generate{binding.sites[name].where}, which only deterministics may",
                         hint="what is scored is made by ppl.sample; draws of ppl.generate are for predictions")  # fmt: skip
    return frozenset(n for n in found if not n.startswith(SCORED))


def behind(binding: Binding) -> frozenset[str]:
    """The deterministics that could depend on a draw, by where they stand."""
    order = list(binding.sites.values())
    first = next((k for k, s in enumerate(order) if s.kind == "generated" or s.drawn), len(order))
    return frozenset(s.name for k, s in enumerate(order)
                     if s.kind == "deterministic" and (k > first or s.asked and binding.randoms > 0 or binding.passes[s.name].count > 1))  # fmt: skip

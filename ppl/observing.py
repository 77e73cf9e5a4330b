"""What a bound model observes, and which of it is no data: the model is run at several points, in machine code where CPython would take long."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from .base.distribution import Distribution
from .base.types import Truth, Value
from .interpret.interpretation import Interpretation
from .interpret.services import Services
from .interpret.table import Binding, Definition, Site
from .interpret.values import alike, elsewhere, moving, observed_at
from .programs import Programs

MANY = 2000                                      # visits of sites from which on compiling takes less time than CPython


class Seen(Interpretation):
    """What sites observe, where all of it exists."""

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        self.output(it, site.name, obs)
        return obs


class Observing:
    """The observations of a bound model."""

    def __init__(self, model: Definition, binding: Binding, programs: Programs):
        self.model, self.binding, self.programs = model, binding, programs

    @cached_property
    def seen(self) -> dict[str, np.ndarray]:
        """What sites observe at the point of the binding."""
        return self.looked[0]

    @cached_property
    def moving(self) -> frozenset[str]:
        """Observed sites whose obs= depends on parameters."""
        there, same = self.looked
        return frozenset() if same or not self.binding.dim else moving(self.model.function, self.binding, there)

    @cached_property
    def looked(self) -> tuple[dict[str, np.ndarray], bool]:
        """What is seen, and whether it is known to be the same at other points."""
        self.programs.check_unchanged()
        binding, observed = self.binding, [s for s in self.binding.sites.values() if s.kind == "observed"]
        if not observed:
            return {}, True
        whole = not binding.missing and not any(s.drawn or binding.mask(s.name) is not None for s in observed)
        if not whole or sum(passes.count for passes in binding.passes.values()) < MANY:
            return observed_at(self.model.function, binding, binding.point), False
        found = self.programs.outputs("seen", Seen, np.array([binding.point, *elsewhere(binding)]))
        return {name: a[0] for name, a in found.items()}, all(alike(a[0], row) for a in found.values() for row in a[1:])

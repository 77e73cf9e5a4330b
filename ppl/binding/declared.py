"""Binding without a run of the model's body in CPython, for models that declare all their parameters first: the declarations are run, and the compiled density
says whether the rest runs. What else a run finds, it finds when somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from ...ir.errors import LlbayesError
from ..base.distribution import Distribution
from ..base.types import Code
from ..interpret.check import Check
from ..interpret.host import Host
from ..interpret.running import run
from ..interpret.table import Binding, Site

if TYPE_CHECKING:
    from ...ad.logdensity import NativeDensity
    from ..base.constraints import Constraint
    from ..definition import Model
    from ..interpret.services import Services
    from ..posterior import Posterior

POINTS = 3                                       # at which the density is looked at


class LastDeclared(Exception):
    """All parameters are made: nothing else of the model is run."""


class Declarations(Check):
    """The run up to the last of so many parameters."""

    def __init__(self, binding: Binding, host: Host, count: int):
        super().__init__(binding, host)
        self.count = count

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        x = super().value(it, site, dist, chosen)
        if len(self.sites) == self.count:
            raise LastDeclared
        return x


def by_declarations(model: Model, function: Code, binding: Binding, count: int) -> Posterior | None:
    """The posterior of a model that begins with its `count` parameters, `function` the one that is run; None where something stands against that, which a
    run of the whole model says better."""
    host = Host(np.zeros(0))
    found = Declarations(binding, host, count)
    try:
        run(function, found, host, binding.data)
    except LastDeclared:
        pass
    except Exception:
        return None
    if found.problems or len(found.sites) != count:
        return None
    binding.declared = list(found.sites.values())
    posterior = model.posterior(binding)
    try:
        density = posterior.programs.density()
    except LlbayesError:
        binding.declared = None
        return None
    binding.point = finite_point(density, binding.dim)
    if len(binding.point):
        binding.postpone(lambda: model.tried(binding))
    else:
        model.tried(binding)                                     # says what is wrong, if anything is
    return posterior


def finite_point(density: NativeDensity, dim: int) -> np.ndarray:
    """A point where the density is finite; without coordinates where none was found."""
    for z in points(dim):
        with suppress(LlbayesError):                             # what stands against a point, not against the model
            if np.isfinite(density.value_and_grad(z)[0]):
                return z
    return np.zeros(0)


def points(dim: int) -> Iterator[np.ndarray]:
    """The middle, and others around."""
    yield np.zeros(dim)
    rng = np.random.default_rng(0)
    for _ in range(POINTS - 1):
        yield rng.normal(size=dim)

"""Log densities of sites: their sum, those of each observation, those of each parameter."""

from __future__ import annotations

from typing import Any

from ..base.types import Value
from ..missing.entries import SUFFIX
from .interpretation import Interpretation, Score
from .services import Services
from .table import Site


class LogDensity(Interpretation):
    """The log density of z, all constants and Jacobians kept."""

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        it.add("target", jacobian)
        if score is not None:
            it.add("target", score())

    def on_more(self, it: Services, site: Site, jacobian: Value) -> None:
        it.add("target", jacobian)

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        it.add("target", score())

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        it.add("target", value)

    def finish(self, it: Services, result: Any) -> Any:
        return it.accumulated("target")


class Pointwise(Interpretation):
    """Log likelihood of each observation."""

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        self.passed(it, site.name, score(), self.binding.scores.get(site.name))

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        if likelihood:
            self.output(it, name, value)


class LogPrior(Interpretation):
    """Log density of each parameter in the constrained space, without Jacobians; a non-centred site counts its standard draw."""

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        if score is not None:
            it.output(site.name, score())  # one for each value, vector or matrix

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        if site.name in self.binding.missing:           # of all entries: `log_prior` takes those that are missing
            self.passed(it, f"{site.name}{SUFFIX}", score(), self.binding.scores.get(site.name))

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        if not likelihood:
            self.output(it, name, value)

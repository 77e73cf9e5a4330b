"""Log densities of sites: their sum, those of each observation, those of each parameter."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Truth, Value
from ..missing.entries import SUFFIX
from .interpretation import Interpretation, Score
from .services import Services, support_of
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


class Guarded(LogDensity):
    """The same for data that no run has looked at: -inf everywhere where an observation lies outside of its support. What is counted depends on data alone,
    so that the split at binding takes it out of the density."""

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        support = support_of(it, dist)
        if support.restricts() and not support.moves():
            it.add("outside", it.call(outside, support, obs))
        return super().observed(it, site, dist, obs, where)

    def finish(self, it: Services, result: Any) -> Any:
        return it.call(unless, it.accumulated("outside"), it.accumulated("target"))


def outside(support: Constraint, obs: Value) -> Value:
    """How many observations do not lie in the set."""
    return np.sum(np.where(support.contains(obs), 0.0, 1.0))


def unless(outside: float, target: Value) -> Value:
    """The log density, where no observation lies outside."""
    return target if outside == 0.0 else -math.inf


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

"""What sites mean to a posterior: density, pointwise log likelihood, log prior, values. Compiled, and in CPython on the host."""

from __future__ import annotations

from typing import Any

from .interpretation import Interpretation
from .table import Binding


class LogDensity(Interpretation):
    """The log density of z, all constants and Jacobians kept."""

    def on_parameter(self, it, site, x, jacobian, score):
        it.add("target", jacobian)
        if score is not None:
            it.add("target", score())

    def on_observed(self, it, site, obs, score):
        it.add("target", score())

    def on_factor(self, it, name, value, likelihood):
        it.add("target", value)

    def finish(self, it, result):
        return it.accumulated("target")


class Pointwise(Interpretation):
    """Log likelihood of each observation."""

    def on_observed(self, it, site, obs, score):
        self.output(it, site.name, score())

    def on_factor(self, it, name, value, likelihood):
        if likelihood:
            self.output(it, name, value)


class LogPrior(Interpretation):
    """Log density of each parameter in the constrained space, without Jacobians; a non-centred site counts its standard draw."""

    def on_parameter(self, it, site, x, jacobian, score):
        if score is not None:
            self.output(it, site.name, score())

    def on_factor(self, it, name, value, likelihood):
        if not likelihood:
            self.output(it, name, value)


class Values(Interpretation):
    """Parameters and deterministics, those of `names` (None: all)."""

    def __init__(self, binding: Binding, names: Any = None):
        super().__init__(binding)
        self.names = names

    def wants(self, name: str) -> bool:
        return self.names is None or name in self.names

    def on_parameter(self, it, site, x, jacobian, score):
        if self.wants(site.name):
            self.output(it, site.name, x)

    def on_deterministic(self, it, name, value):
        if self.wants(name):
            self.output(it, name, value)

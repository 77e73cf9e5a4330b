"""Log densities of sites: their sum, those of each observation, those of each parameter."""

from __future__ import annotations

from .interpretation import Interpretation


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

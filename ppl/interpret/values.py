"""Values of parameters and deterministics, in the constrained space; and those of observations."""

from __future__ import annotations

import contextlib
from collections.abc import Container
from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..base.types import Code, Truth, Value
from ..missing.entries import Entries
from .host import Host
from .interpretation import Interpretation, Score
from .running import run
from .services import Services
from .table import Binding, Site, joined

STEPS = (0.1, 3.0)                               # from the point of the binding to those at which observations are looked at again


class Values(Interpretation):
    """Parameters and deterministics, those of `names` (None: all)."""

    def __init__(self, binding: Binding, names: Container[str] | None = None):
        super().__init__(binding)
        self.names = names

    def wants(self, name: str) -> bool:
        return self.names is None or name in self.names

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        if self.wants(site.name):
            self.output(it, site.name, x)

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        if self.wants(name):
            self.output(it, name, value)


class Observed(Interpretation):
    """CPython only: what was observed, nan where something is missing or `where=` says that nothing was."""

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        self.output(it, site.name, obs if where is None else with_gaps(np.asarray(obs), np.asarray(where)))
        return obs

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        self.observed(it, site, dist, obs, where)
        return super().completed(it, site, dist, obs, where, entries)


def with_gaps(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Values with nan where the mask is off, which has one truth value an event."""
    seen = mask.reshape(mask.shape + (1,) * (values.ndim - mask.ndim))
    return values if mask.all() else np.where(seen, values, np.nan)


def observed_at(function: Code, binding: Binding, z: np.ndarray) -> dict[str, np.ndarray]:
    """What is observed by site where the coordinates are z, all passes of a loop."""
    host = Host(z)
    run(function, Observed(binding), host, binding.data)
    return {name: joined(parts) for name, parts in host.outputs.items()}


def moving(function: Code, binding: Binding, there: dict[str, np.ndarray]) -> frozenset[str]:
    """Sites whose obs= is no data: it is another one at other parameters, as in obs=y - b * x. Points that the model refuses say nothing."""
    found: set[str] = set()
    for z in elsewhere(binding):
        with contextlib.suppress(Exception):
            again = observed_at(function, binding, z)
            found |= {name for name, values in there.items() if not alike(values, again[name])}
    return frozenset(found)


def elsewhere(binding: Binding) -> list[np.ndarray]:
    """Points at which observations are looked at again."""
    ways = np.random.default_rng(0).normal(size=(len(STEPS), len(binding.point)))
    return [binding.point + step * way for step, way in zip(STEPS, ways, strict=True)]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Are they the same, nan where nan is?"""
    return one.shape == other.shape and bool(np.all((one == other) | (one != one) & (other != other)))

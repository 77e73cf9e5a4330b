"""What depends on what in a model: a bound model in, its sites and data as nodes and an edge for each direct dependence out.

Found by running the model in CPython, every site held at a value, and moving one after another: whose distribution changes, or whose value, depends on it
directly. What a site passes on to others does not count, since they are held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Data, Truth, Value
from ..interpret.host import Host
from ..interpret.interpretation import Interpretation, Score
from ..interpret.running import run
from ..interpret.services import Services
from ..interpret.table import Binding, Definition, Site

STRETCH, STEP = 1.37, 0.41                       # how values are moved


@dataclass
class Node:
    """A site, or an argument of the model that holds data."""

    name: str
    kind: str                                    # as in the table of sites, or data
    law: str = ""                                # the name of its distribution
    shape: tuple[int, ...] = ()
    dims: tuple[str, ...] = ()


@dataclass
class Graph:
    """Nodes by name, in order of execution, and edges (from, to)."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[tuple[str, str]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)          # of dims


class Held(Interpretation):
    """CPython only: sites have the values that are held, but for one; what each is made of is noted."""

    def __init__(self, binding: Binding, held: Mapping[str, Any], moved: str = ""):
        super().__init__(binding)
        self.held, self.moved = held, moved
        self.noted: dict[str, list[np.ndarray]] = {}
        self.values: dict[str, Any] = {}

    def wants(self, name: str) -> bool:
        return True

    def note(self, name: str, *values: Any) -> None:
        """Takes what a site is made of, as it is now."""
        self.noted.setdefault(name, []).extend(np.array(v, copy=True) for v in values)

    def let(self, name: str, value: Any) -> Any:
        """The value that the model goes on with."""
        self.values.setdefault(name, value)
        x = self.held.get(name, value)
        return elsewhere(x) if name == self.moved else x

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        self.note(site.name, *(() if dist is None else (p for _, p in dist.parameters())), *chosen.params)
        x = super().value(it, site, dist, chosen)
        if site.name == self.moved and chosen.forward is not None:
            return chosen.forward(it.parameter(site.offset, site.free) * STRETCH + STEP)[0] if not site.noncentered else elsewhere(x)
        return self.held.get(site.name, x) if site.name != self.moved else x

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        self.values.setdefault(site.name, x)

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        self.note(site.name, *(p for _, p in dist.parameters()))
        return self.let(site.name, obs)

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        self.note(name, value)

    def deterministic(self, it: Services, name: str, value: Any, *, dims: Any = None) -> Any:
        found = super().deterministic(it, name, value, dims=dims)
        self.note(name, found)
        return self.let(name, found)

    def on_generate(self, it: Services, site: Site, dist: Distribution) -> Any:
        self.note(site.name, *(p for _, p in dist.parameters()))
        return self.let(site.name, super().on_generate(it, site, dist) if dist.discrete else np.zeros(site.shape)[()])


def elsewhere(x: Any) -> Any:
    """Another value of the same kind: numbers moved, whole numbers in another order or one up."""
    a = np.asarray(x)
    if a.dtype.kind == "f":
        return a * STRETCH + STEP
    if a.ndim and len(a) > 1 and (a[::-1] != a).any():
        return np.ascontiguousarray(a[::-1])
    return ~a if a.dtype.kind == "b" else np.maximum(a - 1, 0) if np.all(a > 0) else a + 1


def graph(model: Definition, binding: Binding) -> Graph:
    """The graph of a model with its data."""
    made = Graph({s.name: node_of(s, binding) for s in binding.sites.values()}, [], dict(binding.sizes))
    data = {name: v for name, v in binding.data.items() if isinstance(v, np.ndarray) and name not in made.nodes}
    z = np.random.default_rng(0).normal(size=binding.dim) * 0.3 + binding.point * 0.7
    base = noted(model, binding, z, {}, binding.data)
    held = base.values
    for name in [n for n in made.nodes if n in held]:
        made.edges += edges(name, base, attempt(model, binding, z, held, binding.data, name))
    for name, a in data.items():
        found = edges(name, base, attempt(model, binding, z, held, {**binding.data, name: read_only(elsewhere(a))}))
        if found:                                # what is only observed is no node beside its site
            made.nodes[name] = Node(name, "data", "", a.shape)
            made.edges += found
    return made


def read_only(a: np.ndarray) -> np.ndarray:
    """Data, as a model gets them."""
    a.flags.writeable = False
    return a


def node_of(site: Site, binding: Binding) -> Node:
    """The node of a site."""
    return Node(site.name, site.kind, "" if site.dist is None else str(site.dist).split("(")[0], tuple(site.shape), tuple(site.dims or ()))


def noted(model: Definition, binding: Binding, z: np.ndarray, held: Mapping[str, Any], data: Data, moved: str = "") -> Held:
    """What sites are made of in one run."""
    found = Held(binding, held, moved)
    run(model.function, found, Host(z), data)
    return found


def attempt(model: Definition, binding: Binding, z: np.ndarray, held: Mapping[str, Any], data: Data, moved: str = "") -> Held | None:
    """The same; None where the model does not run with the moved value."""
    try:
        return noted(model, binding, z, held, data, moved)
    except Exception:                            # an index out of range, an assertion of the user's: nothing is learnt
        return None


def edges(name: str, base: Held, other: Held | None) -> list[tuple[str, str]]:
    """From a site or an argument to those that are made otherwise when it moves."""
    if other is None:
        return []
    return [(name, to) for to, parts in base.noted.items() if to != name and differ(parts, other.noted.get(to, []))]


def differ(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Are these not the same values?"""
    return len(one) != len(other) or any(a.shape != b.shape or not np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(one, other, strict=True))

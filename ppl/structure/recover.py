"""What was summed or integrated out, drawn afterwards given the parameters of each draw: discrete variables, and the hidden states of observed series."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import seed_of
from ...ir.public import public
from ...lang.library.random import categorical
from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution
from ..base.draws import size_of
from ..base.functions import exp, logsumexp, where
from ..base.types import Seed, Shape, Truth, Value
from ..interpret.interpretation import Interpretation
from ..interpret.services import Services
from ..interpret.table import Binding, Site
from ..posterior import Posterior
from ..predictive.groups import Tree, coordinates_of, dims_of
from .marginal import Given, checked, terms

STATES = "_states"                               # behind the name of the observed site whose hidden states they are


class Recover(Interpretation):
    """Draws the values of discrete variables, one inside of another's function given the value of that, and states of chains and state space models."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.nests = any(site.kind == "nested" for site in binding.sites.values())

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Any = None, prefix: str = "") -> Any:
        low, count = checked(it, name, dist, f)
        x = it.call(drawn, it.generator, it.under(Given(self, 1, name, prefix), terms, dist, f, low, count), low)
        self.output(it, name, x)
        if self.nests:
            inner = Inner(self, name, prefix)
            for value in range(low, low + count):
                inner.chosen = it.call(equals, x, value)
                it.under(inner, f, value)
            for nested, found in inner.found.items():
                self.output(it, nested, found)
        return 0.0

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        if dist.hides:
            passes, states = self.binding.passes[site.name], it.call(dist.hidden, it.generator, obs)
            it.output(site.name + STATES, states, passes.count, (passes.count, *it.shape(states)) if passes.count > 1 else it.shape(states))
        return obs

    def nested(self, it: Services, name: str, dist: Any, f: Any, dims: Any, depth: int, prefix: str) -> Any:
        low, count = checked(it, name, dist, f)
        return it.call(logsumexp, it.under(Given(self, depth + 1, name, prefix), terms, dist, f, low, count), axis=0)


class Inner(Given):
    """Inside of f(k) for one k: draws the variables there, and keeps them for the entries that have this k."""

    def __init__(self, whole: Recover, name: str, prefix: str):
        super().__init__(whole, 1, name, prefix)
        self.chosen: Truth = True
        self.found: dict[str, Any] = {}

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Any = None) -> Any:
        low, count = checked(it, name, dist, f)
        each = it.under(Given(self.whole, 2, name), terms, dist, f, low, count)
        x = it.call(drawn, it.generator, each, low)
        own = self.prefix + name
        self.found[own] = it.call(where, self.chosen, x, self.found.get(own, low))
        return it.call(logsumexp, each, axis=0)


def equals(x: Value, value: int) -> Truth:
    """Which entries have this value?"""
    return x == value


def drawn(rng: Any, found: np.ndarray, low: int) -> Value:
    """One value for each entry, in proportion to the exponentials along the first axis."""
    weights: Any = exp(found - logsumexp(found, axis=0))
    shape = entries(found)
    if shape == ():
        return low + categorical(rng, weights)
    rows = weights.reshape((weights.shape[0], size_of(shape)))
    x = np.zeros(size_of(shape), dtype=int)
    for i in range(size_of(shape)):
        x[i] = low + categorical(rng, rows[:, i])
    return x.reshape(shape)


@compile_time
def entries(found: Any) -> Shape:
    """The shape behind the first axis."""
    return tuple(found.shape[1:])


@public
def recover(posterior: Posterior, tree: Tree, seed: Seed = None) -> Any:
    """Adds what was summed or integrated out to the group `posterior` of the tree, one draw of each given the parameters of each draw: the whole numbers of
    `ppl.marginalize`, and as `NAME_states` the states of a site NAME that is observed as HiddenMarkov, whole numbers from 0, or LinearGaussianStateSpace,
    vectors on a last axis. Returns the tree. SettingsError where it does not fit, or the model has nothing of the kind."""
    from ... import results

    seed = seed_of(seed)
    draws, z = coordinates_of(posterior, tree, "posterior")
    series = {site.name + STATES: site for site in posterior.sites.values() if site.kind == "observed" and site.dist is not None and site.dist.hides}
    if not series and not any(site.kind == "marginal" for site in posterior.sites.values()):
        raise SettingsError(f"the model `{posterior.name}` sums out no variable and no states",
                            hint="`ppl.recover` draws those of `ppl.marginalize`, of HiddenMarkov and of LinearGaussianStateSpace")  # fmt: skip
    if taken := series.keys() & posterior.sites.keys():
        raise SettingsError(f"`{min(taken)}` is a site of the model, and the name of the states of `{series[min(taken)].name}`", hint="call the site otherwise")
    found = posterior.programs.outputs("recover", Recover, z, np.random.default_rng(seed).bit_generator)
    shaped = {n: a.reshape(*draws.shape, *a.shape[1:]) for n, a in found.items()}
    labels = {**posterior.coords, "chain": draws.chains, "draw": draws.draws}
    own = dims_of(posterior, {n: a for n, a in shaped.items() if n not in series})
    return results.add_variables(tree, "posterior", shaped, coords=labels, dims=own | {n: steps_of(posterior, series[n]) for n in series})


def steps_of(posterior: Posterior, site: Site) -> list[str]:
    """The dims of a series without those of one of its values."""
    assert site.dist is not None, "observed sites have a distribution"
    named = posterior.binding.named_axes(site)
    return list(named[: len(posterior.binding.whole_shape(site)) - site.dist.axes + 1])

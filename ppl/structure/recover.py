"""The values of discrete variables that were summed out, drawn afterwards, given the parameters of each draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import seed_of
from ...ir.public import public
from ...lang.library.random import categorical
from ...lang.values.hooks import compile_time
from ..base.draws import size_of
from ..base.functions import exp, logsumexp, where
from ..base.types import Seed, Shape, Truth, Value
from ..interpret.interpretation import Interpretation
from ..interpret.services import Services
from ..interpret.table import Binding
from ..posterior import Posterior
from ..predictive.groups import Tree, coordinates_of, dims_of
from .marginal import Given, checked, terms


class Recover(Interpretation):
    """Draws the values of discrete variables; a variable inside of another's function is drawn given the value of that."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.nests = any(site.kind == "nested" for site in binding.sites.values())

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Any = None) -> Any:
        low, count = checked(it, name, dist, f)
        x = it.call(drawn, it.generator, it.under(Given(self, 1, name), terms, dist, f, low, count), low)
        self.output(it, name, x)
        if self.nests:
            inner = Inner(self, name)
            for value in range(low, low + count):
                inner.chosen = it.call(equals, x, value)
                it.under(inner, f, value)
            for nested, found in inner.found.items():
                it.output(nested, found)
        return 0.0

    def nested(self, it: Services, name: str, dist: Any, f: Any, dims: Any, depth: int) -> Any:
        low, count = checked(it, name, dist, f)
        return it.call(logsumexp, it.under(Given(self, depth + 1, name), terms, dist, f, low, count), axis=0)


class Inner(Given):
    """Inside of f(k) for one k: draws the variables there, and keeps them for the entries that have this k."""

    def __init__(self, whole: Recover, name: str):
        super().__init__(whole, 1, name)
        self.chosen: Truth = True
        self.found: dict[str, Any] = {}

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Any = None) -> Any:
        low, count = checked(it, name, dist, f)
        each = it.under(Given(self.whole, 2, name), terms, dist, f, low, count)
        x = it.call(drawn, it.generator, each, low)
        self.found[name] = it.call(where, self.chosen, x, self.found.get(name, low))
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
    """Adds the values of the variables of `ppl.marginalize` to the group `posterior` of the tree: one draw of each, whole numbers, given the parameters of
    each draw. Returns the tree. SettingsError where it does not fit, or the model has no such variable."""
    from ... import results

    seed = seed_of(seed)
    draws, z = coordinates_of(posterior, tree, "posterior")
    if not any(site.kind == "marginal" for site in posterior.sites.values()):
        raise SettingsError(f"the model `{posterior.name}` sums out no variable", hint="`ppl.recover` draws those of `ppl.marginalize`")
    found = posterior.programs.outputs("recover", Recover, z, np.random.default_rng(seed).bit_generator)
    shaped = {n: a.reshape(*draws.shape, *a.shape[1:]) for n, a in found.items()}
    labels = {**posterior.coords, "chain": draws.chains, "draw": draws.draws}
    return results.add_variables(tree, "posterior", shaped, coords=labels, dims=dims_of(posterior, shaped))

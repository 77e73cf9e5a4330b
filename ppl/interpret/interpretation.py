"""What all interpretations share: the words of a model, names of sites, and coordinates. `it` is CPython's host or the staging interpreter; both
run this code. An interpretation is made for each run, and differs from this one, where sites mean nothing, in a few methods.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.priors import prior_density
from ..base.types import Code, Dims, Numbers, Shape, Sizes, Truth, Value, is_function
from ..forms.noncentered import Noncentered
from ..habits.refusals import no_constraint, no_distribution, refuse_counts, refuse_distribution, refuse_plane
from ..inputs.frozen import frozen
from ..missing.entries import Entries
from ..missing.masks import as_mask, as_numbers, masked
from ..missing.sites import Filled, absent, observed_partly
from ..structure.drawing import asked, check_draw, keep_block, outside
from ..structure.marginal import Given, checked, summed
from ..structure.submodels import run_submodel
from .once import called_once
from .services import Services, from_zero, set_of, support_of
from .shapes import as_dims, has_coordinates, learn_dims, misfit, whole_shape
from .table import Binding, Passes, Site, names_problem

Score: TypeAlias = Callable[[], Value]          # the log density of a site, computed when it is asked for


class Interpretation:
    """Parameters take their coordinates from z; everything else means nothing."""

    def __init__(self, binding: Binding):
        self.binding = binding
        self.offset = self.once_calls = 0
        self.asked = False                          # are sites made by a function that is called only where it is asked for?
        self.sites: dict[str, Site] = {}

    # -- the words of a model: `sites.py` says what they take
    def sample(
        self,
        it: Services,
        name: str,
        dist: Distribution,
        obs: Numbers | None = None,
        *,
        shape: Sizes | None = None,
        dims: Dims | None = None,
        constraint: Constraint | None = None,
        where: Truth | None = None,
        missing: Any = None,
    ) -> Any:
        if not isinstance(dist, Distribution):
            raise no_distribution(it, "sample", name, dist)
        if obs is None and name in self.binding.predicted:
            return absent(self, it, name, dist, shape, dims)
        if obs is not None:
            return self.observation(it, name, dist, obs, dims, constraint, where, missing)
        if missing is not None:
            raise it.error(f"`{name}`: missing= is for observations, and there is no obs= here", "obs= has nan where a value is missing")
        if where is not None:
            raise it.error(f"`{name}`: where= is for observations, and there is no obs= here", "a part of an array of parameters is chosen by an index")
        refuse_counts(it, name, dist)
        return self.parameter(it, name, dist, constraint, shape, dims)

    def param(self, it: Services, name: str, constraint: Constraint, *, shape: Sizes | None = None, dims: Dims | None = None) -> Any:
        if not isinstance(constraint, Constraint):
            raise no_constraint(it, f"`{name}`: the second argument of ppl.param", constraint)
        return self.parameter(it, name, None, constraint, shape, dims)

    def factor(self, it: Services, name: str, value: Value, likelihood: bool = False, *, draw: Any = None) -> None:
        refuse_distribution(it, name, "factor", value, "`.logpdf(x)` of it is a log density")
        check_draw(it, name, draw)
        self.register(it, Site(name, "likelihood" if likelihood else "factor", it.shape(value)))
        self.on_factor(it, name, value, likelihood)

    def deterministic(self, it: Services, name: str, value: Any, *, dims: Dims | None = None) -> Any:
        lazy = is_function(value)
        if lazy:
            if not self.wants(name):
                self.register(it, Site(name, "deterministic", (), as_dims(it, name, dims)))
                return None
            value = asked(it, f"the function of the deterministic `{name}`, which is called for its value alone", value)
        refuse_distribution(it, name, "deterministic", value, f'`ppl.sample("{name}", …)` is a parameter of it')
        self.register(it, Site(name, "deterministic", it.shape(value), as_dims(it, name, dims), asked=lazy))
        self.on_deterministic(it, name, value)
        return value

    def generated(self, it: Services, block: Any, *, dims: Mapping[str, Dims] | None = None) -> None:
        if self.wants_block():
            self.asked = True
            keep_block(it, block, dims)
            self.asked = False

    def random(self, it: Services, dist: Distribution, shape: Sizes | None = None) -> Any:
        raise outside(it)

    def generate(self, it: Services, name: str, dist: Distribution, *, shape: Sizes | None = None, dims: Dims | None = None) -> Any:
        if not isinstance(dist, Distribution):
            raise no_distribution(it, "generate", name, dist)
        site = Site(name, "generated", (), as_dims(it, name, dims), dist)
        self.shaped(it, site, dist, shape)
        self.register(it, site)
        return self.on_generate(it, site, dist)

    def once(self, it: Services, f: Code, *data: Any, **settings: Any) -> Any:
        k, self.once_calls = self.once_calls, self.once_calls + 1
        if k == len(self.binding.once):
            self.binding.once.append(frozen(called_once(self, k, f, data, settings)))
        return self.binding.once[k]

    def index(self, it: Services, a: Value, n: int, base: int = 0) -> Any:
        return it.call(from_zero, a, base) if base else a

    def submodel(self, it: Services, name: str, model: Any, *args: Any, **keywords: Any) -> Any:
        return run_submodel(self, it, name, model, args, keywords)

    def marginalize(self, it: Services, name: str, dist: Any, f: Any, *, dims: Dims | None = None, prefix: str = "") -> Any:
        value = self.nested(it, name, dist, f, dims, 0, prefix)
        self.on_factor(it, name, value, True)
        return value

    def nested(self, it: Services, name: str, dist: Any, f: Any, dims: Dims | None, depth: int, prefix: str) -> Any:
        """The log likelihoods of a variable that is summed out, under so many others."""
        low, count = checked(it, name, dist, f)
        value = it.under(Given(self, depth + 1, name, prefix), summed, dist, f, low, count)
        self.register(it, Site(name, "nested" if depth else "marginal", it.shape(value), as_dims(it, name, dims), dist))
        return value

    def target(self, it: Services) -> Value:
        """What has been added to the log density so far, in a run that adds it up."""
        return it.accumulated("target")

    # -- parameters
    def parameter(
        self, it: Services, name: str, dist: Distribution | None, constraint: Constraint | None, shape: Sizes | None, dims: Dims | None
    ) -> Any:
        """A parameter with a prior, or flat on a constraint."""
        if constraint is not None and not isinstance(constraint, Constraint):
            raise no_constraint(it, f"`{name}`: constraint=", constraint, "constraint=")
        refuse_plane(it, name, dist, constraint)
        chosen = set_of(it, dist, constraint)
        site = Site(name, "parameter", (), as_dims(it, name, dims), dist, chosen, self.offset)
        site.restricted = dist is not None and constraint is not None and (constraint.restricts() or support_of(it, dist).restricts())
        site.noncentered = isinstance(dist, Noncentered) and constraint is None
        self.always(it, name)
        if shape is None and dims is None and dist is None and chosen.kind.event is not None:
            shape = chosen.kind.event(*chosen.params)
        self.shaped(it, site, dist, shape)
        has_coordinates(it, site, chosen)
        site.free = tuple(int(n) for n in chosen.kind.free(site.shape, *chosen.params))
        self.register(it, site)
        self.offset += site.size
        return self.value(it, site, dist, chosen)

    def always(self, it: Services, name: str) -> None:
        """A parameter is made in every run, and once by each line of the model: loops around it are unrolled."""
        if it.conditional():
            raise it.error(f"`{name}` is a parameter only under a condition that is not known before the run",
                           "make it always, and use its value where the condition holds")  # fmt: skip
        if it.emit_loop_depth():
            it.unroll_here()

    def value(self, it: Services, site: Site, dist: Distribution | None, chosen: Constraint) -> Any:
        """The parameter's value, made of its coordinates."""
        u = self.coordinates(it, site)
        x, jacobian, logs = it.call(chosen.forward, u)
        if site.noncentered and isinstance(dist, Noncentered):         # a standard draw lies in the support of its distribution
            value = it.call(dist.shift, x)
            self.on_parameter(it, site, value, jacobian, lambda: it.call(dist.standard_density, x))
            return value
        self.on_parameter(it, site, x, jacobian, None if dist is None else lambda: it.call(prior_density, dist, chosen, site.restricted, x, logs))
        return x

    def coordinates(self, it: Services, site: Site) -> Any:
        """Those of a parameter."""
        return it.parameter(site.offset, site.free)

    # -- observations
    def observation(
        self, it: Services, name: str, dist: Distribution, obs: Any, dims: Dims | None, constraint: Constraint | None, where: Truth | None, missing: Any
    ) -> Any:
        """A random variable whose value is given."""
        if constraint is not None:
            raise it.error(f"`{name}`: constraint= is for parameters", "the support of its distribution holds for an observation")
        if isinstance(dist, Noncentered):
            dist = dist.base
        obs, where = as_numbers(it, obs), where if where is None else as_mask(it, where)
        site = Site(name, "observed", it.shape(obs), as_dims(it, name, dims), dist)
        self.register(it, site)
        if not self.fits(it, site, dist, observed=True):
            return obs
        if missing is not None:
            return observed_partly(self, it, site, dist, obs, where, missing)
        return self.observed(it, site, dist, obs, where)

    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any:
        """Scores an observation; only the entries of `where` when it is given."""
        support = support_of(it, dist)
        score = dist.logpdf if support.moves() else dist.density
        if where is None:
            self.on_observed(it, site, obs, lambda: it.call(score, obs))
        else:
            counts = dist.discrete and it.dtype(obs) != "i8"
            self.on_observed(it, site, obs, lambda: it.call(masked, score, support, obs, where, dist.axes, counts))
        return obs

    def look_for_gaps(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, how: str) -> None:
        """Which entries of an observation are missing: binding asks."""

    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any:
        """Scores an observation whose missing entries are parameters."""
        filled = Filled(self, it, site, dist, obs, entries)
        self.on_observed(it, site, filled.value, lambda: filled.score(it, dist, where))
        return filled.value

    # -- what sites share
    def register(self, it: Services, site: Site) -> None:
        """Takes a site into the table."""
        if site.name not in self.sites and (problem := names_problem(site.name, self.binding.sizes)):
            raise it.error(problem, "give it another name")
        self.sites[site.name], site.asked = site, site.asked or self.asked
        learn_dims(it, site, self.binding)

    def shaped(self, it: Services, site: Site, dist: Distribution | None, shape: Sizes | None) -> None:
        """Gives a site the shape of its whole value, which its distribution must fit."""
        site.shape = whole_shape(it, site, dist, shape, self.binding.ahead | self.binding.sizes)
        if dist is not None:
            self.fits(it, site, dist, observed=False)

    def fits(self, it: Services, site: Site, dist: Distribution, observed: bool) -> bool:
        """Do the distribution's parameters broadcast to exactly the value's shape?"""
        problem = misfit(it, site, dist)
        if problem:
            self.mismatch(it, f"observed {problem}" if observed else problem, observed)
        return not problem

    def mismatch(self, it: Services, text: str, observed: bool) -> None:
        """A value whose shape its distribution does not have."""
        raise it.error(text, "the value never broadcasts: reshape the data or the parameters")

    def output(self, it: Services, name: str, value: Value) -> None:
        """Keeps the value of a site; those of a site in a loop are rows of one array, in the order of its passes."""
        self.passed(it, name, value, self.binding.passes.get(name))

    def passed(self, it: Services, name: str, value: Value, passes: Passes | None) -> None:
        """Keeps what one of the passes gives; nothing where there was none at binding."""
        if passes is not None:
            it.output(name, value, passes.count, passes.whole)

    # -- what interpretations differ in
    def wants(self, name: str) -> bool:
        """Is the value of this deterministic needed?"""
        return False

    def wants_block(self) -> bool:
        """Is any value of `ppl.generated` needed?"""
        return any(site.asked and self.wants(site.name) for site in self.binding.sites.values())

    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        """A parameter of value x; `score` is its log density, None where it is flat."""

    def on_more(self, it: Services, site: Site, jacobian: Value) -> None:
        """Another pass of a loop, where missing entries are parts of a parameter that there is."""

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        """An observation."""

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        """A factor: its value is part of the log density."""

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        """A quantity to keep."""

    def on_generate(self, it: Services, site: Site, dist: Distribution) -> Any:
        """The value of a draw that is never scored. Where nothing is drawn something stands for it: nan, or a count, which may be an index."""
        if dist.discrete:
            return np.zeros(site.shape, int) if site.shape else 0
        return np.zeros(site.shape) + math.nan if site.shape else math.nan

    def drawn(self, it: Services, dist: Distribution, shape: Shape) -> Any:
        """A draw of `ppl.random`, which only functions make that are asked for."""
        return it.call(dist.draw, it.generator, shape)

    def finish(self, it: Services, result: Any) -> Any:
        """What the staged function returns."""
        return None


Fresh: TypeAlias = Callable[[Binding], Interpretation]     # makes the interpretation of one run

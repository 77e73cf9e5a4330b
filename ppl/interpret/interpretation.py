"""What all interpretations share: names, shapes, coordinates. `it` is CPython's host or the staging interpreter; both run this code.

A fresh object is made for each run.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ...lang.values.values import Closure
from ..base.constraints import Constraint
from ..base.distribution import AnyForm, Noncentered
from ..base.functions import where as choose
from .table import Binding, Site, names_problem


class Interpretation:
    """Parameters take their coordinates from z; everything else means nothing."""

    def __init__(self, binding: Binding):
        self.binding = binding
        self.offset = self.once_calls = 0
        self.sites: dict[str, Site] = {}

    # -- the words of a model
    def sample(self, it, name, dist, obs=None, *, shape=None, dims=None, constraint=None, where=None, missing=None):
        if not isinstance(dist, AnyForm):
            raise it.error(f"`{name}`: the second argument of ppl.sample must be a distribution, not {type(dist).__name__}")
        if missing is not None:
            raise it.error(f"`{name}`: missing data are not part of this version")
        if obs is None:
            if dist.family.discrete:
                raise it.error(f"`{name}` is a discrete parameter", "sum it out: ppl.factor with np.logaddexp or logsumexp over its values")
            return self.parameter(it, name, dist, constraint, shape, dims)
        if constraint is not None:
            raise it.error(f"`{name}`: constraint= is for parameters", "the support of its distribution holds for an observation")
        if isinstance(dist, Noncentered):
            dist = dist.base
        if isinstance(obs, (list, tuple)):
            obs = np.asarray(obs)
        if it.dtype(obs) == "b1":
            obs = it.call(as_integers, obs)
        site = Site(name, "observed", it.shape(obs), as_dims(dims), dist)
        self.register(it, site)
        if not self.fits(it, site, dist, observed=True):
            return obs
        return self.observed(it, site, obs, where)

    def param(self, it, name, constraint, *, shape=None, dims=None):
        if not isinstance(constraint, Constraint):
            raise it.error(
                f"`{name}`: the second argument of ppl.param must be a constraint, not {type(constraint).__name__}", "for example ppl.real"
            )
        return self.parameter(it, name, None, constraint, shape, dims)

    def factor(self, it, name, value, likelihood=False):
        self.register(it, Site(name, "likelihood" if likelihood else "factor", it.shape(value)))
        self.on_factor(it, name, value, likelihood)

    def deterministic(self, it, name, value, *, dims=None):
        if is_thunk(value):
            if not self.wants(name):
                self.register(it, Site(name, "deterministic", (), as_dims(dims)))
                return None
            value = it.call(value)
        self.register(it, Site(name, "deterministic", it.shape(value), as_dims(dims)))
        self.on_deterministic(it, name, value)
        return value

    def generate(self, it, name, dist, *, shape=None, dims=None):
        site = Site(name, "generated", (), as_dims(dims), dist)
        site.shape = self.whole(it, site, dist, shape)
        self.register(it, site)
        return self.on_generate(it, site)

    def once(self, it, f, *data, **settings):
        k, self.once_calls = self.once_calls, self.once_calls + 1
        if k == len(self.binding.once):
            result = f(*data, **settings)
            self.binding.once.append(frozen(result))
        return self.binding.once[k]

    def index(self, it, a, n, base=0):
        return it.call(from_zero, a, base) if base else a

    # -- what they share
    def parameter(self, it: Any, name: str, dist: Any, constraint: Any, shape: Any, dims: Any) -> Any:
        chosen: Any = dist.support() if constraint is None else constraint
        site = Site(name, "parameter", (), as_dims(dims), dist, offset=self.offset, restricted=dist is not None and constraint is not None)
        if it.conditional():
            raise it.error(f"`{name}` is a parameter only under a condition that is not known before the run",
                           "make it always, and use its value where the condition holds")  # fmt: skip
        if it.emit_loop_depth():
            it.unroll_here()
        if shape is None and dims is None and dist is None and chosen.kind.event is not None:
            shape = chosen.kind.event(*chosen.params)
        site.shape = self.whole(it, site, dist, shape)
        site.noncentered = isinstance(dist, Noncentered) and constraint is None
        if chosen.kind.forward is None:
            raise it.error(f"`{name}`: there is no parameter on {chosen}")
        if len(site.shape) < chosen.kind.axes:
            raise it.error(
                f"`{name}`: {chosen} needs an array of rank {chosen.kind.axes} or more, this is {site.shape}", "give shape= or dims="
            )
        site.constraint = chosen
        site.free = tuple(int(n) for n in (site.shape if site.noncentered else chosen.kind.free(site.shape, *chosen.params)))
        self.register(it, site)
        self.offset += site.size
        return self.value(it, site, dist, chosen)

    def value(self, it, site, dist, chosen):
        """The parameter's value, made of its coordinates."""
        u = it.parameter(site.offset, site.free)
        if site.noncentered:
            x = it.call(dist.shift, u)
            self.on_parameter(it, site, x, 0.0, lambda: it.call(dist.standard().density, u))
            return x
        x, jacobian = it.call(chosen.forward, u)
        guarded = site.restricted and dist.support().limits()
        self.on_parameter(it, site, x, jacobian, None if dist is None else lambda: it.call(dist.logpdf if guarded else dist.density, x))
        return x

    def observed(self, it, site, obs, where):
        """Scores an observation; only the entries of `where` when it is given."""
        dist = site.dist
        score = dist.logpdf if dist.support().moves() else dist.density
        if where is None:
            self.on_observed(it, site, obs, lambda: it.call(score, obs))
        else:
            self.on_observed(it, site, obs, lambda: it.call(masked, score, dist.support(), obs, where))
        return obs

    def register(self, it, site):
        problem = names_problem(site.name, self.binding.sizes)
        if problem:
            raise it.error(problem)
        self.sites[site.name] = site
        self.learn_dims(it, site)

    def learn_dims(self, it, site):
        if site.dims is None or (site.kind == "deterministic" and not site.shape):
            return
        if len(site.dims) != len(site.shape):
            raise it.error(f"`{site.name}` has {len(site.dims)} dims {site.dims} for an array of shape {site.shape}")
        for dim, n in zip(site.dims, site.shape, strict=True):
            if self.binding.sizes.setdefault(dim, n) != n:
                other = "its coords have {} labels" if dim in self.binding.coords else "elsewhere it is {}"
                raise it.error(f"`{site.name}`: dim `{dim}` has size {n} here; {other.format(self.binding.sizes[dim])}")

    def whole(self, it, site, dist, shape):
        """Shape of the whole value: from shape, dims or the distribution's parameters."""
        event = self.event(it, site, dist) if dist is not None else ()
        if shape is not None:
            whole = self.sizes_of(it, site, shape)
        elif site.dims is not None:
            for dim in site.dims:
                if dim not in self.binding.sizes:
                    raise it.error(f"`{site.name}`: the size of dim `{dim}` is not known", "give coords= when binding, or shape=")
            whole = tuple(self.binding.sizes[dim] for dim in site.dims)
        else:
            whole = (self.batch(it, site, dist) if dist is not None else ()) + event
        site.shape = whole
        if dist is not None:
            self.fits(it, site, dist, observed=False)
        return whole

    def sizes_of(self, it, site, shape):
        """`shape=` as a tuple of whole numbers."""
        sizes = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
        for n in sizes:
            if not isinstance(n, (int, np.integer)) or n < 0:
                hint = "never a parameter; a size that follows from data comes of ppl.once: `J = ppl.once(lambda g: int(g.max()) + 1, g)`"
                hint = "`N: ppl.Int` makes 5.0 a whole number when data are bound" if type(n) is float else hint
                found = f", not {n}" if type(n) in (int, float) else ""
                raise it.error(f"`{site.name}`: shape= must be whole numbers that are known before the run{found}", hint)
        return tuple(int(n) for n in sizes)

    def event(self, it, site, dist):
        """Shape of one value of the distribution."""
        try:
            return dist.event(it.shape)
        except ValueError as e:
            raise it.error(f"`{site.name}`: {e}") from None

    def batch(self, it, site, dist):
        """Shape of the distribution's parameters together."""
        try:
            return dist.batch(it.shape)
        except ValueError:
            raise it.error(f"`{site.name}`: the parameters of {dist} have shapes that do not fit each other") from None

    def fits(self, it, site, dist, observed):
        """The parameters must broadcast to exactly the value's shape; the value never broadcasts."""
        event = self.event(it, site, dist)
        cut = len(site.shape) - len(event)
        batch = self.batch(it, site, dist)
        good = cut >= 0 and site.shape[cut:] == event and broadcasts(batch, site.shape[:cut])
        if not good:
            what = "observed " if observed else ""
            self.mismatch(it, f"{what}`{site.name}` has shape {site.shape}, its distribution {dist} has {batch + event}", observed)
        return good

    def mismatch(self, it: Any, text: str, observed: bool) -> None:
        raise it.error(text, "the value never broadcasts: reshape the data or the parameters")

    def output(self, it: Any, name: str, value: Any) -> None:
        """Keeps the value of a site; those of a site in a loop are stacked in the order of its visits."""
        it.output(name, value, self.binding.visits.get(name, 0))

    # -- what interpretations differ in
    def wants(self, name: str) -> bool:
        return False

    def on_parameter(self, it, site, x, jacobian, score): ...

    def on_observed(self, it, site, obs, score): ...

    def on_factor(self, it, name, value, likelihood): ...

    def on_deterministic(self, it, name, value): ...

    def on_generate(self, it, site):
        return np.zeros(site.shape) + math.nan if site.shape else math.nan

    def finish(self, it, result):
        return None


Fresh = Callable[[Binding], Interpretation]     # makes the interpretation of one run


def masked(score, support, obs, mask):
    """Scores with 0 where the mask is off."""
    return choose(mask, score(choose(mask, obs, support.inside())), 0.0)


def as_integers(x):
    return choose(x, 1, 0)


def frozen(result: Any) -> Any:
    """Arrays that `once` returns are data: plain and read-only; tuples of them are kept."""
    if isinstance(result, np.ndarray):
        a = np.array(result, {"f": np.float64, "b": np.bool_, "i": np.int64, "u": np.int64}.get(result.dtype.kind))
        a.flags.writeable = False
        return a
    return tuple(frozen(r) for r in result) if type(result) is tuple else result


def from_zero(a, base):
    return a - base


def broadcasts(shape: tuple[int, ...], target: tuple[int, ...]) -> bool:
    """Does an array of this shape broadcast to exactly the target?"""
    return len(shape) <= len(target) and all(n in (1, m) for n, m in zip(reversed(shape), reversed(target), strict=False))


def as_dims(dims: Any) -> tuple[str, ...] | None:
    return None if dims is None else (dims,) if isinstance(dims, str) else tuple(dims)


def is_thunk(value: Any) -> bool:
    """Is this a function, of Python's or one defined in staged code?"""
    return callable(value) or isinstance(value, Closure)

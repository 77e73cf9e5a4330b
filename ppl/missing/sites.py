"""Observations some of whose entries are missing: what stands for those, and what is scored. Takes the interpretation in force and its services."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.functions import where as choose
from ..base.priors import prior_density
from ..base.transforms import Logs
from ..base.types import Dims, Shape, Sizes, Truth, Value, is_plain
from ..forms.noncentered import Noncentered
from ..habits.kinds import described
from ..interpret.services import Services, support_of
from ..interpret.shapes import as_dims, whole_shape
from ..interpret.table import Binding, Site
from .entries import SUFFIX, Entries
from .masks import masked

SKIP, PARAMETER = "skip", "parameter"
MEANINGS = '`missing="skip"` leaves such entries out, `missing="parameter"` makes parameters of them'


class Run(Protocol):
    """What is asked of the interpretation."""

    binding: Binding
    sites: dict[str, Site]
    offset: int

    def register(self, it: Services, site: Site) -> None: ...
    def wants(self, name: str) -> bool: ...
    def coordinates(self, it: Services, site: Site) -> Any: ...
    def look_for_gaps(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, how: str) -> None: ...
    def observed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None) -> Any: ...
    def completed(self, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, entries: Entries) -> Any: ...
    def on_parameter(self, it: Services, site: Site, x: Any, jacobian: Value, score: Any) -> None: ...
    def on_more(self, it: Services, site: Site, jacobian: Value) -> None: ...
    def on_observed(self, it: Services, site: Site, obs: Value, score: Any) -> None: ...


def refuse(it: Services, name: str, dist: Distribution, how: Any) -> None:
    """An error at the user's line for what `missing=` cannot be."""
    if not isinstance(how, str) or how not in (SKIP, PARAMETER):
        shown = repr(how) if isinstance(how, str) else described(how)
        raise it.error(f"`{name}`: missing= must be \"parameter\" or \"skip\", not {shown}", MEANINGS)
    if how == PARAMETER and dist.discrete:
        raise it.error(f"`{name}`: missing entries of {dist} cannot be parameters, for its values are whole numbers",
                       'leave them out, `missing="skip"`, which is exact where they depend on nothing else; or sum them out, `ppl.marginalize`')  # fmt: skip
    if how == PARAMETER and not have_coordinates(support := support_of(it, dist)):
        raise it.error(f"`{name}`: missing entries of {dist} cannot be parameters by themselves, for its values are {support}",
                       f'leave {"out rows that are missing as a whole" if dist.axes else "them out"}, `missing="skip"`')  # fmt: skip


def have_coordinates(support: Constraint) -> bool:
    """Has each element of a value a coordinate of its own?"""
    return support.elementwise() and support.kind.forward is not None


def in_part(it: Services, name: str, dist: Distribution, partly: np.ndarray) -> str:
    """What is said of observations that are `partly` missing, where those are to be left out."""
    first = [int(i) for i in np.argwhere(partly)[0]]
    some = f"`{name}`: {int(partly.sum())} of {partly.size} observations are missing in part{f', the first at {first}' if first else ''}"
    if dist.discrete or not have_coordinates(support_of(it, dist)):
        return f"{some}; an observation is left out where all of it is nan, and elements of {dist} cannot be missing by themselves"
    return f'{some}; missing="parameter" makes parameters of what they lack, and where nothing of them counts all of it must be nan'


def observed_partly(run: Run, it: Services, site: Site, dist: Distribution, obs: Value, where: Truth | None, how: str) -> Any:
    """An observation with `missing=`; whole numbers hold no nan."""
    refuse(it, site.name, dist, how)
    if it.dtype(obs) == "i8":
        return run.observed(it, site, dist, obs, where)
    run.look_for_gaps(it, site, dist, obs, where, how)
    if how == SKIP:
        there = it.call(are_there, obs, dist.axes)
        return run.observed(it, site, dist, obs, there if where is None else it.call(both, there, where))
    entries = run.binding.missing.get(site.name)
    return run.observed(it, site, dist, obs, where) if entries is None else run.completed(it, site, dist, obs, where, entries)


def are_there(obs: Value, axes: int) -> Truth:
    """Which observations are not nan, each of them a number, a vector or a matrix."""
    there = obs == obs
    for _ in range(axes):
        there = np.all(there, axis=-1)
    return there


def both(one: Truth, other: Truth) -> Truth:
    """Where both are true."""
    return one & other


# -- missing entries as parameters
class Filled:
    """One pass of an observation whose missing entries are parameters: the completed value, and what its score needs."""

    def __init__(self, run: Run, it: Services, site: Site, dist: Distribution, obs: Value, entries: Entries, as_values: bool = False):
        """`as_values`: what the interpretation gives for coordinates are values."""
        support = support_of(it, dist)
        first = self.registered(run, it, site, support, entries)
        self.support, self.lacking, positions = support, known(entries.lacking), known(entries.positions)
        u: Any = run.coordinates(it, self.site)
        if as_values:
            k = it.visit(site.name, entries.passes) if entries.passes > 1 else None
            lacking, positions = (self.lacking, positions) if k is None else (it.call(row, self.lacking, k), it.call(row, positions, k))
            self.value = it.call(choose, lacking, it.call(taken, u, positions), obs)
            return
        if entries.passes > 1:
            k = it.visit(site.name, entries.passes)
            self.lacking, positions = it.call(row, self.lacking, k), it.call(row, positions, k)
            x, jacobian, self.logs = it.call(support.forward, it.call(taken, u, positions))
            jacobian = jacobian if is_plain(jacobian) else it.call(choose, self.lacking, jacobian, 0.0)
            whole = it.call(support.forward, u)[0] if run.wants(self.site.name) and first else None
        else:
            assert self.site.constraint is not None, "it has been registered with its set"
            whole, jacobian, logs = it.call(self.site.constraint.forward, u)
            x, self.logs = it.call(taken, whole, positions), it.call(taken_logs, logs, positions) if needs_logs(dist, support) else (None, None)
        self.value = it.call(choose, self.lacking, x, obs)
        if first:
            run.on_parameter(it, self.site, whole, jacobian, None)
        else:
            run.on_more(it, self.site, jacobian)

    def registered(self, run: Run, it: Services, site: Site, support: Constraint, entries: Entries) -> bool:
        """Takes the parameter into the table, the first time that the model comes by."""
        name = f"{site.name}{SUFFIX}"
        known = run.sites.get(name)
        if known is not None and known.of == site.name:
            self.site = known
            return False
        if it.conditional():
            raise it.error(f"`{site.name}`: missing entries are parameters only under a condition that is not known before the run",
                           "observe always, and say with where= which entries count")  # fmt: skip
        if entries.passes > 1 and support.moves():
            raise it.error(f"`{site.name}`: missing entries in a loop are between bounds, {support}, that other parameters move",
                           "observe the whole array at once")  # fmt: skip
        chosen = Constraint(support.kind, tuple(picked(it, p, site.shape, entries) for p in support.params))
        self.site = Site(name, "parameter", (entries.count,), None, None, chosen, run.offset, free=(entries.count,), of=site.name)
        run.register(it, self.site)
        run.offset += entries.count
        return True

    def score(self, it: Services, dist: Distribution, where: Truth | None) -> Value:
        """The log density of each value, vector or matrix, of those of `where` when it is given."""
        if needs_logs(dist, self.support):
            score = it.call(by_both, dist, self.support, self.value, self.lacking, self.logs)
            return score if where is None else it.call(choose, where, score, 0.0)
        density = dist.logpdf if self.support.moves() else dist.density
        if where is None:
            return it.call(density, self.value)
        return it.call(masked, density, self.support, self.value, where, dist.axes, False)


def known(a: np.ndarray) -> Any:
    """An array, or the number that one without axes is."""
    return a if a.shape else a.item()


def needs_logs(dist: Distribution, support: Constraint) -> bool:
    """Is the density right at the ends of its support only in the logs of the transform?"""
    return dist.in_logs and support.restricts()


def picked(it: Services, bound: Any, shape: Shape, entries: Entries) -> Any:
    """A bound at the missing entries."""
    return bound if is_plain(bound) or it.shape(bound) == () else it.call(at_entries, bound, shape, entries.flat)


def at_entries(bound: Value, shape: Shape, flat: np.ndarray) -> Value:
    return (bound + np.zeros(shape)).reshape(-1)[flat]


def row(a: np.ndarray, k: int) -> Value:
    return a[k]


def taken(u: np.ndarray, positions: Any) -> Value:
    return u[positions]


def taken_logs(logs: Logs, positions: Any) -> Logs:
    low, high = logs
    return None if low is None else low[positions], None if high is None else high[positions]  # type: ignore[index]


def by_both(dist: Distribution, support: Constraint, x: Value, lacking: Truth, logs: Logs) -> Value:
    """Missing entries in the logs of their transform, the others by their values."""
    own, seen = choose(lacking, x, support.inside()), choose(lacking, support.inside(), x)
    return choose(lacking, prior_density(dist, support, False, own, logs), dist.logpdf(seen) if support.moves() else dist.density(seen))


# -- observations that are to be predicted
def absent(run: Any, it: Services, name: str, dist: Distribution, shape: Sizes | None, dims: Dims | None) -> Any:
    """An observation whose obs= is None: its shape follows from dims of known sizes, or from the distribution."""
    dist = dist.base if isinstance(dist, Noncentered) else dist
    site = Site(name, "observed", (), as_dims(it, name, dims), dist, drawn=True)
    sizes = run.binding.ahead | run.binding.sizes
    named = site.dims is None or all(dim in sizes for dim in site.dims)
    site.shape = whole_shape(it, site if named else Site(name, "observed"), dist, shape, sizes)
    run.fits(it, site, dist, observed=False)
    run.register(it, site)
    return run.on_generate(it, site, dist)

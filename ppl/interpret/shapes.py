"""Shapes and dims of sites: what `shape=`, `dims=` and a distribution's parameters say, and whether they agree; errors at the user's line."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Dims, Shape, Sizes
from .services import Services
from .table import Binding, Site


def as_dims(it: Services, name: str, dims: Dims | None) -> tuple[str, ...] | None:
    """`dims=` as a tuple of names."""
    if dims is None:
        return None
    found: tuple[Any, ...] = (dims,) if isinstance(dims, str) else tuple(dims) if isinstance(dims, Iterable) else (dims,)
    for dim in found:
        if not isinstance(dim, str):
            raise it.error(f"`{name}`: dims= must be a name, or a list of names, not {shown_dim(dim)}", way_to_dims(dim))
        if found.count(dim) > 1:
            raise it.error(f"`{name}`: two axes have the dim `{dim}`", f'give each axis its own, as in `dims=("{dim}", "{dim}_2")`, with coords for both')
    return found


def shown_dim(dim: Any) -> str:
    """What is no dim, as the error shows it; nothing of a run-time value."""
    return str(dim) if type(dim) in (int, float) or dim is None else f"a {type(dim).__name__}" if type(dim) in (dict, set) else "another value"


def way_to_dims(dim: Any) -> str:
    """What is meant by a dim that is no name."""
    return "lengths are `shape=`" if isinstance(dim, (int, np.integer)) else 'as in `dims="group"`, whose labels are given by coords='


def whole_shape(it: Services, site: Site, dist: Distribution | None, shape: Sizes | None, sizes: Mapping[str, int]) -> Shape:
    """Shape of the whole value of a site, its events last: from `shape=`, from its dims, or from the distribution's parameters."""
    event = event_shape(it, site, dist) if dist is not None else ()
    if shape is not None:
        return counted(it, site, shape)
    if site.dims is not None:
        return named(it, site, site.dims, sizes)
    if None in event:
        raise it.error(f"`{site.name}`: how long {dist} is, nothing says",
                       "give shape=, or dims= with coords, as in `shape=n` for one series, `shape=(k, n)` for k")  # fmt: skip
    return (batch_shape(it, site, dist) if dist is not None else ()) + event


def counted(it: Services, site: Site, shape: Sizes) -> Shape:
    """`shape=` as a tuple of whole numbers."""
    found: tuple[Any, ...] = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    for n in found:
        if whole(n) is None:
            raise it.error(f"`{site.name}`: shape= must be whole numbers that are known before the run{shown(n)}", way_to_a_size(n))
    return tuple(map(operator.index, found))


def whole(n: Any) -> int | None:
    """A length; None for anything else. What NumPy gives for a number of data, `g.max() + 1`, may be an array without axes."""
    try:
        return None if operator.index(n) < 0 else operator.index(n)
    except TypeError:
        return None


def shown(n: Any) -> str:
    """A number that is no size, as the error shows it; nothing of a run-time value."""
    return f", not {n}" if type(n) in (int, float) else ""


def way_to_a_size(n: Any) -> str:
    """Where a size may come from."""
    if type(n) is float:
        return "`N: ppl.Int` makes 5.0 a whole number when data are bound"
    return "never a parameter; a size that follows from data may be computed by any Python: `J = int(g.max()) + 1`"


def named(it: Services, site: Site, dims: tuple[str, ...], sizes: Mapping[str, int]) -> Shape:
    """The sizes of dims."""
    for dim in dims:
        if dim not in sizes:
            raise it.error(f"`{site.name}`: the size of dim `{dim}` is not known",
                           f"give coords= when binding (`--coords {dim}=A,B,C` on the command line), or shape=")  # fmt: skip
    return tuple(sizes[dim] for dim in dims)


def event_shape(it: Services, site: Site, dist: Distribution) -> Shape:
    """Shape of one value of the distribution, None in it where the whole value alone can say a length."""
    try:
        return dist.event(it.shape)
    except ValueError as e:
        raise it.error(f"`{site.name}`: {e}") from None


def batch_shape(it: Services, site: Site, dist: Distribution) -> Shape:
    """Shape of the distribution's parameters together."""
    try:
        return dist.batch(it.shape)
    except ValueError:
        raise it.error(f"`{site.name}`: the parameters of {dist} have shapes that do not fit each other") from None


def misfit(it: Services, site: Site, dist: Distribution) -> str:
    """What is wrong where the parameters do not broadcast to exactly the value's shape; empty when they do. The value never broadcasts."""
    event = event_shape(it, site, dist.sized(site.shape)) if site.shape or dist.axes else ()
    cut = len(site.shape) - len(event)
    batch = batch_shape(it, site, dist)
    if cut >= 0 and site.shape[cut:] == event and broadcasts(batch, site.shape[:cut]):
        return ""
    return f"`{site.name}` has shape {site.shape}, its distribution {dist} has {batch + event}".replace("None", "n")


def broadcasts(shape: Shape, target: Shape) -> bool:
    """Does an array of this shape broadcast to exactly the target?"""
    return len(shape) <= len(target) and all(n in (1, m) for n, m in zip(reversed(shape), reversed(target), strict=False))


def learn_dims(it: Services, site: Site, binding: Binding) -> None:
    """Keeps the sizes that a site's dims have; each dim has one size everywhere."""
    if site.dims is None or (site.kind == "deterministic" and not site.shape):
        return
    if len(site.dims) != len(site.shape):
        raise it.error(f"`{site.name}` has {len(site.dims)} dims {site.dims} for an array of shape {site.shape}", "dims= names each axis")
    for dim, n in zip(site.dims, site.shape, strict=True):
        if binding.sizes.setdefault(dim, n) != n:
            other = "its coords have {} labels" if dim in binding.coords else "elsewhere it is {}"
            remedy = "give as many labels, `coords=`" if dim in binding.coords else "one dim has one size everywhere: give this one another name"
            raise it.error(f"`{site.name}`: dim `{dim}` has size {n} here; {other.format(binding.sizes[dim])}", remedy)


def has_coordinates(it: Services, site: Site, chosen: Constraint) -> None:
    """There must be a transform onto the set of a parameter, and as many axes as one of its values has."""
    if chosen.kind.forward is None:
        raise it.error(f"`{site.name}`: there is no parameter on {chosen}")
    if len(site.shape) < chosen.kind.axes:
        raise it.error(f"`{site.name}`: {chosen} needs an array of rank {chosen.kind.axes} or more, this is {site.shape}", "give shape= or dims=")
    event = () if chosen.kind.event is None else chosen.kind.event(*chosen.params)
    if event != site.shape[len(site.shape) - len(event) :]:
        raise it.error(f"`{site.name}` has shape {site.shape}, values of {chosen} have {event}", f"the last axes are {event}; leading ones are batches")

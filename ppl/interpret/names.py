"""Names that cannot live in one result: those of sites, of their entries and coordinates, and of dims. In: what binding found; out: the clash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .table import RESERVED, Binding, Site, unstorable

ENTRY = re.compile(r"(.+)\[(\d+(?:,\d+)*)\]$")    # `a[0,1]`


def clash(binding: Binding) -> tuple[str, Site] | None:
    """What is wrong with the first name that has two meanings, and the site it is of; None where each has one."""
    return next((found for look in (dims, axes, coordinates, entries) for found in look(binding)), None)


def dims(binding: Binding) -> Iterator[tuple[str, Site]]:
    """Dims: texts, none twice at one site, none with the name of a site or of a dim of our own."""
    for site in binding.sites.values():
        for k, dim in enumerate(site.dims or ()):
            if problem := bad_dim(dim) or ("it names two axes" if dim in (site.dims or ())[:k] else ""):
                yield f"the dim `{dim}` of `{site.name}` cannot be: {problem}", site
            if dim in binding.sites:
                yield f"the site `{dim}` has the name of a dim of `{site.name}`", binding.sites[dim]


def bad_dim(dim: object) -> str:
    """Why a dim cannot be called this; empty when it can."""
    if not isinstance(dim, str) or not dim.isprintable() or not dim or "/" in dim:
        return "a dim's name is a text without `/` and control characters"
    return "results have a dim of that name" if dim in RESERVED else unstorable(dim)


def axes(binding: Binding) -> Iterator[tuple[str, Site]]:
    """Axes without a dim are called `NAME_dim_k` in results: no site is called so, and no dim of another."""
    owner = {axis: site for site in binding.sites.values() for axis in binding.axes(site)[len(binding.named_axes(site)) :]}
    for site in binding.sites.values():
        if site.name in owner:
            yield f"the site `{site.name}` has the name of an axis of `{owner[site.name].name}` in results", site
        for dim in site.dims or ():
            if dim in owner and owner[dim] is not site:
                yield f"the dim `{dim}` of `{site.name}` has the name of an axis of `{owner[dim].name}` in results", site


def coordinates(binding: Binding) -> Iterator[tuple[str, Site]]:
    """Coordinates of non-centred sites are called `NAME_raw`: no other parameter is."""
    for site in binding.parameters:
        raw = binding.sites.get(f"{site.name}_raw")
        if site.noncentered and raw is not None and raw.kind == "parameter" and not raw.noncentered:
            yield f"the parameter `{raw.name}` has the name of the coordinates of the non-centred `{site.name}`", raw


def entries(binding: Binding) -> Iterator[tuple[str, Site]]:
    """Entries of an array are called `NAME[0,1]` in tables, and so are coordinates: no number is called so beside the array."""
    for site in binding.sites.values():
        found = ENTRY.match(site.name)
        array = found and binding.sites.get(found[1])
        if found and array and within(tuple(map(int, found[2].split(","))), binding.whole_shape(array)):
            yield f"the site `{site.name}` has the name of an entry of `{array.name}`", site


def within(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Is it the index of an entry?"""
    return len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))

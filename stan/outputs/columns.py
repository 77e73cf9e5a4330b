"""Columns and free values as CmdStan has them: a program and the shapes of what it gives in, names of columns with the entries that they hold, and the
order of its free values out (CmdStan user's guide, Stan CSV file format)."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np

from ...ppl import Posterior
from ...ppl.interpret.table import Site
from ...results import Column
from ..nodes import Declared, Program
from ..translation.names import site_name
from ..types import Type

BLOCKS = ("parameters", "transformed parameters", "generated quantities")       # that are written
BY_COLUMNS = ("matrix", "sum_to_zero_matrix", "column_stochastic_matrix", "row_stochastic_matrix")       # whose free values are matrices


def columns(program: Program, shapes: Mapping[str, tuple[int, ...]]) -> Iterator[Column]:
    """All columns of what there is, by the shapes of sites: `theta.1`, of tuples `t:1`, of arrays of tuples `t.1:1`."""
    for block in BLOCKS:
        for one in program.declared(block):
            yield from of_part(one.name, site_name(one.name), one.type, (), shapes)


def of_part(column: str, site: str, type: Type, index: tuple[int, ...], shapes: Mapping[str, tuple[int, ...]]) -> Iterator[Column]:
    """The columns of a variable, or of a part of one: `index` says where it stands in the arrays around it."""
    shape = shape_of(site, type, shapes)
    if shape is None:
        return
    axes = shape[len(index):]
    if type.base != "tuple":
        yield from (Column(named(column, place), site, (*index, *place)) for place in first_fastest(axes))
        return
    for place in first_fastest(axes[: type.dims]):
        for k, part in enumerate(type.parts, 1):
            yield from of_part(f"{named(column, place)}:{k}", f"{site}.{k}", part, (*index, *place), shapes)


def shape_of(site: str, type: Type, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...] | None:
    """The shape of a variable, of a tuple that of its first part; None where it was not kept."""
    while type.base == "tuple":
        site, type = f"{site}.1", type.parts[0]
    return shapes.get(site)


def first_fastest(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All places of an array, the first index fastest."""
    return (tuple(place)[::-1] for place in np.ndindex(*shape[::-1]))


def named(column: str, place: tuple[int, ...]) -> str:
    """`x.2.1`, from 1."""
    return ".".join([column, *(str(k + 1) for k in place)])


# -- free values
def coordinates(program: Program, posterior: Posterior) -> np.ndarray:
    """Which of our coordinates Stan's free values are: parameters as they are declared, matrices column by column."""
    sites = {site.name: site for site in posterior.parameters}
    parts = [part for one in program.declared("parameters") for part in of_parameter(one.name, one, sites)]
    return np.concatenate([np.zeros(0, int), *parts])


def of_parameter(name: str, one: Declared, sites: Mapping[str, Site]) -> list[np.ndarray]:
    """The coordinates of a parameter; of a tuple those of its parts."""
    return [by_columns(sites[site], word) for site, word in words(site_name(name), one)]


def words(site: str, one: Declared) -> Iterator[tuple[str, str]]:
    """The sites of a parameter with the words of their types."""
    left = [(site, one.sized)]
    while left:
        name, sized = left.pop(0)
        if not sized.parts:
            yield name, sized.word
        left = [*((f"{name}.{k}", part) for k, part in enumerate(sized.parts, 1)), *left]


def by_columns(site: Site, word: str) -> np.ndarray:
    """The coordinates of a site as Stan has them."""
    own = site.offset + np.arange(prod(site.free)).reshape(site.free)
    return (np.swapaxes(own, -1, -2) if word in BY_COLUMNS and own.ndim > 1 else own).ravel()

"""What is known of a model: its definition, and what binding finds out, sites, dims and the results of `ppl.once`; and the rules for names."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from ...ir.errors import Position
from ..base.constraints import Constraint
from ..base.distribution import AnyForm
from ..base.types import Code, Data, Labels, Shape

RESERVED = ("chain", "draw")
COLUMNS = ("site", "kind", "distribution", "constraint", "shape", "dims", "coordinates")


class Definition(Protocol):
    """What is asked of a model: its function, where that stands in the source, and how data bind it."""

    __name__: str
    function: Code

    @property
    def position(self) -> Position: ...

    def bind(self, *, coords: Labels | None = None, **data: Any) -> Any: ...


@dataclass
class Site:
    """One named place of a model. `kind`: parameter, observed, factor, likelihood, deterministic or generated."""

    name: str
    kind: str
    shape: Shape = ()
    dims: tuple[str, ...] | None = None
    dist: AnyForm | None = None
    constraint: Constraint | None = None         # of parameters
    offset: int = 0                              # of its coordinates in z
    free: Shape = ()                             # the shape of its coordinates
    restricted: bool = False                     # has it a prior and a constraint of its own?
    noncentered: bool = False
    mask: np.ndarray | None = None               # of an observed site: which entries exist
    where: str = ""                              # its place in the source, for messages

    @property
    def size(self) -> int:
        """How many coordinates it has."""
        return math.prod(self.free)

    def coordinate_names(self) -> list[str]:
        """Names of the site's coordinates in z."""
        name = f"{self.name}_raw" if self.noncentered else self.name
        return [name + f"[{','.join(map(str, index))}]" * bool(index) for index in np.ndindex(*self.free)]

    def row(self) -> tuple[str, ...]:
        """What the table of sites says of it."""
        return (
            self.name,
            self.kind,
            str(self.dist or ""),
            "" if self.constraint is None else str(self.constraint),
            str(self.shape or ""),
            ", ".join(self.dims or ()),
            str(self.size) if self.kind == "parameter" else "",
        )


@dataclass
class Binding:
    """Data, sizes of dims, what `once` gave, and the sites of the run at binding; shared by all interpretations of one posterior."""

    data: Data
    coords: dict[str, np.ndarray] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    once: list[Any] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)  # how often a run of the model meets a site: more than once in loops
    sites: dict[str, Site] = field(default_factory=dict)  # in order of execution
    point: np.ndarray = field(default_factory=lambda: np.zeros(0))  # coordinates at which the model runs

    @property
    def parameters(self) -> list[Site]:
        """The sites that have coordinates in z."""
        return [s for s in self.sites.values() if s.kind == "parameter"]

    @property
    def dim(self) -> int:
        """How many coordinates z has."""
        return sum(s.size for s in self.parameters)


def table_of(sites: Iterable[Site]) -> list[str]:
    """The table of sites as lines of text."""
    rows = [COLUMNS, *(s.row() for s in sites)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def names_problem(name: Any, dims: Container[str]) -> str:
    """Why a site cannot be called this; empty when it can."""
    if not isinstance(name, str) or not name:
        return f"a site's name must be a text, not {name!r}"
    if "/" in name:
        return f"the site `{name}` has a `/` in its name"
    if name in RESERVED:
        return f"a site cannot be called `{name}`: that is a dim of the results"
    if name in dims:
        return f"the site `{name}` has the name of a dim"
    return ""

"""What is known of a model: its definition, and what binding finds out, sites, dims and the results of `ppl.once`; and the rules for names."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np

from ...ir.errors import Position
from ...ir.machine.locks import COMPILING
from ...lang import Known
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Code, Data, Labels, Shape
from ..missing.entries import Entries, labels_of

LONGEST_NAME = 200                               # bytes; a netCDF file takes 256
RESERVED = ("chain", "draw")
FOUND = ("covered", "passes", "scores", "drawn", "randoms", "missing", "entries", "sites")     # of a binding, by the run at binding
COLUMNS = ("site", "kind", "distribution", "constraint", "shape", "dims", "coordinates")


class Earlier(NamedTuple):
    """What new data follow: labels by dim, arguments that stay as they were, and the dims whose labels hold for new data unless those bring others."""

    labels: Mapping[str, np.ndarray]
    stay: frozenset[str] = frozenset()
    hold: frozenset[str] = frozenset()


@runtime_checkable
class Definition(Protocol):
    """What is asked of a model: its function, where that stands in the source, and how data bind it."""

    __name__: str
    function: Code

    @property
    def lenient(self) -> bool: ...

    @property
    def likelihoods(self) -> tuple[str, ...]: ...

    @property
    def position(self) -> Position: ...

    def bind(self, *, coords: Labels | None = None, **data: Any) -> Any: ...

    def rebound(self, fitted: Any, data: Data, coords: Labels) -> Any: ...


@dataclass
class Site:
    """One named place of a model. `kind`: parameter, observed, factor, likelihood, deterministic or generated."""

    name: str
    kind: str
    shape: Shape = ()
    dims: tuple[str, ...] | None = None
    dist: Distribution | None = None
    constraint: Constraint | None = None         # of parameters
    offset: int = 0                              # of its coordinates in z
    free: Shape = ()                             # the shape of its coordinates
    restricted: bool = False                     # has it a prior and a constraint of its own?
    noncentered: bool = False
    mask: np.ndarray | None = None               # of an observed site: which entries exist
    where: str = ""                              # its place in the source, for messages
    of: str = ""                                 # the observed site of whose missing entries this is the parameter
    asked: bool = False                          # is it made by a function that is called only where it is asked for?
    drawn: bool = False                          # an observed site whose obs= is None: it is predicted

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
            f"missing entries of `{self.of}`" if self.of else str(self.dist or ""),
            "" if self.constraint is None else str(self.constraint),
            str(self.shape or ""),
            ", ".join(self.dims or ()),
            str(self.size) if self.kind == "parameter" else "",
        )


class Gap(NamedTuple):
    """Numbers of an argument that are not finite: how many, and what is said of them unless they are left out."""

    count: int
    problem: str


@dataclass
class Passes:
    """How a run comes by a site, more than once in loops: `elements` in all of them together, and the shape of the first; `masks` are the
    `where=` of an observed site, the shape of its scores where it has none."""

    first: Shape
    count: int = 0
    elements: int = 0
    even: bool = True                            # has each pass the shape of the first?
    masks: list[np.ndarray | Shape] = field(default_factory=list)

    def add(self, shape: Shape) -> None:
        """One more."""
        self.count += 1
        self.elements += math.prod(shape)
        self.even = self.even and shape == self.first

    @property
    def whole(self) -> Shape:
        """The shape of what all passes give: stacked, or flattened one behind the other where their shapes differ."""
        return ((self.count, *self.first) if self.looped else self.first) if self.even else (self.elements,)

    @property
    def looped(self) -> bool:
        """Are the values of several passes the rows of one array?"""
        return self.count > 1 and self.even


@dataclass
class Binding:
    """Data, sizes of dims, what `once` gave, and the sites of the run at binding; shared by all interpretations of one posterior."""

    data: Data
    coords: dict[str, np.ndarray] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    ahead: dict[str, int] = field(default_factory=dict)  # sizes that dims will have, where the source says so (`dims_ahead.py`)
    once: list[Any] = field(default_factory=list)
    gaps: dict[str, Gap] = field(default_factory=dict)  # arguments that hold nan, until it is known that only `where=` leaves them out
    covered: dict[str, int] = field(default_factory=dict)  # how many such numbers an observed site leaves out, by argument
    passes: dict[str, Passes] = field(default_factory=dict)  # by site, in the run at binding
    scores: dict[str, Passes] = field(default_factory=dict)  # of observed sites: one score a number, vector or matrix
    drawn: dict[str, Passes] = field(default_factory=dict)  # what `draw=` of factors gives
    randoms: int = field(default_factory=int)  # numbers that the largest draw of `ppl.random` has
    missing: dict[str, Entries] = field(default_factory=dict)  # of observed sites whose missing entries are parameters
    entries: dict[str, np.ndarray] = field(default_factory=dict)  # labels of those entries, by axis
    sites: dict[str, Site] = field(default_factory=dict)  # in order of execution
    predicted: frozenset[str] = frozenset()  # observed sites that are predicted where their obs= is None
    away: frozenset[str] = frozenset()  # arguments that `rebind` was given None for, since what they observed is to be predicted
    draws: Callable[[], frozenset[str]] = frozenset  # finds `generated`
    point: np.ndarray = field(default_factory=lambda: np.zeros(0))  # coordinates at which the model runs
    declared: list[Site] | None = None  # all parameters, where they are known without the run at binding (`declared.py`)

    def postpone(self, run: Callable[[], None]) -> None:
        """Leaves the run at binding, and what it finds, until somebody asks for that: for any of `FOUND`."""
        for name in FOUND:
            del vars(self)[name]
        vars(self)["_run"] = run

    def complete(self) -> None:
        """Makes the run at binding, if it was postponed."""
        for name in FOUND:
            getattr(self, name)

    def __getattr__(self, name: str) -> Any:
        """What a run finds that was postponed. Its errors are raised here, each time that it is asked for."""
        if name not in FOUND or "_run" not in vars(self):
            raise AttributeError(f"a binding has no `{name}`")
        with COMPILING:                              # what a run calls may be compiled
            if name not in vars(self):
                run, declared, point = vars(self).pop("_run"), self.declared, self.point
                vars(self).update({field.name: factory() for field in fields(self) if field.name in FOUND and callable(factory := field.default_factory)})
                try:
                    run()
                except BaseException:
                    self.postpone(run)
                    raise
                self.declared, self.point = declared, point
        return vars(self)[name]

    @functools.cached_property
    def known(self) -> Known:
        """The data with what Python has made of them while the model was staged."""
        return Known(self.data)

    @functools.cached_property
    def generated(self) -> frozenset[str]:
        """Deterministics that depend on a draw of `ppl.generate` or `ppl.random`. Found when they are asked for: the model is staged for that."""
        return self.draws()

    @property
    def parameters(self) -> list[Site]:
        """The sites that have coordinates in z."""
        if self.declared is not None:
            return self.declared
        return [s for s in self.sites.values() if s.kind == "parameter"]

    @property
    def dim(self) -> int:
        """How many coordinates z has."""
        return sum(s.size for s in self.parameters)

    def whole_shape(self, site: Site) -> Shape:
        """The shape of a site in results, all passes of a loop together."""
        return self.passes.get(site.name, Passes(site.shape)).whole

    def named_axes(self, site: Site) -> tuple[str, ...]:
        """Names of the axes of `whole_shape`, empty where none has a dim: those behind them are called `NAME_dim_k`, as ArviZ does."""
        passes = self.passes.get(site.name, Passes(site.shape))
        if not site.dims or not passes.even:
            return ()
        return (axis(site.name, 0), *site.dims) if passes.looped else site.dims

    def axes(self, site: Site) -> tuple[str, ...]:
        """Names of all axes of a site in results, but for `chain` and `draw`."""
        named = self.named_axes(site)
        return (*named, *(axis(site.name, k) for k in range(len(named), len(self.whole_shape(site)))))

    def label_entries(self) -> None:
        """Gives missing entries that are parameters their labels, those that they have in the observation."""
        for name, entries in self.missing.items():
            site = self.sites[name]
            axes = zip(self.axes(site), self.whole_shape(site), strict=True)
            known = [self.coords.get(dim, np.arange(n)) for dim, n in axes]
            parameter = next((s for s in self.parameters if s.of == name), None)
            if parameter is not None and known:
                self.entries[axis(parameter.name, 0)] = labels_of(entries.lacking, known)

    def mask(self, name: str) -> np.ndarray | None:
        """Which values of an observed site exist, those of all passes, one truth value an event; None where all do."""
        masks = self.scores[name].masks if name in self.scores else []
        if not any(isinstance(m, np.ndarray) for m in masks):
            return None
        return joined([m if isinstance(m, np.ndarray) else np.ones(m, bool) for m in masks])


def axis(name: str, k: int) -> str:
    """What an axis of a variable is called that has no dim."""
    return f"{name}_dim_{k}"


def joined(parts: list[Any]) -> np.ndarray:
    """What the passes of a loop give, in their order: stacked, or flattened one behind the other where their shapes differ."""
    if len(parts) == 1:
        return np.asarray(parts[0])
    even = all(np.shape(p) == np.shape(parts[0]) for p in parts)
    return np.stack(parts) if even else np.concatenate([np.ravel(p) for p in parts])


def as_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of texts as lines, one column under the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def unstorable(name: str) -> str:
    """Why a netCDF file takes no name like this; empty when it does. Results add some letters of their own."""
    if not (name[0] == "_" or name[0].isalnum()) or name[-1] == " ":
        return "the name must begin with a letter, a digit or `_`, and not end with a space"
    return f"the name is longer than {LONGEST_NAME} bytes" if len(name.encode("utf-8", "replace")) > LONGEST_NAME else ""


def names_problem(name: Any, dims: Container[str]) -> str:
    """Why a site cannot be called this; empty when it can."""
    if not isinstance(name, str) or not name:
        return f"a site's name must be a text, not {name!r}"
    if "/" in name:
        return f"the site `{name}` has a `/` in its name"
    if not name.isprintable():
        return f"the site {name!r} has a control character in its name"
    if problem := unstorable(name):
        return f"the site {name!r} cannot be stored: {problem}"
    if name in RESERVED:
        return f"a site cannot be called `{name}`: that is a dim of the results"
    if name in dims:
        return f"the site `{name}` has the name of a dim"
    return ""

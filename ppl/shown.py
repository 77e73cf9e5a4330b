"""How models and posteriors show themselves: sites, labels, data and what to do next, as text and as HTML for notebooks."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from ..ir.given import plain, shown
from .annotations import Annotation, annotations_of
from .base.parameters import value_of
from .interpret.record import SiteRecord
from .interpret.table import COLUMNS, Binding, Definition, Site, as_columns

MOST_SITES, MOST_LABELS, WIDEST = 30, 4, 100


class Bound(Protocol):
    """A posterior, as it is shown."""

    binding: Binding
    dim: int

    @property
    def sites(self) -> dict[str, Site]: ...

    @property
    def name(self) -> str: ...

    @property
    def coords(self) -> dict[str, np.ndarray]: ...


# -- models
def signature(model: Definition) -> str:
    """`line(x: Real[row], y, k: Int = 1)`: our own words of its annotations, and defaults."""
    words = annotations_of(model.function)
    return f"{model.__name__}({', '.join(argument(p, words.get(p.name)) for p in inspect.signature(model.function).parameters.values())})"


def argument(parameter: inspect.Parameter, words: Annotation | None) -> str:
    """One argument of it."""
    said = "" if words is None else f": {words.kind}" + (f"[{', '.join(map(str, words.dims))}]" if words.dims else "")
    default = "" if parameter.default is parameter.empty else f" = {shown(parameter.default)}" if said else f"={shown(parameter.default)}"
    return f"{parameter.name}{said}{default}"


def call(model: Definition) -> str:
    """How data are given to it, those with defaults left out."""
    needed = [p.name for p in inspect.signature(model.function).parameters.values() if p.default is p.empty]
    return f"{model.__name__}.bind({', '.join(f'{name}=…' for name in needed)})"


def model_text(model: Definition) -> str:
    """Two lines."""
    return f"model {signature(model)} at {model.position.by_line}\n  {call(model)} gives a posterior"


def model_html(model: Definition) -> str:
    """The same, and what the model's docstring says."""
    from ..results.html import lines

    return lines(f"model {signature(model)}", *(inspect.getdoc(model.function) or "").split("\n")[:3], f"{call(model)} gives a posterior")


# -- posteriors
def posterior_text(posterior: Bound) -> str:
    """The table of sites under a head, with what else there is to know under it."""
    return "\n".join([head(posterior), *as_columns([COLUMNS, *rows(posterior)]), *more(posterior)])


def posterior_html(posterior: Bound) -> str:
    """The same as a table of HTML."""
    from ..results.html import lines, table

    return lines(head(posterior), table(rows(posterior), COLUMNS[1:], numbers=False), *more(posterior), raw=(1,))


def head(posterior: Bound) -> str:
    """What it is, and how large."""
    count = posterior.dim
    return f"posterior of `{posterior.name}`: {count} unconstrained coordinate{'' if count == 1 else 's'}"


def rows(posterior: Bound) -> list[tuple[str, ...]]:
    """A row a site, of many the first."""
    found = [site.row() for site in posterior.sites.values()]
    rest = len(found) - MOST_SITES
    return found if rest <= 1 else [*found[:MOST_SITES], (f"… {rest} more sites", *[""] * (len(COLUMNS) - 1))]


def more(posterior: Bound) -> Iterator[str]:
    """Labels, data, what to do next."""
    if posterior.coords:
        yield cut("labels: " + "; ".join(f"{dim} = {labels_of(labels)}" for dim, labels in posterior.coords.items()))
    if posterior.binding.data:
        yield cut("data: " + ", ".join(data_of(posterior.binding.data)))
    yield "next: `samplers.nuts(posterior)` draws from it, `ppl.prior_predictive(posterior)` from its prior"


# -- runs
def run_text(sites: Mapping[str, SiteRecord], log_density: float, reason: str) -> str:
    """Value and log density of each site of a run, under the log density of the whole."""
    found = [(name, " ".join(value_of(r.value).split()), "" if r.log_density is None else f"{r.log_density:.6g}") for name, r in sites.items()]
    rest = len(found) - MOST_SITES
    found = found if rest <= 1 else [*found[:MOST_SITES], (f"… {rest} more sites", "", "")]
    return "\n".join([f"log density {log_density:.6g}", *([reason] if reason else []), *as_columns([("site", "value", "log density"), *found])])


def labels_of(labels: Sequence[Any] | np.ndarray) -> str:
    """A few of them, and how many there are."""
    few = ", ".join(" ".join(str(label).split()) for label in labels[:MOST_LABELS])
    return few if len(labels) <= MOST_LABELS else f"{few}, … ({len(labels)})"


def data_of(data: Mapping[str, Any]) -> Iterator[str]:
    """Arguments by name with their shapes, or values."""
    for name, value in data.items():
        yield f"{name} {np.shape(value)}" if isinstance(value, np.ndarray) and value.ndim else f"{name} = {shown(plain(value))}"


def cut(line: str) -> str:
    """A line that is no wider than a screen."""
    return line if len(line) <= WIDEST else f"{line[:WIDEST]}…"

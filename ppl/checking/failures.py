"""An interpretation that finds the sites whose log density is not finite, and what is wrong with each: a parameter outside of its domain, a value outside
of the support, nan. CPython only; a site that fails does not end the run, so all are found at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import Position
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Value
from ..interpret.interpretation import Score
from ..interpret.scoring import LogDensity
from ..interpret.services import Services
from ..interpret.table import Binding, Site

OUTSIDE, NAN, INFINITE, IMPOSSIBLE, BOUNDS, MATRIX = "outside", "nan", "infinite", "impossible", "bounds", "matrix"


class Failure(NamedTuple):
    """What is wrong at a site: in words, of which value and which set it should lie in, and how many operations of the user's had been noted before."""

    kind: str
    site: str
    what: str
    position: Position | None
    value: Any = None
    domain: Constraint | None = None
    before: int = 0


class Failures(LogDensity):
    """Collects them; `values` are those of the parameters by name, as the model was given them."""

    def __init__(self, binding: Binding, noted: Callable[[], int] = int):
        super().__init__(binding)
        self.noted = noted                       # how many operations of the user's were noted so far
        self.found: list[Failure] = []
        self.values: dict[str, Any] = {}

    def wants(self, name: str) -> bool:
        return True

    # -- sites
    def on_parameter(self, it: Services, site: Site, x: Value, jacobian: Value, score: Score | None) -> None:
        self.values[site.name] = x
        self.scored(it, site, site.dist, x, lambda: np.sum(jacobian) + np.sum(0.0 if score is None else score()), site.constraint)

    def on_observed(self, it: Services, site: Site, obs: Value, score: Score) -> None:
        self.scored(it, site, site.dist, obs, score, None if site.dist is None else site.dist.support())

    def on_factor(self, it: Services, name: str, value: Value, likelihood: bool) -> None:
        if not np.isfinite(np.sum(value)):
            kind = NAN if np.isnan(np.sum(value)) else INFINITE
            self.note(it, kind, name, f"the factor `{name}` is {'nan' if kind == NAN else f'{np.sum(value)}'}", value)
        it.add("target", value)

    # -- what is wrong
    def scored(self, it: Services, site: Site, dist: Distribution | None, x: Value, score: Score, own: Constraint | None) -> None:
        """A site with its log density: where that is not finite, each cause."""
        before = len(self.found)
        try:
            total = score()
        except np.linalg.LinAlgError:
            total = -math.inf
        it.add("target", total)
        if np.all(np.isfinite(np.sum(total))):
            return
        bad = ~np.isfinite(np.asarray(total, float))
        for kind, what, value, domain in () if dist is None else of_parameters(dist, site, bad):
            self.note(it, kind, site.name, what, value, domain)
        if own is not None:
            self.of_value(it, site, x, own, bad)
        if len(self.found) == before and dist is not None and (name := indefinite(dist)):
            self.note(it, MATRIX, site.name, f"`{name}` of `{dist.name}` at site `{site.name}` is not positive definite")
        elif len(self.found) == before and dist is not None and (why := dist.apart()):
            self.note(it, IMPOSSIBLE, site.name, f"{why}, at site `{site.name}`", x)
        elif len(self.found) == before:
            word = "nan" if np.isnan(np.sum(total)) else f"{float(np.sum(total))}"
            self.note(it, IMPOSSIBLE, site.name, f"the log density of `{site.name}` is {word}", x)

    def of_value(self, it: Services, site: Site, x: Value, own: Constraint, bad: np.ndarray) -> None:
        """A value that is no number, or outside of its set; bounds without room between them."""
        low, high = own.bounds()
        if low is not None and high is not None and not np.all(np.less(low, high)):
            self.note(it, BOUNDS, site.name, f"the lower bound of `{site.name}` was not below the upper one", x)
        elif site.kind == "parameter":
            if not np.all(np.isfinite(x)):
                kind = NAN if np.any(np.isnan(x)) else INFINITE
                self.note(it, kind, site.name, f"`{site.name}` is {'nan' if kind == NAN else 'infinite'}", x)
        elif own.limits() and own.moves() and touches(~np.asarray(own.contains(x)), bad):
            self.note(it, IMPOSSIBLE, site.name, f"the observed `{site.name}` was outside of the support of `{site.dist}`", x)

    def note(self, it: Services, kind: str, site: str, what: str, value: Any = None, domain: Constraint | None = None) -> None:
        """One more failure, where the run is."""
        self.found.append(Failure(kind, site, what, it.position(), value, domain, self.noted()))


def of_parameters(dist: Distribution, site: Site, bad: np.ndarray) -> Iterator[tuple[str, str, Any, Constraint | None]]:
    """What is wrong with the parameters of a distribution, where its scores are bad."""
    for spec, p in dist.parameters():
        if not is_numeric(p):
            continue
        values, axes = np.asarray(p), spec.axes
        name = f"`{spec.name}` of `{dist.name}` at site `{site.name}`"
        if touches(np.isnan(values), bad, axes):
            yield NAN, f"{name} is nan", p, spec.domain
        elif spec.domain.restricts() and touches(~np.asarray(spec.domain.contains(values), bool), bad, axes if spec.domain.elementwise() else 0):
            yield (INFINITE if np.any(np.isinf(values)) else OUTSIDE), f"{name} left its domain ({spec.domain})", p, spec.domain
        elif touches(np.isinf(values), bad, axes) and not spec.infinite:
            yield INFINITE, f"{name} is infinite", p, spec.domain


def is_numeric(p: Any) -> bool:
    """Is it a number or an array of them?"""
    return isinstance(p, (int, float, np.number, np.ndarray)) and np.asarray(p).dtype.kind in "fiub"


def touches(wrong: np.ndarray, bad: np.ndarray, axes: int = 0) -> bool:
    """Is something wrong where scores are bad? `wrong` has `axes` axes of one value last; where the shapes do not tell, anything wrong counts."""
    if not np.any(wrong):
        return False
    if axes and wrong.ndim >= axes:
        wrong = np.asarray(wrong.any(axis=tuple(range(wrong.ndim - axes, wrong.ndim))))
    try:
        return bool(np.any(wrong & bad))
    except ValueError:
        return True


def indefinite(dist: Distribution) -> str:
    """The name of a symmetric matrix among its parameters that cannot be factorised; empty where there is none."""
    for spec, p in dist.parameters():
        if spec.axes == 2 and is_numeric(p) and symmetric(np.asarray(p)):
            try:
                np.linalg.cholesky(p)
            except np.linalg.LinAlgError:
                return spec.name
    return ""


def symmetric(x: np.ndarray) -> bool:
    """Is it a symmetric matrix, or several?"""
    return x.shape[-1] == x.shape[-2] and bool(np.array_equal(x, np.swapaxes(x, -1, -2)))

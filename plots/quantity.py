"""One quantity to be drawn: its label and its draws; and which of a run are worth drawing."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import names_in
from ..results import Groups, PlainGroups, Variable
from ..results.cells import shortened
from ..results.convergence import rhat_and_ess
from ..results.summary import drawn, listed
from ..results.variables import variables

LONGEST = 34                         # characters of a label in a picture
SAME = 1e-12                         # of its size: what the draws of a constant may differ by


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number of each draw."""

    name: str                        # of its variable
    label: str
    draws: np.ndarray                # (chain, draw) of floats
    whole: bool = False              # counts or truths

    @property
    def finite(self) -> np.ndarray:
        """The draws that are finite, in a row."""
        return self.draws[np.isfinite(self.draws)]

    @property
    def varies(self) -> bool:
        """Are there two different draws?"""
        x = self.finite
        return x.size > 1 and float(np.ptp(x)) > SAME * float(np.abs(x).max())

    @property
    def halves(self) -> np.ndarray:
        """What is compared: the chains, of one chain its halves."""
        chains, n = self.draws.shape
        return self.draws if chains > 1 or n < 2 else np.stack([self.draws[0, :n // 2], self.draws[0, n - n // 2:]])


def entry(variable: Variable, at: int) -> Quantity:
    """One entry of a variable."""
    return Quantity(variable.name, shortened(variable.entry_name(at), LONGEST), variable.entries()[at].astype(float), variable.values.dtype.kind in "iub")


def entries(variable: Variable) -> list[Quantity]:
    """All of them."""
    return [entry(variable, at) for at in range(variable.size)]


def drawable(tree: Groups | PlainGroups) -> list[Variable]:
    """The variables of a posterior that have entries and draws."""
    return [v for v in drawn(tree, "posterior").values() if v.values.size]


def worst(arrays: Sequence[Variable], count: int) -> list[Quantity]:
    """Of all entries of arrays those with the largest R-hat, the worst first; constants are none."""
    places = [(v, at) for v in arrays for at in range(v.size)]
    found = np.concatenate([np.zeros(0), *(rhat_and_ess(v.entries())[0] for v in arrays)])
    order = [k for k in np.argsort(-np.where(np.isfinite(found), found, -np.inf), kind="stable") if np.isfinite(found[k])]
    return [entry(*places[k]) for k in order[:count]]


def most_telling(variables: Sequence[Variable], count: int) -> list[Quantity]:
    """As many quantities: scalars, of more than that those with the smallest ESS; then entries of arrays with the largest R-hat; constants last."""
    scalars = [entry(v, 0) for v in variables if v.size == 1]
    moving = [q for q in scalars if q.varies]
    if len(moving) > count:
        ess = rhat_and_ess(np.stack([q.draws for q in moving]))[1]
        kept = set(np.argsort(np.where(np.isfinite(ess), ess, np.inf), kind="stable")[:count].tolist())
        return [q for k, q in enumerate(moving) if k in kept]
    found = [*moving, *worst([v for v in variables if v.size > 1], count - len(moving))]
    rest = [*(q for q in scalars if not q.varies), *(entry(v, 0) for v in variables if v.size > 1)]
    return found or rest[:1]


def named(tree: Groups | PlainGroups, names: str | Iterable[str], most: int | None = None) -> list[Quantity]:
    """The entries of these variables, and those that are named themselves; SettingsError for names that there are not, and for more than `most`."""
    there = {v.name: v for v in drawable(tree)}
    found: list[Quantity] = []
    for name in names_in(names, "names"):
        variable = there.get(name) or there.get(name.partition("[")[0])
        if variable is None:
            raise SettingsError(f"there is no `{name}` in these draws; there is {listed(there)}")
        if name == variable.name:
            found += entries(variable)
        elif name in (labels := variable.entry_names()):
            found.append(entry(variable, labels.index(name)))
        else:
            raise SettingsError(f"there is no `{name}` in these draws; `{variable.name}` has {listed(labels, 8)}")
    if most is not None and len(found) > most:
        raise SettingsError(f"these are {len(found)} quantities; one picture shows {most}", hint=f"pick entries, `names={[q.label for q in found[:2]]}`")
    return found


def diverging(tree: Groups | PlainGroups) -> np.ndarray | None:
    """(chain, draw) which trajectories diverged, where that is known and some did."""
    found = variables(tree, "sample_stats").get("diverging")
    bad = None if found is None else found.values.astype(bool)
    return bad if bad is not None and bad.any() else None

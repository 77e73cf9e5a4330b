"""Draws of a tree that lie off their sets: a stale tree, or one of another model. In: values by parameter; out: SettingsError with site and first draw."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ..base.constraints import Constraint
from ..interpret.maps.inversion import bounds_of, set_at, shown
from ..interpret.table import Binding, Site
from ..spaces.outside import strays
from .matching import SAMPLED, along

STALE = "is it a tree of this model? One of an earlier version of it, or that was changed by hand, does not fit"


def check_fixed(ahead: Binding, values: Mapping[str, np.ndarray], unknown: Collection[str], group: Any) -> None:
    """Looks at sets that are the same for all draws."""
    sets = [(s, s.constraint) for s in ahead.parameters if s.name in values and s.constraint is not None and not s.constraint.moves()]
    refuse(found for site, chosen in sets if (found := astray(site, chosen, values[site.name], site.name in unknown, group)))


def check_moving(ahead: Binding, values: Mapping[str, np.ndarray], unknown: Collection[str], found: Mapping[str, np.ndarray], group: Any) -> None:
    """Looks at sets whose bounds were `found` for each draw."""
    sets = [(s, set_at(s, found)) for s in ahead.parameters if s.name in values and bounds_of(s, found)]
    refuse(problem for site, chosen in sets if (problem := astray(site, chosen, values[site.name], site.name in unknown, group)))


def refuse(problems: Iterable[str]) -> None:
    """All at once, where there are any."""
    if found := list(problems):
        raise SettingsError("the tree's draws cannot be those of this model:" + "".join(f"\n- {p}" for p in found), hint=STALE)


def astray(site: Site, chosen: Constraint, values: np.ndarray, partial: bool, group: Any) -> str:
    """What is wrong with draws (chain, draw, *shape) some of which lie off their set by more than the rounding of the numbers in the tree; `partial`: nan is
    not known."""
    stored = group[site.name].dtype if site.name in group else np.dtype(float)
    x = np.reshape(values, (-1, *site.shape)).astype(stored if stored.kind == "f" else float)
    bad = strays(chosen, x)
    gone = np.isnan(x).reshape(*bad.shape, -1).any(axis=-1)
    bad = bad & ~gone if partial else bad | ~np.isfinite(x).reshape(*bad.shape, -1).all(axis=-1)
    rows = np.flatnonzero(bad.reshape(len(x), -1).any(axis=1))
    if not rows.size:
        return ""
    chain, draw = (along(group, dim) for dim in SAMPLED)
    first = int(rows[0])
    what = f"lies outside of {at_draw(chosen, first)}" if np.isfinite(x[first]).all() else "is not finite"
    where = f"draw {draw[first % len(draw)]} of chain {chain[first // len(draw)]}"
    return f"`{site.name}` {what} in {rows.size} of {len(x)} draws, the first is {where}: {shown(x[first])}"


def at_draw(chosen: Constraint, row: int) -> Constraint:
    """The set of one draw."""
    own = (p[row] if isinstance(p, np.ndarray) and p.ndim else p for p in chosen.params)
    return Constraint(chosen.kind, tuple(float(p) if np.size(p) == 1 else p for p in own))

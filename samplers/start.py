"""Where a chain starts: a point whose log density and gradient are finite; what a user gives for it in, coordinates out."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from ..ad.logdensity import Target
from ..ir.errors import DataError, SettingsError
from ..ir.given import named, numbers, shown
from ..lang import compiled
from ..lang.library.random import Rng
from ..lang.values.dtypes import unmasked
from .sampler import Array, DensityCall

ByName = Mapping[str, ArrayLike]
Given = ArrayLike | ByName | Sequence[ByName]
STEEP = 1e13                         # differences of a larger log density are lost to rounding: a start for want of a better one only


@compiled
def usable(lp: float, g: Array) -> bool:
    """Are the value and every part of the gradient finite?"""
    total = abs(lp)
    for i in range(len(g)):
        total += abs(g[i])
    return total < math.inf                                # nan compares false


@compiled
def find_start(density: DensityCall, rng: Rng, tries: int, start: Array, z: Array, g: Array) -> float:
    """Moves z to a point of finite density; returns its log density, or nan when none of the tries had one.

    Coordinates of `start` that are nan are drawn from uniform(-2, 2), the others are kept.
    """
    for k in range(tries):
        for i in range(len(z)):
            z[i] = 4.0 * rng.uniform() - 2.0 if math.isnan(start[i]) else start[i]
        lp = density(z, g)
        if usable(lp, g) and (abs(lp) < STEEP or 2 * k > tries):
            return lp
    return math.nan


# -- what a user gives
def initial_points(t: Target, init: Given | None, chains: int) -> np.ndarray:
    """(chains, dim) unconstrained; nan where the chain may choose. SettingsError for what is no start, DataError for values that parameters cannot have."""
    if init is None:
        return np.full((chains, t.dim), np.nan)
    if isinstance(init, Mapping):
        return named_points(t, [of_chain(t, named(init, "init"), k, chains) for k in range(chains)])
    if isinstance(init, (list, tuple)) and init and all(isinstance(part, Mapping) for part in init):
        if len(init) != chains:
            raise SettingsError(f"`init` must be a dict, or one for each of the {chains} chains, not {len(init)} dicts")
        return named_points(t, cast("list[ByName]", init))
    unmasked(init, "init")
    allowed = f"a dict of values by name, or an array of unconstrained coordinates of shape ({t.dim},) or ({chains}, {t.dim})"
    if isinstance(init, str):
        raise SettingsError(f"`init` must be {allowed}, not {shown(init)}", hint="left out, chains start at random points from uniform(-2, 2), unconstrained")
    a = numbers(init, "init", allowed)
    if a.shape not in ((t.dim,), (chains, t.dim)):
        raise SettingsError(f"`init` must be {allowed}, not of shape {a.shape}")
    if not np.isfinite(a).all():
        raise SettingsError(f"`init` must be finite, not {shown(init)}", hint="a dict by name may leave parameters out, where a chain may choose")
    return np.broadcast_to(a, (chains, t.dim)).copy()


def of_chain(t: Target, values: ByName, k: int, chains: int) -> dict[str, Any]:
    """The values of chain k: what has an axis of the chains before the parameter's own is divided."""
    shapes = {v.name: tuple(v.shape) for v in t.variables}
    return {name: np.asarray(x)[k] if name in shapes and shape_of(x) == (chains, *shapes[name]) else x for name, x in values.items()}


def shape_of(value: object) -> tuple[int, ...] | None:
    """None for rows of different lengths."""
    try:
        return np.shape(value)                                                                              # type: ignore[arg-type]
    except ValueError:
        return None


def named_points(t: Target, values: Sequence[ByName], setting: str = "init") -> np.ndarray:
    """Coordinates of values by name, a dict a row; nan where none are given. DataError, with the setting, for values that parameters cannot have."""
    try:
        return np.stack([t.unconstrain(by_name, partial=True) for by_name in values])
    except DataError as e:
        raise DataError(f"`{setting}`: {e.message}", e.position, e.hint) from None


def place_in_words(t: Target, start: Array, z: Array) -> str:
    """The start as its user gave it, by name, and what was drawn beside it; empty where nothing was given."""
    if np.isnan(start).all():
        return ""
    with np.errstate(all="ignore"):
        values = t.constrain(z, [v.name for v in t.variables if v.kind == "parameter"])
    given = ", ".join(f"{name} = {np.array2string(np.asarray(x), precision=6, threshold=8, edgeitems=2, separator=', ')}" for name, x in values.items())
    return f"of `init`: {given}" + (" (what it leaves open is from uniform(-2, 2))" if np.isnan(start).any() else "")

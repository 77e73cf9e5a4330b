"""Which coordinates are to blame: for a start where the density is not finite, for a density that does not fall off, for divergences."""
from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..ad.logdensity import Target

if TYPE_CHECKING:
    from ..results import PlainGroups, Scale

TRIED = (0.0, 0.5, -0.5, 2.0, -2.0, 5.0, -5.0, 20.0, -20.0)      # places a coordinate is moved to, unconstrained
MOST_NAMES, MOST_TRIES = 5, 2000
ASKED = 4                                                       # entries that a model is asked about, at so many points each
LOOKED_AT = 25                                                  # draws of each chain
FALLS_OFF = 0.05                                                # of 1, which -(z - mean) · gradient is on average under any proper density


def names(target: Target, at: Sequence[int] | np.ndarray) -> str:
    """Unconstrained coordinates by name, the first few."""
    known = list(target.unconstrained_names)
    found = [f"`{known[k]}`" for k in at]
    return ", ".join(found[:MOST_NAMES]) + (f" and {len(found) - MOST_NAMES} more" if len(found) > MOST_NAMES else "")


def why_no_start(target: Target, z: np.ndarray) -> str:
    """What is not finite at z, as far as it can be told."""
    with np.errstate(all="ignore"):
        value, gradient = target.value_and_grad(z)
    if np.isfinite(value):
        return f"at {short(z)} the log density is {value:.6g}, its gradient is not finite in {names(target, np.flatnonzero(~np.isfinite(gradient)))}"
    says, behind = f"at {short(z)} the log density is {value}", edges(target, z)
    return says + (f"; it is finite when one of these coordinates is moved: {names(target, behind)}" if behind else "")


def edges(target: Target, z: np.ndarray) -> list[int]:
    """Coordinates that make the density finite when one of them is moved alone: z is behind their hard edge."""
    behind = []
    for k in range(min(len(z), MOST_TRIES // len(TRIED))):
        moved = np.repeat(z[None], len(TRIED), axis=0)
        moved[:, k] = TRIED
        if any(np.isfinite(target.log_density(x)) for x in moved):
            behind.append(k)
    return behind


def short(z: np.ndarray) -> str:
    return np.array2string(z, precision=4, threshold=8, edgeitems=3, separator=", ")


def flat(target: Target, z: np.ndarray) -> list[int]:
    """Coordinates along which the density hardly falls off where the draws z (chain, draw, dim) went: a mean of -(z - mean) · gradient near 0."""
    some = z[:, np.unique(np.linspace(0, z.shape[1] - 1, LOOKED_AT).astype(int))]
    some = some.reshape(math.prod(some.shape[:-1]), z.shape[-1])
    gradients = np.array([target.value_and_grad(x)[1] for x in some])
    stein = np.mean(-(some - some.mean(axis=0)) * gradients.reshape(some.shape), axis=0)
    return [int(k) for k in np.flatnonzero(np.abs(stein) < FALLS_OFF)]


def improper(target: Target, z: np.ndarray) -> list[str]:
    """The warning about them."""
    at = flat(target, z)
    return [f"the density hardly falls off along {names(target, at)}, which went as far as {np.abs(z[..., at]).max():.3g} (unconstrained): "
            "the posterior is improper there or all but; give it a prior"] if at else []


def scales(target: Target, z: np.ndarray, groups: PlainGroups) -> list[Scale]:
    """Which of the entries whose values are unusual where draws diverge are scales of latent sites, as the model says at some of the draws z (chain, draw,
    dim). The clearest ones are asked for: the model is run by CPython."""
    from .. import results

    stats = results.variables(groups, "sample_stats")
    bad = stats["diverging"].values.astype(bool) if "diverging" in stats else np.zeros((0, 0), bool)
    if not bad.any():
        return []
    points = z[:, :: max(1, z.shape[1] // 2)].reshape(-1, z.shape[-1])[:ASKED]
    found: list[Scale] = []
    for g in results.gathered(results.variables(groups, "posterior"), bad)[:ASKED]:
        rising, sites = target.scaled_by(points, g.name, g.entry)
        if sites:
            found.append(results.Scale(g.name, g.entry, rising, [n for n, raw in sites.items() if not raw], [n for n, raw in sites.items() if raw]))
    return found

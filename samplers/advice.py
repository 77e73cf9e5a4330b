"""Which coordinates are to blame: for a start where the density is not finite, for a density that does not fall off, for divergences."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..ad.logdensity import Target

if TYPE_CHECKING:
    from ..results import PlainGroups, Scale

TRIED = (0.0, 0.5, -0.5, 2.0, -2.0, 5.0, -5.0, 20.0, -20.0)      # places a coordinate is moved to, unconstrained
MOST_NAMES, MOST_TRIES = 5, 2000
ASKED = 4                                                       # entries that a model is asked about, at so many points each
LOOKED_AT = 10                                                  # draws of each chain
FALLS_OFF = 0.3                                                 # of 1, which -(z - mean) · gradient is on average under any proper density
NEAR = (0.5, 1.0)                                               # distances, of what draws differ by: their direction is known no further
FAR = (1.0, 3.0, 10.0, 30.0, 1e2, 1e3, 1e4, 1e5, 1e8, 1e12, 1e20, 1e40, 1e80, 1e120)
OBLIQUE = 0.3                                                   # of the largest part of a direction: others are not in it
STARTS, ROUNDING = 3, 1e-6


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


def improper(target: Target, z: np.ndarray) -> list[str]:
    """The warning about coordinates along which the density does not fall off, however far one goes from the draws z (chain, draw, dim)."""
    if not z.size:
        return []
    some = z[:, sorted(set(np.linspace(0, z.shape[1] - 1, LOOKED_AT).astype(int).tolist()))]
    some = some.reshape(math.prod(some.shape[:-1]), z.shape[-1])
    with np.errstate(all="ignore"):
        at = endless(target, some)
    return [f"the density does not fall off along {names(target, at)}, which went as far as {np.abs(z[..., at]).max():.3g} (unconstrained): "
            "the posterior is improper, so there is nothing that draws could describe; give it a prior"] if at else []


def endless(target: Target, z: np.ndarray) -> list[int]:
    """Those coordinates, from draws z (n, dim): each alone, and all together that make up the direction in which draws differ most."""
    d = z - z.mean(axis=0)
    g = np.array([target.value_and_grad(x)[1] for x in z]).reshape(z.shape)
    stein = np.mean(-d * g, axis=0)                        # 1 under any proper density, 0 where it is flat, below where it grows
    doubtful = np.flatnonzero(~(stein > FALLS_OFF))[:MOST_NAMES]
    found = [int(k) for k in doubtful if goes_on(target, z, np.eye(z.shape[-1])[k], FAR)]
    if found or not np.isfinite(d).all() or z.shape[-1] < 2:
        return found
    ridge = np.linalg.svd(d, full_matrices=False)[2][0]
    parts = [int(k) for k in np.flatnonzero(np.abs(ridge) > OBLIQUE * np.abs(ridge).max())]
    falls = np.mean((d @ ridge) * -(g @ ridge)) > FALLS_OFF or len(parts) < 2
    return [] if falls or not goes_on(target, z, ridge, NEAR) else parts


def goes_on(target: Target, z: np.ndarray, way: np.ndarray, reach: Sequence[float]) -> bool:
    """Does the density from most of a few draws, on one side, fall off no faster than the inverse of the distance, at which integrals are infinite?"""
    spread = float(np.ptp(z @ way)) or 1.0
    starts = z[np.linspace(0, len(z) - 1, STARTS).astype(int)]
    return any(all(slow(target, x, side * way, spread * np.array(reach)) for x in starts) for side in (1.0, -1.0))


def slow(target: Target, x: np.ndarray, way: np.ndarray, distances: np.ndarray) -> bool:
    """Is that so from x on? By the last two numbers on the way. A density that ends by overflow of the values is judged by those before; one that ends
    while they are finite has an edge."""
    found: list[float] = []
    for s in distances:
        value = float(target.log_density(x + s * way))
        if value == math.inf:
            return True
        if not math.isfinite(value):
            if all(np.isfinite(v).all() for v in target.constrain((x + s * way)[None]).values()):
                return False
            break
        found.append(value)
    if len(found) < 2:
        return False
    k = len(found) - 1
    return found[k - 1] - found[k] <= (1.0 + ROUNDING) * math.log(distances[k] / distances[k - 1])


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


def without_nan(groups: PlainGroups) -> PlainGroups:
    """The groups without quantities that are nan somewhere."""
    fine = {v.name: v for v in groups.groups["posterior"].values() if v.values.dtype.kind != "f" or not np.isnan(v.values).any()}
    return replace(groups, groups={**groups.groups, "posterior": fine})

"""What the Hessian at a mode says: how wide each coordinate is there, and along which directions nothing is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..posterior import Posterior
from .report import Finding

LARGEST = 300                                    # coordinates of which a Hessian is made
FAR_APART = 1e3                                  # a standard deviation that much from 1 is worth a word
FLAT = 1e-8                                      # of the largest curvature, in coordinates of width 1: none
PART = 0.2                                       # of the largest part of a direction: others are not in it
NAMED = 5
STEEP = 0.1                                      # of a slope, in coordinates of width 1 or less: there is no mode


class Found(NamedTuple):
    """Findings, and whether they are of a mode: the search ends elsewhere where there is none, as in a hierarchy whose density grows without bound where
    the scale of its groups falls to 0."""

    findings: list[Finding]
    at_mode: bool = False


def of_mode(posterior: Posterior, starts: np.ndarray) -> Found:
    """Findings at the best point that a search from a few starts ends at."""
    if not 0 < posterior.dim <= LARGEST:
        return Found([])
    z = best(posterior, starts)
    try:
        curvature = -posterior.hessian(z)
    except Exception:  # what cannot be differentiated twice
        return Found([])
    if not np.isfinite(curvature).all():
        return Found([])
    slopes = posterior.value_and_grad(z)[1] * np.minimum(widths(curvature), 1.0)
    directions = of_directions(posterior, curvature)
    if np.abs(slopes).max() > STEEP:
        return Found([finding for parts, finding in directions if parts == 1])
    return Found([*(finding for _, finding in directions), *of_scales(posterior, curvature)], at_mode=True)


def widths(curvature: np.ndarray) -> np.ndarray:
    """How wide each coordinate is, the others held; 1 where that is not known."""
    width = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(curvature)), 1e-300))
    return np.where(width < 1e100, width, 1.0)


def best(posterior: Posterior, starts: np.ndarray) -> np.ndarray:
    """A point of high density."""
    from scipy.optimize import minimize

    def downhill(z: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = posterior.value_and_grad(z)
        return (-value, -gradient) if np.isfinite(value) and np.isfinite(gradient).all() else (1e300, np.zeros(len(z)))

    with np.errstate(all="ignore"):
        found = [minimize(downhill, z, jac=True, method="L-BFGS-B", options={"maxiter": 300}) for z in starts[:2]]
    return min(found, key=lambda end: end.fun).x


def of_directions(posterior: Posterior, curvature: np.ndarray) -> list[tuple[int, Finding]]:
    """Directions along which the density does not fall off: how many coordinates make them up, and what is said of those."""
    width = widths(curvature)
    values, directions = np.linalg.eigh(curvature * width[:, None] * width)
    largest = max(float(values[-1]), 0.0)
    found: list[tuple[int, Finding]] = []
    for value, way in zip(values, (directions * width[:, None]).T, strict=True):
        if abs(value) <= FLAT * max(largest, 1.0):
            parts = np.flatnonzero(np.abs(way) > PART * np.abs(way).max())
            some = [f"`{posterior.unconstrained_names[k]}`" for k in parts]
            names = ", ".join(some[:NAMED]) + (f" and {len(some) - NAMED} more" if len(some) > NAMED else "")
            found.append((len(parts), not_apart(names) if len(parts) > 1 else unknown(names)))
    return found


def not_apart(names: str) -> Finding:
    """What is said of several coordinates."""
    return Finding("identification", f"nothing tells {names} apart: at a mode the density does not change along that direction",
                   "give priors that do, fix one of them, or let them sum to zero")  # fmt: skip


def unknown(name: str) -> Finding:
    """What is said of one."""
    return Finding("identification", f"nothing is known of {name}: the density does not change with it", "give it a prior")


def of_scales(posterior: Posterior, curvature: np.ndarray) -> list[Finding]:
    """Coordinates that are much narrower or wider than the others may be, one finding for all of them."""
    diagonal = np.diag(curvature)
    width = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    far = [k for k in np.argsort(-np.abs(np.log(width))) if not 1.0 / FAR_APART < width[k] < FAR_APART and diagonal[k] > FLAT**2]
    if not far:
        return []
    some = ", ".join(f"`{posterior.unconstrained_names[k]}` ({width[k]:.2g})" for k in far[:NAMED])
    return [Finding("scales", f"at a mode standard deviations are far from 1: {some}{f' and {len(far) - NAMED} more' if len(far) > NAMED else ''}",
                    "the warm-up takes long to learn that: give data and parameters other units, or `affine(loc, scale)`")]  # fmt: skip

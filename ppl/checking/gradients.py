"""The compiled gradient against finite differences of the compiled density."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..posterior import Posterior
from .report import Finding

STEP = 1e-4
MOST = 30                                        # coordinates at a point
OFF = 1e-3                                       # of the slope and its rounding, beyond what two steps of differences differ by


def wrong_slopes(posterior: Posterior, points: np.ndarray) -> Iterator[Finding]:
    """The coordinates whose slope differs, at most one finding."""
    rounding = np.finfo(float).eps / STEP
    for z in points:
        value, gradient = posterior.value_and_grad(z)
        for k in range(min(posterior.dim, MOST)):
            rough, fine = difference(posterior, z, k, 2.0 * STEP), difference(posterior, z, k, STEP)
            room = OFF * (abs(fine) + abs(gradient[k])) + 3.0 * abs(rough - fine) + 100.0 * rounding * (1.0 + abs(value))
            if np.isfinite(rough + fine) and abs(gradient[k] - fine) > room:
                yield Finding("gradient", f"the slope of the log density in `{posterior.unconstrained_names[k]}` is {gradient[k]:.6g}, and {fine:.6g} by "
                              "finite differences", "is it a step, a branch on a parameter or a rounded number? Else please report it")  # fmt: skip
                return


def difference(posterior: Posterior, z: np.ndarray, k: int, step: float) -> float:
    """The slope in a coordinate by central differences."""
    move = np.zeros(len(z))
    move[k] = step
    return (posterior.log_density(z + move) - posterior.log_density(z - move)) / (2.0 * step)

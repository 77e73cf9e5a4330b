"""First order: the limit state replaced by its tangent planes at a design point, and what β owes to the parameters of the laws.

One plane has the probability Φ(-β). Where several meet (an edge, as of `np.maximum`), the failure is that of all of them: the probability of a parallel
system of planes (Hohenbichler & Rackwitz 1983), by Genz's (1992) transformation on a Sobol' sequence.
"""
from __future__ import annotations

import numpy as np

from ..campaigns.points import sobol_points
from .design_points import DesignPoint
from .limit_state import LimitState

POINTS = 14                          # 2^14 of the sequence


def probability(point: DesignPoint) -> float:
    """Of the planes at the point, of the side that does not hold the origin."""
    from scipy.special import ndtr

    distances = point.normals @ point.u
    return float(ndtr(-distances[0])) if len(distances) == 1 else all_beyond(distances, point.normals @ point.normals.T)


def all_beyond(distances: np.ndarray, correlation: np.ndarray) -> float:
    """P(Z >= distances) of standard normal Z (m,) with that correlation (m, m)."""
    from scipy.special import ndtr, ndtri

    factor, m = np.linalg.cholesky(correlation), len(distances)
    unit = sobol_points(POINTS, m - 1, 0)
    z, total = np.zeros((len(unit), m)), np.ones(len(unit))
    for i in range(m):
        tail = ndtr(-(distances[i] - z[:, :i] @ factor[i, :i]) / factor[i, i])
        total = total * tail
        if i < m - 1:
            z[:, i] = -ndtri(np.maximum(unit[:, i] * tail, 1e-300))
    return float(total.mean())


def importance(g: LimitState, point: DesignPoint) -> np.ndarray:
    """(d,): squares of the γ of Der Kiureghian & Ke, the shares of the linearised limit state's variance by inputs as if each varied alone with its sd at the
    design point; α² where inputs are independent."""
    d = len(point.u)
    rows = g.inputs.pullback(np.repeat(point.u[None], d, axis=0), np.eye(d))              # of the Jacobian d inputs / du
    gamma = g.slopes_of_inputs(point.u) * np.linalg.norm(rows, axis=1)
    return gamma**2 / np.sum(gamma**2)


def slopes_of_beta(g: LimitState, point: DesignPoint, size: float) -> np.ndarray:
    """(n_parameters,): d β / d parameter, of the tangent plane: (dg/dx · dx/dθ) / |dg/du|, with g of the units in which its gradient in u has that size."""
    return g.inputs.parameter_slopes(point.u) @ g.slopes_of_inputs(point.u) / size

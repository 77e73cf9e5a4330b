"""Can derivatives be trusted to say how a model changes? Not where it jumps, nor where it is chaotic.

Between two points a smooth function changes by about half the sum of its gradients times the step (the trapezoid rule). What is left over, over many pairs
of neighbours and relative to the changes themselves, is near 0.02 for smooth models, 0.1 with kinks, 1 with jumps or a digital output, and above for chaos.
"""
from __future__ import annotations

import numpy as np

from ...ir.errors import DataError

ALLOWED = 0.3


def residual(points: np.ndarray, values: np.ndarray, gradients: np.ndarray) -> float:
    """What derivatives miss of the changes between neighbours: points (n, d), values (n,), gradients (n, d). 0 where nothing changes."""
    from scipy.spatial import cKDTree

    if len(points) < 3:
        return 0.0
    near = cKDTree(points).query(points, k=2)[1][:, 1]
    size = max(float(np.abs(values).max()), 1e-300)
    changes = (values[near] - values) / size
    said = 0.5 * np.sum((gradients + gradients[near]) / size * (points[near] - points), axis=1)
    total = np.sum(changes**2)
    return float(np.sqrt(np.sum((changes - said) ** 2) / total)) if total > 0.0 else 0.0


def trusted(points: np.ndarray, values: np.ndarray, gradients: np.ndarray, method: str, instead: str) -> float:
    """The residual; DataError where it is too large, which says what to take instead. Points (n, d) in units in which all coordinates count alike."""
    found = residual(points, values, gradients)
    if not found <= ALLOWED:
        raise DataError(f"`{method}` needs derivatives that tell how the model changes, and here they miss {min(found, 9.99):.0%} of it between "
                        "neighbouring points: it jumps, or is chaotic", hint=instead)
    return found

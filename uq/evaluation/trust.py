"""Can derivatives be trusted to say how a model changes? Not where it jumps, nor where it is chaotic.

Between two points a smooth function changes by about half the sum of its gradients times the step (the trapezoid rule). What is left over, over many pairs
of neighbours and relative to the changes themselves, is near 0.02 for smooth models, 0.1 with kinks, 1 with jumps or a digital output, and above for chaos.

Few points, or many inputs, have neighbours that are far from each other, where smooth models bend too. The pairs that say most against the model are
then halved, and the worse half again: at each step what is left over falls eightfold for a smooth function, twofold at a kink, and not at all at a jump.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...ir.errors import DataError

ALLOWED = 0.3
NEIGHBOURS = 4                       # of a point, where suspicions can be looked into: nearest ones alone may all lie on one side of a jump
PAIRS, HALVINGS = 3, 5               # that are looked at more closely, and how often
More = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]           # values (n,) and gradients (n, d) at other points (n, d)


def residual(points: np.ndarray, values: np.ndarray, gradients: np.ndarray) -> float:
    """What derivatives miss of the changes between neighbours: points (n, d), values (n,), gradients (n, d). 0 where nothing changes."""
    return relative(*between_neighbours(points, values, gradients)[:2])


def relative(changes: np.ndarray, missed: np.ndarray) -> float:
    """Root mean squares of what is missed, in those of the changes."""
    total = np.sum(changes**2)
    return float(np.sqrt(np.sum(missed**2) / total)) if total > 0.0 else 0.0


def between_neighbours(points: np.ndarray, values: np.ndarray, gradients: np.ndarray, count: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Changes (pairs,), what of them is missed (pairs,), in units of the largest value, and the numbers of both points (2, pairs): each with its `count`
    nearest."""
    from scipy.spatial import KDTree

    if len(points) < 3:
        return np.zeros(0), np.zeros(0), np.zeros((2, 0), int)
    count = min(count, len(points) - 1)
    near = np.asarray(KDTree(points).query(points, k=1 + count)[1])[:, 1:].ravel()
    own = np.repeat(np.arange(len(points)), count)
    size = max(float(np.abs(values).max()), 1e-300)
    changes = (values[near] - values[own]) / size
    return changes, changes - said(points[own], points[near], gradients[own] / size, gradients[near] / size), np.array([own, near])


def said(a: np.ndarray, b: np.ndarray, at_a: np.ndarray, at_b: np.ndarray) -> np.ndarray:
    """The change from points a to points b (n, d) by the gradients there."""
    return 0.5 * np.sum((at_a + at_b) * (b - a), axis=1)


def closely(points: np.ndarray, values: np.ndarray, gradients: np.ndarray, more: More) -> float:
    """The residual of the worst pairs after their halvings, in the root mean square of all changes."""
    changes, missed, pairs = between_neighbours(points, values, gradients, NEIGHBOURS)
    size = max(float(np.abs(values).max()), 1e-300)
    worst = np.argsort(-np.abs(missed))[:PAIRS]
    low, high = ([a[k].copy() for a in (points, values / size, gradients / size)] for k in pairs[:, worst])
    for _ in range(HALVINGS):
        x = 0.5 * (low[0] + high[0])
        f, g = more(x)
        middle = [x, f / size, g / size]
        left, right = (np.abs(b[1] - a[1] - said(a[0], b[0], a[2], b[2])) for a, b in ((low, middle), (middle, high)))
        take = left >= right
        for k, new in enumerate(middle):
            chosen = take.reshape(-1, *[1] * (new.ndim - 1))
            low[k], high[k] = np.where(chosen, low[k], new), np.where(chosen, new, high[k])
    left_over = high[1] - low[1] - said(low[0], high[0], low[2], high[2])
    return float(np.abs(left_over).max() / np.sqrt(np.mean(changes**2)))


def trusted(points: np.ndarray, values: np.ndarray, gradients: np.ndarray, method: str, instead: str, more: More | None = None) -> float:
    """The residual; DataError where it is too large, which says what to take instead. Points (n, d) in units in which all coordinates count alike.

    `more` runs the model at other points; without it nothing is looked at more closely.
    """
    found = relative(*between_neighbours(points, values, gradients, 1 if more is None else NEIGHBOURS)[:2])
    if not found <= ALLOWED and more is not None and np.isfinite(found):
        found = closely(points, values, gradients, more)
    if not found <= ALLOWED:
        raise DataError(f"`{method}` needs derivatives that tell how the model changes, and here they miss {min(found, 9.99):.0%} of it between "
                        "neighbouring points: it jumps, or is chaotic", hint=instead)
    return found

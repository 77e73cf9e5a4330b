"""Vectors whose sum is 0, and arrays whose sums along each of several last axes are.

The transform is the isometric one of the Stan reference manual 2.36 (2.35 has none), "Zero sum vector": coordinates along an orthonormal base of the
plane, so that the log Jacobian is 0; of arrays along one axis after the other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..base.constraints import Constraint, Kind
from ..base.functions import sqrt
from ..base.inverses import ROUNDED
from ..base.sets import SLACK, zero
from ..base.transforms import Transformed
from ..base.types import Shape, Truth

MOST_AXES = 3


def spread(u: np.ndarray) -> np.ndarray:
    """One value more along the last axis, so that their sum is 0, and the sum of the squares the same."""
    free = u.shape[-1]
    x, total = np.zeros(u.shape[:-1] + (free + 1,)), np.zeros(u.shape[:-1])
    for t in range(free):
        k = free - t
        step = u[..., k - 1] / sqrt(1.0 * k * (k + 1))
        x[..., k] = total - k * step
        total = total + step
    x[..., 0] = total
    return x


def gathered(x: np.ndarray) -> np.ndarray:
    """The way back."""
    k = np.arange(1, x.shape[-1])
    return (np.cumsum(x, axis=-1)[..., :-1] - k * x[..., 1:]) / np.sqrt(k * (k + 1.0))


def along(step: Callable[[np.ndarray], np.ndarray], x: np.ndarray, axes: int) -> np.ndarray:
    """A step along each of the last axes."""
    for k in range(axes):
        x = step(x) if k == 0 else np.swapaxes(step(np.swapaxes(x, -1, -1 - k)), -1, -1 - k)
    return x


def sums_vanish(x: np.ndarray, axes: int, slack: float) -> Truth:
    """Are the sums along the last axes 0, up to a share of the sum of all sizes?"""
    size = np.abs(x)
    for _ in range(axes):
        size = np.sum(size, axis=-1)
    ok = size >= 0.0
    for k in range(axes):
        off = np.abs(np.sum(x, axis=-1 - k))
        for _ in range(axes - 1):
            off = np.max(off, axis=-1)
        ok = ok & (off <= slack * size)
    return ok


# -- of so many last axes, known before anything is compiled
def of_axes(axes: int) -> Kind:
    """Arrays whose sums along each of so many last axes are 0."""

    def contains(x: np.ndarray) -> Truth:
        return sums_vanish(x, axes, SLACK)

    def within(x: np.ndarray) -> Truth:
        return sums_vanish(x, axes, ROUNDED)

    def forward(u: np.ndarray) -> Transformed:
        return along(spread, u, axes), 0.0, None

    def inverse(x: np.ndarray) -> np.ndarray:
        return along(gathered, x, axes)

    def free(shape: Shape) -> Shape:
        return (*shape[: len(shape) - axes], *(n - 1 for n in shape[len(shape) - axes :]))

    name = "sum_to_zero" if axes == 1 else f"sum_to_zero along {axes} axes"
    return Kind(name, contains, zero, forward, inverse, free=free, axes=axes, within=within,
                thin="the prior of arrays of sum 0 that has draws is `ppl.ZeroSumNormal`")  # fmt: skip


KINDS = {axes: of_axes(axes) for axes in range(1, MOST_AXES + 1)}
SUM_TO_ZERO = KINDS[1]
sum_to_zero = Constraint(SUM_TO_ZERO)


# -- matrices with Stan's coordinates (reference manual 2.36, Zero sum matrix): those of two axes, what each adds last
def matrix_forward(u: np.ndarray) -> Transformed:
    return np.roll(along(spread, u, 2), (-1, -1), (-2, -1)), 0.0, None


def matrix_inverse(x: np.ndarray) -> np.ndarray:
    return along(gathered, np.roll(x, (1, 1), (-2, -1)), 2)


PLANES = KINDS[2]
SUM_TO_ZERO_MATRIX = Kind("sum_to_zero_matrix", PLANES.contains, zero, matrix_forward, matrix_inverse, free=PLANES.free, axes=2, within=PLANES.within,
                          thin=PLANES.thin)  # fmt: skip
sum_to_zero_matrix = Constraint(SUM_TO_ZERO_MATRIX)

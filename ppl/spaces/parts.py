"""Vectors whose entries come in parts, and sum to 0 in each part that has more than one: fields on a graph of several connected parts.

The coordinates of a part of m entries go along an orthonormal base of the plane, m - 1 of them, that of a reflection which turns the first axis into the
direction (1, …, 1) / sqrt(m): x[0] = -s / sqrt(m) and x[k] = u[k] - s / (m + sqrt(m)) with s the sum of the coordinates. The log Jacobian is 0. An entry
that is a part by itself is its own coordinate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.constraints import Constraint, Kind
from ..base.functions import sqrt
from ..base.inverses import ROUNDED
from ..base.sets import SLACK, zero
from ..base.transforms import Transformed
from ..base.types import Shape, Truth


def sums(x: Any, part: Any, count: int) -> Any:
    """The sum of the last axis over each of so many parts."""
    total = np.zeros((*x.shape[:-1], count))
    for i in range(part.shape[0]):
        total[..., part[i]] += x[..., i]
    return total


# `part` is the part of each entry, `free` are the entries with a coordinate, `held` those of each part without; `sizes` are lengths of the parts, infinite
# of the last, which is that of all single entries.
def forward(u: Any, part: Any, free: Any, held: Any, sizes: Any) -> Transformed:
    total = sums(u, part[free], sizes.shape[0])
    shares = 1.0 / (sizes + sqrt(sizes))
    x = np.zeros((*u.shape[:-1], part.shape[0]))
    for j in range(free.shape[0]):
        c = part[free[j]]
        x[..., free[j]] = u[..., j] - shares[c] * total[..., c]
    for c in range(held.shape[0]):
        x[..., held[c]] = -total[..., c] / sqrt(sizes[c])
    return x, 0.0, None


def inverse(x: np.ndarray, part: np.ndarray, free: np.ndarray, held: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    moved = np.concatenate([x[..., held] / (1.0 + np.sqrt(sizes[:-1])), np.zeros((*x.shape[:-1], 1))], axis=-1)
    return x[..., free] - moved[..., part[free]]


def vanish(x: Any, part: Any, sizes: Any, slack: float) -> Truth:
    """Are the sums 0, up to a share of the sum of all sizes?"""
    off, size = sums(x, part, sizes.shape[0]), sums(np.abs(x), part, sizes.shape[0])
    return np.all((np.abs(off) <= slack * size) | (sizes == math.inf), axis=-1)


def contains(x: Any, part: Any, free: Any, held: Any, sizes: Any) -> Truth:
    return vanish(x, part, sizes, SLACK)


def within(x: Any, part: Any, free: Any, held: Any, sizes: Any) -> Truth:
    return vanish(x, part, sizes, ROUNDED)


def coordinates(shape: Shape, part: Any, free: Any, held: Any, sizes: Any) -> Shape:
    return (*shape[:-1], free.shape[0])


SUMS_BY_PART = Kind("sum_to_zero in each connected part", contains, zero, forward, inverse, free=coordinates, axes=1, within=within,
                    thin="the prior of fields of sum 0 that has draws is `ppl.ICAR`")  # fmt: skip


@dataclass(frozen=True, eq=False)
class ByPart(Constraint):
    """What messages show are no bounds."""

    def __str__(self) -> str:
        return self.kind.name


@compile_time
def zero_by_part(part: Any, free: Any, held: Any, sizes: Any) -> Constraint:
    """Vectors of sum 0 in each part."""
    return ByPart(SUMS_BY_PART, (part, free, held, sizes))

"""Unit vectors: of length 1 along the last axis.

The transform is that of the Stan reference manual 2.35, "Unit vector": a vector of as many coordinates, divided by its length, which is that of
standard normal numbers (-|u|²/2 stands where the log Jacobian does, and no constant is added). There is one coordinate more than dimensions: the way
back gives the vector itself, of all that stand for it. At 0, which no direction leaves, the value is the vector of equal entries.
"""

from __future__ import annotations

import math

import numpy as np

from ..base.constraints import Constraint, Kind
from ..base.functions import sqrt, where
from ..base.inverses import ROUNDED, as_it_is
from ..base.sets import SLACK, half
from ..base.transforms import Transformed
from ..base.types import Truth

LEAST = 1e-290                                   # of a square of a length that can be divided by


def forward(u: np.ndarray) -> Transformed:
    square = np.sum(u * u, axis=-1, keepdims=True)
    usable = (square > LEAST) & (square < math.inf)
    return where(usable, u / sqrt(where(usable, square, 1.0)), 1.0 / math.sqrt(u.shape[-1])), -0.5 * u * u, None


def contains(x: np.ndarray) -> Truth:
    return np.abs(np.sum(x * x, axis=-1) - 1.0) < 2.0 * SLACK


def within(x: np.ndarray) -> Truth:
    return np.abs(np.sum(x * x, axis=-1) - 1.0) < ROUNDED


UNIT_VECTOR = Kind(
    "unit_vector", contains, half, forward, as_it_is, axes=1, within=within, thin="the prior of unit vectors that has draws is `ppl.VonMisesFisher`"
)
unit_vector = Constraint(UNIT_VECTOR)

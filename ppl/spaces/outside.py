"""Which values lie outside of a set, in NumPy: data exactly, values of parameters by more than rounding."""

from __future__ import annotations

import math

import numpy as np

from ..base.constraints import Constraint
from ..base.types import Value

ULPS = 64                                        # by which rounding may lead over a bound


def violations(constraint: Constraint, x: np.ndarray) -> np.ndarray:
    """Which elements (or vectors, matrices) of data lie outside the set; bounds are numbers or arrays."""
    with np.errstate(all="ignore"):
        ok = np.asarray((constraint.kind.check or constraint.kind.contains)(x, *constraint.params))
    rank = x.ndim - constraint.kind.axes
    return ~np.broadcast_to(ok, x.shape[:rank])


def strays(constraint: Constraint, x: np.ndarray) -> np.ndarray:
    """Which elements (or vectors, matrices) of parameters' values lie off their set by more than rounding, or are nan."""
    with np.errstate(all="ignore"):
        if constraint.kind.within is not None:
            return ~np.asarray(constraint.kind.within(x, *constraint.params))
        low, high = (far if b is None else b for b, far in zip(constraint.bounds(), (-math.inf, math.inf), strict=True))
        return ~((x >= low - slack(low, x.dtype)) & (x <= high + slack(high, x.dtype)))


def slack(bound: Value, dtype: np.dtype) -> Value:
    """By how much rounding of numbers of this type may lead over a bound."""
    precision = np.finfo(dtype).eps if dtype.kind == "f" else 0.0
    return np.where(np.isfinite(bound), ULPS * precision * np.abs(bound), 0.0)

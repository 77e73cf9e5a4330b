"""Extremes, moments and distances with Stan's values for nothing and for one (functions reference, Reductions)."""
from __future__ import annotations

from typing import Any

import numpy as np

from .sizes import matched


def smallest(x: Any) -> Any:
    """The smallest element; inf of none."""
    return np.min(x) if np.size(x) else np.inf


def largest(x: Any) -> Any:
    """The largest element; -inf of none."""
    return np.max(x) if np.size(x) else -np.inf


def variance(x: Any) -> Any:
    """The variance, whose divisor is n - 1; 0 of one element."""
    return 0.0 if np.size(x) == 1 else np.var(x, ddof=1)


def sd(x: Any) -> Any:
    """The standard deviation, whose divisor is n - 1; 0 of one element."""
    return 0.0 if np.size(x) == 1 else np.std(x, ddof=1)


def norm2(x: Any) -> Any:
    """The Euclidean length."""
    return np.sqrt(np.sum(x * x))


def squared_distance(x: Any, y: Any) -> Any:
    """The squared length of x - y."""
    matched("squared_distance", x, y)
    return np.sum((x - y) ** 2)


def distance(x: Any, y: Any) -> Any:
    """The length of x - y."""
    matched("distance", x, y)
    return np.sqrt(np.sum((x - y) ** 2))

"""Weighted sums of probabilities by their logarithms, with slopes that are right where a weight or a probability is 0."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...base.draws import varies
from ...base.functions import exp, log, maximum, minimum, stop_gradient, where
from ...base.types import Value

MOST = 700.0                                     # its exponential is finite: of a term that has no weight

# The slope of log Σ w p along a weight is p / Σ w p, also at w = 0: so weights are not among the logarithms, but for the largest term,
# which is taken out first.


def log_blend(weights: tuple[Value, ...], logs: tuple[Value, ...]) -> Value:
    """log Σ w exp(l) over pairs of a weight and a logarithm."""
    most: Any = -math.inf
    for w, term in zip(weights, logs):
        most = maximum(most, weighed(stop_gradient(w), stop_gradient(term)))
    level, total = usual(most), 0.0
    for w, term in zip(weights, logs):
        total = total + w * exp(minimum(term - level, MOST))
    return finished(most, level, total)


def log_blend_rows(weights: Value, logs: Any) -> Value:
    """log Σ w exp(l) over the last axis."""
    most = np.max(weighed(stop_gradient(weights), stop_gradient(logs)), axis=-1)
    level: Any = usual(most)
    total = np.sum(weights * exp(minimum(logs - (level[..., None] if varies(level, 0) else level), MOST)), axis=-1)
    return finished(most, level, total)


def weighed(w: Value, term: Value) -> Value:
    """log of one term."""
    return where(w > 0.0, term + log(where(w > 0.0, w, 1.0)), -math.inf)


def usual(most: Value) -> Value:
    """The largest term, 0 where it is infinite."""
    return where(abs(most) < math.inf, most, 0.0)


def finished(most: Value, level: Value, total: Value) -> Value:
    """log of the sum, infinite where the largest term is."""
    there = abs(most) < math.inf
    return where(there, level + log(where(there, total, 1.0)), most)

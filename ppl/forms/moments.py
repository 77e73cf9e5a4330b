"""Moments of distributions with a cdf and no closed form: sums over quantiles at the probabilities of a normal variable.

With x(z) the quantile of Φ(z), E f(X) is the integral of f(x(z)) φ(z), whose integrand is smooth and falls off as a Gaussian for every moment that there
is: the trapezoidal rule is exact to rounding, to 1e-5 where the density has corners. Its ends lie at 37 standard deviations, probabilities of 1e-300;
tails are known by their logarithms. Where the last term counts there is no such moment.
"""

from __future__ import annotations

import functools
import math
from typing import Any, Protocol

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.functions import log_ndtr, times, where
from ..base.types import Shape, ShapeOf, Value
from .own.generator import shape_of

STEP = 0.125
NODES = np.arange(-296, 297) * STEP
WEIGHTS = np.exp(-0.5 * NODES**2) * (STEP / math.sqrt(2.0 * math.pi))
NEGLIGIBLE = 1e-6                                # the share of the last terms in all of them


class Placed(Protocol):
    """What is asked of a distribution: its quantile at exp(below) = 1 - exp(above)."""

    def from_tails(self, below: Value, above: Value) -> Value: ...

    def batch(self, shape_of: ShapeOf) -> Shape: ...


def quantiles(dist: Placed) -> Any:
    """Those at the nodes, which are the first axis, and the batch the others."""
    u, v = column(log_lower(), dist), column(np.flip(log_lower()), dist)
    return dist.from_tails(u + zeros(dist), v + zeros(dist))


def mean_of(x: Any) -> Value:
    """The mean of values at the nodes; nan where the sum has not come to its end."""
    terms = as_column(WEIGHTS, x) * x
    size = np.sum(abs(terms), axis=0)
    return where(abs(terms[0]) + abs(terms[-1]) <= NEGLIGIBLE * size, np.sum(terms, axis=0), math.nan)


def variance_of(x: Any) -> Value:
    """The variance of values at the nodes."""
    middle = mean_of(x)
    known = abs(middle) < math.inf
    far = where(abs(x) < math.inf, x, 0.0) - where(known, middle, 0.0)
    return where(known & np.all(abs(x) < math.inf, axis=0), mean_of(times(far, far)), math.nan)


@compile_time
@functools.cache
def log_lower() -> np.ndarray:
    """log Φ(z) at the nodes; turned round it is log(1 - Φ(z)). Not for `import llbayes.ppl`."""
    return np.asarray(log_ndtr(NODES))


@compile_time
def column(nodes: np.ndarray, dist: Placed) -> np.ndarray:
    """Numbers of the nodes along a first axis before those of the batch."""
    return nodes.reshape(-1, *(1 for _ in dist.batch(shape_of)))


@compile_time
def as_column(nodes: np.ndarray, x: Any) -> np.ndarray:
    """The same before the other axes of values."""
    return nodes.reshape(-1, *(1 for _ in shape_of(x)[1:]))


@compile_time
def zeros(dist: Placed) -> np.ndarray:
    """Zeros of the batch."""
    return np.zeros(dist.batch(shape_of))

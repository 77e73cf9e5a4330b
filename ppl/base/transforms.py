"""Transforms from unconstrained coordinates: `forward(u, *params) -> (value, log|det J|, logs)` in the language.

Those of the Stan reference manual of version 2.35. The log Jacobian may be an array (its sum counts) or a number. All work on the last
axis or axes; leading axes are batches. `logs` is what rounding takes from a value near the ends of its set, where a double has 1 for
1 - 1e-20 and 0 for 1e-400: of a number (log of its distance from the lower end, from the upper end), None where there is no end; of a simplex
the log of each share; of a factor of correlations the log of each diagonal element; None of ordered vectors. `free` maps the shape of a value to
the shape of its coordinates, `names` the other way round to the names of the coordinates.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np

from .functions import exp, expit, log, log_expit, minimum, where
from .types import Shape, Value

LOG4 = math.log(4.0)
Logs: TypeAlias = Any                            # (below, above) of a number, an array of a simplex or of a factor, None
Transformed: TypeAlias = tuple[Value, Value, Logs]


# -- element by element
def real_forward(u: Value) -> Transformed:
    return u, 0.0, (None, None)


def positive_forward(u: Value) -> Transformed:
    return exp(u), u, (u, None)


def affine_forward(u: Value, loc: Value, scale: Value) -> Transformed:
    """-inf where scale is not positive."""
    usable = (scale > 0.0) & (scale < math.inf)
    log_scale = where(usable, log(where(usable, scale, 1.0)), -math.inf)
    return loc + scale * u, log_scale + 0.0 * u, (None, None)


def lower_forward(u: Value, low: Value) -> Transformed:
    return low + exp(u), u, (u, None)


def upper_forward(u: Value, high: Value) -> Transformed:
    return high - exp(u), u, (None, u)


def interval_forward(u: Value, low: Value, high: Value) -> Transformed:
    """-inf where high is not above low; rounding does not lead over `high`."""
    width = high - low
    log_width = log(where(low < high, width, 1.0))
    below, above = log_expit(u), log_expit(-u)
    x = low + width * expit(u)
    return where(x > high, high, x), where(low < high, log_width, -math.inf) + below + above, (log_width + below, log_width + above)


def between_forward(u: Value, low: Value, high: Value, usual: Value) -> Transformed:
    """As with those ends that are finite: of an interval, of one end, of all numbers."""
    above, under = low > -math.inf, high < math.inf
    both, one = above & under, above != under
    first, last = where(above, low, 0.0), where(under, high, 1.0)
    log_width = log(where(both & (first < last), last - first, 1.0))
    below, beyond = log_expit(where(both, u, 0.0)) + log_width, log_expit(where(both, -u, 0.0)) + log_width
    step = exp(where(one, u, 0.0))
    inside = minimum(first + (last - first) * expit(where(both, u, 0.0)), last)
    x = where(both, inside, where(above, first + step, where(under, last - step, u)))
    jacobian = where(both, where(first < last, below + beyond - log_width, -math.inf), where(one, u, 0.0))
    return x, jacobian, (where(both, below, where(above, u, math.inf)), where(both, beyond, where(under, u, math.inf)))


def unit_forward(u: Value) -> Transformed:
    below, above = log_expit(u), log_expit(-u)
    return expit(u), below + above, (below, above)


# -- on the last axis
def ordered_forward(u: np.ndarray) -> Transformed:
    """x[0] = u[0], x[k] = x[k-1] + exp(u[k])."""
    x = np.zeros(u.shape)
    x[..., 0] = u[..., 0]
    for k in range(1, u.shape[-1]):
        x[..., k] = x[..., k - 1] + exp(u[..., k])
    return x, u[..., 1:], None


def positive_ordered_forward(u: np.ndarray) -> Transformed:
    """x[0] = exp(u[0]), x[k] = x[k-1] + exp(u[k])."""
    x = np.zeros(u.shape)
    x[..., 0] = exp(u[..., 0])
    for k in range(1, u.shape[-1]):
        x[..., k] = x[..., k - 1] + exp(u[..., k])
    return x, u, None


def simplex_forward(u: np.ndarray) -> Transformed:
    """Stick-breaking: z[k] = expit(u[k] - log(K-1-k)) of what is left goes to x[k]; u = 0 gives equal parts. What is left is carried as its
    log too: shares below 1e-308 are 0 and still have a density."""
    free = u.shape[-1]
    x, logs = np.zeros(u.shape[:-1] + (free + 1,)), np.zeros(u.shape[:-1] + (free + 1,))
    left, log_left = np.ones(u.shape[:-1]), np.zeros(u.shape[:-1])
    jacobian = np.zeros(u.shape)
    for k in range(free):
        y = u[..., k] - log(1.0 * (free - k))
        part, rest = log_expit(y), log_expit(-y)
        logs[..., k] = log_left + part
        jacobian[..., k] = part + (free - k) * rest  # what is left here is left to all that follow
        x[..., k] = left * expit(y)
        left = left * expit(-y)
        log_left = log_left + rest
    x[..., free] = left
    logs[..., free] = log_left
    return x, jacobian, logs


def cholesky_corr_forward(u: np.ndarray, n: int) -> Transformed:
    """Partial correlations tanh(u), row by row, make the rows of a Cholesky factor of unit length (Lewandowski, Kurowicka and Joe 2009)."""
    x, logs = np.zeros(u.shape[:-1] + (n, n)), np.zeros(u.shape[:-1] + (n,))
    x[..., 0, 0] = 1.0
    jacobian = np.zeros(u.shape)
    p = 0
    for i in range(1, n):
        root, log_root = np.ones(u.shape[:-1]), np.zeros(u.shape[:-1])  # of 1 - the squares of this row so far
        for j in range(i):
            y = u[..., p]
            squeeze = 0.5 * (LOG4 + log_expit(2.0 * y) + log_expit(-2.0 * y))  # log(1 - tanh(y)^2) / 2
            jacobian[..., p] = (i - j + 1.0) * squeeze  # 2 of its own, and one for each that follows in the row
            x[..., i, j] = (2.0 * expit(2.0 * y) - 1.0) * root
            root = root * exp(squeeze)
            log_root = log_root + squeeze
            p = p + 1
        x[..., i, i] = root
        logs[..., i] = log_root
    return x, jacobian, logs


# -- shapes of the coordinates and their names
def same(shape: Shape, *params: Value) -> Shape:
    return tuple(shape)


def one_less(shape: Shape, *params: Value) -> Shape:
    return (*shape[:-1], shape[-1] - 1)


def below_diagonal(shape: Shape, *params: Value) -> Shape:
    return (*shape[:-2], shape[-1] * (shape[-1] - 1) // 2)

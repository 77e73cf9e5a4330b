"""Transforms from unconstrained coordinates: `forward(u, *params) -> (value, log|det J|)` in the language, inverses in NumPy.

Those of the Stan reference manual of version 2.35. The log Jacobian may be an array (its sum counts) or a number. All work on the last
axis or axes; leading axes are batches. `free` maps the shape of a value to the shape of its coordinates, `names` the other way round to
the names of the coordinates.
"""

from __future__ import annotations

import math

import numpy as np

from .functions import exp, expit, log, log_expit, sqrt, where
from .types import Numbers, Shape, Value

LOG4 = math.log(4.0)


# -- element by element
def real_forward(u: Value) -> tuple[Value, Value]:
    return u, 0.0


def positive_forward(u: Value) -> tuple[Value, Value]:
    return exp(u), u


def lower_forward(u: Value, low: Value) -> tuple[Value, Value]:
    return low + exp(u), u


def upper_forward(u: Value, high: Value) -> tuple[Value, Value]:
    return high - exp(u), u


def log_width(low: Value, high: Value) -> Value:
    """log(high - low); -inf where high is not above low."""
    return where(low < high, log(where(low < high, high - low, 1.0)), -math.inf)


def interval_forward(u: Value, low: Value, high: Value) -> tuple[Value, Value]:
    return low + (high - low) * expit(u), log_width(low, high) + log_expit(u) + log_expit(-u)


def unit_forward(u: Value) -> tuple[Value, Value]:
    return expit(u), log_expit(u) + log_expit(-u)


# -- on the last axis
def ordered_forward(u: np.ndarray) -> tuple[Value, Value]:
    """x[0] = u[0], x[k] = x[k-1] + exp(u[k])."""
    x = np.zeros(u.shape)
    x[..., 0] = u[..., 0]
    for k in range(1, u.shape[-1]):
        x[..., k] = x[..., k - 1] + exp(u[..., k])
    return x, u[..., 1:]


def positive_ordered_forward(u: np.ndarray) -> tuple[Value, Value]:
    """x[0] = exp(u[0]), x[k] = x[k-1] + exp(u[k])."""
    x = np.zeros(u.shape)
    x[..., 0] = exp(u[..., 0])
    for k in range(1, u.shape[-1]):
        x[..., k] = x[..., k - 1] + exp(u[..., k])
    return x, u


def simplex_forward(u: np.ndarray) -> tuple[Value, Value]:
    """Stick-breaking: z[k] = expit(u[k] - log(K-1-k)) of what is left goes to x[k]; u = 0 gives equal parts."""
    free = u.shape[-1]
    x = np.zeros(u.shape[:-1] + (free + 1,))
    left = np.ones(u.shape[:-1])
    jacobian = np.zeros(u.shape)
    for k in range(free):
        y = u[..., k] - log(1.0 * (free - k))
        jacobian[..., k] = log(left) + log_expit(y) + log_expit(-y)
        x[..., k] = left * expit(y)
        left = left * expit(-y)
    x[..., free] = left
    return x, jacobian


def cholesky_corr_forward(u: np.ndarray, n: int) -> tuple[Value, Value]:
    """Partial correlations tanh(u), row by row, make the rows of a Cholesky factor of unit length (Lewandowski, Kurowicka and Joe 2009)."""
    x = np.zeros(u.shape[:-1] + (n, n))
    x[..., 0, 0] = 1.0
    jacobian = np.zeros(u.shape)
    p = 0
    for i in range(1, n):
        left = np.ones(u.shape[:-1])  # 1 - the squares of this row so far
        for j in range(i):
            y = u[..., p]
            squeeze = LOG4 + log_expit(2.0 * y) + log_expit(-2.0 * y)  # log(1 - tanh(y)^2)
            jacobian[..., p] = squeeze + 0.5 * log(left)
            x[..., i, j] = (2.0 * expit(2.0 * y) - 1.0) * sqrt(left)
            left = left * exp(squeeze)
            p = p + 1
        x[..., i, i] = sqrt(left)
    return x, jacobian


# -- inverses, in NumPy; the value lies inside its set
def real_inverse(x: np.ndarray) -> np.ndarray:
    return x


def positive_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(x)


def lower_inverse(x: np.ndarray, low: Value) -> np.ndarray:
    return np.log(x - low)


def upper_inverse(x: np.ndarray, high: Value) -> np.ndarray:
    return np.log(high - x)


def interval_inverse(x: np.ndarray, low: Value, high: Value) -> np.ndarray:
    return np.log(x - low) - np.log(high - x)


def unit_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(x) - np.log1p(-x)


def ordered_inverse(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x[..., :1], np.log(np.diff(x, axis=-1))], axis=-1)


def positive_ordered_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(np.diff(x, axis=-1, prepend=0.0))


def simplex_inverse(x: np.ndarray) -> np.ndarray:
    free = x.shape[-1] - 1
    left = 1.0 - np.cumsum(x, axis=-1) + x
    return np.log(x[..., :-1]) - np.log(left[..., :-1] - x[..., :-1]) + np.log(np.arange(free, 0, -1))


def cholesky_corr_inverse(x: np.ndarray, n: int) -> np.ndarray:
    left = np.sqrt(np.maximum(1.0 - np.cumsum(x * x, axis=-1) + x * x, 1e-300))
    rows, columns = np.tril_indices(n, -1)
    return np.arctanh((x / left)[..., rows, columns])


# -- shapes of the coordinates and their names
def same(shape: Shape, *params: Numbers) -> Shape:
    return tuple(shape)


def one_less(shape: Shape, *params: Numbers) -> Shape:
    return (*shape[:-1], shape[-1] - 1)


def below_diagonal(shape: Shape, *params: Numbers) -> Shape:
    return (*shape[:-2], shape[-1] * (shape[-1] - 1) // 2)

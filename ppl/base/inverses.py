"""The way back: values to coordinates, in NumPy; for each transform its `inverse(x, *params)`, its `interior(x, *params)` and, where bounds do not
say it all, its `within(x, *params)`.

Values that were stored are rounded: a share of 1e-400 is 0, a probability of 1 - 1e-20 is 1. `within` lets through what lies in its set but for
rounding, `interior` moves what lies on the edge to the nearest double inside, whose coordinates are finite, and `inverse` takes what lies
inside. Inverses add the parts that are left, from the last one backwards: differences of cumulated sums lose the small ones.
"""

from __future__ import annotations

import numpy as np

from .types import Value

LEAST, MOST = 5e-324, np.finfo(float).max        # the ends of the positive doubles
ROUNDED = 1e-6                                   # what sums of numbers that were once f32 are off by
LOG_2 = np.log(2.0)


# -- but for rounding in the set
def simplex_within(x: np.ndarray) -> np.ndarray:
    return np.all(x >= 0, axis=-1) & (np.abs(np.sum(x, axis=-1) - 1.0) < ROUNDED)


def cholesky_corr_within(x: np.ndarray, n: int) -> np.ndarray:
    lower = np.all(np.triu(x, 1) == 0, axis=(-2, -1)) & np.all(np.diagonal(x, axis1=-2, axis2=-1) >= 0, axis=-1)
    return lower & np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) < ROUNDED, axis=-1)


def ordered_within(x: np.ndarray) -> np.ndarray:
    return np.all(np.diff(x, axis=-1) >= 0, axis=-1)


def positive_ordered_within(x: np.ndarray) -> np.ndarray:
    return (x[..., 0] >= 0) & ordered_within(x)


# -- the nearest doubles inside
def as_it_is(x: np.ndarray, *params: Value) -> np.ndarray:
    return x


def positive_interior(x: np.ndarray) -> np.ndarray:
    return np.clip(x, LEAST, MOST)


def lower_interior(x: np.ndarray, low: Value) -> np.ndarray:
    return np.clip(x, np.nextafter(low, np.inf), MOST)


def upper_interior(x: np.ndarray, high: Value) -> np.ndarray:
    return np.clip(x, -MOST, np.nextafter(high, -np.inf))


def interval_interior(x: np.ndarray, low: Value, high: Value) -> np.ndarray:
    return np.clip(x, np.nextafter(low, np.inf), np.nextafter(high, -np.inf))


def between_interior(x: np.ndarray, low: Value, high: Value, usual: Value) -> np.ndarray:
    return np.clip(x, np.maximum(np.nextafter(low, np.inf), -MOST), np.minimum(np.nextafter(high, -np.inf), MOST))


def unit_interior(x: np.ndarray) -> np.ndarray:
    return interval_interior(x, 0.0, 1.0)


def ordered_interior(x: np.ndarray) -> np.ndarray:
    """Those that rounding made equal are doubles next to each other."""
    x = np.array(x, float)
    for k in range(1, x.shape[-1]):
        x[..., k] = np.maximum(x[..., k], np.nextafter(x[..., k - 1], np.inf))
    return x


def positive_ordered_interior(x: np.ndarray) -> np.ndarray:
    return ordered_interior(np.concatenate([positive_interior(x[..., :1]), x[..., 1:]], axis=-1))


def simplex_interior(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, LEAST)


def cholesky_corr_interior(x: np.ndarray, n: int) -> np.ndarray:
    return np.where(np.eye(n, dtype=bool), np.maximum(x, LEAST), x)


# -- inverses
def real_inverse(x: np.ndarray) -> np.ndarray:
    return x


def positive_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(x)


def affine_inverse(x: np.ndarray, loc: Value, scale: Value) -> np.ndarray:
    return (x - loc) / scale


def lower_inverse(x: np.ndarray, low: Value) -> np.ndarray:
    return np.log(x - low)


def upper_inverse(x: np.ndarray, high: Value) -> np.ndarray:
    return np.log(high - x)


def interval_inverse(x: np.ndarray, low: Value, high: Value) -> np.ndarray:
    return np.log(x - low) - np.log(high - x)


def between_inverse(x: np.ndarray, low: Value, high: Value, usual: Value) -> np.ndarray:
    from_low, from_high = np.where(np.isfinite(low), np.log(x - low), 0.0), np.where(np.isfinite(high), np.log(high - x), 0.0)
    one = np.where(np.isfinite(low), from_low, from_high)
    return np.where(np.isfinite(low) & np.isfinite(high), from_low - from_high, np.where(np.isfinite(low) | np.isfinite(high), one, x))


def unit_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(x) - np.log1p(-x)


def ordered_inverse(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x[..., :1], np.log(x[..., 1:] - x[..., :-1])], axis=-1)


def positive_ordered_inverse(x: np.ndarray) -> np.ndarray:
    return np.log(np.concatenate([x[..., :1], x[..., 1:] - x[..., :-1]], axis=-1))


def simplex_inverse(x: np.ndarray) -> np.ndarray:
    """log(share / what is left behind it), moved so that equal parts are 0."""
    free = x.shape[-1] - 1
    behind = np.cumsum(x[..., :0:-1], axis=-1)[..., ::-1]
    return np.log(x[..., :-1]) - np.log(behind) + np.log(np.arange(free, 0, -1))


def cholesky_corr_inverse(x: np.ndarray, n: int) -> np.ndarray:
    """sinh(u) = x / the length of what is behind it in its row, as tanh(u) = x / the length from it on; where that overflows, by logs."""
    behind = np.zeros_like(x)
    for j in range(n - 2, -1, -1):
        behind[..., j] = np.hypot(x[..., j + 1], behind[..., j + 1])
    rows, columns = np.tril_indices(n, -1)
    x, behind = x[..., rows, columns], behind[..., rows, columns]
    far = np.abs(x) > 1e100 * behind
    near = np.arcsinh(np.where(far, 0.0, x) / behind)
    return np.where(far, np.sign(x) * (np.log(np.abs(np.where(far, x, 1.0))) - np.log(behind) + LOG_2), near)

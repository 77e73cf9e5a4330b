"""What constraints are made of: tests whether a value is in a set, points inside, and bounds; in the language, but for the exact tests of data."""

from __future__ import annotations

import math

import numpy as np

from .functions import maximum, minimum
from .types import Bounds, Shape, Truth, Value, is_plain

SLACK = 2e-6                                    # of a sum that should be 1: numbers that were once f32 pass
UNEVEN = 1e-5                                   # of two entries that should be equal, or one that should be 0, at the scale of the diagonal
FAR = 1e300


# -- tests, element by element
def everywhere(x: Value, *params: Value) -> Truth:
    return True


def outside_is_data(x: Value, *params: Value) -> Truth:
    return True


def positive_contains(x: Value) -> Truth:
    return (x > 0.0) & (x < math.inf)


def nonnegative_contains(x: Value) -> Truth:
    return (x >= 0.0) & (x < math.inf)


def count_contains(x: Value) -> Truth:
    return (x >= 0) & (x < math.inf) & (x == np.floor(x))


def lower_contains(x: Value, low: Value) -> Truth:
    return x >= low


def upper_contains(x: Value, high: Value) -> Truth:
    return x <= high


def interval_contains(x: Value, low: Value, high: Value) -> Truth:
    return (x >= low) & (x <= high)


def between_contains(x: Value, low: Value, high: Value, usual: Value) -> Truth:
    return (x >= low) & (x <= high)


def unit_contains(x: Value) -> Truth:
    return (x >= 0.0) & (x <= 1.0)


def inside_unit_contains(x: Value) -> Truth:
    return (x > 0.0) & (x < 1.0)


def binary_contains(x: Value) -> Truth:
    return (x == 0) | (x == 1)


def up_to_contains(x: Value, n: Value) -> Truth:
    return (x >= 0) & (x <= n) & (x == np.floor(x))


def below_contains(x: Value, n: Value) -> Truth:
    return (x >= 0) & (x < n) & (x == np.floor(x))


def after_zero_contains(x: Value) -> Truth:
    return (x > 0.0) & (x <= 1.0)


def above_one_contains(x: Value) -> Truth:
    return (x > 1.0) & (x < math.inf)


def from_one_contains(x: Value) -> Truth:
    return (x >= 1) & (x < math.inf) & (x == np.floor(x))


def whole_contains(x: Value) -> Truth:
    return (np.abs(x) < math.inf) & (x == np.floor(x))


def whole_between_contains(x: Value, low: Value, high: Value) -> Truth:
    return (x >= low) & (x <= high) & (x == np.floor(x))


# -- tests of vectors and matrices
def parts_contains(x: np.ndarray, n: Value) -> Truth:
    return np.all(count_contains(x), axis=-1) & (np.sum(x, axis=-1) == n)


def is_ordered(x: np.ndarray) -> Truth:
    return np.all(x[..., 1:] > x[..., :-1], axis=-1)


def is_positive_ordered(x: np.ndarray) -> Truth:
    return np.all(x[..., 1:] > x[..., :-1], axis=-1) & (x[..., 0] > 0.0)


def simplex_contains(x: np.ndarray) -> Truth:
    return np.all(x >= 0.0, axis=-1) & (np.abs(np.sum(x, axis=-1) - 1.0) < SLACK)


def cholesky_corr_contains(x: np.ndarray, n: int) -> Truth:
    rows = np.arange(n)
    unit = np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) < SLACK, axis=-1)
    return unit & np.all(x[..., rows, rows] >= 0.0, axis=-1) & lower_triangular_contains(x)


def lower_triangular_contains(x: np.ndarray) -> Truth:
    rows = np.arange(x.shape[-1])
    return np.all(np.all((x * x <= unevenness(x)) | (rows[:, None] >= rows), axis=-1), axis=-1)


def symmetric_contains(x: np.ndarray) -> Truth:
    gap = x - np.swapaxes(x, -1, -2)
    return np.all(np.all(gap * gap <= unevenness(x), axis=-1), axis=-1)


def unevenness(x: np.ndarray) -> np.ndarray:
    """The square of what rounding may make of each entry."""
    rows = np.arange(x.shape[-1])
    scale = x[..., rows, rows]
    return (UNEVEN * UNEVEN) * np.abs(scale[..., :, None] * scale[..., None, :])


# -- points inside
def zero(*params: Value) -> Value:
    return 0.0


def first(*params: Value) -> Value:
    return 0


def one(*params: Value) -> Value:
    return 1.0


def one_count(*params: Value) -> Value:
    return 1


def two(*params: Value) -> Value:
    return 2.0


def lowest(low: Value, high: Value) -> Value:
    return minimum(maximum(low, -FAR), FAR)


def half(*params: Value) -> Value:
    return 0.5


def loc(loc: Value, scale: Value) -> Value:
    return loc


def lower_inside(low: Value) -> Value:
    return low + 1.0


def upper_inside(high: Value) -> Value:
    return high - 1.0


def interval_inside(low: Value, high: Value) -> Value:
    return 0.5 * (maximum(low, -FAR) + minimum(high, FAR))          # bounds at run time may be infinite


def between_inside(low: Value, high: Value, usual: Value) -> Value:
    return minimum(maximum(usual, low), high)


# -- exact tests of data, in NumPy
def all_ordered(x: np.ndarray) -> np.ndarray:
    return np.all(np.diff(x, axis=-1) > 0, axis=-1)


def all_positive_ordered(x: np.ndarray) -> np.ndarray:
    return (x[..., 0] > 0) & all_ordered(x)


def all_lower_triangular(x: np.ndarray) -> np.ndarray:
    return np.all(np.triu(x, 1) == 0, axis=(-2, -1))


def all_cholesky_corr(x: np.ndarray, n: int) -> np.ndarray:
    lower = all_lower_triangular(x) & np.all(np.diagonal(x, axis1=-2, axis2=-1) > 0, axis=-1)
    return lower & np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) < 1e-8, axis=-1)


# -- bounds, None where a set is open; the shape of one value
def no_bounds(*params: Value) -> Bounds:
    return None, None


def from_zero() -> Bounds:
    return 0.0, None


def from_zero_to_one() -> Bounds:
    return 0.0, 1.0


def from_low(low: Value) -> Bounds:
    return low, None


def to_high(high: Value) -> Bounds:
    return None, high


def from_low_to_high(low: Value, high: Value) -> Bounds:
    return low, high


def zero_or_one() -> Bounds:
    return 0, 1


def from_first() -> Bounds:
    return 0, None


def from_one() -> Bounds:
    return 1, None


def from_first_to(n: Value) -> Bounds:
    return 0, n


def from_first_below(n: int) -> Bounds:
    return 0, n - 1


def where_finite(low: Value, high: Value, usual: Value) -> Bounds:
    return None if is_plain(low) and low == -math.inf else low, None if is_plain(high) and high == math.inf else high


def square(n: int) -> Shape:
    return (n, n)

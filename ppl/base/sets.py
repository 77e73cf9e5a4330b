"""What constraints are made of: tests whether a value is in a set, points inside, and bounds; in the language, but for the exact tests of data."""

from __future__ import annotations

import numpy as np

from .types import Bounds, Shape, Truth, Value


# -- tests, element by element
def everywhere(x: Value) -> Truth:
    return True


def outside_is_data(x: Value, *params: Value) -> Truth:
    return True


def positive_contains(x: Value) -> Truth:
    return x > 0.0


def nonnegative_contains(x: Value) -> Truth:
    return x >= 0.0


def lower_contains(x: Value, low: Value) -> Truth:
    return x >= low


def upper_contains(x: Value, high: Value) -> Truth:
    return x <= high


def interval_contains(x: Value, low: Value, high: Value) -> Truth:
    return (x >= low) & (x <= high)


def unit_contains(x: Value) -> Truth:
    return (x >= 0.0) & (x <= 1.0)


def binary_contains(x: Value) -> Truth:
    return (x == 0) | (x == 1)


def up_to_contains(x: Value, n: Value) -> Truth:
    return (x >= 0) & (x <= n)


def below_contains(x: Value, n: Value) -> Truth:
    return (x >= 0) & (x < n)


# -- points inside
def zero(*params: Value) -> Value:
    return 0.0


def first(*params: Value) -> Value:
    return 0


def one(*params: Value) -> Value:
    return 1.0


def half(*params: Value) -> Value:
    return 0.5


def lower_inside(low: Value) -> Value:
    return low + 1.0


def upper_inside(high: Value) -> Value:
    return high - 1.0


def interval_inside(low: Value, high: Value) -> Value:
    return 0.5 * (low + high)


# -- exact tests of data, in NumPy
def all_ordered(x: np.ndarray) -> np.ndarray:
    return np.all(np.diff(x, axis=-1) > 0, axis=-1)


def all_positive_ordered(x: np.ndarray) -> np.ndarray:
    return (x[..., 0] > 0) & all_ordered(x)


def all_simplex(x: np.ndarray) -> np.ndarray:
    return np.all(x >= 0, axis=-1) & (np.abs(np.sum(x, axis=-1) - 1.0) < 1e-6)  # numbers that were once f32 pass


def all_cholesky_corr(x: np.ndarray, n: int) -> np.ndarray:
    lower = np.all(np.triu(x, 1) == 0, axis=(-2, -1)) & np.all(np.diagonal(x, axis1=-2, axis2=-1) > 0, axis=-1)
    return lower & np.all(np.abs(np.sum(x * x, axis=-1) - 1.0) < 1e-8, axis=-1)


# -- bounds, None where a set is open; the shape of one value
def no_bounds() -> Bounds:
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


def square(n: int) -> Shape:
    return (n, n)

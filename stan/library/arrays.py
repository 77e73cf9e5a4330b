"""Making arrays and taking parts of them; places count from 1 (functions reference, Array operations)."""
from __future__ import annotations

from typing import Any

import numpy as np


def rep_array(x: Any, *counts: int) -> Any:
    """An array of these sizes, each element a copy of x."""
    return np.full(counts, x) if np.ndim(x) == 0 else np.tile(x, counts + (1,) * np.ndim(x))


def append_array(a: Any, b: Any) -> Any:
    """One array behind the other."""
    return np.concatenate((a, b))


def one_hot(n: int, k: int) -> Any:
    """n zeros, but a one at place k."""
    x = np.zeros(n)
    x[k - 1] = 1.0
    return x


def one_hot_whole(n: int, k: int) -> Any:
    """n whole zeros, but a one at place k."""
    x = np.zeros(n, int)
    x[k - 1] = 1
    return x


def linspaced(n: int, low: float, high: float) -> Any:
    """n numbers from low to high at equal distances; one is the high one."""
    return np.full(n, 1.0 * high) if n == 1 else np.linspace(low, high, n)


def linspaced_whole(n: int, low: int, high: int) -> Any:
    """n whole numbers from low on: at equal distances that do not pass the high one, or each several times where there are not enough."""
    if n == 1:
        return np.full(1, high)
    between = high - low
    if between + 1 < n:
        return low + np.arange(n) // ((n + between) // (between + 1))
    return low + np.arange(n) * (between // max(n - 1, 1))


def head(x: Any, n: int) -> Any:
    """The first n elements."""
    assert 0 <= n <= len(x), "there are not so many elements"
    return x[:n]


def tail(x: Any, n: int) -> Any:
    """The last n elements."""
    assert 0 <= n <= len(x), "there are not so many elements"
    return x[len(x) - n :]


def segment(x: Any, i: int, n: int) -> Any:
    """n elements from place i on."""
    assert n == 0 or 1 <= i <= i + n - 1 <= len(x), "there are not so many elements from this place on"
    return x[i - 1 : i - 1 + n]


def rank(x: Any, i: int) -> Any:
    """How many elements are smaller than that at place i."""
    return np.sum(x < x[i - 1])

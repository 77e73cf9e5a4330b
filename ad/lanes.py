"""Columns of a matrix by sweeps of several unit directions each: the width of a sweep, and what it is given in turn."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

C = TypeVar("C")                                # a column, in whatever form the sweep gives it
WIDTH = 8                                       # directions in one sweep, unless there are fewer


def by_columns(n: int, width: int | None, sweep: Callable[[np.ndarray], Iterable[C]]) -> list[C]:
    """What `sweep(directions)` gives for each of the n unit directions; directions has the same shape (width, n) each time.

        n = 3, width = 2:  sweep([[1,0,0], [0,1,0]]), then sweep([[0,0,1], [0,0,1]]), whose second answer is dropped
    """
    if width is not None and width < 1:
        raise ValueError(f"width={width}; it is a number of directions, at least 1")
    w = min(width or WIDTH, n)
    out: list[C] = []
    for first in range(0, n, max(w, 1)):
        directions = np.zeros((w, n))
        directions[np.arange(w), np.minimum(first + np.arange(w), n - 1)] = 1.0
        out += list(sweep(directions))[:n - first]
    return out

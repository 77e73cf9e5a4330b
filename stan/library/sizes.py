"""Sizes: what must have one, asked where lengths are known; and the sizes of a container as Stan counts them."""
from __future__ import annotations

from typing import Any

import numpy as np


def matched(name: str, a: Any, b: Any) -> None:
    """Refuses two arrays of different shapes, where NumPy would repeat one of length 1."""
    if a.shape != b.shape:
        raise ValueError(f"`{name}` of {extent(a)} and {extent(b)} elements: it takes containers of one size")


def extent(a: Any) -> str:
    """The sizes of an array in words."""
    return " × ".join([str(n) for n in a.shape])


def dims(a: Any, *further: int) -> Any:
    """The sizes of a container, the outermost first."""
    return np.array([*np.shape(a), *further], int)


def dims_of_rows(a: Any) -> Any:
    """The sizes of an array of row vectors, which have one row each."""
    return np.array([*np.shape(a)[:-1], 1, np.shape(a)[-1]], int)

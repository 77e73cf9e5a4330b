"""Sizes: what must have one, asked where lengths are known; and the sizes of a container as Stan counts them."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import compile_time


def matched(name: str, a: Any, b: Any) -> None:
    """Refuses two arrays of different shapes, where NumPy would repeat one of length 1."""
    matched_as_known(name, a, b)
    for k in range(len(a.shape)):
        assert a.shape[k] == b.shape[k], "containers of different sizes stand in one call"


@compile_time
def matched_as_known(name: str, a: Any, b: Any) -> None:
    """The same of lengths that are known before the run."""
    known = [(m, n) for m, n in zip(a.shape, b.shape, strict=False) if isinstance(m, int) and isinstance(n, int)]
    if len(a.shape) != len(b.shape) or any(m != n for m, n in known):
        raise ModelError(f"`{name}` of {extent(a)} and {extent(b)} elements", here(), "it takes containers of one size")


def together(name: str, a: Any, b: Any) -> None:
    """The same of two arguments that may also be numbers."""
    if np.ndim(a) and np.ndim(b):
        matched(name, a, b)


def extent(a: Any) -> str:
    """The sizes of an array in words."""
    return " × ".join([str(n) for n in a.shape])


def dims(a: Any, *further: int) -> Any:
    """The sizes of a container, the outermost first."""
    return np.array([*np.shape(a), *further], int)


def dims_of_rows(a: Any) -> Any:
    """The sizes of an array of row vectors, which have one row each."""
    return np.array([*np.shape(a)[:-1], 1, np.shape(a)[-1]], int)

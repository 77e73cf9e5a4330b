"""All entries of a posterior's variables, counted through: their draws and their names."""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np


def traces(posterior: Any) -> Iterator[np.ndarray]:
    """All entries of each variable, (entry, chain, draw), without a copy where that can be."""
    first = ("chain", "draw")
    for name in posterior.data_vars:
        a = np.asarray(posterior[name].transpose(*first, ...))
        yield np.moveaxis(a.reshape(*a.shape[:2], math.prod(a.shape[2:])), 2, 0)


def row(x: list[np.ndarray], entry: int) -> np.ndarray:
    """One entry of all that `traces` gives, counted through."""
    for a in x:
        if entry < len(a):
            return np.asarray(a[entry], float)
        entry -= len(a)
    raise IndexError(entry)


def entries(data: Any) -> dict[str, float]:
    """Every entry of a Dataset by name: `theta[3]`."""
    found: dict[str, float] = {}
    for name in data.data_vars:
        a = np.asarray(data[name], float)
        for index in np.ndindex(a.shape):
            found[f"{name}[{','.join(map(str, index))}]" if index else str(name)] = float(a[index])
    return found

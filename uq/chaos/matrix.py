"""Rows of a regression: terms at points, and their derivatives."""
from __future__ import annotations

from typing import Any

import numpy as np

from .axes import Axis
from .terms import factors


def tabulated(axes: list[Axis], t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polynomials and derivatives (d, degree + 1, n) at t (n, d)."""
    both = [axis.recurrence.values(t[:, i]) for i, axis in enumerate(axes)]
    return np.array([P for P, _ in both]), np.array([D for _, D in both])


def values(axes: list[Axis], terms: np.ndarray, t: np.ndarray) -> np.ndarray:
    """(n, terms)"""
    P, _ = tabulated(axes, t)
    where, order = factors(terms)
    return np.prod([P[where[:, k], order[:, k]] for k in range(where.shape[1])], axis=0).T


def with_derivatives(axes: list[Axis], terms: np.ndarray, t: np.ndarray) -> Any:
    """(n (1 + d), terms), sparse: of each run its value, then its derivatives, weighted."""
    from scipy.sparse import csc_array

    P, D = tabulated(axes, t)
    (n, d), weights = t.shape, np.array([axis.weight for axis in axes])
    where, order = factors(terms)
    factor = [P[where[:, k], order[:, k]] for k in range(where.shape[1])]
    first = np.arange(n) * (1 + d)
    entries, rows, columns = [np.prod(factor, axis=0).ravel()], [np.tile(first, len(terms))], [np.repeat(np.arange(len(terms)), n)]
    for k in range(where.shape[1]):
        has = np.flatnonzero(order[:, k])
        i = where[has, k]
        slope = D[i, order[has, k]] * weights[i][:, None]
        for j in range(where.shape[1]):
            if j != k:
                slope = slope * factor[j][has]
        entries.append(slope.ravel())
        rows.append((first[None] + 1 + i[:, None]).ravel())
        columns.append(np.repeat(has, n))
    return csc_array((np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))), shape=(n * (1 + d), len(terms)))


def right_hand(values: np.ndarray, gradients: np.ndarray | None, axes: list[Axis]) -> np.ndarray:
    """Of values (n,) and gradients (n, d) with respect to t, in the order of the rows."""
    if gradients is None:
        return values
    weights = np.array([axis.weight for axis in axes])
    return np.concatenate([values[:, None], gradients * weights], axis=1).ravel()

"""Least squares, with the meaning of numpy.linalg."""
from __future__ import annotations

import numpy as np

from ..functions import UFUNCS
from .rules.gaps import EPS
from .singular import pseudoinverse, values

stop_gradient = UFUNCS["stop_gradient"]


def lstsq(a, b, rcond=None):
    """least squares: (solution of least length, sums of squared residuals, rank, singular values); singular values below rcond times the largest count
    as 0. Sums are given for every matrix with more rows than columns"""
    least = EPS * max(a.shape) if rcond is None else EPS if rcond < 0 else rcond
    x = pseudoinverse(a, least) @ b
    s = values(a)
    return x, residuals(a, b, x), np.sum(stop_gradient(s) > least * stop_gradient(s[0])), s


def residuals(a, b, x):
    """Sums of squares, one for each right-hand side; none where the system has no more equations than unknowns."""
    columns = 1 if len(b.shape) == 1 else b.shape[1]
    if a.shape[0] <= a.shape[1]:
        return np.zeros(0)
    return np.reshape(np.sum((b - a @ x) ** 2, axis=0), (columns,))

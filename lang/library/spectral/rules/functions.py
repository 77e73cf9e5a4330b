"""Derivatives of the square root and of the logarithm of a matrix: rules as in `rules.py`."""
from __future__ import annotations

import numpy as np

from ..matrix_functions import logm
from ..systems import solve_sylvester


def sqrtm_forward(x_dot, x, a_dot):
    """X Ẋ + Ẋ X = Ȧ"""
    x_dot[:] = solve_sylvester(x, x, a_dot)


def sqrtm_reverse(a_bar, x, x_bar):
    """The transpose of `sqrtm_forward`."""
    a_bar += solve_sylvester(x.T, x.T, x_bar)


def along(a, e):
    """The derivative of the logarithm of a in the direction e: a block of the logarithm of [[a, e], [0, a]] (Higham, Functions of Matrices, 3.6)."""
    n = len(a)
    whole = np.zeros((2 * n, 2 * n))
    whole[:n, :n] = a
    whole[:n, n:] = e
    whole[n:, n:] = a
    return logm(whole)[:n, n:]


def logm_forward(x_dot, x, a, a_dot):
    """In the direction Ȧ."""
    x_dot[:] = along(a, a_dot)


def logm_reverse(a_bar, x, a, x_bar):
    """Of the transpose, in the direction X̄."""
    a_bar += along(a.T, x_bar)

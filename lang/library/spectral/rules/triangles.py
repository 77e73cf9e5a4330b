"""Derivative of the Cholesky factor of a matrix of some rows, step by step: rules as in `rules.py`."""
from __future__ import annotations

import numpy as np


def smallcholesky_forward(c_dot, c, a_dot):
    """The tangent of each step: a column less what is before it, over its pivot."""
    n = len(c)
    s = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s[i, j] = a_dot[i, j]
            c_dot[j, i] = 0.0
    for j in range(n):
        d = 0.5 * s[j, j] / c[j, j]
        c_dot[j, j] = d
        for i in range(j + 1, n):
            c_dot[i, j] = (s[i, j] - d * c[i, j]) / c[j, j]
        for i in range(j + 1, n):
            for k in range(j + 1, i + 1):
                s[i, k] -= c_dot[i, j] * c[k, j] + c[i, j] * c_dot[k, j]


def smallcholesky_reverse(a_bar, c, c_bar):
    """Column j of the adjoint of the matrix, made symmetric, from the columns behind it: what they pull from that of the factor, over its pivot."""
    n = len(c)
    s = np.zeros((n, n))
    for back in range(n):
        j = n - 1 - back
        own = c_bar[j, j]
        for k in range(j + 1, n):
            below = c_bar[k, j]
            for i in range(j + 1, n):
                below -= c[i, j] * s[i, k]
            below /= c[j, j]
            own -= below * c[k, j]
            s[j, k] = below
        s[j, j] = own / c[j, j]
        for k in range(j + 1, n):
            s[k, j] = s[j, k]
    for i in range(n):
        for j in range(i):
            a_bar[i, j] += s[i, j]
        a_bar[i, i] += 0.5 * s[i, i]

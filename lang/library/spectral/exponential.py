"""Exponential of a matrix by scaling, a diagonal Padé approximant of order 13 and squaring: Higham (2005), with the scaling of Al-Mohy and
Higham (2009), equation 3.6: the norms of the powers say how much must be divided, not the norm of the matrix. The scaling has no derivative.
"""
from __future__ import annotations

import numpy as np

from ..functions import UFUNCS
from .stacks import stacked

stop_gradient = UFUNCS["stop_gradient"]
THETA = 4.25                                    # Al-Mohy and Higham (2009), table 3.1: below it the approximant is exact to rounding
MOST = 1074                                     # squarings that a finite matrix can need


def norm1(a):
    """Largest sum of absolute values of a column, without a derivative."""
    return np.max(np.sum(np.abs(stop_gradient(a)), axis=0))


def root(norm, power):
    """norm to 1 / power, 0 for 0."""
    return norm ** (1.0 / power)


def halvings(a2, a4, a6):
    """How often the matrix is divided by two, from its powers."""
    d4, d6, d8 = root(norm1(a4), 4.0), root(norm1(a6), 6.0), root(norm1(a2 @ a6), 8.0)
    size = min(max(d4, d6), max(d6, d8))
    s = 0
    while size > THETA and s < MOST:
        size = 0.5 * size
        s += 1
    return s


def expm_matrix(a):
    """The exponential of one matrix."""
    n = a.shape[0]
    one = np.eye(n)
    a2 = a @ a
    a4 = a2 @ a2
    a6 = a2 @ a4
    s = halvings(a2, a4, a6)
    f = 0.5**s
    b, b2, b4, b6 = f * a, f**2 * a2, f**4 * a4, f**6 * a6
    u = b6 @ (b6 + 16380.0 * b4 + 40840800.0 * b2) + 33522128640.0 * b6 + 10559470521600.0 * b4 + 1187353796428800.0 * b2 + 32382376266240000.0 * one
    v = b6 @ (182.0 * b6 + 960960.0 * b4 + 1323241920.0 * b2) + 670442572800.0 * b6 + 129060195264000.0 * b4 + 7771770303897600.0 * b2
    v = v + 64764752532480000.0 * one
    u = b @ u
    x = np.linalg.solve(v - u, v + u)
    for _ in range(s):
        x = x @ x
    return x


def expm(A):
    """exponential of a square matrix; leading axes are batches"""
    if len(A.shape) == 2:
        return expm_matrix(A)
    return stacked(lambda m: (expm_matrix(m),), A, (A.shape[-2:],))[0]


def expm_frechet(A, E, method=None, compute_expm=True, check_finite=True):
    """exponential of a matrix and its derivative in the direction E, as blocks of the exponential of a matrix twice as large"""
    n = A.shape[0]
    whole = np.zeros((2 * n, 2 * n))
    whole[:n, :n] = A
    whole[:n, n:] = E
    whole[n:, n:] = A
    x = expm_matrix(whole)
    return (x[:n, :n] * 1.0, x[:n, n:] * 1.0) if compute_expm else x[:n, n:] * 1.0

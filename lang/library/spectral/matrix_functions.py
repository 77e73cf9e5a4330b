"""Square root, logarithm and trigonometric functions of matrices, with the meaning of scipy.linalg where these are real; nan elsewhere.

Iterations give values, rules their derivatives (`rules/functions.py`): of the root by a Sylvester equation, of the logarithm by that of a matrix
twice as large. So they are right where eigenvalues are equal, too.
"""
from __future__ import annotations

import numpy as np

from ..functions import UFUNCS
from .exponential import expm, norm1
from .packed import with_rule
from .systems import solve_sylvester

stop_gradient = UFUNCS["stop_gradient"]
STEPS = 40                                      # of an iteration that converges quadratically from 1e10 on
NEAR = 0.25                                     # of the identity: there eight nodes are exact to rounding
ROOTS = 40
# nodes and weights of Gauss and Legendre on (0, 1), by numpy.polynomial.legendre.leggauss(8)
NODES = (0.019855071751231856, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751, 0.591717321247825, 0.7627662049581645, 0.8983332387068134,
         0.9801449282487681)
WEIGHTS = (0.05061426814518813, 0.11119051722668724, 0.15685332293894363, 0.18134189168918102, 0.18134189168918102, 0.15685332293894363,
           0.11119051722668724, 0.05061426814518813)


def root_of(a):
    """The principal square root by the product form of Denman and Beavers' iteration, scaled by determinants (Higham, Functions of Matrices, 6.29),
    without a derivative; nan where there is none that is real."""
    n = len(a)
    one = np.eye(n)
    x, m = a * 1.0, a * 1.0
    apart = 1.0
    k = 0.0                                     # a float: it cannot overflow, as a rule must not
    while apart > 1e-15 * n and k < STEPS:
        scale = abs(np.linalg.det(m)) ** (-0.5 / n) if apart > 0.01 else 1.0
        s = scale * scale
        inverse = np.linalg.inv(m)
        x = 0.5 * scale * x @ (one + inverse / s)
        m = 0.5 * (one + 0.5 * (s * m + inverse / s))
        apart = norm1(m - one)
        k += 1.0
    return x if norm1(x @ x - a) <= 1e-8 * norm1(a) else x * np.nan


def sqrtm(A):
    """principal square root of a matrix; nan where that is not real"""
    frozen = stop_gradient(A)
    x = root_of(frozen)
    x = x + solve_sylvester(x, x, frozen - np.matmul(x, x))
    return with_rule(x, A, "sqrtm")


def log_of(a):
    """The principal logarithm: square roots until the matrix is near the identity, then a Padé approximant as a sum over nodes (Higham, Functions of
    Matrices, 11.18), without a derivative."""
    n = len(a)
    one = np.eye(n)
    x = a * 1.0
    k = 0.0
    while norm1(x - one) > NEAR and k < ROOTS:
        x = root_of(x)
        k += 1.0
    e = x - one
    total = np.zeros((n, n))
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        total += weight * np.linalg.solve(one + node * e, e)
    return total * 2.0**k


def logm(A):
    """principal logarithm of a matrix; nan where that is not real"""
    return with_rule(log_of(stop_gradient(A)), A, "logm")


def fractional_matrix_power(A, t):
    """real power of a matrix, by its logarithm; nan where that is not real"""
    return expm(t * logm(A))


def coshm(A):
    """hyperbolic cosine of a matrix"""
    return 0.5 * (expm(A) + expm(-A))


def sinhm(A):
    """hyperbolic sine of a matrix"""
    return 0.5 * (expm(A) - expm(-A))


def tanhm(A):
    """hyperbolic tangent of a matrix"""
    return np.linalg.solve(coshm(A), sinhm(A))


def turned(A):
    """(cosine, sine) of a matrix: blocks of the exponential of a matrix twice as large."""
    n = len(A)
    whole = np.zeros((2 * n, 2 * n))
    whole[:n, n:] = -A
    whole[n:, :n] = A
    x = expm(whole)
    return x[:n, :n] * 1.0, x[n:, :n] * 1.0


def cosm(A):
    """cosine of a matrix"""
    return turned(A)[0]


def sinm(A):
    """sine of a matrix"""
    return turned(A)[1]


def tanm(A):
    """tangent of a matrix"""
    c, s = turned(A)
    return np.linalg.solve(c, s)

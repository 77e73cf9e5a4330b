"""Orthonormal polynomials of one variable, by the three-term recurrence of their law (Gautschi 2004)

    √b[k+1] p[k+1](t) = (t - a[k]) p[k](t) - √b[k] p[k-1](t),   p[0] = 1

Of classical laws a and b are closed forms; of any other they are the entries of the tridiagonal matrix that Lanczos's algorithm makes of a quadrature.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Recurrence(NamedTuple):
    """Coefficients a, b (degree + 1,) each; b[0] is not used."""

    a: np.ndarray
    b: np.ndarray

    def values(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Polynomials of all degrees and their derivatives, (degree + 1, n) each, at t (n,)."""
        root = np.sqrt(self.b)
        P, D = np.zeros((2, len(self.a), len(t)))
        P[0] = 1.0
        for k in range(len(self.a) - 1):
            P[k + 1], D[k + 1] = (t - self.a[k]) * P[k], P[k] + (t - self.a[k]) * D[k]
            if k:
                P[k + 1] -= root[k] * P[k - 1]
                D[k + 1] -= root[k] * D[k - 1]
            P[k + 1] /= root[k + 1]
            D[k + 1] /= root[k + 1]
        return P, D


def hermite(degree: int) -> Recurrence:
    """Of the standard normal law."""
    k = np.arange(degree + 1.0)
    return Recurrence(0.0 * k, k)


def laguerre(degree: int, shape: float) -> Recurrence:
    """Of the gamma law with that shape and scale 1."""
    k = np.arange(degree + 1.0)
    return Recurrence(2.0 * k + shape, k * (k + shape - 1.0))


def jacobi(degree: int, p: float, q: float) -> Recurrence:
    """Of the beta law with parameters p and q, moved to (-1, 1): weight (1 - t)^(q-1) (1 + t)^(p-1)."""
    k = np.arange(degree + 1.0)
    x, y = q - 1.0, p - 1.0
    s = 2.0 * k + x + y
    with np.errstate(all="ignore"):
        a = (y * y - x * x) / (s * (s + 2.0))
        b = 4.0 * k * (k + x) * (k + y) * (k + x + y) / (s * s * (s + 1.0) * (s - 1.0))
    a[0] = (y - x) / (x + y + 2.0)
    if degree:
        b[1] = 4.0 * (1.0 + x) * (1.0 + y) / ((x + y + 2.0) ** 2 * (x + y + 3.0))
    b[0] = 0.0
    return Recurrence(a, b)


def legendre(degree: int) -> Recurrence:
    """Of the uniform law on (-1, 1)."""
    return jacobi(degree, 1.0, 1.0)


def of_quadrature(degree: int, nodes: np.ndarray, weights: np.ndarray) -> Recurrence:
    """Of the discrete law of nodes (n,) with weights (n,) that sum to 1, by Lanczos's algorithm, each vector made orthogonal to all before it."""
    V = np.zeros((degree + 1, len(nodes)))
    a, b = np.zeros(degree + 1), np.zeros(degree + 1)
    V[0] = np.sqrt(weights)
    for k in range(degree + 1):
        w = nodes * V[k]
        a[k] = V[k] @ w
        if k < degree:
            for _ in range(2):
                w = w - V[:k + 1].T @ (V[:k + 1] @ w)
            b[k + 1] = w @ w
            V[k + 1] = w / np.sqrt(b[k + 1])
    return Recurrence(a, b)

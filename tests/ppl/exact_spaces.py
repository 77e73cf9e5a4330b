"""Transforms onto sets of matrices in mpmath, written after the Stan reference manual, and what a test must know of each set."""

from __future__ import annotations

from .exact_transforms import factor, mp


def times_transposed(x, n):
    return [mp.fsum(x[i * n + k] * x[j * n + k] for k in range(n)) for i in range(n) for j in range(n)]


def correlations(u):
    """4 × 4, of six coordinates."""
    x, jacobian = factor(u)
    return times_transposed(x, 4), jacobian + sum((3 - i) * mp.log(x[5 * i]) for i in range(3))


def triangle(u, m, n):
    """(entries row by row, logs of the diagonal)"""
    x, logs, rest = [], [], list(u)
    for i in range(m):
        for j in range(n):
            v = rest.pop(0) if j <= i else mp.mpf(0)
            logs += [v] if i == j else []
            x.append(mp.exp(v) if i == j else v)
    return x, logs


def tall(u):
    """3 × 2, of five coordinates."""
    x, logs = triangle(u, 3, 2)
    return x, sum(logs)


def covariances(u):
    """3 × 3, of six coordinates."""
    x, logs = triangle(u, 3, 3)
    return times_transposed(x, 3), 3 * mp.log(2) + sum((4 - k) * v for k, v in enumerate(logs))

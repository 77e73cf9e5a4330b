"""Transforms onto sets of matrices in mpmath, written after the Stan reference manual, and what a test must know of each set."""

from __future__ import annotations

from .exact_transforms import factor, mp, sticks


def times_transposed(x, n):
    return [mp.fsum(x[i * n + k] * x[j * n + k] for k in range(n)) for i in range(n) for j in range(n)]


BY_ROWS = (0, 1, 3, 2, 4, 5)         # the entries below the diagonal of 4 × 4, row by row, among those that go column by column


def correlations(u):
    """4 × 4, of six coordinates, which go column by column."""
    x, jacobian = factor([u[k] for k in BY_ROWS])
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


def rows(u):
    """2 × 4, of six coordinates."""
    found = [sticks(u[:3]), sticks(u[3:])]
    return [x for row, _ in found for x in row], sum(j for _, j in found)


def columns(u):
    """4 × 2, of 3 × 2 coordinates."""
    found = [sticks(u[0::2]), sticks(u[1::2])]
    return [row[i] for i in range(4) for row, _ in found], sum(j for _, j in found)


def direction(u):
    return [v / mp.sqrt(mp.fsum(w * w for w in u)) for v in u], -mp.fsum(w * w for w in u) / 2


def plane(u):
    """Coordinates along the base (1, …, 1, -k, 0, …, 0) / sqrt(k (k + 1)), k ones."""
    n = len(u) + 1
    x = [mp.mpf(0)] * n
    for k, v in enumerate(u, 1):
        for i in range(k + 1):
            x[i] += v / mp.sqrt(k * (k + 1)) * (1 if i < k else -k)
    return x, mp.mpf(0)


def planes(u):
    """A matrix of 3 rows and 4 columns whose sums vanish: columns from the last on, rows in each (reference manual 2.36, Zero sum matrix)."""
    x, before = mp.zeros(3, 4), [mp.mpf(0)] * 2
    for j in (2, 1, 0):
        a, done = 1 / mp.sqrt((j + 1) * (j + 2)), mp.mpf(0)
        for i in (1, 0):
            share = 1 / mp.sqrt((i + 1) * (i + 2))
            step = (i + 1) * share * u[3 * i + j] - done
            x[i, j], before[i] = (j + 1) * a * step - before[i], before[i] + a * step
            done += share * u[3 * i + j]
        x[2, j] = -x[0, j] - x[1, j]
    for i in range(3):
        x[i, 3] = -x[i, 0] - x[i, 1] - x[i, 2]
    return [x[i, j] for i in range(3) for j in range(4)], mp.mpf(0)


"""Linear systems with one matrix and several right-hand sides, one after another, in the language: factors with row pivoting, and solutions by them.

Up to `WRITTEN_OUT` equations every number is a variable of its own, so that all of them stay in registers; beyond, loops over arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

WRITTEN_OUT = 5
Factors = tuple[Any, Any]                        # the rows of L and U in one, and which rows were exchanged


def factors(a: Any) -> Factors:
    """Of the matrix a."""
    return written_out(a) if len(a) <= WRITTEN_OUT else in_loops(a)


def solution(found: Factors, b: Any) -> Any:
    """a⁻¹ b for a vector b."""
    return by_numbers(found, b) if len(b) <= WRITTEN_OUT else by_loops(found, b)


# -- few equations
def written_out(a: Any) -> Factors:
    """Each larger entry of a column changes places with the one on the diagonal, so the largest is there at last."""
    n = len(a)
    rows = [[a[i, j] for j in range(n)] for i in range(n)]
    exchanges = []
    for j in range(n):
        for i in range(j + 1, n):
            larger = abs(rows[i][j]) > abs(rows[j][j])
            exchanges.append(larger)
            upper = [np.where(larger, x, y) for x, y in zip(rows[i], rows[j], strict=True)]
            rows[i] = [np.where(larger, y, x) for x, y in zip(rows[i], rows[j], strict=True)]
            rows[j] = upper
        for i in range(j + 1, n):
            share = rows[i][j] / rows[j][j]
            rows[i] = [share if k == j else x if k < j else x - share * y for k, (x, y) in enumerate(zip(rows[i], rows[j], strict=True))]
    return rows, exchanges


def by_numbers(found: Factors, b: Any) -> Any:
    """The exchanges in their order, the lower factor, the upper one from below."""
    rows, exchanges = found
    n = len(b)
    x = [b[i] for i in range(n)]
    at = 0
    for j in range(n):
        for i in range(j + 1, n):
            x[i], x[j] = np.where(exchanges[at], x[j], x[i]), np.where(exchanges[at], x[i], x[j])
            at = at + 1
        for i in range(j + 1, n):
            x[i] = x[i] - rows[i][j] * x[j]
    for i in reversed(range(n)):
        for k in range(i + 1, n):
            x[i] = x[i] - rows[i][k] * x[k]
        x[i] = x[i] / rows[i][i]
    return np.array(x)


# -- many
def in_loops(a: Any) -> Factors:
    """Row by row; `order` says where each row of the factors was."""
    n = len(a)
    u = a * 1.0
    order = np.arange(n)
    for j in range(n):
        p = j
        for i in range(j + 1, n):
            if abs(u[i, j]) > abs(u[p, j]):
                p = i
        if p != j:
            order[j], order[p] = order[p], order[j]
            for k in range(n):
                u[j, k], u[p, k] = u[p, k], u[j, k]
        for i in range(j + 1, n):
            u[i, j] = u[i, j] / u[j, j]
            for k in range(j + 1, n):
                u[i, k] -= u[i, j] * u[j, k]
    return u, order


def by_loops(found: Factors, b: Any) -> Any:
    """The lower factor on the rows in their new order, the upper one from below."""
    u, order = found
    n = len(b)
    x = np.zeros(n)
    for i in range(n):
        s = b[order[i]]
        for k in range(i):
            s -= u[i, k] * x[k]
        x[i] = s
    for t in range(n):
        i = n - 1 - t
        s = x[i]
        for k in range(i + 1, n):
            s -= u[i, k] * x[k]
        x[i] = s / u[i, i]
    return x

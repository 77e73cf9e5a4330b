"""Sparse least squares: orthogonal matching pursuit by a growing QR factorisation, stopped by the error of runs that are left out.

A run's rows, its value and its derivatives, are left out together: with r and Q the residual and the orthonormal columns so far, the residual of a run that
is left out is (I - Q_k Q_kᵀ)⁻¹ r_k of its own rows, whose first is that of its value. The inverses grow by rank one with each column.
"""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...ir.machine.one_thread import one_thread

PATIENCE = 0.25                      # columns, of those of the best so far, that are taken without a better error
LEAST_PATIENCE = 20
TOGETHER = 0.04                      # of the columns so far: how many are taken at once
PARALLEL = 1e-9                      # a column is in the span of those before it
DETERMINED = 1e-9                    # a run is explained by itself alone
EXACT = 1e-28                        # of the variance of the values: what is left is rounding


class Fit(NamedTuple):
    """Columns in the order in which they were taken, their coefficients, the residuals of runs (n,) that are left out."""

    columns: np.ndarray
    coefficients: np.ndarray
    left_out: np.ndarray


def pursue(A: Any, b: np.ndarray, rows: int, most: int | None = None) -> Fit:
    """The best fit of A c ≈ b, A (n rows, terms) dense or sparse, its first column always taken; `rows` are those of a run, its value first."""
    with one_thread():
        return Pursuit(A, b, rows).run(most)


class Pursuit:
    """The state of one."""

    def __init__(self, A: Any, b: np.ndarray, rows: int):
        self.A, self.b = A, b
        self.norms = np.sqrt(np.asarray((A * A).sum(axis=0)).ravel())
        self.norms[self.norms == 0.0] = np.inf
        self.rest = b.copy()
        self.Q = np.zeros((64, len(b)))
        self.taken: list[int] = []
        self.free = np.ones(A.shape[1], bool)
        self.runs = (len(b) // rows, rows)
        self.inverse = np.tile(np.eye(rows), (self.runs[0], 1, 1))

    def run(self, most: int | None) -> Fit:
        """Columns are taken until the error has not fallen for long."""
        spread = float(np.var(self.b.reshape(self.runs)[:, 0]))
        limit = min(len(self.b) - 1, self.A.shape[1], most or self.A.shape[1])
        best, size, left_out = np.inf, 0, np.zeros(self.runs[0])
        while len(self.taken) < limit and self.free.any():
            if not self.take(self.next(limit - len(self.taken))):
                continue
            found = np.einsum("kj,kj->k", self.inverse[:, 0], self.rest.reshape(self.runs))
            error = float(np.mean(found**2))
            if not np.isfinite(error):
                break
            if error < best:
                best, size, left_out = error, len(self.taken), found
            if best <= EXACT * spread or len(self.taken) > size + max(LEAST_PATIENCE, PATIENCE * size):
                break
        columns = np.array(self.taken[:size], int)
        return Fit(columns, solved(self.A, columns, self.b), left_out)

    def next(self, most: int) -> np.ndarray:
        """The columns that say most of what is left, one at first, then a share of those that are taken; the first one to begin with."""
        if not self.taken:
            return np.array([0])
        says = np.where(self.free, np.abs(self.A.T @ self.rest) / self.norms, -1.0)
        count = min(most, int(self.free.sum()), 1 + int(TOGETHER * len(self.taken)))
        found = np.argpartition(-says, count - 1)[:count]
        return found[np.argsort(-says[found])]

    def take(self, columns: np.ndarray) -> bool:
        """Adds columns but for those in the span of others; False where all are."""
        self.free[columns] = False
        before, k = self.Q[:len(self.taken)], len(self.taken)
        part = dense(self.A, columns).T.copy()
        for _ in range(2):
            part -= (part @ before.T) @ before
        for j, q in zip(columns, part, strict=True):
            own = self.Q[k:len(self.taken)]
            for _ in range(2):
                q = q - (own @ q) @ own
            size = np.linalg.norm(q)
            if size > PARALLEL * self.norms[j]:
                self.keep(int(j), q / size)
        return len(self.taken) > k

    def keep(self, j: int, q: np.ndarray) -> None:
        """A column and the unit vector that it adds."""
        k = len(self.taken)
        if k == len(self.Q):
            self.Q = np.concatenate([self.Q, np.zeros_like(self.Q)])
        self.Q[k] = q
        self.taken.append(j)
        self.rest = self.rest - (q @ self.rest) * q
        self.leave_out(q.reshape(self.runs))

    def leave_out(self, q: np.ndarray) -> None:
        """(I - H)⁻¹ of each run, by the formula of Sherman and Morrison."""
        moved = np.einsum("kij,kj->ki", self.inverse, q)
        left = 1.0 - np.einsum("ki,ki->k", q, moved)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.inverse += moved[:, :, None] * (moved / np.where(left > DETERMINED, left, 0.0)[:, None])[:, None]


def dense(A: Any, columns: np.ndarray) -> np.ndarray:
    """Some columns."""
    found = A[:, columns]
    return found if isinstance(found, np.ndarray) else found.toarray()


def solved(A: Any, columns: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Coefficients of those columns by least squares."""
    return np.linalg.lstsq(dense(A, columns), b, rcond=None)[0]

"""An output's chaos by least squares: the best of rising degrees, and what it says of runs that it was not made from."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import SettingsError
from ...ir.machine.one_thread import one_thread
from . import matrix
from .axes import Axis
from .pursuit import Fit, pursue
from .terms import count, hyperbolic

MOST_TERMS = 8192                    # of which a sparse expansion is selected
MOST_DEGREE = 24
FOLDS = 5
BETTER = 0.9                         # times the error of the best degree so far: two degrees in a row that do not get there end the search


class Asked(NamedTuple):
    """Of an expansion: its degree, None for the best one, the q of its index set, whether terms are selected."""

    degree: int | None
    q: float
    sparse: bool


class Runs(NamedTuple):
    """Variables t (n, d), one output's values (n,) and gradients with respect to t (n, d), None without."""

    t: np.ndarray
    values: np.ndarray
    gradients: np.ndarray | None

    @property
    def rows(self) -> int:
        """Of the regression, for each run."""
        return 1 if self.gradients is None else 1 + self.t.shape[1]

    def some(self, which: np.ndarray) -> Runs:
        """A part of them."""
        return Runs(self.t[which], self.values[which], None if self.gradients is None else self.gradients[which])

    def system(self, axes: list[Axis], terms: np.ndarray) -> tuple[Any, np.ndarray]:
        """Matrix and right-hand side."""
        A = matrix.values(axes, terms, self.t) if self.gradients is None else matrix.with_derivatives(axes, terms, self.t)
        return A, matrix.right_hand(self.values, self.gradients, axes)


class Expansion(NamedTuple):
    """Terms (k, d) with their coefficients (k,); 1 - Q² of runs that are left out one by one, for each degree that was tried (nan for others), and what the
    other runs say of each run (n,), whose terms are selected anew."""

    terms: np.ndarray
    coefficients: np.ndarray
    degree: int
    errors: np.ndarray
    predicted: np.ndarray


def expansion(axes: list[Axis], runs: Runs, asked: Asked) -> Expansion:
    """The best one; SettingsError where a degree has more terms than can be told from the runs."""
    spread = max(float(np.var(runs.values)), 1e-300)
    errors, best, worse = np.full(len(axes[0].recurrence.a) - 1, np.nan), None, 0
    for degree in degrees(axes, asked):
        fit = of_degree(axes, runs, degree, asked)
        errors[degree - 1] = np.mean(fit.left_out**2) / spread
        before = np.inf if best is None else errors[best[0] - 1]
        worse = 0 if errors[degree - 1] < BETTER * before else worse + 1
        if errors[degree - 1] < before:
            best = (degree, fit)
        if worse == 2 or best is not None and errors[best[0] - 1] <= 1e-20:
            break
    assert best is not None
    degree, fit = best
    terms = hyperbolic(len(axes), degree, asked.q)[fit.columns]
    return Expansion(terms, fit.coefficients, degree, errors, folded(axes, runs, degree, asked))


def degrees(axes: list[Axis], asked: Asked) -> list[int]:
    """That are tried."""
    d, highest = len(axes), len(axes[0].recurrence.a) - 1
    return [asked.degree] if asked.degree is not None else [k for k in range(1, highest + 1) if k == 1 or count(d, k, asked.q) <= MOST_TERMS]


def highest(d: int, q: float) -> int:
    """The degree up to which there are few enough terms."""
    k = 1
    while k < MOST_DEGREE and count(d, k + 1, q) <= MOST_TERMS:
        k += 1
    return k


def of_degree(axes: list[Axis], runs: Runs, degree: int, asked: Asked) -> Fit:
    """With all terms of that degree, or those that are selected."""
    A, b = runs.system(axes, hyperbolic(len(axes), degree, asked.q))
    return pursue(A, b, runs.rows) if asked.sparse else complete(A, b, runs.rows)


def complete(A: Any, b: np.ndarray, rows: int) -> Fit:
    """Least squares with all columns."""
    A = A if isinstance(A, np.ndarray) else A.toarray()
    if len(A) < A.shape[1]:
        raise SettingsError(f"{len(A) // rows} runs are {len(A)} equations for {A.shape[1]} terms", hint="more runs, a lower `degree`, or `sparse=True`")
    with one_thread():
        Q, R = np.linalg.qr(A)
        coefficients = np.linalg.solve(R, Q.T @ b) if np.abs(np.diag(R)).min() > 1e-12 * np.abs(np.diag(R)).max() else np.linalg.lstsq(A, b, rcond=None)[0]
        rest = (b - A @ coefficients).reshape(-1, rows)
        blocks = Q.reshape(-1, rows, Q.shape[1])
        left = np.eye(rows) - blocks @ blocks.transpose(0, 2, 1)
    whole = np.abs(np.linalg.det(left)) > 1e-12
    left_out = np.full(len(rest), np.inf)
    left_out[whole] = np.linalg.solve(left[whole], rest[whole][..., None])[:, 0, 0]
    return Fit(np.arange(A.shape[1]), coefficients, left_out)


def folded(axes: list[Axis], runs: Runs, degree: int, asked: Asked) -> np.ndarray:
    """What other runs say of each run (n,): expansions of the same degree from all but every fifth of them."""
    n = len(runs.values)
    fold, out = np.arange(n) % min(FOLDS, n), np.full(n, np.nan)
    terms = hyperbolic(len(axes), degree, asked.q)
    for k in range(fold.max() + 1):
        inside, outside = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        if not asked.sparse and len(inside) * runs.rows < len(terms):
            return out
        fit = of_degree(axes, runs.some(inside), degree, asked)
        out[outside] = matrix.values(axes, terms[fit.columns], runs.t[outside]) @ fit.coefficients
    return out

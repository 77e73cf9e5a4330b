"""What the coefficients of an orthonormal expansion say: mean, variance, Sobol' indices (Sudret 2008)."""
from __future__ import annotations

import numpy as np


def moments(terms: np.ndarray, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and variances (m,) of expansions with terms (k, d), coefficients (k, m)."""
    constant = ~terms.any(axis=1)
    return coefficients[constant].sum(axis=0), np.sum(coefficients[~constant] ** 2, axis=0)


def shares(terms: np.ndarray, coefficients: np.ndarray) -> dict[str, np.ndarray]:
    """S1 and ST (d, m), S2 (d, d, m) above the diagonal, nan elsewhere."""
    d, m = terms.shape[1], coefficients.shape[1]
    inside = terms > 0
    many = inside.sum(axis=1)
    squares = coefficients**2 / np.sum(coefficients[many > 0] ** 2, axis=0)
    second = np.full((d, d, m), np.nan)
    second[np.triu_indices(d, 1)] = 0.0
    for row in np.flatnonzero(many == 2):
        i, j = np.flatnonzero(inside[row])
        second[i, j] += squares[row]
    return {"S1": inside[many == 1].T.astype(float) @ squares[many == 1], "ST": inside.T.astype(float) @ squares, "S2": second}

"""The density that importance sampling draws from: normal laws around the design points, and a share of the nominal one (Melchers 1989; Hesterberg 1995).

    q(u) = w₀ φ(u) + Σ w_k φ(u - u_k)

The weight φ/q of a draw is never more than 1 / w₀, so that the estimate has a finite variance whatever the shape of the failure's domain.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

FAR = 38.0                           # standard normal numbers beyond this are this: floats have no further ones


class Mixture(NamedTuple):
    """Centres (k, d); shares (k + 1,), that of the nominal law first."""

    centres: np.ndarray
    shares: np.ndarray

    def draws(self, unit: np.ndarray) -> np.ndarray:
        """Points (n, d) of points (n, d + 1) of the unit cube, whose first coordinate picks the part."""
        from scipy.special import ndtri

        part = np.minimum(np.searchsorted(np.cumsum(self.shares), unit[:, 0], side="right"), len(self.centres))
        return ndtri(unit[:, 1:]) + np.vstack([np.zeros((1, unit.shape[1] - 1)), self.centres])[part]

    def weights(self, u: np.ndarray) -> np.ndarray:
        """φ/q (n,) at points (n, d)."""
        from scipy.special import logsumexp

        u = np.nan_to_num(np.clip(u, -FAR, FAR))
        tilts = u @ self.centres.T - 0.5 * np.sum(self.centres**2, axis=1)
        parts = np.hstack([np.zeros((len(u), 1)), tilts])
        return np.exp(-np.asarray(logsumexp(parts, axis=1, b=self.shares), float))


def around(points: np.ndarray, defensive: float) -> Mixture:
    """Shares of points (k, d) half equal and half as the probabilities beyond their planes."""
    from scipy.special import log_ndtr

    beyond = log_ndtr(-np.linalg.norm(points, axis=1))
    likely = np.exp(beyond - beyond.max())
    parts = 0.5 / len(points) + 0.5 * likely / likely.sum()
    return Mixture(points, np.append(defensive, (1.0 - defensive) * parts))

"""Some inputs drawn anew while the others keep their values, of inputs whose normal scores are jointly Gaussian."""
from __future__ import annotations

import numpy as np

from ...ir.errors import SettingsError
from ..inputs import GaussianInputs, Uncertain

NONE = 1e-12                         # of a variance that is 1


class Redrawn:
    """Points whose inputs in a set are drawn anew given the others: z_s = E[z_s | z_c] + L ε_s, L Lᵀ the conditional covariance of the scores z.

    Independent inputs are the case of a correlation that is none. SettingsError for inputs that depend on each other in another way.
    """

    def __init__(self, inputs: Uncertain):
        self.inputs = inputs
        self.correlation = correlation_of(inputs)
        self.maps: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {}

    def __call__(self, z: np.ndarray, noise: np.ndarray, chosen: tuple[int, ...]) -> np.ndarray:
        """Scores (n, d) whose columns `chosen` are new; noise (n, d) is standard normal."""
        out, others = z.copy(), [k for k in range(z.shape[1]) if k not in chosen]
        if self.inputs.independent:
            out[:, chosen] = noise[:, chosen]
            return out
        gain, factor = self.map(chosen, others)
        out[:, chosen] = z[:, others] @ gain.T + noise[:, chosen] @ factor.T
        return out

    def map(self, chosen: tuple[int, ...], others: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """(gain (s, c), lower factor (s, s))"""
        if chosen not in self.maps:
            C, s = self.correlation, list(chosen)
            gain = np.linalg.lstsq(C[np.ix_(others, others)], C[np.ix_(others, s)], rcond=None)[0].T if others else np.zeros((len(s), 0))
            left = C[np.ix_(s, s)] - gain @ C[np.ix_(others, s)]
            self.maps[chosen] = gain, triangular(left)
        return self.maps[chosen]

    def start(self, normal: np.ndarray) -> np.ndarray:
        """Scores (n, d) of independent standard normal numbers."""
        return self(normal, normal, tuple(range(normal.shape[1])))

    def points(self, parts: list[np.ndarray]) -> np.ndarray:
        """Inputs (parts, n, d) of scores, each (n, d)."""
        z = np.concatenate(parts)
        x = self.inputs.mean + self.inputs.sd * z if isinstance(self.inputs, GaussianInputs) else self.inputs.from_normal(z)
        return x.reshape(len(parts), -1, z.shape[1])


def triangular(a: np.ndarray) -> np.ndarray:
    """The lower factor of a positive semi-definite matrix, in which what is independent keeps to its own column; a pivot that is rounding counts as 0."""
    try:
        return np.linalg.cholesky(a)
    except np.linalg.LinAlgError:
        pass
    factor, left = np.zeros_like(a), a.copy()
    for j in range(len(a)):
        if left[j, j] > NONE:
            factor[:, j] = left[:, j] / np.sqrt(left[j, j])
            left -= np.outer(factor[:, j], factor[:, j])
    return factor


def correlation_of(inputs: Uncertain) -> np.ndarray:
    """(d, d) of the normal scores."""
    if inputs.independent:
        return np.eye(inputs.dim)
    if isinstance(inputs, GaussianInputs):
        sd = np.where(inputs.sd > 0.0, inputs.sd, 1.0)
        return inputs.covariance / np.outer(sd, sd) + np.diag(np.where(inputs.sd > 0.0, 0.0, 1.0))
    raise SettingsError("these inputs depend on each other in a way in which some of them cannot be drawn given any others",
                        hint="`uq.given_data` of runs, or inputs with a Gaussian copula")

"""Some inputs drawn anew while the others keep their values, of inputs whose normal scores are jointly Gaussian."""
from __future__ import annotations

import numpy as np

from ...ir.errors import SettingsError
from ..inputs import GaussianCopula, GaussianInputs, Inputs, Uncertain

NONE = 1e-12                         # of a variance that is 1


class Redrawn:
    """Points whose inputs in a set are drawn anew given the others: z_s = E[z_s | z_c] + L ε_s, L Lᵀ the conditional covariance of the scores z.

    SettingsError for inputs that depend on each other in another way.
    """

    def __init__(self, inputs: Uncertain):
        self.inputs = inputs
        self.correlation, self.factor = correlation_of(inputs)
        self.maps: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {}

    def both(self, normal: np.ndarray, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (n, d) of two sets of standard normal numbers, where inputs are independent."""
        return self.inputs.from_normal(normal), self.inputs.from_normal(noise)

    def parts(self, normal: np.ndarray, noise: np.ndarray, sets: list[tuple[int, ...]]) -> np.ndarray:
        """Inputs (sets, n, d) of standard normal numbers, with those of each set drawn anew by noise (n, d); the first set is empty. What is not in a set is
        the same to the last bit."""
        if self.inputs.independent:
            first, second = self.both(normal, noise)
            x = np.repeat(first[None], len(sets), axis=0)
            for k, chosen in enumerate(sets):
                x[k][:, chosen] = second[:, chosen]
            return x
        z = normal @ self.factor.T
        x = self.of_scores(np.concatenate([self.redrawn(z, noise, chosen) for chosen in sets])).reshape(len(sets), *z.shape)
        for k, chosen in enumerate(sets):
            others = [i for i in range(z.shape[1]) if i not in chosen]
            x[k][:, others] = x[0][:, others]
        return x

    def redrawn(self, z: np.ndarray, noise: np.ndarray, chosen: tuple[int, ...]) -> np.ndarray:
        """Scores (n, d) whose columns `chosen` are new."""
        out, others = z.copy(), [k for k in range(z.shape[1]) if k not in chosen]
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

    def of_scores(self, z: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of scores."""
        given = self.inputs
        return given.mean + given.sd * z if isinstance(given, GaussianInputs) else given.from_normal(np.linalg.solve(self.factor, z.T).T)


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


def correlation_of(inputs: Uncertain) -> tuple[np.ndarray, np.ndarray]:
    """(correlation (d, d) of the normal scores, lower factor by which they come from independent ones)."""
    d = inputs.dim
    if inputs.independent:
        return np.eye(d), np.eye(d)
    if isinstance(inputs, GaussianInputs):
        sd = np.where(inputs.sd > 0.0, inputs.sd, 1.0)
        found = inputs.covariance / np.outer(sd, sd) + np.diag(np.where(inputs.sd > 0.0, 0.0, 1.0))
        return found, triangular(found)
    if isinstance(inputs, Inputs) and isinstance(inputs.copula, GaussianCopula) and inputs.dependence is not None:
        factor = np.stack([np.asarray(inputs.dependence.place(unit)) for unit in np.eye(d)], axis=1)
        return factor @ factor.T, factor
    raise SettingsError("these inputs depend on each other in a way in which some of them cannot be drawn given any others",
                        hint="`uq.given_data` of runs, or inputs with a `uq.GaussianCopula`")

"""Some inputs drawn anew while the others keep their values, of inputs that a copula joins, or that are Gaussian.

With the others first and those that are drawn anew last, the copula's map, which is triangular, has the latter depend on their own standard normal numbers
alone, given the former. The copulas of Archimedes' kind are the same in every order; those of normal and t vectors have other factors.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ..inputs import GaussianCopula, GaussianInputs, Inputs, Uncertain
from ..inputs.copulas.copula import Dependence
from ..inputs.laws.law import Law

NONE = 1e-12                         # of a variance that is 1
KEPT = 1024                          # sets whose maps are


def redrawing(inputs: Uncertain) -> Redrawn:
    """How some of these inputs are drawn given the others; SettingsError for inputs that depend on each other in a way of which that is not known."""
    if not inputs.independent and isinstance(inputs, Inputs) and inputs.dependence is not None and not isinstance(inputs.copula, GaussianCopula):
        return ByCopula(inputs, inputs.dependence)
    return ByCorrelations(inputs)


class Redrawn(ABC):
    """Points whose inputs in a set are drawn anew given the others."""

    inputs: Any                      # as `Uncertain`

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
        z = self.scores(normal)
        x = self.of_scores(np.concatenate([self.redrawn(z, noise, chosen) for chosen in sets])).reshape(len(sets), *z.shape)
        for k, chosen in enumerate(sets):
            others = [i for i in range(z.shape[1]) if i not in chosen]
            x[k][:, others] = x[0][:, others]
        return x

    def redrawn(self, z: np.ndarray, noise: np.ndarray, chosen: tuple[int, ...]) -> np.ndarray:
        """Scores (n, d) whose columns `chosen` are new."""
        out, others = z.copy(), [k for k in range(z.shape[1]) if k not in chosen]
        if chosen:
            out[:, chosen] = self.anew(z, noise, list(chosen), others)
        return out

    @abstractmethod
    def scores(self, normal: np.ndarray) -> np.ndarray:
        """The inputs' own standard normal numbers (n, d) of independent ones."""

    @abstractmethod
    def anew(self, z: np.ndarray, noise: np.ndarray, chosen: list[int], others: list[int]) -> np.ndarray:
        """Columns `chosen` of scores z (n, d), drawn by noise (n, d) given the others."""

    @abstractmethod
    def of_scores(self, z: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of scores."""


class ByCorrelations(Redrawn):
    """Of scores that are jointly Gaussian: z_s = E[z_s | z_c] + L ε_s, L Lᵀ the conditional covariance."""

    def __init__(self, inputs: Uncertain):
        self.inputs = inputs
        self.correlation, self.factor = correlation_of(inputs)
        self.maps: dict[tuple[int, ...], tuple[np.ndarray, np.ndarray]] = {}

    def scores(self, normal: np.ndarray) -> np.ndarray:
        return normal @ self.factor.T

    def anew(self, z: np.ndarray, noise: np.ndarray, chosen: list[int], others: list[int]) -> np.ndarray:
        gain, factor = self.map(tuple(chosen), others)
        return z[:, others] @ gain.T + noise[:, chosen] @ factor.T

    def map(self, chosen: tuple[int, ...], others: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """(gain (s, c), lower factor (s, s))"""
        if chosen not in self.maps:
            if len(self.maps) >= KEPT:
                self.maps.clear()
            C, s = self.correlation, list(chosen)
            gain = np.linalg.lstsq(C[np.ix_(others, others)], C[np.ix_(others, s)], rcond=None)[0].T if others else np.zeros((len(s), 0))
            left = C[np.ix_(s, s)] - gain @ C[np.ix_(others, s)]
            self.maps[chosen] = gain, triangular(left)
        return self.maps[chosen]

    def of_scores(self, z: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of scores."""
        given = self.inputs
        return given.mean + given.sd * z if isinstance(given, GaussianInputs) else given.from_normal(np.linalg.solve(self.factor, z.T).T)


class ByCopula(Redrawn):
    """Of scores that another copula joins."""

    def __init__(self, inputs: Inputs, depends: Dependence):
        self.inputs, self.depends = inputs, depends
        self.margins = Inputs({name: Law(law, placed) for (name, law), placed in zip(inputs.laws.items(), inputs.placed, strict=True)})

    @cached_property
    def programs(self) -> tuple[Any, Any]:
        """z of u and u of z, over rows, and of the numbers of an order where it has some."""
        from ...ad import batch

        found = self.depends if self.depends.ordered is None else self.depends.ordered
        return batch(found.place, argnums=0), batch(found.score, argnums=0)

    def order(self, order: list[int]) -> tuple[np.ndarray, ...]:
        """What the maps of that order take beside a point."""
        return () if self.depends.ordered is None else (self.depends.ordered.numbers(order),)

    def scores(self, normal: np.ndarray) -> np.ndarray:
        return np.asarray(self.programs[0](np.ascontiguousarray(normal), *self.order(list(range(normal.shape[1])))))

    def anew(self, z: np.ndarray, noise: np.ndarray, chosen: list[int], others: list[int]) -> np.ndarray:
        (place, score), order = self.programs, others + chosen
        numbers = self.order(order)
        u = np.array(score(np.ascontiguousarray(z[:, order]), *numbers))
        u[:, len(others):] = noise[:, chosen]
        return np.asarray(place(u, *numbers))[:, len(others):]

    def of_scores(self, z: np.ndarray) -> np.ndarray:
        return self.margins.from_normal(z)


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
                        hint="`uq.given_data` of runs, or inputs with a copula, as in `copula=uq.GaussianCopula(correlations)`")

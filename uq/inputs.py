"""Uncertain inputs: names, laws and moments. Independent laws (`Inputs`) or jointly Gaussian (`GaussianInputs`); no copulas yet.

A law is a distribution of `ppl`, or a frozen one of `scipy.stats`. Both become scipy's: quantiles turn points of the unit cube into inputs.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from ..ir.errors import SettingsError
from ..lang.values.dtypes import unmasked
from ..samplers.settings import Seed
from .laws import frozen


class Uncertain(Protocol):
    """What a method asks of inputs; d is their number."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def dim(self) -> int: ...

    @property
    def independent(self) -> bool: ...

    @property
    def mean(self) -> np.ndarray: ...            # (d,)

    @property
    def covariance(self) -> np.ndarray: ...      # (d, d)

    @property
    def cumulants(self) -> np.ndarray: ...       # (2, d): third and fourth, of independent inputs

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points (n, d) in the open unit cube."""
        ...


@dataclass(frozen=True, eq=False)
class Inputs:
    """Independent inputs by name: `Inputs(load=Normal(10, 2), length=Uniform(1, 2))`; a dict where names are no identifiers."""

    laws: dict[str, Any]             # frozen distributions of scipy.stats

    def __init__(self, laws: dict[str, Any] | None = None, /, **named: Any):
        both = {**(laws or {}), **named}
        if not both:
            raise SettingsError("no inputs: write for example `Inputs(load=Normal(10, 2))`")
        object.__setattr__(self, "laws", {name: frozen(name, law) for name, law in both.items()})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.laws)

    @property
    def dim(self) -> int:
        return len(self.laws)

    @property
    def independent(self) -> bool:
        return True

    @cached_property
    def mean(self) -> np.ndarray:
        """(d,)"""
        return np.array([law.mean() for law in self.laws.values()])

    @cached_property
    def covariance(self) -> np.ndarray:
        """(d, d), diagonal."""
        return np.diag([law.var() for law in self.laws.values()])

    @cached_property
    def cumulants(self) -> np.ndarray:
        """(2, d): third and fourth cumulants, which the second-order delta method needs beside the covariance."""
        shape = np.array([[float(s) for s in law.stats(moments="sk")] for law in self.laws.values()]).T
        sd = np.sqrt(np.diag(self.covariance))
        return shape * np.array([sd**3, sd**4])

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube: the quantiles."""
        return np.stack([law.ppf(u[:, i]) for i, law in enumerate(self.laws.values())], axis=1)

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) independent draws."""
        return self.from_unit(np.random.default_rng(seed).random((n, self.dim)))


@dataclass(frozen=True, eq=False)
class GaussianInputs:
    """Jointly Gaussian inputs: names, mean (d,), covariance (d, d)."""

    names: tuple[str, ...]
    mean: np.ndarray
    covariance: np.ndarray

    def __post_init__(self):
        unmasked(self.mean, "the mean")
        unmasked(self.covariance, "the covariance")
        mean, covariance = np.array(self.mean, float), np.array(self.covariance, float)
        d = len(self.names)
        if mean.shape != (d,) or covariance.shape != (d, d):
            raise SettingsError(f"{d} names, a mean of shape {mean.shape} and a covariance of shape {covariance.shape} do not fit together")
        if not np.allclose(covariance, covariance.T) or np.linalg.eigvalsh(covariance)[0] < -1e-10 * max(1e-300, np.abs(covariance).max()):
            raise SettingsError("the covariance is not symmetric and positive semi-definite")
        for name, value in (("names", tuple(self.names)), ("mean", mean), ("covariance", covariance)):
            object.__setattr__(self, name, value)

    @property
    def dim(self) -> int:
        return len(self.names)

    @property
    def independent(self) -> bool:
        return not np.any(self.covariance - np.diag(np.diag(self.covariance)))

    @property
    def cumulants(self) -> np.ndarray:
        """(2, d): a Gaussian has none above the second."""
        return np.zeros((2, self.dim))

    @cached_property
    def factor(self) -> np.ndarray:
        """F (d, d) with F Fᵀ the covariance; a diagonal one keeps each input to its own coordinate, a singular one is allowed."""
        if self.independent:
            return np.diag(np.sqrt(np.diag(self.covariance)))
        values, vectors = np.linalg.eigh(self.covariance)
        return vectors * np.sqrt(np.maximum(values, 0.0))

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube."""
        from scipy.special import ndtri

        return self.mean + ndtri(u) @ self.factor.T

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) independent draws."""
        return self.mean + np.random.default_rng(seed).standard_normal((n, self.dim)) @ self.factor.T

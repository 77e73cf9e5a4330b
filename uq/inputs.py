"""Uncertain inputs: names, laws and moments. Independent laws (`Inputs`) or jointly Gaussian (`GaussianInputs`); no copulas yet.

A law is a distribution of `ppl`, or a frozen one of `scipy.stats`. Both become scipy's: quantiles turn points of the unit cube into inputs.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, Protocol

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import whole
from ..samplers.settings import Seed
from .given import distinct, finite, in_cube, read_only, rng_of, sound, together
from .laws import frozen
from .moments import moments, tail_exponent
from .shown import SHOWN, Table, shown_inputs


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

    @property
    def tails(self) -> np.ndarray: ...           # (d,): the exponents with which tails fall; no moment of that order or above exists

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points (n, d) in the open unit cube."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class Inputs:
    """Independent inputs by name: `Inputs(load=Normal(10, 2), length=Uniform(1, 2))`; a dict where names are no identifiers.

    SettingsError that names the input for what is no law of one number. Moments that do not exist are nan.
    """

    laws: dict[str, Any]             # frozen distributions of scipy.stats

    def __init__(self, laws: Mapping[str, Any] | None = None, /, **named: Any):
        both = together(laws, named)
        object.__setattr__(self, "laws", {name: sound(name, frozen(name, law)) for name, law in both.items()})

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
    def tails(self) -> np.ndarray:
        """(d,); inf where no tail falls as a power."""
        return read_only([tail_exponent(law) for law in self.laws.values()])

    @cached_property
    def mean(self) -> np.ndarray:
        """(d,)"""
        return read_only(self._moments("mv")[0])

    @cached_property
    def covariance(self) -> np.ndarray:
        """(d, d), diagonal."""
        return read_only(np.diag(self._moments("mv")[1]))

    @cached_property
    def cumulants(self) -> np.ndarray:
        """(2, d): third and fourth cumulants, which the second-order delta method needs beside the covariance."""
        sd = np.sqrt(np.diag(self.covariance))
        with np.errstate(over="ignore"):
            return read_only(self._moments("sk") * np.array([sd**3, sd**4]))

    def _moments(self, which: str) -> np.ndarray:
        """(2, d)"""
        return np.array([moments(law, which, tail) for law, tail in zip(self.laws.values(), self.tails, strict=True)]).T

    def __repr__(self) -> str:
        return shown_inputs(self.names, np.array([law.ppf(SHOWN) for law in self.laws.values()])).text()

    def _repr_html_(self) -> str:
        return shown_inputs(self.names, np.array([law.ppf(SHOWN) for law in self.laws.values()])).html()

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube: the quantiles."""
        u = in_cube(u, self.dim)
        return np.stack([law.ppf(u[:, i]) for i, law in enumerate(self.laws.values())], axis=1)

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) independent draws."""
        return self.from_unit(rng_of(seed).random((whole(n, "n", 0), self.dim)))


@dataclass(frozen=True, eq=False, repr=False)
class GaussianInputs:
    """Jointly Gaussian inputs: names, mean (d,), covariance (d, d)."""

    names: tuple[str, ...]
    mean: np.ndarray
    covariance: np.ndarray

    def __post_init__(self):
        names = distinct(self.names)
        mean, covariance = finite("mean", self.mean), finite("covariance", self.covariance)
        d = len(names)
        if mean.shape != (d,) or covariance.shape != (d, d):
            raise SettingsError(f"{d} names, a mean of shape {mean.shape} and a covariance of shape {covariance.shape} do not fit together")
        if not np.allclose(covariance, covariance.T) or np.linalg.eigvalsh(covariance)[0] < -1e-10 * max(1e-300, np.abs(covariance).max()):
            raise SettingsError("the covariance is not symmetric and positive semi-definite")
        for name, value in (("names", names), ("mean", mean), ("covariance", covariance)):
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

    @property
    def tails(self) -> np.ndarray:
        """(d,): a Gaussian has all moments."""
        return np.full(self.dim, np.inf)

    @cached_property
    def factor(self) -> np.ndarray:
        """F (d, d) with F Fᵀ the covariance; a diagonal one keeps each input to its own coordinate, a singular one is allowed."""
        if self.independent:
            return np.diag(np.sqrt(np.diag(self.covariance)))
        values, vectors = np.linalg.eigh(self.covariance)
        return vectors * np.sqrt(np.maximum(values, 0.0))

    def __repr__(self) -> str:
        return self.shown().text()

    def _repr_html_(self) -> str:
        return self.shown().html()

    def shown(self) -> Table:
        """Quantiles of each."""
        spread = np.sqrt(np.diag(self.covariance))[:, None] * [NormalDist().inv_cdf(p) for p in SHOWN]
        return shown_inputs(self.names, self.mean[:, None] + spread, "" if self.independent else "correlated ")

    def from_unit(self, u: np.ndarray) -> np.ndarray:
        """Inputs (n, d) of points u (n, d) in the open unit cube."""
        from scipy.special import ndtri

        return self.mean + ndtri(in_cube(u, self.dim)) @ self.factor.T

    def sample(self, n: int, seed: Seed = None) -> np.ndarray:
        """(n, d) independent draws."""
        return self.mean + rng_of(seed).standard_normal((whole(n, "n", 0), self.dim)) @ self.factor.T

"""Jointly Gaussian inputs."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import one_of
from ..shown import SHOWN, Table
from .given import distinct, finite
from .maps import Mapped
from .protocol import Marginal, Parameter, Place, Space
from .table import table

LOG_2_PI = float(np.log(2.0 * np.pi))
KEPT = 1e-14                         # of the largest variance: directions with less are none


@dataclass(frozen=True, eq=False, repr=False)
class GaussianInputs(Mapped):
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

    @property
    def sd(self) -> np.ndarray:
        """(d,)"""
        return np.sqrt(np.diag(self.covariance))

    @cached_property
    def factor(self) -> np.ndarray:
        """F (d, d) with F Fᵀ the covariance; a diagonal one keeps each input to its own coordinate, a singular one is allowed."""
        if self.independent:
            return np.diag(self.sd)
        values, vectors = np.linalg.eigh(self.covariance)
        return vectors * np.sqrt(np.maximum(values, 0.0))

    # -- the map
    def place(self, space: Space) -> Place:
        """mean + F u."""
        from ...ppl.base.functions import ndtri

        mean, factor = self.mean, self.factor

        def of_normal(u: Any) -> Any:
            return mean + factor @ u

        def of_unit(p: Any) -> Any:
            return mean + factor @ ndtri(p)
        return of_normal if space == "normal" else of_unit

    def score(self) -> Place:
        """F⁺ (x - mean)."""
        mean, back = self.mean, np.linalg.pinv(self.factor)

        def scores(x: Any) -> Any:
            return back @ (x - mean)
        return scores

    def density(self) -> Place:
        """log density; SettingsError where the covariance is singular."""
        values = np.linalg.eigvalsh(self.covariance)
        if values[0] <= KEPT * values[-1]:
            raise SettingsError("the covariance is singular: these inputs have no density")
        scores, constant = self.score(), -0.5 * (self.dim * LOG_2_PI + float(np.sum(np.log(values))))

        def log_density(x: Any) -> Any:
            z = scores(x)
            return constant - 0.5 * np.sum(z * z)
        return log_density

    @property
    def parameters(self) -> list[Parameter]:
        """Mean and standard deviation of each; correlations stay."""
        both = zip(self.names, self.mean, self.sd, strict=True)
        return [found for name, mean, sd in both for found in ((name, "mean", float(mean)), (name, "sd", float(sd)))]

    def parameter_slopes(self, u: np.ndarray) -> np.ndarray:
        """(2 d, d): 1 of a mean, (x - mean) / sd of a standard deviation."""
        away = self.factor @ np.asarray(u, float)
        slopes = np.zeros((self.dim, 2, self.dim))
        for i, sd in enumerate(self.sd):
            slopes[i, :, i] = 1.0, away[i] / sd if sd > 0.0 else 0.0
        return slopes.reshape(2 * self.dim, self.dim)

    def marginal(self, name: str) -> Marginal:
        """The law of one input."""
        from scipy import stats

        one_of(name, self.names, "name")
        i = self.names.index(name)
        law: Any = stats.norm(self.mean[i], self.sd[i])
        return law

    def __repr__(self) -> str:
        return self.shown().text()

    def _repr_html_(self) -> str:
        return self.shown().html()

    def shown(self) -> Table:
        """Quantiles of each."""
        from scipy.special import ndtri

        quantiles = self.mean[:, None] + self.sd[:, None] * ndtri(SHOWN)
        return table(self.names, ["Gaussian"] * self.dim, self.mean, self.sd, quantiles, "" if self.independent else "correlated")

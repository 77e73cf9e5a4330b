"""The copulas of normal and of Student t vectors."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.given import between, one_of
from ....ppl.base.functions import log1p, sqrt
from ....ppl.distributions import StudentT
from ..protocol import Marginal
from .copula import Copula, Dependence, Ordered, by_pairs
from .matrices import factor, matrix
from .nataf import Scored

RANKS = {"spearman": lambda r: 2.0 * np.sin(np.pi / 6.0 * r), "kendall": lambda r: np.sin(0.5 * np.pi * r)}      # Kruskal (1958)
MEANT = ("pearson", "spearman", "kendall", "normal")


@dataclass(frozen=True, eq=False, repr=False)
class GaussianCopula(Copula):
    """The copula of a normal vector, by correlations: a matrix (d, d), or a dict by pairs of inputs, `{("load", "length"): 0.5}`, of which the rest have none.

    `of` says whose correlations: "pearson", of the inputs themselves, from which those of the normal numbers behind them follow (Nataf's model);
    "spearman" or "kendall", of ranks; "normal", of the normal numbers. SettingsError for correlations that inputs of such laws cannot have, or not all at once.
    """

    correlation: Any
    of_what: str = "pearson"

    def __init__(self, correlation: Any, of: str = "pearson"):
        one_of(of, MEANT, "of")
        object.__setattr__(self, "correlation", correlation)
        object.__setattr__(self, "of_what", of)

    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        given = matrix(self.correlation, names)
        normal = self.normal(given, names, laws)
        lower = factor(normal, "the correlations" if self.of_what == "normal" else "the correlations of the normal numbers behind the inputs")
        back, log_det = np.linalg.inv(lower), float(2.0 * np.sum(np.log(np.diag(lower))))

        def place(u: Any) -> Any:
            return lower @ u

        def score(z: Any) -> Any:
            return back @ z

        def log_density(z: Any) -> Any:
            u = back @ z
            return -0.5 * (log_det + np.sum(u * u) - np.sum(z * z))
        return Dependence(place, score, log_density, lambda laws: Scored(laws).covariance(normal), not np.any(normal - np.eye(len(names))))

    def normal(self, given: np.ndarray, names: tuple[str, ...], laws: Sequence[Marginal]) -> np.ndarray:
        """The correlations of the normal numbers."""
        if self.of_what != "pearson":
            found = RANKS[self.of_what](given) if self.of_what in RANKS else given.copy()
            np.fill_diagonal(found, 1.0)
            return found
        found, scored = np.eye(len(names)), Scored(laws)
        for i in range(len(names)):
            for j in range(i + 1, len(names)):
                found[i, j] = found[j, i] = scored.normal(i, j, given[i, j], names)
        return found


@dataclass(frozen=True, eq=False, repr=False)
class StudentCopula(Copula):
    """The copula of a t vector with `df` degrees of freedom: inputs are extreme together, whatever their correlation. `correlation` is that of the t vector,
    a matrix (d, d) or a dict by pairs of inputs; with `of="kendall"` it is Kendall's tau of the inputs."""

    correlation: Any
    df: float
    of_what: str = "t"

    def __init__(self, correlation: Any, df: float, of: str = "t"):
        one_of(of, ("t", "kendall"), "of")
        object.__setattr__(self, "correlation", correlation)
        object.__setattr__(self, "df", between(df, "df", 0.0, math.inf, "above 0"))
        object.__setattr__(self, "of_what", of)

    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        given = matrix(self.correlation, names)
        r = given if self.of_what == "t" else RANKS["kendall"](given)
        lower, d, df = factor(r, "the correlations"), len(names), self.df
        back = np.linalg.inv(lower)
        both = np.stack([lower, back])
        own = tuple(StudentT(df + k, 0.0, 1.0) for k in range(d))           # of each entry, given those before it
        constant = math.lgamma(0.5 * (df + d)) + (d - 1) * math.lgamma(0.5 * df) - d * math.lgamma(0.5 * (df + 1.0)) - float(np.sum(np.log(np.diag(lower))))

        def place_by(u: Any, factors: Any) -> Any:
            w = spherical(own, df, u)
            t = factors[0] @ np.array(w)
            return np.array([own[0].to_normal(t[k]) for k in range(d)])

        def place(u: Any) -> Any:
            return place_by(u, both)

        def score_by(z: Any, factors: Any) -> Any:
            w = factors[1] @ np.array([own[0].from_normal(z[k]) for k in range(d)])
            size, found = df, []
            for k in range(d):
                found.append(own[k].to_normal(w[k] / sqrt(size / (df + k))))
                size = size + w[k] * w[k]
            return np.array(found)

        def score(z: Any) -> Any:
            return score_by(z, both)

        def factors_of(order: Sequence[int]) -> np.ndarray:
            turned = np.linalg.cholesky(r[np.ix_(order, order)])
            return np.stack([turned, np.linalg.inv(turned)])

        def log_density(z: Any) -> Any:
            t = np.array([own[0].from_normal(z[k]) for k in range(d)])
            w = back @ t
            return constant - 0.5 * (df + d) * log1p(np.sum(w * w) / df) + 0.5 * (df + 1.0) * np.sum(log1p(t * t / df))

        def pair(u: Any, r: float) -> Any:
            w = spherical(own, df, u)
            return np.array([u[0], own[0].to_normal(r * w[0] + sqrt(1.0 - r * r) * w[1])])
        return Dependence(place, score, log_density, lambda laws: by_pairs(pair, lambda i, j: float(r[i, j]), laws),
                          ordered=Ordered(place_by, score_by, factors_of))


def spherical(own: Any, df: float, u: Any) -> Any:
    """Entries of a t vector without correlations: each is Student's, given those before it, with one more degree of freedom and their size. Written in the
    language."""
    size, found = df, []
    for k in range(u.shape[0]):
        w = own[k].from_normal(u[k]) * sqrt(size / (df + k))
        found.append(w)
        size = size + w * w
    return found

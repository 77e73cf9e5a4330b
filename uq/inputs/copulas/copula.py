"""What every copula answers."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ....ppl.base.functions import log1mexp, log_ndtr
from ....ppl.parts.ways import normal_score
from ..protocol import Marginal

REACH, STEP = 8.5, 0.125             # of the rule by which covariances are integrated, in standard deviations


class Ordered(NamedTuple):
    """The map of a copula whose inputs come in another order, in the language, of a vector and an array of numbers that says which order."""

    place: Callable[[Any, Any], Any]
    score: Callable[[Any, Any], Any]
    numbers: Callable[[Sequence[int]], np.ndarray]


class Dependence(NamedTuple):
    """A copula of d inputs. Functions are in the compiled language, of one vector (d,) of standard normal numbers: u independent, z those of the inputs."""

    place: Callable[[Any], Any]      # z of u
    score: Callable[[Any], Any]      # u of z
    log_density: Callable[[Any], Any]  # of the copula, at z
    covariance: Callable[[Sequence[Marginal]], np.ndarray]      # (d, d) of inputs with these laws
    independent: bool = False
    ordered: Ordered | None = None   # None where every order has the same map


class Copula(ABC):
    """How inputs depend on each other, whatever their laws are. Abstract."""

    @abstractmethod
    def of(self, names: tuple[str, ...], laws: Sequence[Marginal]) -> Dependence:
        """The copula of these inputs; SettingsError where it is none of so many, or not of such laws."""

    def __repr__(self) -> str:
        numbers = [f"{name}={value:g}" for name, value in vars(self).items() if isinstance(value, float)]
        return f"{type(self).__name__}({', '.join(numbers)})"


# -- in the language: -log P and the normal number of a P that is known by it
def minus_log(z: Any) -> Any:
    """-log Φ(z)."""
    return -log_ndtr(z)  # type: ignore[operator]


def of_minus_log(a: Any) -> Any:
    """The z with Φ(z) = exp(-a)."""
    return normal_score(-a, log1mexp(-a))


# -- moments
def by_pairs(place: Callable[..., Any], parameter: Callable[[int, int], float], laws: Sequence[Marginal]) -> np.ndarray:
    """The covariance (d, d) of inputs, two and two by the trapezoidal rule, whose error falls faster than any power of its step for smooth integrands.
    `place(u, parameter)` is the copula of two, in the language."""
    from ....ad import batch
    from ..laws.outside import from_normal

    nodes = np.arange(-REACH, REACH + 0.5 * STEP, STEP)
    weights = np.exp(-0.5 * nodes**2)
    weights /= weights.sum()
    u = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 2)
    at = batch(place, argnums=0)
    found = np.diag([float(law.stats(moments="v")) if np.ndim(law.stats(moments="v")) == 0 else float(law.stats(moments="v")[0]) for law in laws])
    for i in range(len(laws)):
        first = from_normal(laws[i], nodes)
        for j in range(i + 1, len(laws)):
            second = from_normal(laws[j], np.asarray(at(u, parameter(i, j)))[:, 1]).reshape(len(nodes), -1)
            mean = weights @ second @ weights
            found[i, j] = found[j, i] = weights @ ((first - weights @ first)[:, None] * (second - mean)) @ weights
    return found

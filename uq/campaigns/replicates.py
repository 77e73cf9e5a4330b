"""Estimates from independently randomised replicates of one design: a value of all of them, its standard error and interval by the jackknife over them.

A method sums over each replicate what its estimate is made of, sums of fixed size however many points there are; the estimate is a function of these sums.
With few replicates quantiles are Student's t (Owen 1997; Efron & Stein 1981).
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

Sums = Mapping[str, np.ndarray]                  # each (replicates, …)
Estimates = dict[str, np.ndarray]


class Estimated(NamedTuple):
    """Values by name, their standard errors, and how many of these an interval reaches to each side."""

    value: Estimates
    se: Estimates
    half: float

    def fields(self) -> Estimates:
        """NAME, NAME_se, NAME_ci_low and NAME_ci_high of each."""
        found: Estimates = {}
        for name, value in self.value.items():
            found |= named(name, value, self.se[name], self.half)
        return found


def named(name: str, value: np.ndarray, se: np.ndarray, half: float) -> Estimates:
    """A value, its standard error and its interval, by their names."""
    return {name: np.asarray(value), f"{name}_se": np.asarray(se), f"{name}_ci_low": np.asarray(value - half * se),
            f"{name}_ci_high": np.asarray(value + half * se)}


def jackknife(sums: Sums, estimate: Callable[[Sums], Estimates], level: float) -> Estimated:
    """The estimate of the sums of all replicates; its error from what it is without each of them."""
    replicates = len(next(iter(sums.values())))
    total = {name: a.sum(axis=0) for name, a in sums.items()}
    value = estimate(total)
    without = [estimate({name: total[name] - a[k] for name, a in sums.items()}) for k in range(replicates)]
    se = {name: spread(np.array([w[name] for w in without])) for name in value}
    return Estimated(value, se, t_quantile(0.5 + 0.5 * level, replicates - 1))


def spread(without: np.ndarray) -> np.ndarray:
    """The jackknife's standard error, of estimates (replicates, …) each without one replicate."""
    n = len(without)
    return np.sqrt((n - 1) / n * np.sum((without - without.mean(axis=0)) ** 2, axis=0))


def t_quantile(p: float, freedom: int) -> float:
    """Student's."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, p))


def seeds(seed: int | list[int] | None, replicates: int) -> list[np.random.SeedSequence]:
    """One for each replicate, whatever is done with the others."""
    return np.random.SeedSequence(seed).spawn(replicates)

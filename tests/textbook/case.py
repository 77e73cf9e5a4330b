"""A textbook model as the tests go through it: how its data come about, what is true, and what is predicted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Rng = np.random.Generator


@dataclass(frozen=True)
class Simulated:
    """Data and labels for `bind`, and the values that made them, by site."""

    data: dict[str, Any]
    truth: dict[str, Any]
    coords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class New:
    """Data for a prediction, and the mean of each outcome given the truth, by site; groups that were not in the data are drawn."""

    data: dict[str, Any]
    mean: dict[str, Any]
    coords: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """`simulate(rng)` gives a data set; `new(simulated, rng)` rows to be predicted, None where nothing is; `outcome` is the observed site that is checked."""

    model: Any
    simulate: Callable[[Rng], Simulated]
    outcome: str | None = "y"
    new: Callable[[Simulated, Rng], New] | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model.__name__

"""States of differential equations and their slopes, in the language: vectors here, whatever shape the user's have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.types import Code, Numbers, Shape, Value


@dataclass(frozen=True, eq=False)
class Slope:
    """dy/dt of the user's function as a vector; `shape` is that of the user's state."""

    f: Code
    args: tuple[Any, ...]
    shape: Shape

    def __call__(self, t: Value, y: Any) -> Any:
        found = np.array(self.f(t, np.reshape(y, self.shape) if len(self.shape) else y[0], *self.args))
        check_slope(np.shape(found), self.shape)
        return np.reshape(found, (-1,))


@compile_time
def check_slope(found: Shape, state: Shape) -> None:
    """ModelError unless f gives what has the shape of the state."""
    if tuple(found) != tuple(state):
        raise ModelError(f"`f` gives an array of shape {tuple(found)}, and the state has shape {tuple(state)}",
                         hint="`f(t, y, *args)` gives dy/dt: as many numbers as y has, in its shape; the time comes first")  # fmt: skip


def weighted(weights: Sequence[float], stages: Sequence[Value]) -> Value:
    """Σ weight · stage, of the weights that are not 0."""
    total: Any = 0.0
    for weight, stage in zip(weights, stages, strict=False):
        if weight != 0.0:
            total = total + weight * stage
    return total


def floats(x: Numbers) -> Any:
    """A number or an array of floats."""
    return np.array(x) * 1.0

"""States of differential equations and their slopes, in the language: vectors here, whatever shape the user's have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ... import ad
from ...ad.api.captured import Wrapper
from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ...lang.values.values import Closure
from ..base.types import Code, Numbers, Shape, Value


class Flat(Wrapper):
    """The user's f as a function of vectors; `shape` is that of the user's state."""

    def __init__(self, f: Code, shape: Shape):
        super().__init__(f)
        self.shape = shape

    def __call__(self, t: Value, y: Any, *args: Any) -> Any:
        found = np.array(self.f(t, np.reshape(y, self.shape) if len(self.shape) else y[0], *args))
        check_slope(np.shape(found), self.shape)
        return np.reshape(found, (-1,))


@compile_time
def flat(f: Code, shape: Shape) -> Flat:
    """f as a function of vectors."""
    return Flat(f, shape)


@dataclass(frozen=True, eq=False)
class Slope:
    """dy/dt at a time and a state."""

    f: Flat
    args: tuple[Any, ...]

    def __call__(self, t: Value, y: Any) -> Any:
        return self.f(t, y, *self.args)

    def derivatives(self, t: Value, y: Any) -> tuple[Any, Any]:
        """By the time, a vector, and by the state, a matrix."""
        return jacobian_of(self.f)(t, y, *self.args)


@compile_time
def jacobian_of(f: Flat) -> Callable[..., Any]:
    """Its derivatives; in CPython compiled once for a function that is called again."""
    return ad.jacobian(f, argnums=(0, 1)) if isinstance(f.f, Closure) else kept(f.f, f.shape)


@functools.lru_cache(maxsize=16)
def kept(f: Code, shape: Shape) -> Callable[..., Any]:
    """The derivatives of a function of Python's."""
    return ad.jacobian(Flat(f, shape), argnums=(0, 1))


@compile_time
def check_slope(found: Shape, state: Shape) -> None:
    """ModelError unless f gives what has the shape of the state."""
    if tuple(found) != tuple(state):
        raise ModelError(f"`f` gives an array of shape {tuple(found)}, and the state has shape {tuple(state)}",
                         hint="`f(t, y, *args)` gives dy/dt: as many numbers as y has, in its shape; the time comes first")  # fmt: skip


@compile_time
def check_residual(found: Shape, unknown: Shape) -> None:
    """ModelError unless f gives what has the shape of the unknown."""
    if tuple(found) != tuple(unknown):
        numbers = "a number" if not found else f"an array of shape {tuple(found)}"
        wanted = "a number" if not unknown else f"an array of shape {tuple(unknown)}"
        raise ModelError(f"`f` gives {numbers}, and the unknown is {wanted}", hint="`f(x, *args)` gives one number for each that is unknown")


def weighted(weights: Sequence[float], stages: Sequence[Value]) -> Value:
    """Σ weight · stage, of the weights that are not 0."""
    total: Any = 0.0
    for weight, stage in zip(weights, stages, strict=False):
        if weight != 0.0:
            total = total + weight * stage
    return total


@compile_time
def rectangle(rows: Sequence[Sequence[float]], stages: int) -> np.ndarray:
    """Rows of weights as a matrix with a column for each stage."""
    return np.array([[*row, *[0.0] * (stages - len(row))] for row in rows])


def floats(x: Numbers) -> Any:
    """A number or an array of floats."""
    return np.array(x, dtype=float)

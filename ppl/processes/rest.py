"""Draws of what is missing of a series given what is known of it, of state space models and hidden Markov chains. In the language; nan is missing."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from ...lang.library.random import Rng
from ..base.functions import where
from ..base.types import Shape, Value
from ..parts.conditional import beside
from .kalman import as_matrix, as_rows, padded
from .markov import of_step


class Drawn(Protocol):
    """What is asked of both."""

    @property
    def axes(self) -> int: ...

    def draw(self, rng: Rng, shape: Shape, /) -> Value: ...


class Filtered(Drawn, Protocol):
    """A state space model."""

    @property
    def design(self) -> Any: ...

    @property
    def noise(self) -> Any: ...

    @property
    def numbers(self) -> bool: ...

    def smoothed(self, x: Value, /) -> Any: ...


class Hidden(Drawn, Protocol):
    """A hidden Markov chain."""

    @property
    def discrete(self) -> bool: ...

    def hidden(self, rng: Rng, x: Value, /) -> Any: ...
    def emitted(self, rng: Rng, states: Any, shape: Shape, /) -> Any: ...


def of_chain(chain: Hidden, rng: Rng, x: Any) -> Any:
    """Values of states that are drawn given what is known."""
    states: Any = chain.hidden(rng, x)
    found = beside(x, chain.emitted(rng, states.ravel(), x.shape), chain.draw(rng, x.shape), chain.axes)
    return np.floor(found).astype(int) if chain.discrete else found


def of_state_space(model: Filtered, still: Filtered, rng: Rng, x: Any) -> Any:
    """A draw of all, moved by the means of states and noises given how far it is from what is known (Durbin and Koopman 2002). `still` is the model with
    means of 0."""
    plain: Any = model.draw(rng, x.shape)
    errors = (x - plain).reshape((-1, x.shape[len(x.shape) - model.axes], as_matrix(model.noise).shape[-1]))
    found = np.zeros(errors.shape)
    for i in range(errors.shape[0]):
        states = still.smoothed(errors[i, :, 0] if model.numbers else errors[i])
        for t in range(errors.shape[1]):
            found[i, t] = seen(of_step(as_rows(model.design), t) @ states[t], of_step(as_matrix(model.noise), t), errors[i, t])
    return beside(x, plain + found.reshape(x.shape), plain, model.axes)


def seen(centre: Any, noise: Any, x: Any) -> Any:
    """The mean of an observation about `centre` given some of its entries."""
    there: Any = where(x == x, 1.0, 0.0)
    left = where(x == x, x - centre, 0.0)
    return centre + noise @ np.linalg.solve(padded(noise * there[:, None] * there + np.diag(1.0 - there)), left)

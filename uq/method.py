"""The record of a method, and what every result has. A method is one file of `methods/`: design, evaluate, estimate, a result, a public call."""
from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Model = Callable[[np.ndarray], ArrayLike]        # of the inputs (d,) in the order of `inputs.names`, to a number or an array


class UqWarning(UserWarning):
    """Numbers of a method that may not mean what they say; the text says which, why, and what to do."""


class Needs(Enum):
    """What a method is called with."""

    INPUTS = "a model and its uncertain inputs"
    INDEPENDENT_INPUTS = "a model and its independent inputs"
    POSTERIOR = "a posterior"


class Result(Protocol):
    """A frozen record of named arrays. An array NAME_se holds the standard errors of NAME."""

    @property
    def names(self) -> tuple[str, ...]: ...      # of the inputs, or of a posterior's coordinates

    def table(self) -> str:
        """Plain text."""
        ...

    def plot(self, ax: Axes | None = None) -> Axes:
        """On these Axes, or on a figure of its own."""
        ...


class Method(NamedTuple):
    """A row of `uq.METHODS`."""

    name: str                        # of the public call
    call: Callable[..., Result]
    result: type
    question: str                    # that it answers
    cost: str                        # in calls of the model
    needs: Needs

"""The row of a method. A method is one file of `methods/`: a plan or an evaluation, an estimate, how its result looks, a public call."""
from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .shown import Table

Model = Callable[..., Any]           # of the inputs (d,) in the order of `inputs.names`, or of inputs by name; or a `uq.Model`


class UqWarning(UserWarning):
    """Numbers of a method that may not mean what they say; the text says which, why, and what to do."""


class Needs(Enum):
    """What a method is called with."""

    INPUTS = "a model and its uncertain inputs"
    INDEPENDENT_INPUTS = "a model and its independent inputs"
    DATA = "runs that are there: inputs and outputs"
    LIMIT_STATE = "a limit state, a model of one output, and its uncertain inputs"
    POSTERIOR = "a posterior"


class Looks(Protocol):
    """How a `uq.Result` of the method is shown."""

    def rows(self, r: Any, output: int | None) -> Table:
        """The table of one output, or of all of several."""
        ...

    def plot(self, r: Any, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """The picture of one output, or of all of several over their places."""
        ...


class Method(NamedTuple):
    """A row of `uq.METHODS`."""

    name: str                        # of the public call
    call: Callable[..., Any]
    looks: Looks | None              # None: its result is not a `uq.Result` and shows itself
    question: str                    # that it answers
    cost: str                        # in calls of the model
    needs: Needs
    fields: str = ""                 # the arrays of its result
    derivatives: bool = False        # does it need those of the model?
    moments: bool = True             # does it need those of the inputs, or to say that there are none?


METHODS: dict[str, Method] = {}      # by name; filled by `uq/__init__.py`, whose lines they are

"""What interpretations ask of the run whose sites they give meaning to: of CPython's (`Host`), or of the staging interpreter (`lang/stager.py`).

So each interpretation is written once. Values are numbers and arrays here; staged, the front end's run-time values stand in their places.
"""

from __future__ import annotations

from typing import Any, Protocol

from ...ir.errors import LlbayesError, Position
from ..base.constraints import Constraint
from ..base.distribution import Distribution
from ..base.types import Code, Shape, Truth, Value


class Services(Protocol):
    """One run of a model. `generator` gives random bits to interpretations that draw."""

    generator: Any

    # -- values
    def call(self, function: Code, *args: Any, **kw: Any) -> Any:
        """function(*args, **kw), for a function that is written in the language."""
        ...

    def under(self, meaning: Any, function: Code, *args: Any, **kw: Any) -> Any:
        """The same, with another interpretation of the sites that it meets."""
        ...

    def in_force(self) -> Any:
        """The interpretation of the sites that are met here."""
        ...

    def shape(self, v: Value) -> Shape:
        """The shape of a value."""
        ...

    def dtype(self, v: Value | Truth) -> str:
        """`f8`, `f4`, `i8` or `b1`: the type of a value's elements."""
        ...

    def parameter(self, offset: int, shape: Shape) -> Any:
        """z[offset : offset + size] in the given shape; a number when the shape is ()."""
        ...

    # -- results
    def add(self, name: str, value: Value) -> None:
        """Adds the sum of value to the named accumulator."""
        ...

    def accumulated(self, name: str) -> Value:
        """What has been added to the named accumulator so far."""
        ...

    def output(self, name: str, value: Value, visits: int = 1, whole: Shape | None = None) -> None:
        """One of the named outputs as it is now; `visits` is how often the model comes by under this name, `whole` the shape of all together,
        None where it is the value's own, once for each visit."""
        ...

    # -- where the run is
    def emit_loop_depth(self) -> int:
        """How many run-time loops are around."""
        ...

    def conditional(self) -> bool:
        """Is this under a condition that is decided at run time?"""
        ...

    def unroll_here(self) -> None:
        """Asks for the loops around to be unrolled, from the next pass on."""
        ...

    def visit(self, name: str, most: int) -> Any:
        """How often the run has come by under this name before, out of so many times: a number of the run where a loop is around."""
        ...

    def call_site(self) -> tuple[Any, ...]:
        """Where the model makes its site, the same each time."""
        ...

    def position(self) -> Position | None:
        """The user's place in the source."""
        ...

    def error(self, message: str, hint: str = "") -> LlbayesError:
        """An error at the user's place, to be raised."""
        ...


def support_of(it: Services, dist: Distribution) -> Constraint:
    """The set of a distribution's values, whose ends may be computed of parameters of the model."""
    return it.call(values_of, dist)


def values_of(dist: Distribution) -> Constraint:
    return dist.support()


def set_of(it: Services, dist: Distribution | None, constraint: Constraint | None) -> Constraint:
    """Where a parameter lies: on its constraint, else on the support of its prior."""
    if constraint is not None:
        return constraint
    assert dist is not None, "a parameter has a prior or a constraint"
    return support_of(it, dist)


def from_zero(a: Value, base: int) -> Value:
    """Indices counted from `base`, counted from 0."""
    return a - base

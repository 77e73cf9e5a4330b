"""What another form of a distribution, truncated or non-centred, takes from it: its family and its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import numpy as np

from ...lang.library.random import Rng
from .constraints import Constraint
from .family import Family
from .transforms import Logs
from .types import Shape, ShapeOf, Value


class Whole(Protocol):
    """A distribution, as its forms ask it."""

    @property
    def family(self) -> Family: ...

    @property
    def params(self) -> tuple[Any, ...]: ...

    def density(self, x: Value) -> Value: ...

    def by_logs(self, x: Value, logs: Logs) -> Value: ...

    def logpdf(self, x: Value) -> Value: ...

    def logcdf(self, x: Value) -> Value: ...

    def logsf(self, x: Value) -> Value: ...

    def support(self) -> Constraint: ...

    def batch(self, shape_of: ShapeOf) -> Shape: ...

    def event(self, shape_of: ShapeOf) -> Shape: ...

    def draw(self, rng: Rng, shape: Shape) -> Value: ...


FEW = 6                                 # numbers of an array that is written out
Base = TypeVar("Base", bound=Whole)


@dataclass(frozen=True, eq=False, repr=False)
class Form(Generic[Base]):
    """Another form of a distribution, whose family and parameters it has. Abstract."""

    base: Base

    @property
    def family(self) -> Family:
        """The base's."""
        return self.base.family

    @property
    def params(self) -> tuple[Any, ...]:
        """The base's."""
        return self.base.params

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise absent(self, name)


def with_values(family: Family, params: tuple[Any, ...]) -> str:
    """`Normal(loc=0, scale=[1 2])`; long arrays by their shapes, run-time values as dots."""
    return f"{family.name}({', '.join(f'{spec.name}={value_of(p)}' for spec, p in zip(family.params, params, strict=True))})"


def value_of(p: Any) -> str:
    """A number, a short array, or what it is."""
    if isinstance(p, (int, float, np.number)):
        return f"{p:.6g}"
    return "…" if not isinstance(p, np.ndarray) else np.array2string(p, precision=4) if p.size <= FEW and p.ndim < 2 else f"array{p.shape}".replace(",)", ")")


def absent(dist: Any, name: str) -> AttributeError:
    """The error for an attribute that a distribution does not have; a record that is still being made has no name yet."""
    from ..habits.names import of_distribution  # not for `import llbayes.ppl`

    made = vars(dist).keys() & {"family", "base"}
    return of_distribution(str(dist) if made else type(dist).__name__, name, type(dist))

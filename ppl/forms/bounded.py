"""What forms with bounds share: which bounds there are, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.family import Param
from ..base.parameters import value_of
from ..base.types import Bounds, Shape, ShapeOf, Value
from .form import Form


@dataclass(frozen=True, eq=False, repr=False)
class Bounded(Form):
    """A form of a distribution with a lower and an upper bound, None where there is none. Abstract."""

    low: Value | None
    high: Value | None

    @property
    def name(self) -> str:
        return str(self)

    @compile_time
    def given(self) -> tuple[tuple[str, Any], ...]:
        """The bounds that there are, by name."""
        return tuple((name, b) for name, b in (("low", self.low), ("high", self.high)) if b is not None)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        """The base's, and the bounds."""
        return (*self.base.parameters(), *((Param(name, infinite=True), b) for name, b in self.given()))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of parameters and bounds, broadcast."""
        return np.broadcast_shapes(self.base.batch(shape_of), *(shape_of(b) for _, b in self.given()))

    def bounds_shown(self) -> list[str]:
        """The bounds as they are written."""
        return [f"{name}={value_of(b)}" for name, b in self.given()]


@dataclass(frozen=True, eq=False, repr=False)
class Cut(Bounded):
    """One that is renormalised to the bounds; `ends` are those of its support: the tighter ones of these and the base's. Abstract."""

    ends: Bounds

    def __repr__(self) -> str:
        return f"{self.base!r}.truncated({', '.join(self.bounds_shown())})"

    def __str__(self) -> str:
        return f"{self.base}.truncated"

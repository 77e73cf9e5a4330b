"""The non-centred form of a distribution: its site is sampled through a standard draw, or partly so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution, lacks
from ..base.frames import here
from ..base.parameters import array_of
from ..base.types import Shape, ShapeOf, Value, is_plain
from .form import Form
from .given import number


@dataclass(frozen=True, eq=False, repr=False)
class Noncentered(Form):
    """In all but its coordinates it is its base. The coordinate is u of the value loc + scale^w (u - (1 - w) loc), w its weight: 0 is the centred form,
    1, or None, the whole non-centred one (Papaspiliopoulos, Roberts and Sköld 2003; Gorinova, Moore and Hoffman 2020)."""

    weight: Value | None

    def standard(self) -> Distribution:
        """What u follows."""
        if self.weight is None:
            return self.base.standard()
        loc, scale = self.base.located()
        rest = 1.0 - self.weight
        return self.base.relocated(rest * loc, scale**rest)

    @property
    def causal(self) -> bool:
        return self.base.causal

    def standard_density(self, u: Value) -> Value:
        """The log density of u."""
        return self.standard().density(u)

    def shift(self, u: Value) -> Value:
        """The value of u."""
        if self.weight is None:
            return self.base.shift(u)
        loc, scale = self.base.located()
        return loc + scale**self.weight * (u - (1.0 - self.weight) * loc)

    def unshift(self, x: Value) -> Value:
        """The u of a value."""
        if self.weight is None:
            return self.base.unshift(x)
        loc, scale = self.base.located()
        return (x - loc) / scale**self.weight + (1.0 - self.weight) * loc

    def batch(self, shape_of: ShapeOf) -> Shape:
        """That of the base and of the weights, broadcast."""
        own = self.base.batch(shape_of)
        return own if self.weight is None else np.broadcast_shapes(own, shape_of(self.weight))

    def __repr__(self) -> str:
        return f"{self.base!r}.noncentered({self.shown()})"

    def __str__(self) -> str:
        return f"{self.base}.noncentered"

    def shown(self) -> str:
        """The weight, as it is written."""
        return "" if self.weight is None else f"weight={self.weight:g}" if is_plain(self.weight) else "weight=…"


@compile_time
def noncentered(dist: Distribution, weight: Any = None) -> Noncentered:
    """The form; ModelError for a distribution that has none, and for a weight outside of 0 … 1."""
    if not dist.has("noncentered"):
        lacks(dist, "noncentered")
    if isinstance(dist, Noncentered):
        raise ModelError(f"`{dist}` is non-centred already", here(), "write `.noncentered(…)` once; how far is its `weight=`, from 0 to 1")
    weight = array_of(weight)
    number(f"`weight` of `{dist.name}.noncentered`", weight, "from 0, the centred form, to 1, the non-centred one")
    if weight is None or is_plain(weight) and weight == 1:
        return Noncentered(dist, None)
    if not dist.has("located"):
        raise ModelError(f"`{dist.name}` has the whole non-centred form alone, without weight=", here(), "leave weight= out, or write the centred form")
    if isinstance(weight, (int, float, np.ndarray)) and not np.all((np.asarray(weight) >= 0) & (np.asarray(weight) <= 1)):
        raise ModelError(f"weight= of `{dist.name}.noncentered` must be from 0, the centred form, to 1, the non-centred one", here(),
                         "as in `.noncentered(weight=0.5)`")  # fmt: skip
    if dist.axes and len(getattr(weight, "shape", ())):
        raise ModelError(f"weight= of `{dist.name}.noncentered` is one number: the elements of a value are not independent", here(),
                         "as in `.noncentered(weight=0.5)`")  # fmt: skip
    return Noncentered(dist, weight)

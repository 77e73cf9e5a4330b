"""The non-centred form of a distribution: its site is sampled through a standard draw."""

from __future__ import annotations

from dataclasses import dataclass

from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution, lacks
from .form import Form


@dataclass(frozen=True, eq=False, repr=False)
class Noncentered(Form):
    """In all but its coordinates it is its base."""

    def __repr__(self) -> str:
        return f"{self.base!r}.noncentered()"

    def __str__(self) -> str:
        return f"{self.base}.noncentered"


@compile_time
def noncentered(dist: Distribution) -> Noncentered:
    """The form; ModelError for a distribution that has none."""
    return Noncentered(dist) if dist.has("noncentered") else lacks(dist, "noncentered")

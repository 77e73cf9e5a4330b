"""What the entry of sampler code takes: the kinds of its arguments, said by whoever compiles it. Everything else is known at compile time."""
from __future__ import annotations

from typing import NamedTuple

from ..values.sizes import Shape, Size

DIM = Size(1, 0)                                # the run-time dimension in a shape


class ArrayKind(NamedTuple):
    """An array; DIM may stand in the shape. `volatile` words are read and written each time (shared with another thread)."""

    shape: Shape
    dtype: str = "f8"
    volatile: bool = False


class NumberKind(NamedTuple):
    """A number passed by value: 'f8' or 'i8'."""

    dtype: str = "f8"


class DensityKind:
    """A native log density: four pointers (function, data, arena, counters), whose signature `ad/native_density.py` says; `density(z, grad)` gives
    the value."""


class GeneratorKind:
    """A NumPy bit generator: three pointers (next_double, next_uint64, state); `.uniform()` in [0, 1) and `.bits()`, 63 random bits."""

"""Lengths of axes: numbers, `Size`s that grow with the run-time dimension of sampler code, `Length`s of slices with run-time bounds."""
from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeAlias, TypeGuard

import numpy as np

from .dtypes import Static

SMALL = 16                                      # arrays up to here are unrolled, and become SSA values: 13 arrays of an ODE solver became 8 phis


class Size:
    """`factor * n + rest` where n ≥ 1 is the run-time dimension of sampler code. A comparison that does not hold for every n is False, so
    callers read False as "not proven"."""

    __slots__ = ("factor", "rest")

    def __new__(cls, factor: int, rest: int) -> Dim:
        if factor == 0:
            return rest
        made = object.__new__(cls)
        made.factor, made.rest = factor, rest
        return made

    def __init__(self, factor: int, rest: int) -> None: ...

    def __add__(self, other: Dim) -> Dim:
        factor, rest = linear(other)
        return Size(self.factor + factor, self.rest + rest)

    __radd__ = __add__

    def __neg__(self) -> Dim:
        return Size(-self.factor, -self.rest)

    def __sub__(self, other: Dim) -> Dim:
        return self + (-other)

    def __rsub__(self, other: Dim) -> Dim:
        return -self + other

    def __mul__(self, times: int) -> Dim:
        if isinstance(times, Size):
            raise TypeError("a product of two run-time sizes")
        return Size(self.factor * times, self.rest * times)

    __rmul__ = __mul__

    def __eq__(self, other: Static) -> bool:
        return type(other) is Size and (self.factor, self.rest) == (other.factor, other.rest)

    def __hash__(self) -> int:
        return hash((self.factor, self.rest))

    def __gt__(self, other: Dim) -> bool:
        factor, rest = linear(self - other)
        return factor >= 0 and factor + rest > 0

    def __ge__(self, other: Dim) -> bool:
        return self > other - 1

    def __lt__(self, other: Dim) -> bool:
        factor, rest = linear(self - other)
        return factor <= 0 and factor + rest < 0

    def __le__(self, other: Dim) -> bool:
        return self < other + 1

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"%n{self.factor}_{self.rest}".replace("-", "n")

    def __format__(self, spec: str) -> str:
        return str(self)

    __repr__ = __str__


class Length(Size):
    """Of a slice with run-time bounds: `ref` holds it, between 0 and `most`. Two are equal when their `key`s are, which say what they were
    computed of: `x[:i]` and `y[1:i + 1]` have one length."""

    __slots__ = ("key", "most", "ref")

    def __new__(cls, ref: str, most: int, key: Hashable) -> Length:
        return object.__new__(cls)

    def __init__(self, ref: str, most: int, key: Hashable):
        self.ref, self.most, self.key = ref, most, key

    def __eq__(self, other: Static) -> bool:
        return isinstance(other, Length) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __mul__(self, times: Dim) -> Length | Unsized:
        return self if times == 1 else UNSIZED

    __rmul__ = __mul__

    def __gt__(self, other: Dim) -> bool:
        return isinstance(other, int) and other < 0

    def __ge__(self, other: Dim) -> bool:
        return isinstance(other, int) and other <= 0

    def __lt__(self, other: Dim) -> bool:
        return isinstance(other, int) and self.most < other

    def __le__(self, other: Dim) -> bool:
        return isinstance(other, int) and self.most <= other

    def __str__(self) -> str:
        return self.ref

    def __repr__(self) -> str:
        return f"0…{self.most}"


class Unsized:
    """The number of elements of an array with two run-time axes: never small, equal to nothing."""

    def __mul__(self, times: Dim) -> Unsized:
        return self


UNSIZED = Unsized()
Dim: TypeAlias = int | Size                     # the length of an axis
Shape: TypeAlias = tuple[Dim, ...]
Extent: TypeAlias = int | Size | Unsized        # the number of elements of an array


def linear(length: Dim) -> tuple[int, int]:
    """(factor, rest) of a length; a plain number has factor 0."""
    return (length.factor, length.rest) if isinstance(length, Size) else (0, int(length))


def product(shape: Iterable[Dim]) -> Extent:
    """The number of elements of a shape."""
    total: Extent = 1
    for length in shape:
        if isinstance(total, int):
            total = total * length
        elif isinstance(length, Size):
            return UNSIZED
        else:
            total = total * length
    return total


def outnumbers(shape: Shape, other: Shape) -> bool:
    """Is it proven that `shape` has more elements than `other`? Two run-time axes count as more than anything."""
    mine, others = product(shape), product(other)
    return isinstance(mine, Unsized) or (not isinstance(others, Unsized) and mine > others)


def storage(shape: Shape) -> Shape:
    """The shape of memory that holds an array of this shape, whatever its run-time lengths turn out to be."""
    return tuple(length.most if isinstance(length, Length) else length for length in shape)


def is_dim(value: Static) -> TypeGuard[Dim]:
    """Can it be the length of an axis?"""
    return isinstance(value, (int, np.integer, Size)) and not isinstance(value, bool)


def row_major(shape: Shape) -> Shape:
    """Strides in elements, the last axis dense."""
    return tuple(product(shape[axis + 1:]) for axis in range(len(shape)))        # type: ignore[return-value]  # `storage` has one run-time axis at most


def small(shape: Shape, most: int = SMALL) -> bool:
    """Is it few enough elements to be unrolled?"""
    total = product(shape)
    return isinstance(total, int) and total <= min(most, SMALL)

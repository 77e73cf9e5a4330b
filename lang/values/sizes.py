"""Lengths of axes: numbers, `Size`s that grow with the run-time dimension of sampler code, `Length`s of slices with run-time bounds."""
from __future__ import annotations

from typing import Any

import numpy as np

SMALL = 16                                      # arrays up to here are unrolled, and become SSA values


class Size:
    """`m * n + r` where n ≥ 1 is the run-time dimension of sampler code. A comparison that does not hold for every n is False, so callers
    read False as "not proven"."""

    __slots__ = ("m", "r")

    def __new__(cls, m: int, r: int) -> Any:
        if m == 0:
            return r
        o = object.__new__(cls)
        o.m, o.r = m, r
        return o

    def __init__(self, m: int, r: int) -> None: ...

    def parts(self: Any) -> tuple[int, int]:
        """(m, r), also of a plain number."""
        return (self.m, self.r) if isinstance(self, Size) else (0, int(self))

    def __add__(self, other: Any) -> Any:
        m, r = Size.parts(other)
        return Size(self.m + m, self.r + r)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return Size(-self.m, -self.r)

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, k: Any) -> Any:
        if isinstance(k, Size):
            raise TypeError("a product of two run-time sizes")
        return Size(self.m * k, self.r * k)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return type(other) is Size and (self.m, self.r) == (other.m, other.r)

    def __hash__(self) -> int:
        return hash((self.m, self.r))

    def __gt__(self, other: Any) -> bool:
        m, r = Size.parts(self - other)
        return m >= 0 and m + r > 0

    def __ge__(self, other: Any) -> bool:
        return self > other - 1

    def __lt__(self, other: Any) -> bool:
        m, r = Size.parts(self - other)
        return m <= 0 and m + r < 0

    def __le__(self, other: Any) -> bool:
        return self < other + 1

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"%n{self.m}_{self.r}".replace("-", "n")

    def __format__(self, spec: str) -> str:
        return str(self)

    __repr__ = __str__


class Length(Size):
    """Of a slice with run-time bounds: `ref` holds it, between 0 and `most`. Two are equal when their `key`s are, which say what they were
    computed of: `x[:i]` and `y[1:i + 1]` have one length."""

    __slots__ = ("key", "most", "ref")

    def __new__(cls, ref: str, most: int, key: Any) -> Any:
        return object.__new__(cls)

    def __init__(self, ref: str, most: int, key: Any):
        self.ref, self.most, self.key = ref, most, key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Length) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __mul__(self, k: Any) -> Any:
        return self if k == 1 else UNSIZED

    __rmul__ = __mul__

    def __gt__(self, other: Any) -> bool:
        return isinstance(other, int) and other < 0

    def __ge__(self, other: Any) -> bool:
        return isinstance(other, int) and other <= 0

    def __lt__(self, other: Any) -> bool:
        return isinstance(other, int) and self.most < other

    def __le__(self, other: Any) -> bool:
        return isinstance(other, int) and self.most <= other

    def __str__(self) -> str:
        return self.ref

    def __repr__(self) -> str:
        return f"0…{self.most}"


class Unsized:
    """The number of elements of an array with two run-time axes: never small, equal to nothing."""

    def __mul__(self, k: Any) -> Unsized:
        return self

    def __gt__(self, other: Any) -> bool:
        return True


UNSIZED = Unsized()


def product(shape: Any) -> Any:
    """The number of elements of a shape."""
    r: Any = 1
    for s in shape:
        if isinstance(s, Size) and not isinstance(r, int):
            return UNSIZED
        r = r * s
    return r


def storage(shape: Any) -> tuple[Any, ...]:
    """The shape of memory that holds an array of this shape, whatever its run-time lengths turn out to be."""
    return tuple(n.most if isinstance(n, Length) else n for n in shape)


def is_dim(n: Any) -> bool:
    """Can n be the length of an axis?"""
    return isinstance(n, (int, np.integer, Size)) and not isinstance(n, bool)


def row_major(shape: Any) -> tuple[Any, ...]:
    """Strides in elements, the last axis dense."""
    return tuple(product(shape[k + 1:]) for k in range(len(shape)))


def small(shape: Any) -> bool:
    """Is it few enough elements to be unrolled?"""
    n = product(shape)
    return isinstance(n, int) and n <= SMALL

"""Lengths of axes: numbers, or `Size`s that grow with the run-time dimension of sampler code."""
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
        return isinstance(other, Size) and (self.m, self.r) == (other.m, other.r)

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


class Unsized:
    """The number of elements of an array with two run-time axes: never small, equal to nothing."""


UNSIZED = Unsized()


def product(shape: Any) -> Any:
    r: Any = 1
    for s in shape:
        if isinstance(s, Size) and not isinstance(r, int):
            return UNSIZED
        r = r * s
    return r


def is_dim(n: Any) -> bool:
    return isinstance(n, (int, np.integer, Size)) and not isinstance(n, bool)


def row_major(shape: Any) -> tuple[Any, ...]:
    return tuple(product(shape[k + 1:]) for k in range(len(shape)))


def small(shape: Any) -> bool:
    n = product(shape)
    return isinstance(n, int) and n <= SMALL

"""What formulas see of one call of BLAS: arrays as they were, their adjoints or tangents, scalars that have some."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ....ir.graph.build import I1, PTR
from ....ir.records import Value
from .spelling import OPERATIONS, SCALARS, Spelling
from .writer import Array, Writer


class Differentials(Writer):
    """`shadows` of pointers by the name of their argument: arrays, and in Fortran's spelling scalars."""

    def __init__(self, spelling: Spelling):
        super().__init__(spelling)
        self.arrays: dict[str, Array] = {}
        self.pointers: dict[str, Value] = {}
        self.shadows: dict[str, Value] = {}

    def __call__(self, name: str) -> Array:
        """The array as it was."""
        return self.arrays[name]

    def d(self, name: str) -> Array:
        """Its adjoint or tangent."""
        return Array(self.shadows[name], self.step(name))

    def step(self, name: str) -> Value:
        """Of the array that was given."""
        if name == "ipiv":
            return self.int(1)
        return self.values[f"inc{name}" if name in "xy" else f"ld{name.lower()}"]

    def active(self, name: str) -> Value:
        """i1."""
        return self.code.compare("ne", self.pointers[name], self.shadows[name])

    @property
    def never(self) -> Value:
        return Value(I1, "false")

    def positive(self, v: Value) -> Value:
        return self.code.compare("ogt", v, self.real(0.0))

    def vector(self, n: Value) -> Array:
        """A vector of its own, to be freed."""
        p = self.code.call("malloc", PTR, (self.bytes(n),))
        return Array(self.code.call("llb.given", PTR, (p,)), self.int(1))

    def read(self, name: str) -> Value:
        """i1: does a factor have a derivative, and is what it multiplies read?"""
        return self.all(self.wanted(name), self.code.compare("une", self.values[name], self.real(0.0)))

    def wanted(self, name: str) -> Value:
        """i1: has a scalar a derivative?"""
        raise NotImplementedError

    def _has(self, name: str) -> bool:
        return name in OPERATIONS[self.spelling.operation]


class Reverse(Differentials):
    """`seed` and `result` of a function that gives a number; adjoints of scalars that are passed as they are come together in slots."""

    def __init__(self, spelling: Spelling):
        super().__init__(spelling)
        self.seed = self.result = self.real(0.0)
        self.adjoints = {name: self.slot(spelling.real) for name in OPERATIONS[spelling.operation] if name in SCALARS} if spelling.by_value else {}

    def wanted(self, name: str) -> Value:
        if not self._has(name):
            return self.never
        return Value(I1, "true") if self.spelling.by_value else self.active(name)

    def give(self, name: str, v: Value) -> None:
        """To the adjoint of a scalar, where it is one of the operation's."""
        place = self.adjoints.get(name) or self.shadows.get(name)
        if place is None:
            return
        self.code.store(self.code.binary("fadd", self.code.load(v.type, place), v), place)


class Forward(Differentials):
    """One direction."""

    def __init__(self, spelling: Spelling):
        super().__init__(spelling)
        self.tangents: dict[str, Value] = {}
        self.total = self.slot(spelling.real)

    def tangent(self, name: str) -> Value:
        """Of a scalar, where it is wanted."""
        if not self._has(name):
            return self.real(0.0)
        return self.tangents[name] if self.spelling.by_value else self.code.load(self.spelling.real, self.shadows[name])

    def wanted(self, name: str) -> Value:
        if not self._has(name):
            return self.never
        return self.code.compare("une", self.tangents[name], self.real(0.0)) if self.spelling.by_value else self.active(name)

    def add_tangent(self, v: Value) -> None:
        """To that of the result."""
        self.code.store(self.code.binary("fadd", self.code.load(v.type, self.total), v), self.total)


class Rule(NamedTuple):
    """`output`: what is written; `kept`: for each array that the reverse reads, whose derivatives read it; `late`: as it is after the operation."""

    output: str
    kept: dict[str, tuple[str, ...]]
    reverse: Callable[[Reverse], None]
    before: Callable[[Forward], None]
    after: Callable[[Forward], None] | None = None
    late: frozenset[str] = frozenset()

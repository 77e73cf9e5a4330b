"""Values with arithmetic operators: what the expressions of `partials.py` are written with, and what they may read."""
from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from ...ir.graph.build import Code, real
from ...ir.records import Value


class Sym:
    """A value with arithmetic operators that emit code."""

    def __init__(self, code: Code, value: Value, flags: tuple[str, ...] = ()):
        self.code, self.value, self.flags = code, value, flags

    def _lift(self, other: Term) -> Value:
        return other.value if isinstance(other, Sym) else real(float(other), self.value.type)

    def _new(self, op: str, a: Value, b: Value) -> Sym:
        return Sym(self.code, self.code.binary(op, a, b, self.flags), self.flags)

    def __add__(self, o: Term) -> Sym: return self._new("fadd", self.value, self._lift(o))
    def __radd__(self, o: Term) -> Sym: return self._new("fadd", self._lift(o), self.value)
    def __sub__(self, o: Term) -> Sym: return self._new("fsub", self.value, self._lift(o))
    def __rsub__(self, o: Term) -> Sym: return self._new("fsub", self._lift(o), self.value)
    def __mul__(self, o: Term) -> Sym: return self._new("fmul", self.value, self._lift(o))
    def __rmul__(self, o: Term) -> Sym: return self._new("fmul", self._lift(o), self.value)
    def __truediv__(self, o: Term) -> Sym: return self._new("fdiv", self.value, self._lift(o))
    def __rtruediv__(self, o: Term) -> Sym: return self._new("fdiv", self._lift(o), self.value)
    def __neg__(self) -> Sym: return Sym(self.code, self.code.op("fneg", self.value.type, (self.value,), None, self.flags), self.flags)

    def call(self, name: str, *others: Term) -> Sym:
        """The function `name` of this and others."""
        suffix = {"double": ".f64", "float": ".f32"}[self.value.type] if name.startswith("llvm.") else ""
        args = (self.value, *map(self._lift, others))
        return Sym(self.code, self.code.call(name + suffix, self.value.type, args), self.flags)

    def where(self, predicate: str, other: Term, yes: Term, no: Term) -> Sym:
        """`yes` where this compares so with `other`, else `no`."""
        c = self.code.compare(predicate, self.value, self._lift(other))
        return Sym(self.code, self.code.select(c, self._lift(yes), self._lift(no)), self.flags)


Term: TypeAlias = Sym | float


class Operands(Protocol):
    """What a partial may read: the result and up to three operands. Reading one is what makes a pass keep it."""

    @property
    def r(self) -> Sym: ...
    @property
    def x(self) -> Sym: ...
    @property
    def y(self) -> Sym: ...
    @property
    def z(self) -> Sym: ...


Partial: TypeAlias = Callable[[Operands], Term]          # a plain number is -1, 0 or 1

"""What derivative rules are written with: values with arithmetic operators, the operands they may read, and the rule itself."""
from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from ...ir.errors import UnsupportedError
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


def weighted(coefficient: Term, t: Sym) -> Sym | None:
    """coefficient times t without arithmetic where that is -1 or 1; None for nothing."""
    if not isinstance(coefficient, float):
        return coefficient * t
    if coefficient == 0.0:
        return None
    return t if coefficient == 1.0 else -t if coefficient == -1.0 else t * coefficient


class Operands(Protocol):
    """What a partial may read: the result and up to four operands. Reading one is what makes a pass keep it."""

    @property
    def r(self) -> Sym: ...
    @property
    def x(self) -> Sym: ...
    @property
    def y(self) -> Sym: ...
    @property
    def z(self) -> Sym: ...
    @property
    def w(self) -> Sym: ...


Partial: TypeAlias = Callable[[Operands], Term]          # a plain number is -1, 0 or 1


def log(x: Sym) -> Sym: return x.call("llvm.log")
def exp(x: Sym) -> Sym: return x.call("llvm.exp")
def sqrt(x: Sym) -> Sym: return x.call("llvm.sqrt")
def sin(x: Sym) -> Sym: return x.call("llvm.sin")
def cos(x: Sym) -> Sym: return x.call("llvm.cos")
def ipow(x: Sym, y: Sym) -> Sym: return x.call("llvm.pow", y)
def digamma(x: Sym) -> Sym: return x.call("llb.digamma")
def trigamma(x: Sym) -> Sym: return x.call("llb.trigamma")


def unless_zero(factor: Sym, x: Sym) -> Sym:
    """factor * x, 0 where the factor is 0: a density at the end of its interval times a logarithm."""
    return factor * factor.where("oeq", 0.0, 0.0, x)


Domains: TypeAlias = tuple[tuple[float, float] | range, ...]


class Refused:
    """A partial that is not known: where it is asked for the function's name is said, and what to write instead."""

    def __init__(self, what: str, hint: str):
        self.what, self.hint = what, hint

    def __call__(self, o: Operands) -> Term:
        raise UnsupportedError(self.what, hint=self.hint)


class Rule(tuple[Partial, ...]):
    """One partial for each operand. `domains`: for each operand an interval in whose inside the function is smooth; a range for whole numbers."""

    domains: Domains

    def __new__(cls, domains: Domains, *partials: Partial) -> Rule:
        rule = super().__new__(cls, partials)
        rule.domains = domains
        return rule


REAL, POSITIVE, UNIT, PROBABILITY = (-3.0, 3.0), (0.1, 6.0), (-0.95, 0.95), (0.02, 0.98)
ABOVE_ONE, NEGATIVE, ABOVE_MINUS_ONE, BESIDE_ZERO, SHAPE = (1.05, 6.0), (-6.0, -0.05), (-0.9, 4.0), (0.05, 3.0), (0.2, 12.0)

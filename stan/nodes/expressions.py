"""Expressions. `callee` is what the checker found that an operator or a function is."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..source import Span
from .named import Declared, Expr, FunctionDef, Node, Param


@dataclass(slots=True, eq=False, repr=False)
class Int(Expr):
    """`12`."""

    value: int


@dataclass(slots=True, eq=False, repr=False)
class Real(Expr):
    """`1.5e-3`."""

    value: float


@dataclass(slots=True, eq=False, repr=False)
class Imaginary(Expr):
    """`2i`."""

    value: float


@dataclass(slots=True, eq=False, repr=False)
class Text(Expr):
    """`"text"`, in print, reject, fatal_error and profile."""

    value: str


@dataclass(slots=True, eq=False, repr=False)
class Name(Expr):
    """A variable, or where functions take functions, one of these."""

    id: str
    declared: Declared | Param | FunctionDef | None = field(default=None, init=False)        # checked: what it names; None for the variable of a loop

    @property
    def block(self) -> str:
        """The block that declares the variable; empty where that is none, or no variable is named."""
        return self.declared.block if isinstance(self.declared, Declared) else ""


@dataclass(slots=True, eq=False, repr=False)
class Unary(Expr):
    """`-x`, `+x`, `!x`; `x'` with the operator `'`. `callee`: checked, its `signatures.Match`."""

    op: str
    operand: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True, eq=False, repr=False)
class Binary(Expr):
    """`a OP b`."""

    op: str
    left: Expr
    right: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True, eq=False, repr=False)
class Conditional(Expr):
    """`test ? then : other`."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(slots=True, eq=False, repr=False)
class Slice(Node):
    """`low:high`, both ends optional; `:` and nothing at all are the whole axis."""

    low: Expr | None
    high: Expr | None


@dataclass(slots=True, eq=False, repr=False)
class Index(Expr):
    """`base[i, a:b, ns]`."""

    base: Expr
    indices: list[Expr | Slice]


@dataclass(slots=True, eq=False, repr=False)
class Call(Expr):
    """`name(arguments)`; `bar` where `|` stands behind the first. `callee`: checked, the Match or the FunctionDef that is meant."""

    name: str
    arguments: list[Expr]
    bar: bool
    name_span: Span
    callee: Any = field(default=None, init=False)


@dataclass(slots=True, eq=False, repr=False)
class ArrayLiteral(Expr):
    """`{a, b}`."""

    items: list[Expr]


@dataclass(slots=True, eq=False, repr=False)
class RowLiteral(Expr):
    """`[a, b]`: a row vector, or of row vectors a matrix."""

    items: list[Expr]


@dataclass(slots=True, eq=False, repr=False)
class TupleLiteral(Expr):
    """`(a, b)`."""

    items: list[Expr]


@dataclass(slots=True, eq=False, repr=False)
class TupleItem(Expr):
    """`base.1`, from 1."""

    base: Expr
    number: int

"""Statements, declarations among them."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..source import Span
from .expressions import Call
from .named import Block, Declared, Expr, Node


@dataclass(slots=True, eq=False, repr=False)
class Declaration(Node):
    """`int a, b = 2;`."""

    names: list[Declared]


@dataclass(slots=True, eq=False, repr=False)
class Assign(Node):
    """`target OP value`, `op` one of `=`, `+=`, `-=`, `*=`, `/=`, `.*=`, `./=`. The target is a Name, an Index, a TupleItem or a TupleLiteral of these.
    `callee`: checked, the Match of the operator of a compound one."""

    target: Expr
    op: str
    value: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True, eq=False, repr=False)
class Truncation(Node):
    """`T[low, high]`. `cumulative`: checked, what `law_lcdf` and `law_lccdf` are, by their endings."""

    low: Expr | None
    high: Expr | None
    cumulative: dict[str, Any] = field(default_factory=dict[str, Any], init=False)


@dataclass(slots=True, eq=False, repr=False)
class Tilde(Node):
    """`value ~ law(arguments) T[…]`. `callee`: checked, the Match of `law_lpdf` or `law_lpmf`, or the user's FunctionDef."""

    value: Expr
    law: str
    arguments: list[Expr]
    truncation: Truncation | None
    law_span: Span
    callee: Any = field(default=None, init=False)


@dataclass(slots=True, eq=False, repr=False)
class Increment(Node):
    """`target += value`, `jacobian += value`: `word` says which."""

    word: str
    value: Expr


@dataclass(slots=True, eq=False, repr=False)
class For(Node):
    """`for (name in low:high) body`."""

    name: str
    name_span: Span
    low: Expr
    high: Expr
    body: Node


@dataclass(slots=True, eq=False, repr=False)
class ForEach(Node):
    """`for (name in sequence) body`."""

    name: str
    name_span: Span
    sequence: Expr
    body: Node


@dataclass(slots=True, eq=False, repr=False)
class While(Node):
    """`while (test) body`."""

    test: Expr
    body: Node


@dataclass(slots=True, eq=False, repr=False)
class If(Node):
    """`if (test) then else other`."""

    test: Expr
    then: Node
    other: Node | None


@dataclass(slots=True, eq=False, repr=False)
class Profile(Node):
    """`profile("name") { … }`: its body, a scope of its own."""

    name: str
    body: Block


@dataclass(slots=True, eq=False, repr=False)
class Break(Node):
    """`break;`."""


@dataclass(slots=True, eq=False, repr=False)
class Continue(Node):
    """`continue;`."""


@dataclass(slots=True, eq=False, repr=False)
class Return(Node):
    """`return value;`."""

    value: Expr | None


@dataclass(slots=True, eq=False, repr=False)
class Say(Node):
    """`print(…)`, `reject(…)`, `fatal_error(…)`: `word` says which."""

    word: str
    arguments: list[Expr]

    @property
    def rejects(self) -> bool:
        """Is the point given up here?"""
        return self.word != "print"


@dataclass(slots=True, eq=False, repr=False)
class CallStatement(Node):
    """A function without a value, called."""

    call: Call

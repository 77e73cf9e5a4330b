"""Stan's syntax tree. `grammar` reads it, `checking/` fills in the fields that are not arguments, `translation/` writes it as Python.

Parentheses leave no node; the span of what stands in them includes them.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .source import Span
from .types import VOID, Type


@dataclass(slots=True)
class Node:
    """A piece of a program."""

    span: Span


@dataclass(slots=True)
class Expr(Node):
    """An expression. Checked: its type, and whether it is made of data alone."""

    type: Type = field(default=VOID, init=False)
    data: bool = field(default=False, init=False)


@dataclass(slots=True)
class Int(Expr):
    """`12`."""

    value: int


@dataclass(slots=True)
class Real(Expr):
    """`1.5e-3`."""

    value: float


@dataclass(slots=True)
class Imaginary(Expr):
    """`2i`."""

    value: float


@dataclass(slots=True)
class Text(Expr):
    """`"text"`, in print, reject, fatal_error and profile."""

    value: str


@dataclass(slots=True)
class Name(Expr):
    """A variable, or where functions take functions, one of these."""

    id: str
    declared: Declared | Param | FunctionDef | None = field(default=None, init=False)        # checked: what it names; None for the variable of a loop


@dataclass(slots=True)
class Unary(Expr):
    """`-x`, `+x`, `!x`; `x'` with the operator `'`. `callee`: checked, its `signatures.Match`."""

    op: str
    operand: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True)
class Binary(Expr):
    """`a OP b`."""

    op: str
    left: Expr
    right: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True)
class Conditional(Expr):
    """`test ? then : other`."""

    test: Expr
    then: Expr
    other: Expr


@dataclass(slots=True)
class Slice(Node):
    """`low:high`, both ends optional; `:` and nothing at all are the whole axis."""

    low: Expr | None
    high: Expr | None


@dataclass(slots=True)
class Index(Expr):
    """`base[i, a:b, ns]`."""

    base: Expr
    indices: list[Expr | Slice]


@dataclass(slots=True)
class Call(Expr):
    """`name(arguments)`; `bar` where `|` stands behind the first. `callee`: checked, the Match or the FunctionDef that is meant."""

    name: str
    arguments: list[Expr]
    bar: bool
    name_span: Span
    callee: Any = field(default=None, init=False)


@dataclass(slots=True)
class ArrayLiteral(Expr):
    """`{a, b}`."""

    items: list[Expr]


@dataclass(slots=True)
class RowLiteral(Expr):
    """`[a, b]`: a row vector, or of row vectors a matrix."""

    items: list[Expr]


@dataclass(slots=True)
class TupleLiteral(Expr):
    """`(a, b)`."""

    items: list[Expr]


@dataclass(slots=True)
class TupleItem(Expr):
    """`base.1`, from 1."""

    base: Expr
    number: int


@dataclass(slots=True)
class SizedType(Node):
    """What a declaration says: the word, sizes of the arrays around it and of itself, constraints by word (`lower`, `upper`, `offset`, `multiplier`),
    the parts of a tuple."""

    word: str
    array: list[Expr]
    sizes: list[Expr]
    constraints: dict[str, Expr]
    parts: list[SizedType]


@dataclass(slots=True)
class Declared(Node):
    """One declared name with its value, if there is one. Checked: the type, the block that it belongs to (`"data"`, …, `"local"` inside of blocks and
    functions), whether every use comes behind a value."""

    name: str
    sized: SizedType
    value: Expr | None
    type: Type = field(default=VOID, init=False)
    block: str = field(default="", init=False)
    assigned: bool = field(default=False, init=False)


@dataclass(slots=True)
class Declaration(Node):
    """`int a, b = 2;`."""

    names: list[Declared]


@dataclass(slots=True)
class Assign(Node):
    """`target OP value`, `op` one of `=`, `+=`, `-=`, `*=`, `/=`, `.*=`, `./=`. The target is a Name, an Index, a TupleItem or a TupleLiteral of these.
    `callee`: checked, the Match of the operator of a compound one."""

    target: Expr
    op: str
    value: Expr
    callee: Any = field(default=None, init=False)


@dataclass(slots=True)
class Truncation(Node):
    """`T[low, high]`. `cumulative`: checked, what `law_lcdf` and `law_lccdf` are, by their endings."""

    low: Expr | None
    high: Expr | None
    cumulative: dict[str, Any] = field(default_factory=dict[str, Any], init=False)


@dataclass(slots=True)
class Tilde(Node):
    """`value ~ law(arguments) T[…]`. `callee`: checked, the Match of `law_lpdf` or `law_lpmf`, or the user's FunctionDef."""

    value: Expr
    law: str
    arguments: list[Expr]
    truncation: Truncation | None
    law_span: Span
    callee: Any = field(default=None, init=False)


@dataclass(slots=True)
class Increment(Node):
    """`target += value`, `jacobian += value`: `word` says which."""

    word: str
    value: Expr


@dataclass(slots=True)
class For(Node):
    """`for (name in low:high) body`."""

    name: str
    name_span: Span
    low: Expr
    high: Expr
    body: Node


@dataclass(slots=True)
class ForEach(Node):
    """`for (name in sequence) body`."""

    name: str
    name_span: Span
    sequence: Expr
    body: Node


@dataclass(slots=True)
class While(Node):
    """`while (test) body`."""

    test: Expr
    body: Node


@dataclass(slots=True)
class If(Node):
    """`if (test) then else other`."""

    test: Expr
    then: Node
    other: Node | None


@dataclass(slots=True)
class Block(Node):
    """`{ … }`, a scope of its own."""

    body: list[Node]


@dataclass(slots=True)
class Profile(Node):
    """`profile("name") { … }`: its body, a scope of its own."""

    name: str
    body: Block


@dataclass(slots=True)
class Break(Node):
    """`break;`."""


@dataclass(slots=True)
class Continue(Node):
    """`continue;`."""


@dataclass(slots=True)
class Return(Node):
    """`return value;`."""

    value: Expr | None


@dataclass(slots=True)
class Say(Node):
    """`print(…)`, `reject(…)`, `fatal_error(…)`: `word` says which."""

    word: str
    arguments: list[Expr]


@dataclass(slots=True)
class CallStatement(Node):
    """A function without a value, called."""

    call: Call


@dataclass(slots=True)
class Param(Node):
    """An argument of a function; `data` where it is marked so."""

    name: str
    type: Type
    data: bool


@dataclass(slots=True)
class FunctionDef(Node):
    """A function of the user's; `body` None where it is only declared ahead. `result` is VOID where it has none."""

    name: str
    name_span: Span
    result: Type
    params: list[Param]
    body: Block | None


class Old(NamedTuple):
    """A form of earlier versions of Stan: where, what it is, what is written today."""

    span: Span
    was: str
    now: str


@dataclass(slots=True)
class Program(Node):
    """A whole program: functions, and the statements of each of the other blocks that it has, by name and in order; the old forms that it is written in."""

    functions: list[FunctionDef]
    blocks: dict[str, list[Node]]
    old: list[Old]


BLOCKS = ("functions", "data", "transformed data", "parameters", "transformed parameters", "model", "generated quantities")

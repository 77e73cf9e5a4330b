"""What all nodes are, and what names stand for: variables as they are declared, arguments, functions."""
from __future__ import annotations

from dataclasses import dataclass, field

from ..source import Span
from ..types import PLAIN, RANK, VOID, Type


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """A piece of a program."""

    span: Span


@dataclass(slots=True, eq=False, repr=False)
class Expr(Node):
    """An expression. Checked: its type, and whether it is made of data alone."""

    type: Type = field(default=VOID, init=False)
    data: bool = field(default=False, init=False)


@dataclass(slots=True, eq=False, repr=False)
class SizedType(Node):
    """What a declaration says: the word, sizes of the arrays around it and of itself, constraints by word (`lower`, `upper`, `offset`, `multiplier`),
    the parts of a tuple."""

    word: str
    array: list[Expr]
    sizes: list[Expr]
    constraints: dict[str, Expr]
    parts: list[SizedType]

    @property
    def axes(self) -> list[Expr]:
        """The sizes of all axes, those of the arrays around first: square matrices are declared with one size and have two axes."""
        square = len(self.sizes) == 1 and RANK.get(PLAIN.get(self.word, self.word)) == 2
        return [*self.array, *(self.sizes * 2 if square else self.sizes)]


@dataclass(slots=True, eq=False, repr=False)
class Declared(Node):
    """One declared name with its value, if there is one. Checked: the type, the block that it belongs to (`"data"`, …, `"local"` inside of blocks and
    functions), whether every use comes behind a value."""

    name: str
    sized: SizedType
    value: Expr | None
    type: Type = field(default=VOID, init=False)
    block: str = field(default="", init=False)
    assigned: bool = field(default=False, init=False)


@dataclass(slots=True, eq=False, repr=False)
class Param(Node):
    """An argument of a function; `data` where it is marked so."""

    name: str
    type: Type
    data: bool


@dataclass(slots=True, eq=False, repr=False)
class Block(Node):
    """`{ … }`, a scope of its own."""

    body: list[Node]


@dataclass(slots=True, eq=False, repr=False)
class FunctionDef(Node):
    """A function of the user's; `body` None where it is only declared ahead. `result` is VOID where it has none."""

    name: str
    name_span: Span
    result: Type
    params: list[Param]
    body: Block | None

    @property
    def types(self) -> tuple[Type, ...]:
        """The types of its arguments, which tell overloads apart."""
        return tuple(param.type for param in self.params)

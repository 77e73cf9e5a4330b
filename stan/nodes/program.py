"""A whole program, block by block, and what is old in it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..source import Span
from .named import Declared, FunctionDef, Node
from .statements import Declaration


class Old(NamedTuple):
    """A form of earlier versions of Stan: where, what it is, what is written today."""

    span: Span
    was: str
    now: str


@dataclass(slots=True, eq=False, repr=False)
class Program(Node):
    """A whole program: functions, and the statements of each of the other blocks that it has, by name and in order; the old forms that it is written in."""

    functions: list[FunctionDef]
    blocks: dict[str, list[Node]]
    old: list[Old]

    def declared(self, block: str) -> list[Declared]:
        """What a block declares at its top, in order."""
        return [one for statement in self.blocks.get(block, ()) if isinstance(statement, Declaration) for one in statement.names]


BLOCKS = ("functions", "data", "transformed data", "parameters", "transformed parameters", "model", "generated quantities")

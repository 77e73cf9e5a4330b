"""A checked program as Python in the model language, every node at its place in the program. The text of that Python runs by itself."""
from __future__ import annotations

import ast
from typing import NamedTuple

from ..nodes import Program
from ..source import Source
from .assignments import ASSIGNMENTS
from .blocks import model, transformed_data
from .context import Key, Unit
from .declared.declarations import DECLARATIONS
from .functions import functions
from .names import model_name
from .sites import SITES
from .statements import STATEMENTS
from .values.expressions import EXPRESSIONS

IMPORTS = {                                     # by the name that a program must use
    "np": "import numpy as np", "ppl": "from llbayes import ppl", "st": "from llbayes.stan import library as st",
}  # fmt: skip
HEADS = ("parameters", "transformed parameters", "model", "generated quantities", "data", "transformed data")      # where a model begins


class Translation(NamedTuple):
    """A program in Python: the name of its model; its functions with the files that they stand in, the model last of all; and what in Python is called
    otherwise: arguments of the model, by the names of data, and functions."""

    name: str
    functions: list[tuple[Source, ast.FunctionDef]]
    arguments: dict[str, str]
    named: dict[Key, str]

    @property
    def text(self) -> str:
        """The module as Python is written."""
        *others, (_, last) = self.functions
        decorated = ast.FunctionDef(**{field: getattr(last, field) for field in last._fields}, lineno=1, col_offset=0)
        decorated.decorator_list = [ast.parse("ppl.model", mode="eval").body]
        parts = [ast.unparse(node) for node in [*(node for _, node in others), decorated]]
        used = {part.id for _, node in self.functions for part in ast.walk(node) if isinstance(part, ast.Name)} | {"ppl"}
        head = "\n".join(line for word, line in IMPORTS.items() if word in used)
        return "\n\n\n".join([head, *parts]) + "\n"


def translate(program: Program, name: str) -> Translation:
    """The Python of a checked program; `name`: that of its file, without the ending."""
    unit = Unit(program, EXPRESSIONS, {**STATEMENTS, **ASSIGNMENTS, **DECLARATIONS, **SITES})
    made = functions(unit)
    once = transformed_data(unit)
    if once is not None:
        made.append((program.blocks["transformed data"][0].span.source, once))
    first = next((program.blocks[word][0] for word in HEADS if program.blocks.get(word)), None)
    span = program.span if first is None else first.span
    called = model_name(name, unit.reserved)
    made.append((span.source, model(unit, called, span)))
    data = {one.name: unit.python(one.name) for one in program.declared("data")}
    return Translation(called, made, data, unit.functions)

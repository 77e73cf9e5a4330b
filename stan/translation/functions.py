"""Functions of the program: Python functions of the same names at the top of the module."""
from __future__ import annotations

import ast

from ..nodes import FunctionDef
from ..source import Source
from ..types import VOID
from .context import Body, Unit
from .declared.declarations import given_whole
from .rejections import asserted, returns
from .templates import call, constant, function

FUNCTIONS = "functions"


def functions(unit: Unit) -> list[tuple[Source, ast.FunctionDef]]:
    """All functions with a body, in the order of the program, with their files."""
    return [(definition.span.source, made(unit, definition)) for definition in unit.program.functions if definition.body is not None]


def made(unit: Unit, definition: FunctionDef) -> ast.FunctionDef:
    """One of them."""
    assert definition.body is not None, "declarations alone were left out"
    body = Body(unit, definition.span, FUNCTIONS, definition.body.body)
    body.result = definition.result
    body.given_whole = given_whole(definition.body.body)
    place = body.place(definition)
    arguments = [ast.arg(body.python(param.name), None, None, **body.place(param)._asdict()) for param in definition.params]
    statements = asserted(body.run(definition.body.body))
    if definition.result != VOID and not (statements and returns(statements[-1])):
        said = constant(f"`{definition.name}` ended without a value", place)
        statements.append(ast.Raise(call("ValueError", place, said), None, **place._asdict()))
    return function(unit.function(definition), arguments, statements, place)


"""Calls of functions: the program's own by their names, Stan's by the templates of the table."""
from __future__ import annotations

import ast
from collections.abc import Sequence

from ...nodes import Expr, FunctionDef, Int, Node, Unary
from ...signatures import Match
from ...types import Type
from ..context import Body
from ..templates import call, constant
from .conversions import promoted

JACOBIAN = "_jacobian"                          # functions that add to the density: a name of what they add stands behind their arguments


def of_function(body: Body, at: Node, definition: FunctionDef, arguments: list[Expr]) -> ast.expr:
    """A call of a function of the program."""
    given = [promoted(body, argument, param.type) for argument, param in zip(arguments, definition.params, strict=True)]
    return call(body.unit.function(definition), body.place(at), *given)


def of_signature(body: Body, at: Node, match: Match, arguments: list[Expr]) -> ast.expr:
    """A call of a function of Stan's."""
    given = arguments_of(body, match.arguments, arguments)
    if match.signature.name.endswith(JACOBIAN):
        given.append(constant(body.site("jacobian", at.span), body.place(at)))
    return body.fill(match.signature.python, at, *given)


def arguments_of(body: Body, wanted: Sequence[Type], arguments: list[Expr]) -> list[ast.expr]:
    """Arguments as a function of Stan's takes them."""
    return [argument_of(body, argument, type) for argument, type in zip(arguments, wanted, strict=True)]


def argument_of(body: Body, argument: Expr, wanted: Type) -> ast.expr:
    """An argument: literals become what the function takes, and arrays of whole numbers arrays of reals."""
    literal = isinstance(argument, Int) or (isinstance(argument, Unary) and isinstance(argument.operand, Int))
    return promoted(body, argument, wanted) if literal or argument.type.rank else body.expr(argument)

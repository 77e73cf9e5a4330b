"""Branches that only reject, written as assertions: what follows stands behind no branch then."""
from __future__ import annotations

import ast


def asserted(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements, where a branch that only rejects is an assertion of its condition."""
    return [part for statement in statements for part in of_branch(statement)]


def of_branch(statement: ast.stmt) -> list[ast.stmt]:
    """A branch one of whose ways only rejects, as an assertion and the other way."""
    if isinstance(statement, (ast.For, ast.While)):
        statement.body = asserted(statement.body)
    if not isinstance(statement, ast.If):
        return [statement]
    statement.body, statement.orelse = asserted(statement.body), asserted(statement.orelse)
    match statement:
        case ast.If(body=[ast.Raise() as rejection]):
            return [assertion(ast.UnaryOp(ast.Not(), statement.test, **place(statement.test)), rejection), *statement.orelse]
        case ast.If(orelse=[ast.Raise() as rejection]):
            return [assertion(statement.test, rejection), *statement.body]
        case _:
            return [statement]


def assertion(test: ast.expr, rejection: ast.Raise) -> ast.Assert:
    """`assert test, text` in the place of a rejection."""
    assert isinstance(rejection.exc, ast.Call), "a rejection is written with its text"
    return ast.Assert(test, rejection.exc.args[0], **place(rejection))


def place(node: ast.expr | ast.stmt) -> dict[str, int]:
    """Where a node stands."""
    return {"lineno": node.lineno, "col_offset": node.col_offset, "end_lineno": node.end_lineno or 0, "end_col_offset": node.end_col_offset or 0}


def returns(node: ast.stmt) -> bool:
    """Does every way through a statement end in a value, or in a rejection?"""
    if isinstance(node, ast.If):
        return all(ways and returns(ways[-1]) for ways in (node.body, node.orelse))
    return isinstance(node, (ast.Return, ast.Raise))

"""Ways that end in a rejection, written as assertions: compiled code goes on behind a `raise`, and a function that is left by one has no value there."""
from __future__ import annotations

import ast


def asserted(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements, where a branch that only rejects is an assertion of its condition; at the end of a list, so is what stands behind returns."""
    return [part for statement in behind_returns(statements) for part in of_branch(statement)]


def behind_returns(statements: list[ast.stmt]) -> list[ast.stmt]:
    """`if test: return x` and a rejection behind it: the rejection is the other way of the branch."""
    if len(statements) < 2 or not isinstance(last := statements[-1], ast.Raise):
        return statements
    branch = statements[-2]
    if not isinstance(branch, ast.If) or not closed(branch, last):
        return statements
    return statements[:-1]


def closed(branch: ast.If, last: ast.Raise) -> bool:
    """Gives the one way of a branch that does not return the rejection, where all others do."""
    if not branch.body or not returns(branch.body[-1]):
        return False
    if not branch.orelse:
        branch.orelse = [last]
        return True
    match branch.orelse:
        case [ast.If() as other]:
            return closed(other, last)
        case _:
            return False


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
    """Does every way through a statement end in a value?"""
    if isinstance(node, ast.If):
        return all(ways and returns(ways[-1]) for ways in (node.body, node.orelse))
    return isinstance(node, ast.Return)

"""Python expressions out of templates: `fill("_0 @ _1", place, a, b)` has every node at one place of the program. A template is parsed once."""
from __future__ import annotations

import ast
from functools import cache
from typing import Any, NamedTuple

LOAD, STORE = ast.Load(), ast.Store()


class Place(NamedTuple):
    """Where nodes stand: lines from 1, columns from 0."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


@cache
def parsed(template: str) -> ast.expr:
    """The tree of a template."""
    return ast.parse(template, mode="eval").body


@cache
def slot(name: str) -> int | None:
    """Which part a name of a template stands for."""
    return int(name[1:]) if name[0] == "_" and name[1:].isdigit() else None


def fill(template: str, place: Place, *parts: ast.expr) -> ast.expr:
    """The expression of a template, `_0`, `_1`, … being the parts."""
    return copied(parsed(template), place._asdict(), parts)


def copied(node: Any, place: dict[str, int], parts: tuple[ast.expr, ...]) -> Any:
    """A node and all under it, at a place, with the parts put in."""
    if isinstance(node, ast.Name):
        number = slot(node.id)
        return ast.Name(node.id, node.ctx, **place) if number is None else parts[number]
    if isinstance(node, list):
        return [copied(member, place, parts) for member in node]
    if not isinstance(node, ast.AST) or isinstance(node, (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)):
        return node
    fields = {name: copied(getattr(node, name), place, parts) for name in node._fields}
    made = type(node)(**fields, **(place if node._attributes else {}))
    match made:
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=float()) as literal]):
            return literal
        case _:
            return made


# -- nodes that are made without a template
def constant(value: Any, place: Place) -> ast.expr:
    """A literal; negative numbers as Python writes them."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value, **place._asdict()), **place._asdict())
    return ast.Constant(value, **place._asdict())


def name(id: str, place: Place) -> ast.Name:
    """A variable that is read."""
    return ast.Name(id, LOAD, **place._asdict())


def display(kind: type[ast.Tuple] | type[ast.List], members: list[ast.expr], place: Place) -> ast.expr:
    """`(a, b)` or `[a, b]`."""
    return kind(members, LOAD, **place._asdict())


def call(function: str, place: Place, *arguments: ast.expr, **keywords: ast.expr) -> ast.Call:
    """`function(arguments, name=value)`, the function a dotted name."""
    at = place._asdict()
    return ast.Call(fill(function, place), list(arguments), [ast.keyword(k, v, **at) for k, v in keywords.items()], **at)


def subscript(base: ast.expr, keys: list[ast.expr], place: Place) -> ast.expr:
    """`base[keys]`, of places that count from 1 in Stan, which it has as a mark (`stan/looking.py`)."""
    at = place._asdict()
    made: Any = ast.Subscript(base, keys[0] if len(keys) == 1 else ast.Tuple(keys, LOAD, **at), LOAD, **at)
    made.from_one = True
    return made


# -- statements
def stored(target: ast.expr) -> ast.expr:
    """The same expression as the target of an assignment; the node itself, which must not be read elsewhere."""
    if isinstance(target, (ast.Tuple, ast.List)):
        target.elts = [stored(member) for member in target.elts]
    if isinstance(target, (ast.Name, ast.Subscript, ast.Tuple, ast.List)):
        target.ctx = STORE
    return target


def assignment(target: ast.expr, value: ast.expr, place: Place) -> ast.stmt:
    """`target = value`."""
    return ast.Assign([stored(target)], value, **place._asdict())


def statement(value: ast.expr, place: Place) -> ast.stmt:
    """An expression that stands alone."""
    return ast.Expr(value, **place._asdict())


def function(name: str, arguments: list[ast.arg], body: list[ast.stmt], place: Place) -> ast.FunctionDef:
    """`def name(arguments): body`."""
    at = place._asdict()
    taken = ast.arguments([], arguments, None, [], [], None, [])
    made: Any = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    return ast.FunctionDef(name, taken, body or [ast.Pass(**at)], [], None, None, **made, **at)

"""Assignments: to variables, parts of arrays, items of tuples, several at once; and those that combine with an operator."""
from __future__ import annotations

import ast

from ..errors import error
from ..nodes import Assign, Declared, Expr, Index, Name, TupleItem, TupleLiteral
from ..signatures import Match
from ..types import Type
from .context import Body, Statements, root
from .declared.declarations import is_fixed, sized
from .templates import assignment, display, stored, subscript
from .values.conversions import converted, promoted, value
from .values.indices import is_multi, merged, part

IN_PLACE = {"_0 + _1": ast.Add, "_0 - _1": ast.Sub, "_0 * _1": ast.Mult, "_0 / _1": ast.Div}


def assign(body: Body, node: Assign) -> list[ast.stmt]:
    """`target OP value`."""
    if node.op == "=":
        return store(body, node, node.target, given(body, node.target, node.value))
    return combined(body, node, node.callee)


def given(body: Body, target: Expr, node: Expr) -> ast.expr:
    """The value that a target is given; what is written into an array is copied there."""
    if isinstance(target, Index) or in_place(body, target):
        return promoted(body, node, target.type)
    return value(body, node, target.type, root(target))


def in_place(body: Body, target: Expr) -> bool:
    """Is a whole array written into the one that there is? In loops and branches, where its name was declared outside of them."""
    if not isinstance(target, Name) or target.type.scalar or target.type.base == "tuple":
        return False
    return body.depths.get(target.id, 0) < body.depth


def store(body: Body, node: Assign, target: Expr, made: ast.expr) -> list[ast.stmt]:
    """Python's assignment to a target."""
    if isinstance(target, TupleItem):
        return store(body, node, target.base, with_item(body, target, made))
    whole = assignment(place_of(body, target), made, body.place(node))
    if isinstance(target, Name) and isinstance(target.declared, Declared) and is_fixed(target.declared):
        return [sized(body, target.declared, whole)]
    return [whole]


def place_of(body: Body, target: Expr) -> ast.expr:
    """The target as Python has it."""
    match target:
        case TupleLiteral():
            if any(isinstance(item, TupleItem) for item in target.items):
                raise error("an item of a tuple cannot be one of several targets", target.span, "assign it by itself")
            return display(ast.Tuple, [place_of(body, item) for item in target.items], body.place(target))
        case Name() if in_place(body, target):
            return subscript(body.expr(target), [ast.Slice(None, None, None, **body.place(target)._asdict())], body.place(target))
        case Index():
            base, indices = merged(target)
            if isinstance(base, Index) and any(map(is_multi, base.indices)):
                raise error("a part of what several places give cannot be assigned", target.span, "put the indices together: `x[places[i]]`")
            return part(body, target, body.expr(base), base, indices)
        case _:
            return body.expr(target)


def with_item(body: Body, target: TupleItem, made: ast.expr) -> ast.expr:
    """A tuple with one item replaced."""
    items = [made if k == target.number - 1 else body.fill(f"_0[{k}]", target, body.expr(target.base)) for k in range(len(target.base.type.parts))]
    return display(ast.Tuple, items, body.place(target))


def combined(body: Body, node: Assign, match: Match) -> list[ast.stmt]:
    """`x += v`: in place where the result has the type and the shape of x."""
    right, place = body.expr(node.value), body.place(node)
    operator = IN_PLACE.get(match.signature.python)
    if operator is not None and keeps_type(node, match.result) and not isinstance(node.target, TupleItem):
        target = stored(body.expr(node.target))
        assert isinstance(target, (ast.Name, ast.Subscript))
        return [ast.AugAssign(target, operator(), right, **place._asdict())]
    result = body.fill(match.signature.python, node, body.expr(node.target), right)
    return store(body, node, node.target, converted(body, node.target, result, match.result, node.target.type))


def keeps_type(node: Assign, result: Type) -> bool:
    """Is the result a value of the target's type, and no list of places its target, which NumPy would read and write apart?"""
    target = node.target
    return result == target.type and not (isinstance(target, Index) and any(map(is_multi, merged(target)[1])))


ASSIGNMENTS: Statements = {Assign: assign}

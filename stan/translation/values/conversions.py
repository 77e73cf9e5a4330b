"""Values as they are needed: whole numbers where reals must stand, truth where Python asks for it, copies where two names would be one array."""
from __future__ import annotations

import ast

from ...nodes import ArrayLiteral, Binary, Call, Conditional, Expr, Index, Int, Name, Node, RowLiteral, TupleItem, TupleLiteral, Unary
from ...signatures import Match
from ...types import Type, promotions
from ..context import Body, read
from ..templates import constant, display

LOGICAL = ("&&", "||")
TRUTHS = ("<", "<=", ">", ">=", "==", "!=", *LOGICAL)


# -- reals
def promoted(body: Body, node: Expr, wanted: Type) -> ast.expr:
    """An expression as a value of the type wanted: whole numbers become reals."""
    if not promotions(node.type, wanted):
        return body.expr(node)
    match node:
        case Int():
            return constant(float(node.value), body.place(node))
        case Unary(op="-", operand=Int(value=value)):
            return constant(-float(value), body.place(node))
        case Conditional():
            parts = promoted(body, node.then, wanted), promoted(body, node.other, wanted)
            return body.fill("_1 if _0 else _2", node, truth(body, node.test), *parts)
        case ArrayLiteral() | RowLiteral():
            return array(body, node, node.items, wanted)
        case TupleLiteral():
            items = [promoted(body, item, part) for item, part in zip(node.items, wanted.parts, strict=True)]
            return display(ast.Tuple, items, body.place(node))
        case _:
            return converted(body, node, body.expr(node), node.type, wanted)


def converted(body: Body, at: Expr, value: ast.expr, given: Type, wanted: Type) -> ast.expr:
    """A value of one type made one of another."""
    if not promotions(given, wanted):
        return value
    if given.base != "tuple":
        return body.fill("1.0 * _0", at, value)
    items = body.fill("_0", at, value) if not given.dims else body.fill("item", at)
    parts = [
        converted(body, at, body.fill(f"_0[{k}]", at, items), one, other) for k, (one, other) in enumerate(zip(given.parts, wanted.parts, strict=True))
    ]
    made = display(ast.Tuple, parts, body.place(at))
    for _ in range(given.dims):
        made = body.fill("[_0 for item in _1]", at, made, value if given.dims == 1 else body.fill("item", at))
    return made


# -- literals
def array(body: Body, node: Expr, items: list[Expr], wanted: Type) -> ast.expr:
    """`{a, b}` or `[a, b]` as a value of the type wanted; `[]` is a row vector of nothing."""
    place = body.place(node)
    if wanted.base == "tuple":
        return display(ast.List, [promoted(body, item, wanted.element) for item in items], place)
    if not items:
        return body.fill("np.zeros(0)", node)
    parts = [member(body, item, inner(node, wanted)) for item in items]
    nested = all(isinstance(part, ast.List) for part in parts) or wanted.rank == 1
    return body.fill("np.array(_0)" if nested else "np.stack(_0)", node, display(ast.List, [part if nested else whole(body, item, part)
                                                                                         for item, part in zip(items, parts, strict=True)], place))  # fmt: skip


def inner(node: Expr, wanted: Type) -> Type:
    """The type of the members of a literal."""
    if isinstance(node, ArrayLiteral):
        return wanted.element
    return Type("row_vector") if wanted.base == "matrix" else Type("real")


def member(body: Body, item: Expr, wanted: Type) -> ast.expr:
    """A member of a literal: of another literal with members its list alone."""
    if isinstance(item, (ArrayLiteral, RowLiteral)) and item.items and wanted.rank:
        parts = [member(body, below, inner(item, wanted)) for below in item.items]
        if wanted.rank == 1 or all(isinstance(part, ast.List) for part in parts):
            return display(ast.List, parts, body.place(item))
    return promoted(body, item, wanted)


def whole(body: Body, item: Expr, part: ast.expr) -> ast.expr:
    """A member as an array, where others of the literal are no lists."""
    return body.fill("np.array(_0)", item, part) if isinstance(part, ast.List) else part


# -- truth
def is_truth(node: Expr) -> bool:
    """Does the Python of it give a truth, not a number?"""
    return (isinstance(node, Binary) and node.op in TRUTHS) or (isinstance(node, Unary) and node.op == "!")


def truth(body: Body, node: Expr) -> ast.expr:
    """An expression as a condition: numbers other than 0 hold."""
    match node:
        case Binary(op=op) if op in LOGICAL:
            return ast.BoolOp(ast.And() if op == "&&" else ast.Or(), [truth(body, part) for part in joined(node)], **body.place(node)._asdict())
        case Binary(op=op) if op in TRUTHS:
            return body.fill(f"_0 {op} _1", node, body.expr(node.left), body.expr(node.right))
        case Unary(op="!"):
            return body.fill("not _0", node, truth(body, node.operand))
        case _:
            return body.expr(node)


def joined(node: Binary) -> list[Expr]:
    """What one logical operator joins: a, b and c of `a && b && c`."""
    found: list[Expr] = [node.right]
    while isinstance(node.left, Binary) and node.left.op == node.op:
        node = node.left
        found.append(node.right)
    return [node.left, *found[::-1]]


def as_number(body: Body, node: Binary | Unary) -> ast.expr:
    """A truth as 0 or 1."""
    numbers = isinstance(node, Binary) and node.op in LOGICAL and not (is_truth(node.left) and is_truth(node.right))
    return body.fill("int(bool(_0))" if numbers else "int(_0)", node, truth(body, node))


# -- copies
def value(body: Body, node: Expr, wanted: Type, target: str) -> ast.expr:
    """What a variable is given: its own copy where one of two names for one array would be written."""
    made = promoted(body, node, wanted)
    if promotions(node.type, wanted) or not (target in body.written or read(node) & body.written) or not shares(node):
        return made
    return copy(body, node, made, node.type)


def shares(node: Expr) -> bool:
    """May the value of an expression be, or be a part of, an array that has a name?"""
    match node:
        case Name() | Index() | TupleItem():
            return not node.type.scalar or node.type.base == "tuple"
        case Unary(op=op):
            return op in "+'" and shares(node.operand)
        case Conditional():
            return shares(node.then) or shares(node.other)
        case TupleLiteral():
            return any(shares(item) for item in node.items)
        case Call():
            return isinstance(node.callee, Match) and node.callee.signature.view
        case _:
            return False


def copy(body: Body, node: Expr, made: ast.expr, given: Type) -> ast.expr:
    """A copy of a value, arrays in tuples too."""
    if isinstance(node, TupleLiteral) and isinstance(made, ast.Tuple):
        parts = [copy(body, item, part, item.type) if shares(item) else part for item, part in zip(node.items, made.elts, strict=True)]
        return display(ast.Tuple, parts, body.place(node))
    return copied(body, node, made, given)


def copied(body: Body, at: Node, made: ast.expr, given: Type) -> ast.expr:
    """A copy by the type."""
    if given.base != "tuple":
        return body.fill("_0.copy()", at, made) if given.rank else made
    if given.dims:
        return body.fill("[_0 for item in _1]", at, copied(body, at, body.fill("item", at), given.element), made)
    return display(ast.Tuple, [copied(body, at, body.fill(f"_0[{k}]", at, made), part) for k, part in enumerate(given.parts)], body.place(at))

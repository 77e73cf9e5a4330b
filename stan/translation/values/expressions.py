"""Expressions as Python: a handler for each node, in the table EXPRESSIONS."""
from __future__ import annotations

import ast

from ...errors import error
from ...nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Expr,
    FunctionDef,
    Imaginary,
    Index,
    Int,
    Name,
    Real,
    RowLiteral,
    Text,
    TupleItem,
    TupleLiteral,
    Unary,
)
from ...signatures import Match
from ...types import REAL
from ..context import Body, Expressions
from ..templates import constant, display, name
from .calls import of_function, of_signature
from .conversions import array, as_number, is_truth, promoted, truth
from .indices import index

ONCE, DIVISION = "transformed data", "np.divide(_0, _1)"


def number(body: Body, node: Int | Real) -> ast.expr:
    return constant(node.value, body.place(node))


def text(body: Body, node: Text) -> ast.expr:
    return constant(node.value, body.place(node))


def imaginary(body: Body, node: Imaginary) -> ast.expr:
    raise error("complex numbers are not supported", node.span)


def variable(body: Body, node: Name) -> ast.expr:
    if isinstance(node.declared, FunctionDef):
        return name(body.unit.function(node.declared), body.place(node))
    return name(body.python(node.id), body.place(node))


def unary(body: Body, node: Unary) -> ast.expr:
    return as_number(body, node) if is_truth(node) else operator(body, node, node.callee, [node.operand])


def binary(body: Body, node: Binary) -> ast.expr:
    return as_number(body, node) if is_truth(node) else operator(body, node, node.callee, [node.left, node.right])


def operator(body: Body, node: Expr, match: Match, operands: list[Expr]) -> ast.expr:
    template = DIVISION if may_divide_by_nothing(body, node) else match.signature.python
    return body.fill(template, node, *[body.expr(operand) for operand in operands])


def may_divide_by_nothing(body: Body, node: Expr) -> bool:
    """Is it a quotient of real numbers that Python itself computes? It refuses to divide by 0, which gives infinity or nan."""
    if not (isinstance(node, Binary) and node.op == "/" and node.type == REAL and node.right.type.scalar):
        return False
    return node.right.value == 0 if isinstance(node.right, (Int, Real)) else body.kind == ONCE


def conditional(body: Body, node: Conditional) -> ast.expr:
    return body.fill("_1 if _0 else _2", node, truth(body, node.test), promoted(body, node.then, node.type), promoted(body, node.other, node.type))


def literal(body: Body, node: ArrayLiteral | RowLiteral) -> ast.expr:
    return array(body, node, node.items, node.type)


def tuple_(body: Body, node: TupleLiteral) -> ast.expr:
    return display(ast.Tuple, [body.expr(item) for item in node.items], body.place(node))


def item(body: Body, node: TupleItem) -> ast.expr:
    return body.fill(f"_0[{node.number - 1}]", node, body.expr(node.base))


def call(body: Body, node: Call) -> ast.expr:
    if node.name == "target":
        return body.fill("st.target()", node)
    if isinstance(node.callee, FunctionDef):
        return of_function(body, node, node.callee, node.arguments)
    return of_signature(body, node, node.callee, node.arguments)


EXPRESSIONS: Expressions = {
    Int: number,
    Real: number,
    Imaginary: imaginary,
    Text: text,
    Name: variable,
    Unary: unary,
    Binary: binary,
    Conditional: conditional,
    Index: index,
    Call: call,
    ArrayLiteral: literal,
    RowLiteral: literal,
    TupleLiteral: tuple_,
    TupleItem: item,
}

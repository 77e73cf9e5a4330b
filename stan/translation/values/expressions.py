"""Expressions as Python: a handler for each node, in the table EXPRESSIONS."""
from __future__ import annotations

import ast
import itertools

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
from ...walk import in_turn
from ..context import Body, Expressions
from ..templates import constant, display, name
from .calls import of_function, of_signature
from .conversions import array, as_number, is_truth, promoted, truth
from .indices import index

ONCE, DIVISION = "transformed data", "np.divide(_0, _1)"
PLAIN = {f"_0 {sign} _1": sign for sign in "+-*/@"}
LONG = 50                                       # operators in a row


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
    return as_number(body, node) if is_truth(node) else operator(body, node, node.callee, body.expr(node.operand))


def binary(body: Body, node: Binary) -> ast.expr:
    return as_number(body, node) if is_truth(node) else in_a_row(body, numeric(in_turn(node)))


def operator(body: Body, node: Expr, match: Match, *operands: ast.expr) -> ast.expr:
    template = DIVISION if may_divide_by_nothing(body, node) else match.signature.python
    return body.fill(template, node, *operands)


# -- operators that are computed one after the other
def numeric(steps: list[Binary]) -> list[Binary]:
    """The last of these operators, behind any that gives a truth."""
    first = max((k + 1 for k, step in enumerate(steps) if is_truth(step)), default=0)
    return steps[first:]


def in_a_row(body: Body, steps: list[Binary]) -> ast.expr:
    """`a + b - c`. Python nests what is computed from left to right, and would nest hundreds of terms too deeply: those are a list."""
    made = body.expr(steps[0].left)
    for plain, row in itertools.groupby(steps, lambda step: step.callee.signature.python in PLAIN and not may_divide_by_nothing(body, step)):
        same = [*row]
        made = listed(body, made, same) if plain and len(same) > LONG else nested(body, made, same)
    return made


def nested(body: Body, made: ast.expr, steps: list[Binary]) -> ast.expr:
    """Each within the next."""
    for step in steps:
        made = operator(body, step, step.callee, made, body.expr(step.right))
    return made


def listed(body: Body, made: ast.expr, steps: list[Binary]) -> ast.expr:
    """`st.chain(a, "+-", [b, c])`."""
    place, signs = body.place(steps[-1]), "".join(PLAIN[step.callee.signature.python] for step in steps)
    terms = display(ast.List, [body.expr(step.right) for step in steps], place)
    return body.fill("st.chain(_0, _1, _2)", steps[-1], made, constant(signs, place), terms)


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

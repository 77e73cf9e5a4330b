"""Operators: arithmetic, comparisons, and the expressions that branch."""
from __future__ import annotations

import ast
from collections.abc import Callable

from ..arrays.ownership import made
from ..numbers import arithmetic, integers, scalars
from ..values.dtypes import I1, is_num
from ..values.services import Interpreter
from ..values.values import ARRAYS, STAGED, Poison, Scalar, Text, Value, holds_run_time
from .control import branch, truth
from .texts import formatted, is_saying, text

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%", ast.MatMult: "@",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"}
COMPARISON: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def binary(it: Interpreter, node: ast.BinOp) -> Value:
    """`a op b`"""
    left, right = it.eval(node.left), it.eval(node.right)
    it.frame.node = node
    op = BINARY[type(node.op)]
    return text(it) if formatted(op, left, right) else it.operate(op, left, right)


# -- one operand
def unary(it: Interpreter, node: ast.UnaryOp) -> Value:
    """`-a`, `+a`, `~a`, `not a`"""
    operand = it.eval(node.operand)
    it.frame.node = node
    if isinstance(operand, Poison):
        raise it.error(operand.why)
    return UNARY[type(node.op)](it, operand)


def negative(it: Interpreter, operand: Value) -> Value:
    """`-a`"""
    if not isinstance(operand, STAGED):
        return made(it, -operand)                                                # type: ignore[operator]  # Python's own error is shown
    if isinstance(operand, Scalar):
        return arithmetic.negate(it, operand)
    if isinstance(operand, ARRAYS) and operand.dtype == I1:
        raise it.error("the negative of booleans is not part of the language", "use ~")
    return it.operate_on("neg", operand)


def positive(it: Interpreter, operand: Value) -> Value:
    """`+a`"""
    return operand if isinstance(operand, STAGED) else made(it, +operand)        # type: ignore[operator]


def inverted(it: Interpreter, operand: Value) -> Value:
    """`~a`"""
    if not isinstance(operand, STAGED):
        return made(it, ~operand)                                                # type: ignore[operator]
    return arithmetic.invert(it, operand) if isinstance(operand, Scalar) else it.operate_on("invert", operand)


def negation(it: Interpreter, operand: Value) -> Value:
    """`not a`"""
    condition = truth(it, operand)
    return arithmetic.invert(it, condition) if isinstance(condition, Scalar) else not condition


UNARY: dict[type[ast.unaryop], Callable[[Interpreter, Value], Value]] = {
    ast.USub: negative, ast.UAdd: positive, ast.Invert: inverted, ast.Not: negation,
}


# -- comparisons
def comparison(it: Interpreter, node: ast.Compare) -> Value:
    """`a < b <= c`: each operand is evaluated once."""
    left, result = it.eval(node.left), None
    for op, operand in zip(node.ops, node.comparators, strict=True):
        right = it.eval(operand)
        it.frame.node = node
        holds = compare(it, op, left, right)
        result = holds if result is None else both(it, result, holds)
        left = right
    return result


def both(it: Interpreter, one: Value, other: Value) -> Value:
    """Of a chain of comparisons: do both hold?"""
    if isinstance(one, Scalar) or isinstance(other, Scalar):
        return integers.bits(it, "&", scalars.scalar(it, one, I1), scalars.scalar(it, other, I1), I1, 2)
    if isinstance(one, ARRAYS) or isinstance(other, ARRAYS):
        raise it.error("the truth of an array is ambiguous", "write (a < b) & (b < c)")
    return one and other


def compare(it: Interpreter, op: ast.cmpop, left: Value, right: Value) -> Value:
    """One comparison; `is` and `in` are answered at compile time."""
    match op:
        case ast.Is():
            return left is right
        case ast.IsNot():
            return left is not right
        case ast.In() | ast.NotIn():
            return is_in(it, left, right) == isinstance(op, ast.In)
    return it.operate(COMPARISON[type(op)], left, right)


def is_in(it: Interpreter, value: Value, container: Value) -> bool:
    """`value in container`; a dict may hold run-time values, its keys are known."""
    if holds_run_time(value) or (holds_run_time(container) and not isinstance(container, dict)):
        raise it.error("`in` with run-time values is not part of the language", "write a loop, or np.any(a == x)")
    return value in container                                                    # type: ignore[operator]


# -- expressions that branch
def boolean(it: Interpreter, node: ast.BoolOp) -> Value:
    """`and`, `or`: the right operand is evaluated only when it is needed."""
    return connected(it, node, node.values)


def connected(it: Interpreter, node: ast.BoolOp, operands: list[ast.expr]) -> Value:
    """The value of the operands from the first of these on; what is known leads on to the next."""
    is_and = isinstance(node.op, ast.And)
    value = it.eval(operands[0])
    for k in range(1, len(operands)):
        it.frame.node = node
        condition = truth(it, value)
        if isinstance(condition, Scalar):
            return either(it, node, value, condition, operands[k:])
        if condition != is_and:
            return value
        value = it.eval(operands[k])
    return value


def either(it: Interpreter, node: ast.BoolOp, value: Value, condition: Scalar, operands: list[ast.expr]) -> Value:
    """A value that the run decides by, or the operands behind it."""
    is_and = isinstance(node.op, ast.And)
    decided = (not is_and) if isinstance(value, Scalar) and value.ty == I1 else value

    def rest() -> Value:
        return number(it, connected(it, node, operands))
    return branch(it, condition, rest, lambda: decided) if is_and else branch(it, condition, lambda: decided, rest)


def number(it: Interpreter, value: Value) -> Value:
    """A number as it is, the truth of anything else."""
    return value if isinstance(value, Scalar) or is_num(value) else truth(it, value)


def conditional(it: Interpreter, node: ast.IfExp) -> Value:
    """`a if c else b`: only one of them is evaluated."""
    test = it.eval(node.test)
    it.frame.node = node.test
    condition = truth(it, test)
    if not isinstance(condition, Scalar):
        return it.eval(node.body if condition else node.orelse)
    result = branch(it, condition, lambda: it.eval(node.body), lambda: it.eval(node.orelse))
    if isinstance(result, Poison):
        it.frame.node = node
        if isinstance(result, Text) or is_saying(it):
            return text(it)
        raise it.error(result.why.replace("`the result`", "this expression"))
    return result

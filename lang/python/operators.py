"""Operators: arithmetic, comparisons, and the expressions that branch."""
from __future__ import annotations

import ast
from typing import Any

from ..arrays.ownership import made
from ..numbers import arithmetic, integers, scalars
from ..values.dtypes import I1, is_num
from ..values.services import Interpreter
from ..values.values import ARRAYS, STAGED, Poison, Scalar, holds_run_time
from .control import branch, truth

BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%", ast.MatMult: "@",
          ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"}
COMPARISON = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def binary(it: Interpreter, e: Any) -> Any:
    """`a op b`"""
    a, b = it.eval(e.left), it.eval(e.right)
    it.frame.node = e
    return it.operate(BINARY[type(e.op)], a, b)


def unary(it: Interpreter, e: Any) -> Any:
    """`-a`, `+a`, `~a`, `not a`"""
    v = it.eval(e.operand)
    it.frame.node = e
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(e.op, ast.Not):
        c = truth(it, v)
        return arithmetic.invert(it, c) if isinstance(c, Scalar) else not c
    if not isinstance(v, STAGED):
        return made(it, -v if isinstance(e.op, ast.USub) else ~v if isinstance(e.op, ast.Invert) else +v)
    if isinstance(e.op, ast.UAdd):
        return v
    if isinstance(v, Scalar):
        return arithmetic.negate(it, v) if isinstance(e.op, ast.USub) else arithmetic.invert(it, v)
    if isinstance(v, ARRAYS) and v.dtype == I1 and isinstance(e.op, ast.USub):
        raise it.error("the negative of booleans is not part of the language", "use ~")
    return it.operate_on("neg" if isinstance(e.op, ast.USub) else "invert", v)


def comparison(it: Interpreter, e: Any) -> Any:
    """`a < b <= c`: each operand is evaluated once, and only when it is needed."""
    a, result = it.eval(e.left), None
    for k, (op, x) in enumerate(zip(e.ops, e.comparators, strict=True)):
        if isinstance(result, Scalar) and k:                     # a < b < c: the right part only when the left holds
            b = it.eval(x)
            it.frame.node = e
            one = compare(it, op, a, b)
            result = integers.bits(it, "&", result, scalars.scalar(it, one, I1), I1, 2)
            a = b
            continue
        b = it.eval(x)
        it.frame.node = e
        one = compare(it, op, a, b)
        if result is None:
            result = one
        elif isinstance(one, Scalar) or isinstance(result, Scalar):
            result = integers.bits(it, "&", scalars.scalar(it, result, I1), scalars.scalar(it, one, I1), I1, 2)
        elif isinstance(one, ARRAYS) or isinstance(result, ARRAYS):
            raise it.error("the truth of an array is ambiguous", "write (a < b) & (b < c)")
        else:
            result = result and one
        a = b
    return result


def compare(it: Interpreter, op: ast.cmpop, a: Any, b: Any) -> Any:
    """One comparison; `is` and `in` are answered at compile time."""
    match op:
        case ast.Is():
            return a is b
        case ast.IsNot():
            return a is not b
        case ast.In() | ast.NotIn():
            if holds_run_time(a) or (holds_run_time(b) and not isinstance(b, dict)):
                raise it.error("`in` with run-time values is not part of the language", "write a loop, or np.any(a == x)")
            return (a in b) == isinstance(op, ast.In)
        case _:
            return it.operate(COMPARISON[type(op)], a, b)


def boolean(it: Interpreter, e: Any) -> Any:
    """`and`, `or`: the right operand is evaluated only when it is needed."""
    is_and = isinstance(e.op, ast.And)

    def rest(values: list[ast.expr]) -> Any:
        v = it.eval(values[0])
        if len(values) == 1:
            return v
        it.frame.node = e
        c = truth(it, v)
        if not isinstance(c, Scalar):
            return rest(values[1:]) if c == is_and else v
        here = (not is_and) if v.ty == I1 else v                 # type: ignore[union-attr]
        if is_and:
            return branch(it, c, lambda: number(it, rest(values[1:])), lambda: here)
        return branch(it, c, lambda: here, lambda: number(it, rest(values[1:])))
    return rest(e.values)


def number(it: Interpreter, v: Any) -> Any:
    """A number as it is, the truth of anything else."""
    return v if isinstance(v, Scalar) or is_num(v) else truth(it, v)


def conditional(it: Interpreter, e: Any) -> Any:
    """`a if c else b`: only one of them is evaluated."""
    test = it.eval(e.test)
    it.frame.node = e.test
    c = truth(it, test)
    if not isinstance(c, Scalar):
        return it.eval(e.body if c else e.orelse)
    r = branch(it, c, lambda: it.eval(e.body), lambda: it.eval(e.orelse))
    if isinstance(r, Poison):
        it.frame.node = e
        raise it.error(r.why.replace("`the result`", "this expression"))
    return r

"""Comprehensions of which only the sum or the like is wanted: they are a loop, and no list is made.

`sum(f(x) for x in xs if c)` is staged as the loop that it means, and `max`, `min`, `any` and `all` likewise:

    total = 0
    for x in xs:
        if c:
            total = total + f(x)
"""
from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from ...ir.errors import CompileError
from ..numbers import arithmetic, comparison, integers, scalars
from ..values import unrolling
from ..values.dtypes import I1
from ..values.services import Interpreter
from ..values.values import Number, Poison, Scalar, Value
from .comprehensions import SOURCE, TOTAL, Combine, Members, enter, statements
from .control import truth

ANY = "<any>"                                                       # what no user's name can be: is there a member?
SOME: tuple[ast.stmt, ...] = (ast.Assign([ast.Name(ANY, ast.Store())], ast.Constant(True)),)


class Fold(NamedTuple):
    """A function of a sequence: the total before the first member, how a member is added, and whether it has a value without members."""

    start: Number
    combine: Combine
    of_none: bool = True


def add(it: Interpreter, total: Number, member: Value) -> Value:
    """sum"""
    return arithmetic.accumulate(it, total, member)


def larger(op: str) -> Combine:
    """max (op is >) and min (op is <): Python's, the first of equals."""
    def combine(it: Interpreter, total: Number, member: Value) -> Value:
        env = it.frame.env
        some, env[ANY] = env[ANY], True
        member = scalars.scalar(it, member)
        if some is False:
            return member
        better = comparison.compare(it, op, member, total)
        if isinstance(some, Scalar):
            better = integers.bits(it, "|", arithmetic.invert(it, some), better, I1, 2)
        return comparison.select(it, better, member, total)
    return combine


def logical(op: str) -> Combine:
    """any (op is |) and all (op is &)."""
    def combine(it: Interpreter, total: bool | Scalar, member: Value) -> Value:
        condition = truth(it, member)
        if isinstance(condition, Scalar) or isinstance(total, Scalar):
            return integers.bits(it, op, scalars.scalar(it, total, I1), scalars.scalar(it, condition, I1), I1, 2)
        return total or condition if op == "|" else total and condition
    return combine


FOLDS: dict[Callable[..., Any], Fold] = {
    builtins.sum: Fold(0, add), math.fsum: Fold(0.0, add), builtins.max: Fold(0, larger(">"), of_none=False),
    builtins.min: Fold(0, larger("<"), of_none=False), builtins.any: Fold(False, logical("|")), builtins.all: Fold(True, logical("&")),
}


def folded(f: Value, call: ast.Call) -> Members | None:
    """The comprehension, when this is a call of `sum` or the like of one."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], (ast.GeneratorExp, ast.ListComp)):
        return None
    try:
        return call.args[0] if f in FOLDS else None
    except TypeError:                                                # not hashable
        return None


def fold(it: Interpreter, f: Any, node: Members, written_out: Callable[[], Value]) -> Value:
    """`f(… for …)` as a loop. What a run-time loop cannot do (arrays of unlike shapes, tables) is written out from the next pass on."""
    key = ("fold", *unrolling.loop_key(it, node))
    if key in it.facts.errors:
        try:
            return written_out()
        except CompileError:
            raise it.facts.errors[key] from None
    try:
        return loop_of(it, f, node)
    except CompileError as failure:
        if not it.facts.dirty:
            it.facts.errors[key] = failure
            it.facts.dirty = True
        raise


def loop_of(it: Interpreter, f: Any, node: Members) -> Value:
    """Stage the loop and give its result."""
    meaning = FOLDS[f]
    source = it.eval(node.generators[0].iter)
    it.frame.node = node
    up = enter(it, node)
    it.frame.env.update({TOTAL: meaning.start, ANY: False, SOURCE: source})
    it.run(statements(node, meaning.combine, () if meaning.combine is add else SOME))
    env, it.frame = it.frame.env, up
    total = env[TOTAL]
    if isinstance(total, Poison):
        raise it.error(total.why)
    if not meaning.of_none:
        require_some(it, env[ANY], f.__name__)
    return total


def require_some(it: Interpreter, some: Value, name: str) -> None:
    """An error where it is known that there was no member, a check where it is not known."""
    if some is False:
        raise it.error(f"the {name} of no elements")
    if isinstance(some, Scalar):
        it.check(some.ref, "raise", f"ValueError: the {name} of no elements")

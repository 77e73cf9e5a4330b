"""Expressions over data, evaluated while data are read: sizes, bounds. A checked expression and the values of earlier variables in, Python's number or array
out. Functions and operators mean what the table of signatures says, so that sizes are the same here and in the translated program."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from ... import ppl
from .. import library, nodes
from ..signatures import Match
from ..types import Type

WORDS = {"np": np, "ppl": ppl, "st": library}
Functions = Callable[[nodes.FunctionDef], Callable[..., Any]]
LAZY: dict[str, Callable[[Any], bool]] = {"&&": bool, "||": lambda value: not value}            # goes on to the right side where this holds


class NotKnown(Exception):
    """A variable is used that could not be read; it has been told of already."""


class Impossible(Exception):
    """An expression that has no value for these data. `where` is the part that has none."""

    def __init__(self, message: str, where: nodes.Expr):
        super().__init__(message)
        self.message, self.where = message, where


class Evaluation:
    """Values of expressions. `functions` gives the Python function of one of the program's own."""

    def __init__(self, values: Mapping[str, Any], functions: Functions | None = None):
        self.values, self.functions = values, functions

    def __call__(self, expr: nodes.Expr) -> Any:
        """The value; NotKnown or Impossible where there is none."""
        return WAYS[type(expr)](self, expr)

    def name(self, expr: nodes.Name) -> Any:
        if expr.id not in self.values:
            raise NotKnown(expr.id)
        return self.values[expr.id]

    def unary(self, expr: nodes.Unary) -> Any:
        return self.called(expr, expr.callee, [expr.operand])

    def binary(self, expr: nodes.Binary) -> Any:
        if expr.op in LAZY:
            left = self(expr.left)
            return int(bool(self(expr.right))) if LAZY[expr.op](left) else int(bool(left))
        return self.called(expr, expr.callee, [expr.left, expr.right])

    def conditional(self, expr: nodes.Conditional) -> Any:
        return self(expr.then if self(expr.test) else expr.other)

    def call(self, expr: nodes.Call) -> Any:
        return self.called(expr, expr.callee, expr.arguments)

    def called(self, expr: nodes.Expr, callee: Any, arguments: Sequence[nodes.Expr]) -> Any:
        """The value of a function or operator of the table, or of a function of the program's."""
        given = [self(argument) for argument in arguments]
        try:
            if isinstance(callee, Match):
                promoted = [promote(value, wanted) for value, wanted in zip(given, callee.arguments, strict=True)]
                found = eval(template(callee.signature.python), WORDS, {f"_{k}": value for k, value in enumerate(promoted)})
            elif self.functions is not None:
                found = self.functions(callee)(*given)
            else:
                raise Impossible("a function of the program's own has no value here", expr)
        except (ArithmeticError, ValueError, IndexError, AssertionError, TypeError, np.linalg.LinAlgError) as error:
            raise Impossible(f"this has no value for these data: {error}", expr) from None
        return int(found) if isinstance(found, (bool, np.bool_)) else found

    def index(self, expr: nodes.Index) -> Any:
        """`base[i, a:b, ns]`: several multi-indices are taken one after the other."""
        found, axis = self(expr.base), 0
        for index in expr.indices:
            if isinstance(index, nodes.Slice):
                size = length(found, axis)
                low = 1 if index.low is None else int(self(index.low))
                high = size if index.high is None else int(self(index.high))
                places: Any = range(low, high + 1)
            else:
                places = self(index)
            found, axis = self.taken(expr, found, axis, places)
        return found

    def taken(self, expr: nodes.Index, found: Any, axis: int, places: Any) -> tuple[Any, int]:
        """(what these places of an axis hold, the next axis); Impossible where there is no such place."""
        wanted = np.atleast_1d(np.asarray(places, dtype=np.int64))
        size = length(found, axis)
        for place in wanted[(wanted < 1) | (wanted > size)][:1]:
            raise Impossible(f"index {place} is out of range: there are {size}", expr)
        single = np.ndim(places) == 0
        if isinstance(found, list):
            return (found[wanted[0] - 1], axis) if single else ([found[place - 1] for place in wanted], axis + 1)
        taken: Any = np.take(found, wanted[0] - 1 if single else wanted - 1, axis)
        return (taken.item() if np.ndim(taken) == 0 else taken), axis + (not single)

    def item(self, expr: nodes.TupleItem) -> Any:
        return self(expr.base)[expr.number - 1]

    def array(self, expr: nodes.ArrayLiteral | nodes.RowLiteral) -> Any:
        items = [self(item) for item in expr.items]
        if expr.type.base == "tuple":
            return items
        return np.array(items, np.int64 if expr.type.base == "int" else np.float64)

    def tuple(self, expr: nodes.TupleLiteral) -> Any:
        return tuple(self(item) for item in expr.items)

    def literal(self, expr: nodes.Int | nodes.Real) -> Any:
        return expr.value


WAYS: dict[type[nodes.Expr], Callable[[Evaluation, Any], Any]] = {
    nodes.Int: Evaluation.literal, nodes.Real: Evaluation.literal, nodes.Name: Evaluation.name, nodes.Unary: Evaluation.unary,
    nodes.Binary: Evaluation.binary, nodes.Conditional: Evaluation.conditional, nodes.Call: Evaluation.call, nodes.Index: Evaluation.index,
    nodes.TupleItem: Evaluation.item, nodes.ArrayLiteral: Evaluation.array, nodes.RowLiteral: Evaluation.array, nodes.TupleLiteral: Evaluation.tuple,
}  # fmt: skip


@cache
def template(text: str) -> CodeType:
    """The code of a signature's Python."""
    return compile(text, "<signature>", "eval")


def promote(value: Any, wanted: Type) -> Any:
    """Whole numbers as reals where a function takes reals."""
    if wanted.base != "real" or isinstance(value, float):
        return value
    return value.astype(float) if isinstance(value, np.ndarray) else float(value) if isinstance(value, int) else value


def length(found: Any, axis: int) -> int:
    """How many places an axis has."""
    return len(found) if isinstance(found, list) else np.shape(found)[axis]

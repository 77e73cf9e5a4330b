"""`ad.implicit`: what a solver finds, differentiated by the equation that it solves and not through its steps.

r(y, x) = 0 gives  ∂r/∂y ẏ + ∂r/∂x ẋ = 0:   ẏ = -(∂r/∂y)⁻¹ ∂r/∂x ẋ,   x̄ = -(∂r/∂x)ᵀ (∂r/∂y)⁻ᵀ ȳ.   Both are written with derivatives of r at the solution, so
the derivative of them, in which y moves with x by the same rule, is the second one.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import numpy as np

from ...ir.given import check
from ...ir.public import public
from ...lang import compile_time
from ...lang.arrays import making
from ...lang.values.services import Interpreter
from ...lang.values.values import Closure, Operand, Value, View
from ..api.arguments import mapped
from ..api.derivative import Derivative
from ..api.kinds import JACOBIAN, JVP, VJP
from .calling import Rule
from .leaves import axes, floats, is_float_leaf
from .own import Asked, Own
from .staging import Staging, called, item


class Implicit(Own):
    """A solver, behind the equation that what it gives solves."""

    title = "differentiated by the equation that it solves"

    def rule(self, it: Interpreter, asked: Asked) -> Rule:
        equation = Equation(asked)
        return Rule(asked.name, *(Staging(run, asked.name) for run in (equation.value, equation.forward, equation.reverse)))


class Equation:
    """residual(y, …) = 0 and solve(…) = y, of the arguments of a call and of what the functions see around them."""

    def __init__(self, asked: Asked):
        self.asked, self.name = asked, asked.name

    def value(self, it: Interpreter, args: Any) -> Any:
        return self.asked.call(it, 1, args)

    def forward(self, it: Interpreter, args: Any, y: Any, tangents: Sequence[Operand]) -> list[Operand]:
        along = Derivative(Staging(self.of_arguments, self.name), JVP, 0)
        _, slope = called(it, along, tuple(floats(args)), args, y, tuple(tangents))
        return cut(it, it.operate("-", 0.0, self._solved(it, args, y, slope, "N")), floats(y))

    def reverse(self, it: Interpreter, args: Any, y: Any, adjoints: Sequence[Operand]) -> list[Operand]:
        back = Derivative(Staging(self.of_arguments, self.name), VJP, 0)
        weights = self._solved(it, args, y, joined(it, adjoints), "T")
        _, found = called(it, back, tuple(floats(args)), args, y, it.operate("-", 0.0, weights))
        return list(found)

    def _solved(self, it: Interpreter, args: Any, y: Any, right: Operand, way: str) -> Operand:
        """What the Jacobian with respect to y, or its transpose, takes to the right-hand side, both as vectors."""
        jacobian = called(it, Derivative(Staging(self.of_unknowns, self.name), JACOBIAN, 0), joined(it, floats(y)), args, y)
        count = axes(it, jacobian)[0]
        if count == 1:
            return it.operate("/", right, cast(Operand, item(it, jacobian, (0, 0))))
        return called(it, np.linalg.solve, called(it, np.transpose, jacobian) if way == "T" else jacobian, right)

    # -- the residual as a vector
    def of_unknowns(self, it: Interpreter, y: Operand, args: Any, like: Any) -> Operand:
        """As a function of the unknowns in a vector."""
        return self._residual(it, with_floats(like, cut(it, y, floats(like))), args)

    def of_arguments(self, it: Interpreter, given: Sequence[Operand], args: Any, y: Any) -> Operand:
        """As a function of the floats among the arguments."""
        return self._residual(it, y, with_floats(args, given))

    def _residual(self, it: Interpreter, y: Any, args: Any) -> Operand:
        found = floats(self.asked.call(it, 0, args, y))
        out = joined(it, found)
        wanted = joined(it, floats(y))
        if axes(it, out) != axes(it, wanted):
            raise it.error(f"the residual of `{self.name}` has {axes(it, out)[0]} numbers, the solution has {axes(it, wanted)[0]}",
                           "the equation needs as many as there are unknowns")
        return out


def with_floats(v: Any, given: Iterable[Any]) -> Any:
    """The structure with others in place of its floats and arrays of floats."""
    others = iter(given)
    return mapped(v, lambda x: next(others) if is_float_leaf(x) else x)


def joined(it: Interpreter, arrays: Sequence[Value]) -> Operand:
    """Numbers and arrays, one behind the other in a vector."""
    sizes = [int(np.prod(axes(it, a))) for a in arrays]
    out, at = making.new_array(it, (sum(sizes),)), 0
    for a, size in zip(arrays, sizes, strict=True):
        it.assign_item(out, (slice(at, at + size),), it.reshape(a, (size,)) if axes(it, a) else a)
        at += size
    return out


def cut(it: Interpreter, vector: Operand, like: Sequence[Value]) -> list[Operand]:
    """A vector, cut into numbers and arrays of the shapes of others."""
    out: list[Operand] = []
    at = 0
    for x in like:
        shape = axes(it, x)
        size = int(np.prod(shape))
        part = item(it, vector, (slice(at, at + size),)) if shape else item(it, vector, (at,))
        out.append(it.reshape(part, shape) if shape else cast(View, part))
        at += size
    return out


@public
@compile_time
def implicit(residual: Callable[..., Any], solve: Callable[..., Any]) -> Any:
    """`implicit(residual, solve)` → a function like `solve` that is differentiated by the implicit function theorem.

    `solve(*args)` gives y, a number, an array or a structure of them, with `residual(y, *args) = 0`, which has as many numbers as y; both are functions in
    the language. The steps of the solver are not differentiated: the derivative of y with respect to the arguments, and to run-time values that the residual
    sees around it, is that of the equation at y, to any order. Where the Jacobian of the residual with respect to y is singular there is none (inf or nan).
    """
    for name, function in (("residual", residual), ("solve", solve)):
        check(callable(function) or isinstance(cast(object, function), Closure), name, function, "a function in the language")
    return Implicit((residual, solve), solve)

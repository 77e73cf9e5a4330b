"""`ad.implicit`: what a solver finds, differentiated by the equation that it solves and not through its steps.

r(y, x) = 0 gives  ∂r/∂y ẏ + ∂r/∂x ẋ = 0:   ẏ = -(∂r/∂y)⁻¹ ∂r/∂x ẋ,   x̄ = -(∂r/∂x)ᵀ (∂r/∂y)⁻ᵀ ȳ.   Both are written with derivatives of r at the solution, so
the derivative of them, in which y moves with x by the same rule, is the second one.
"""
from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import numpy as np

from ...ir.given import check
from ...ir.public import public
from ...lang import compile_time
from ...lang.arrays import making
from ...lang.values.services import Interpreter
from ...lang.values.values import Closure, Operand, Value, View
from ..api.arguments import Signature, mapped
from ..api.captured import Wrapper
from ..api.derivative import Derivative
from ..api.kinds import JACOBIAN, JVP, VJP
from .calling import Rule, ruled_call
from .leaves import axes, floats, is_float_leaf
from .staging import Seen, Staging, called, item


class Implicit(Wrapper):
    """A solver with the equation that what it gives solves."""

    def __init__(self, residual: Any, solve: Any):
        super().__init__((residual, solve))                                     # type: ignore[arg-type]  # both see what is around them
        self.signature = Signature(solve)
        if callable(solve):
            functools.update_wrapper(cast("Callable[..., Any]", self), solve)
            self.__signature__ = inspect.signature(solve)
        self.__name__: str = getattr(solve, "__name__", None) or getattr(solve, "name", "the solver")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return cast("tuple[Any, ...]", self.f)[1](*args, **kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        """A method of an object takes it first."""
        return self if instance is None else types.MethodType(self, instance)

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        call = self.signature.bind(tuple(args), kwargs)
        seen = Seen(cast("tuple[Any, ...]", self.f))
        equation = Equation(self.__name__, seen, len(call.args), tuple(call.kwargs))
        return ruled_call(it, equation.rule(), ((*call.args, *call.kwargs.values()), tuple(seen.values)))

    def __repr__(self) -> str:
        return f"<{self.__name__}, differentiated by its equation>"


class Equation:
    """residual(y, …) = 0 and solve(…) = y, of arguments ((positional …, keywords …), what the functions see around them)."""

    def __init__(self, name: str, seen: Seen, positional: int, keywords: tuple[str, ...]):
        self.name, self.seen, self.positional, self.keywords = name, seen, positional, keywords

    def rule(self) -> Rule:
        """Of a call of the solver."""
        return Rule(self.name, Staging(self.value, self.name), Staging(self.forward, self.name), Staging(self.reverse, self.name))

    def _call(self, it: Interpreter, which: int, args: Any, *first: Any) -> Any:
        own, values = args
        keywords = dict(zip(self.keywords, own[self.positional:], strict=True))
        return called(it, self.seen.again(values)[which], *first, *own[:self.positional], **keywords)

    def value(self, it: Interpreter, args: Any) -> Any:
        return self._call(it, 1, args)

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
        found = floats(self._call(it, 0, args, y))
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
    return Implicit(residual, solve)

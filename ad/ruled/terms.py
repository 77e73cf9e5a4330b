"""The derivative that the author of a function writes, as the rule of its calls."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np

from ...lang.values.services import Interpreter
from ...lang.values.values import Closure, Operand, parts
from ..api.arguments import is_leaf, mapped
from ..api.derivative import Derivative
from ..api.kinds import GRAD
from .blocks import Shape, backwards, checked, forwards
from .calling import Rule, ruled_call
from .leaves import axes, floats, is_float_leaf, total
from .own import Asked
from .staging import Staging, called


class Places(NamedTuple):
    """Which parameter of a function each argument of a call is, and how many there are."""

    of: tuple[int, ...]
    every: int


def places(f: Any, positional: int, keywords: tuple[str, ...]) -> Places:
    """The places of so many positional arguments and of these keywords."""
    if isinstance(f, Closure):
        given = f.node.args
        every = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    else:
        every = list(inspect.signature(f).parameters)
    if positional + len(keywords) > len(every) or not set(keywords) <= set(every):
        return Places(tuple(range(positional + len(keywords))), positional + len(keywords))           # of a function that takes any number
    return Places((*range(positional), *map(every.index, keywords)), len(every))


class Terms:
    """The rule of a call whose arguments are ((positional …, keywords …), what the functions see around them)."""

    def __init__(self, asked: Asked):
        self.asked, self.name = asked, asked.name
        f, self.gradient, self.hessian, self.jvp, self.vjp = asked.functions
        self.places = places(f, asked.positional, asked.keywords)

    def rule(self) -> Rule:
        if self.gradient is not None:
            return Rule(self.name, self._stage(self.value), self._stage(self.gradient_forward), self._stage(self.gradient_reverse))
        forward = self.jvp_forward if self.jvp is not None else self.transposed_forward
        reverse = self.vjp_reverse if self.vjp is not None else self.transposed_reverse
        return Rule(self.name, self._stage(self.value), self._stage(forward), self._stage(reverse))

    def _stage(self, run: Callable[..., Any]) -> Staging:
        return Staging(run, self.name)

    def value(self, it: Interpreter, args: Any) -> Any:
        return self.asked.call(it, 0, args)

    # -- by partial derivatives
    def gradient_forward(self, it: Interpreter, args: Any, result: Any, tangents: Sequence[Operand]) -> list[Operand]:
        shape = self._one_result(it, result)
        return [total(it, [forwards(it, p, t, shape, axes(it, t)) for p, t in zip(self.partials(it, args, shape), tangents, strict=True)])]

    def gradient_reverse(self, it: Interpreter, args: Any, result: Any, adjoints: Sequence[Operand]) -> list[Operand]:
        shape, leaves = self._one_result(it, result), floats(args)
        return [backwards(it, p, adjoints[0], shape, axes(it, x)) for p, x in zip(self.partials(it, args, shape), leaves, strict=True)]

    def partials(self, it: Interpreter, args: Any, shape: Shape) -> Sequence[Operand]:
        """The partial derivatives with respect to each float and float array; by a call with a rule of its own where the Hessian is given."""
        def value(it: Interpreter, args: Any) -> tuple[Operand, ...]:
            return tuple(self._checked_partials(it, args, shape))
        if self.hessian is None:
            return value(it, args)
        return ruled_call(it, Rule(self.name, self._stage(value), self._stage(self.hessian_forward), self._stage(self.hessian_reverse)), args)

    def _checked_partials(self, it: Interpreter, args: Any, shape: Shape) -> list[Operand]:
        given = self._entries(it, self.asked.call(it, 1, args), args, "gradient")
        return [_zeros(it, shape, axes(it, x)) if p is None else checked(it, p, shape, axes(it, x), f"a partial derivative of `{self.name}`")
                for p, x in zip(given, floats(args), strict=True)]

    def _entries(self, it: Interpreter, found: Any, args: Any, what: str) -> list[Any]:
        """What the author gives for each float and float array: None where there is nothing, as for what the functions see around them."""
        own, values = args
        wanted = [k for k, a in enumerate(own) if floats(a)]
        if len(wanted) == 1:
            only = wanted[0]
            rows: Sequence[Any] = [_unpacked(found, own[only], {1: 0, len(own): only, self.places.every: self.places.of[only]})]
        else:
            rows = cast("Sequence[Any]", found) if isinstance(found, (tuple, list)) else [found]
            picked = {self.places.every: self.places.of, len(own): range(len(own))}.get(len(rows))
            rows = rows if picked is None else [rows[picked[k]] for k in wanted]
        if len(rows) != len(wanted):
            raise it.error(f"the {what} of `{self.name}` has {len(rows)} {'entries' if len(rows) != 1 else 'entry'}, the function has {len(wanted)} arguments "
                           "that are floats or hold them", "a tuple with one for each; None for an argument without slope")
        given = [x for row, k in zip(rows, wanted, strict=True) for x in self._within(it, row, own[k], what)]
        return [*given, *[None] * len(floats(values))]

    def _within(self, it: Interpreter, found: Any, like: Any, what: str) -> list[Any]:
        """The entries for the leaves of one argument, whose structure they have."""
        if is_leaf(like):
            return [found] if is_float_leaf(like) else []
        inner = parts(like) or []
        given = [None] * len(inner) if found is None else parts(found)
        if given is None or len(given) != len(inner):
            raise it.error(f"the {what} of `{self.name}` must have the structure of the arguments: {len(inner)} parts for a {type(like).__name__}")
        return [x for g, part in zip(given, inner, strict=True) for x in self._within(it, g, part, what)]

    # -- by the second derivatives
    def hessian_forward(self, it: Interpreter, args: Any, result: Any, tangents: Sequence[Operand]) -> list[Operand]:
        return [total(it, [forwards(it, h, t, axes(it, p), axes(it, t)) for h, t in zip(row, tangents, strict=True)])
                for p, row in zip(result, self._blocks(it, args, result), strict=True)]

    def hessian_reverse(self, it: Interpreter, args: Any, result: Any, adjoints: Sequence[Operand]) -> list[Operand]:
        rows = self._blocks(it, args, result)
        return [total(it, [backwards(it, row[j], w, axes(it, w), axes(it, x)) for row, w in zip(rows, adjoints, strict=True)])
                for j, x in enumerate(floats(args))]

    def _blocks(self, it: Interpreter, args: Any, partials: Sequence[Operand]) -> list[list[Operand]]:
        leaves = floats(args)
        rows = self._entries(it, self.asked.call(it, 2, args), args, "hessian")
        found = [[None] * len(leaves) if row is None else self._entries(it, row, args, "hessian") for row in rows]
        return [[_zeros(it, axes(it, p), axes(it, x)) if h is None else checked(it, h, axes(it, p), axes(it, x), f"a block of the hessian of `{self.name}`")
                 for h, x in zip(row, leaves, strict=True)] for p, row in zip(partials, found, strict=True)]

    # -- by products with the Jacobian
    def jvp_forward(self, it: Interpreter, args: Any, result: Any, tangents: Sequence[Operand]) -> list[Operand]:
        given, left = iter(tangents), args[0]
        along = tuple([mapped(a, lambda v: next(given) if is_float_leaf(v) else None) if floats(a) else None for a in left])
        found = self.asked.call_with(it, 3, args, along)
        return self._fitting(it, found, result, "jvp")

    def vjp_reverse(self, it: Interpreter, args: Any, result: Any, adjoints: Sequence[Operand]) -> list[Operand]:
        given = iter(adjoints)
        along = mapped(result, lambda v: next(given) if is_float_leaf(v) else None)
        entries = self._entries(it, self.asked.call_with(it, 4, args, along), args, "vjp")
        return [_zeros(it, (), axes(it, x)) if p is None else p for p, x in zip(entries, floats(args), strict=True)]

    def _fitting(self, it: Interpreter, found: Any, like: Any, what: str) -> list[Any]:
        return [_zeros(it, axes(it, x), ()) if g is None else g for g, x in zip(self._within(it, found, like, what), floats(like), strict=True)]

    # -- each of these by the other, in which it is linear
    def transposed_forward(self, it: Interpreter, args: Any, result: Any, tangents: Sequence[Operand]) -> list[Operand]:
        def paired(it: Interpreter, adjoints: Any, args: Any, result: Any, tangents: Any) -> Operand:
            return _paired(it, self.vjp_reverse(it, args, result, adjoints), tangents)
        start = tuple([_zeros(it, axes(it, x), ()) for x in floats(result)])
        return list(called(it, Derivative(self._stage(paired), GRAD), start, args, result, tuple(tangents)))

    def transposed_reverse(self, it: Interpreter, args: Any, result: Any, adjoints: Sequence[Operand]) -> list[Operand]:
        def paired(it: Interpreter, tangents: Any, args: Any, result: Any, adjoints: Any) -> Operand:
            return _paired(it, self.jvp_forward(it, args, result, tangents), adjoints)
        start = tuple([_zeros(it, axes(it, x), ()) for x in floats(args)])
        return list(called(it, Derivative(self._stage(paired), GRAD), start, args, result, tuple(adjoints)))

    def _one_result(self, it: Interpreter, result: Any) -> Shape:
        if not is_leaf(result):
            raise it.error(f"`{self.name}` returns several values: `gradient=` says the slopes of one number or one array",
                           "give `jvp=` or `vjp=`, products with the Jacobian")
        return axes(it, result)


def _paired(it: Interpreter, some: Sequence[Any], others: Sequence[Any]) -> Operand:
    return total(it, [it.reduce("sum", it.operate("*", cast(Operand, a), b)) for a, b in zip(some, others, strict=True)])


def _zeros(it: Interpreter, gives: Shape, takes: Shape) -> Operand:
    shape = (*gives, *takes)
    return called(it, np.zeros, shape) if shape else 0.0


def _unpacked(found: Any, like: Any, picked: dict[int, int]) -> Any:
    """The entry of the only argument that has one: as it is, or in a tuple, of which `picked` says by its length where that stands."""
    kind, own = type(cast(object, like)), parts(like) or []
    given: list[Any] = parts(found) or [] if issubclass(type(cast(object, found)), tuple) else []
    if not given or kind is not tuple and type(cast(object, found)) is kind:
        return found
    if kind is tuple and len(given) == len(own) and not (len(given) == 1 and type(given[0]) is tuple):
        return found
    return given[picked[len(given)]] if len(given) in picked else found

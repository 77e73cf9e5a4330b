"""`ad.check_rule`: derivatives beside differences, for who writes them."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ...ir.given import check
from ...ir.public import public
from ..api.arguments import FLOATS, ActivityError, Signature, array_type, flat, is_leaf, mapped
from ..api.calls import evaluate, grad, hvp, jvp

DIRECTIONS = 3
STEP = 1e-3                                      # of differences of the sixth order: their errors are about STEP⁶ and 1e-16 / STEP
WEIGHTS = (45.0 / 60.0, -9.0 / 60.0, 1.0 / 60.0)


class Deviations(NamedTuple):
    """How far derivatives are from differences, each relative to the larger of them: the reverse and the forward derivative, and the second one."""

    reverse: float
    forward: float
    second: float

    @property
    def largest(self) -> float:
        """Of the three."""
        return max(self)


@public
def check_rule(f: Callable[..., Any], *args: Any) -> Deviations:
    """`check_rule(f, *args)` → how far the derivatives of f at these arguments are from differences of its values, and the second ones from differences
    of the first, along some directions: `(reverse, forward, second)`, relative, below 1e-9 where all is right and f is smooth. f returns a number or an
    array of floats. ActivityError where no argument is a float or holds one."""
    check(callable(f), "f", f, "a function")
    names = Signature(f).bind(args, {}).names
    active = tuple([k for k, a in enumerate(args) if any(array_type(x).dtype in FLOATS for _, x in flat(a, names[k]))])
    if not active:
        raise ActivityError("no argument is a float or an array of floats: there is nothing to differentiate")
    random, value = np.random.default_rng(20), np.asarray(evaluate(f)(*args), float)
    weights = random.uniform(0.5, 1.5, value.shape)

    def weighted(*given: Any) -> Any:
        return np.sum(weights * f(*given))
    found = [_along(f, weighted, args, active, weights, random) for _ in range(DIRECTIONS)]
    return Deviations(*(max(row[k] for row in found) for k in range(3)))


def _along(f: Callable[..., Any], weighted: Callable[..., Any], args: tuple[Any, ...], active: tuple[int, ...], weights: np.ndarray,
           random: np.random.Generator) -> tuple[float, float, float]:
    """The deviations along one direction."""
    first = tuple([_direction(args[k], random) for k in active])
    other = tuple([_direction(args[k], random) for k in active])
    slopes = grad(weighted, active)

    def moved(t: float) -> tuple[Any, ...]:
        new = list(args)
        for k, d in zip(active, first, strict=True):
            new[k] = _plus(args[k], d, t)
        return tuple(new)
    exact = _difference(lambda t: float(weighted(*moved(t))))
    reverse, forward = _paired(slopes(*args), first), float(np.sum(weights * jvp(f, active)(*args, first)[1]))
    second = _paired(hvp(weighted, active)(*args, first), other)
    return _deviation(reverse, exact), _deviation(forward, exact), _deviation(second, _difference(lambda t: _paired(slopes(*moved(t)), other)))


def _difference(g: Callable[[float], float]) -> float:
    return sum(w * (g(k * STEP) - g(-k * STEP)) for k, w in enumerate(WEIGHTS, 1)) / STEP


def _deviation(one: float, other: float) -> float:
    return abs(one - other) / max(abs(one), abs(other), 1e-8)


def _is_float(x: Any) -> bool:
    return is_leaf(x) and array_type(x).dtype in FLOATS


def _direction(a: Any, random: np.random.Generator) -> Any:
    """In the structure of an argument, of its size."""
    def drawn(x: Any) -> Any:
        if not _is_float(x):
            return x
        size = np.maximum(np.abs(x), 1e-3)
        return size * random.uniform(0.5, 1.5, np.shape(x)) if np.shape(x) else float(size * random.uniform(0.5, 1.5))
    return mapped(a, drawn)


def _plus(a: Any, direction: Any, t: float) -> Any:
    steps = iter([x for _, x in flat(direction, "")])
    return mapped(a, lambda x: _moved(x, next(steps), t))


def _moved(x: Any, step: Any, t: float) -> Any:
    return x + t * step if _is_float(x) else x


def _paired(slope: Any, direction: Any) -> float:
    pairs = zip(flat(slope, ""), flat(direction, ""), strict=True)
    return float(sum(np.sum(g * d) for (_, g), (_, d) in pairs if _is_float(d)))

"""Derivatives as data: each kind is one row, stated in the sweeps that make it, so that it means the same on NumPy arrays and inside compiled code."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .arguments import ActivityError
from .sweeps import Sweeps


class Kind(NamedTuple):
    """`derive` gives the result of a call from its sweeps and the argument behind those of the function, a `last` one (None where the kind takes
    none). With `plain` there is nothing to derive: inside compiled code the function itself is called."""

    name: str
    derive: Callable[[Sweeps[Any], Any], Any]
    last: str = ""
    plain: bool = False

    def divided(self, args: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
        """The function's arguments, and the direction or cotangent behind them."""
        if not self.last:
            return args, None
        if len(args) < 2:
            raise ActivityError(f"give the arguments of the function and then the {self.last}")
        return args[:-1], args[-1]


def value(s: Sweeps[Any], _: None) -> Any:
    outs = s.like_outputs()
    return s.result(s.primal(outs), outs)


def value_and_grad(s: Sweeps[Any], _: None) -> tuple[Any, Any]:
    s.needs_one_float()
    returned, outs, adjoints = s.pull_back(None)
    return s.result(returned, outs), s.structured(adjoints)


def grad(s: Sweeps[Any], _: None) -> Any:
    return value_and_grad(s, None)[1]


def vjp(s: Sweeps[Any], cotangent: Any) -> tuple[Any, Any]:
    seeds = s.cotangent(cotangent)
    returned, outs, adjoints = s.pull_back({} if s.by_value else seeds)
    if s.by_value:                                  # the reverse began with 1
        adjoints = s.scaled(seeds[0], adjoints)
    return s.result(returned, outs), s.structured(adjoints)


def jvp(s: Sweeps[Any], direction: Any) -> tuple[Any, Any]:
    tangents = s.directions(direction)
    outs = s.like_outputs()
    returned, slopes = s.push_forward([tangents], outs)
    return s.result(returned[:1], outs), s.tangent(returned[1:], slopes[0])


def hvp(s: Sweeps[Any], direction: Any) -> Any:
    s.needs_one_float()
    tangents, found = s.directions(direction), s.like_inputs()
    s.push_pull([tangents], [found])
    return s.structured(found)


def jacobian(s: Sweeps[Any], _: None) -> Any:
    def along(lanes: list[Any]) -> list[list[Any]]:
        outs = s.like_outputs()
        returned, slopes = s.push_forward([s.split(v) for v in lanes], outs)
        return [[r] for r in returned[1:]] if s.by_value else slopes
    return s.plan.staged.rebuild(s.columns(s.plan.staged.outputs, along))


def hessian(s: Sweeps[Any], _: None) -> Any:
    s.needs_one_float()

    def along(lanes: list[Any]) -> list[list[Any]]:
        rows = [s.like_inputs() for _ in lanes]
        s.push_pull([s.split(v) for v in lanes], rows)
        return [list(row.values()) for row in rows]
    active = s.plan.active
    blocks = s.columns([s.plan.staged.inputs[k] for k in active], along)
    return s.plan.gradients(s.call, dict(zip(active, blocks, strict=True)))


EVALUATE = Kind("compiled form", value, plain=True)
VALUE_AND_GRAD = Kind("value_and_grad", value_and_grad)
GRAD = Kind("grad", grad)
VJP = Kind("vjp", vjp, last="cotangent")
JVP = Kind("jvp", jvp, last="direction")
HVP = Kind("hvp", hvp, last="direction")
JACOBIAN = Kind("jacobian", jacobian)
HESSIAN = Kind("hessian", hessian)
KINDS = (EVALUATE, VALUE_AND_GRAD, GRAD, VJP, JVP, HVP, JACOBIAN, HESSIAN)

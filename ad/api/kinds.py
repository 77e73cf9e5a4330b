"""Derivatives of Python functions. Each takes a function and returns a compiled callable on NumPy arrays; inputs are never modified.

Arguments that are floats or float arrays, or containers of them (tuples, lists, dicts, records), can be differentiated; other arrays are
data, everything else is known at compile time. New shapes compile anew, new contents do not. A run-time error (an index out of range, an
`assert`) is raised with the user's line. Results are usable inside compiled code, where they can be differentiated again (`inner_kinds.py`).
"""
from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from ...lang import compile_time
from ...lang.values.values import Closure
from .arguments import ActivityError, Call, Signature, direction
from .lanes import by_columns
from .plan import Argnums, Plan, cut, evaluated, gradient, matrix, one_float, output_types, products, split_last, tangent, tangents

__all__ = ["ActivityError", "evaluate", "grad", "hessian", "hvp", "jacobian", "jvp", "value_and_grad", "vjp"]


class Compiled:
    """A derivative of f; compiled for each combination of argument types when first called."""

    def __init__(self, f: Callable[..., Any], kind: str, run: Callable[..., Any], argnums: Argnums = 0, engine: str = "default", width: int | None = None):
        if not callable(f) and not isinstance(f, Closure):
            raise TypeError(f"`ad.{kind}` takes a function, not a {type(f).__name__}")
        self.f, self.kind, self.argnums, self.engine, self.width, self._run = f, kind, argnums, engine, width, run
        self._plans: dict[Any, Plan] = {}
        self.signature, self._lock = Signature(f), threading.Lock()
        self.__name__, self.__doc__ = getattr(f, "__name__", None) or getattr(f, "name", kind), getattr(f, "__doc__", None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._run(self, args, kwargs)

    def plan(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Plan, Call]:
        """The compilation for arguments like these; made once."""
        call = self.signature.bind(args, kwargs)
        key = call.key
        with self._lock:
            if key not in self._plans:
                self._plans[key] = Plan(self.f, call, self.argnums, self.engine)
            return self._plans[key], call

    def __llbayes_stage__(self, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
        """A call of the derivative inside compiled code."""
        from .inner_kinds import staged_call
        return staged_call(self, it, args, kw)

    def __repr__(self) -> str:
        return f"<{self.kind} of {_named(self.f)}{'' if self.argnums in (0, None, ()) else f', argnums={self.argnums}'}>"


def _named(f: Any) -> str:
    return getattr(f, "__qualname__", None) or getattr(f, "name", None) or repr(f)


# -- public functions
@compile_time
def evaluate(f: Callable[..., Any]) -> Compiled:
    """f itself, compiled: the same arguments and results."""
    return Compiled(f, "compiled form", lambda c, args, kw: evaluated(*c.plan(args, kw)), ())


@compile_time
def value_and_grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`value_and_grad(f)(x)` → (float, gradient with respect to argument(s) `argnums`), by one reverse sweep."""
    return Compiled(f, "value_and_grad", _value_and_grad, argnums, engine)


def _value_and_grad(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> tuple[float, Any]:
    p, call = c.plan(args, kw)
    one_float(p, c.kind)
    value, adjoints = gradient(p, call)
    return value, p.gradients(call, adjoints)


@compile_time
def grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`grad(f)(x)` → the gradient of a function that returns one float."""
    return Compiled(f, "grad", lambda c, args, kw: _value_and_grad(c, args, kw)[1], argnums, engine)


@compile_time
def jvp(f: Callable[..., Any], argnums: Argnums = None) -> Compiled:
    """`jvp(f)(x, v)` → (value, tangent): the derivative along v, which is structured like x (a tuple for several arguments; None beside an
    argument without floats). `argnums` limits v to these arguments."""
    return Compiled(f, "jvp", _jvp, argnums)


def _jvp(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> tuple[Any, Any]:
    primal, v = split_last(args, "direction")
    p, call = c.plan(primal, kw)
    value, out = tangents(p, call, [p.directions(call, v)])
    return value, tangent(p, out[0])


@compile_time
def vjp(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`vjp(f)(x, w)` → (value, Jᵀw), where w is structured like the result."""
    return Compiled(f, "vjp", _vjp, argnums, engine)


def _vjp(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> tuple[Any, Any]:
    primal, w = split_last(args, "cotangent")
    p, call = c.plan(primal, kw)
    seeds = direction(w, output_types(p.staged), "the result", "cotangent")
    if p.staged.by_value:
        value, adjoints = gradient(p, call)
        return p.result(value, {}), p.gradients(call, {k: float(seeds[0]) * a for k, a in adjoints.items()})      # type: ignore[arg-type]
    shadows, arrays = p.shadows(), p.inputs(call.leaves) | p.outputs()
    arrays |= shadows | {f"%out{k}_d": s for k, s in enumerate(seeds) if s is not None}
    p.program(p.reverse()).run(arrays, p.staged.reasons)
    return p.result(None, arrays), p.gradients(call, {k: shadows[f"%in{k}_d"] for k in p.active})


@compile_time
def jacobian(f: Callable[..., Any], width: int | None = None, argnums: int | tuple[int, ...] = 0) -> Compiled:
    """`jacobian(f)(x, …)` → array (*shape of the result, *shape of x), by forward sweeps of `width` tangents each. For containers of arrays,
    and for several arguments, containers of such arrays: those of the result outside, those of x inside."""
    return Compiled(f, "jacobian", _jacobian, argnums, width=width)


def _jacobian(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> Any:
    p, call = c.plan(args, kw)
    columns = by_columns(p.size, c.width, lambda lanes: tangents(p, call, [p.split(v) for v in lanes])[1])
    blocks = [matrix([col[i] for col in columns], leaf.shape, leaf.dtype) for i, leaf in enumerate(p.staged.outputs)]
    return p.staged.rebuild([p.gradients(call, cut(p, b)) for b in blocks])


@compile_time
def hvp(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Compiled:
    """`hvp(f)(x, v)` → H v, the product of the Hessian with v, exact: forward mode over reverse mode. `v` comes last."""
    return Compiled(f, "hvp", _hvp, argnums)


def _hvp(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> Any:
    primal, v = split_last(args, "direction")
    p, call = c.plan(primal, kw)
    one_float(p, c.kind)
    return p.gradients(call, products(p, call, [p.directions(call, v)])[0])


@compile_time
def hessian(f: Callable[..., Any], width: int | None = None, argnums: int | tuple[int, ...] = 0) -> Compiled:
    """`hessian(f)(x)` → array (*shape of x, *shape of x), `width` columns in each sweep. For containers of arrays, and for several
    arguments, containers of containers of such blocks."""
    return Compiled(f, "hessian", _hessian, argnums, width=width)


def _hessian(c: Compiled, args: tuple[Any, ...], kw: dict[str, Any]) -> Any:
    p, call = c.plan(args, kw)
    one_float(p, c.kind)
    columns = by_columns(p.size, c.width, lambda lanes: products(p, call, [p.split(v) for v in lanes]))
    blocks = {k: matrix([col[k] for col in columns], p.staged.inputs[k].shape, p.dtypes[k]) for k in p.active}
    return p.gradients(call, {k: p.gradients(call, cut(p, b)) for k, b in blocks.items()})

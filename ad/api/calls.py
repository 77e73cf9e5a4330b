"""Derivatives of Python functions. Each takes a function and returns a compiled callable on NumPy arrays; inputs are never modified.

Arguments that are floats or float arrays, or containers of them (tuples, lists, dicts, records), can be differentiated; other arrays are
data, everything else is known at compile time. New shapes compile anew, new contents do not; what the
function sees around it (globals, helpers, defaults, attributes) is as it is when called: a change there compiles anew, too. A run-time error (an index
out of range, an `assert`) is raised with the user's line. Results are usable inside compiled code, where they can be differentiated again (`inner.py`).

What a call may raise: `CompileError` for what is not part of the language, `UnsupportedError` for what has no derivative, `ActivityError` for an
argument that cannot be differentiated or a direction that does not fit, and what CPython would have raised.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...ir.public import public
from ...lang import compile_time
from ...lang.library.functions import UFUNCS
from . import kinds
from .arguments import ActivityError
from .derivative import Derivative
from .plan import Argnums

__all__ = ["ActivityError", "evaluate", "grad", "hessian", "hvp", "jacobian", "jvp", "stop_gradient", "value_and_grad", "vjp"]


@public
@compile_time
def evaluate(f: Callable[..., Any]) -> Derivative:
    """f itself, compiled: the same arguments and results."""
    return Derivative(f, kinds.EVALUATE, ())


@public
@compile_time
def value_and_grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Derivative:
    """`value_and_grad(f)(x)` → (float, gradient with respect to argument(s) `argnums`), by one reverse sweep. f returns one float; the gradient is
    structured like x, a tuple for several arguments."""
    return Derivative(f, kinds.VALUE_AND_GRAD, argnums, engine)


@public
@compile_time
def grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Derivative:
    """`grad(f)(x)` → the gradient of a function that returns one float, structured like x."""
    return Derivative(f, kinds.GRAD, argnums, engine)


@public
@compile_time
def jvp(f: Callable[..., Any], argnums: Argnums = None) -> Derivative:
    """`jvp(f)(x, v)` → (value, tangent): the derivative along v, which is structured like x (a tuple for several arguments; None beside an
    argument without floats). `argnums` limits v to these arguments."""
    return Derivative(f, kinds.JVP, argnums)


@public
@compile_time
def vjp(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Derivative:
    """`vjp(f)(x, w)` → (value, Jᵀw), where w is structured like the result, and Jᵀw like x."""
    return Derivative(f, kinds.VJP, argnums, engine)


@public
@compile_time
def jacobian(f: Callable[..., Any], width: int | None = None, argnums: int | tuple[int, ...] = 0) -> Derivative:
    """`jacobian(f)(x, …)` → array (*shape of the result, *shape of x), by forward sweeps of `width` tangents each. For containers of arrays,
    and for several arguments, containers of such arrays: those of the result outside, those of x inside. ValueError for a width below 1."""
    return Derivative(f, kinds.JACOBIAN, argnums, width=width)


@public
@compile_time
def hvp(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Derivative:
    """`hvp(f)(x, v)` → H v, the product of the Hessian with v, exact: forward mode over reverse mode. `v` comes last; both are structured like x.
    f returns one float."""
    return Derivative(f, kinds.HVP, argnums)


@public
@compile_time
def hessian(f: Callable[..., Any], width: int | None = None, argnums: int | tuple[int, ...] = 0) -> Derivative:
    """`hessian(f)(x)` → array (*shape of x, *shape of x) for an f that returns one float, `width` columns in each sweep. For containers of arrays,
    and for several arguments, containers of containers of such blocks. ValueError for a width below 1."""
    return Derivative(f, kinds.HESSIAN, argnums, width=width)


@public
def stop_gradient(x: Any) -> Any:
    """x, a number or an array, as a constant: no derivative of any order passes through it. Inside compiled code, and a plain x in CPython."""
    return CONSTANT(x)


CONSTANT = UFUNCS["stop_gradient"]

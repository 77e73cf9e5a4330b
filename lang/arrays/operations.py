"""Operators and elementwise functions on anything: compile-time values, numbers, arrays, masked arrays."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..numbers import arithmetic, elementwise, scalars
from ..values.dtypes import I1, I64, is_num
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.values import ARRAYS, Masked, Poison, Scalar, describe, holds_run_time, type_of
from . import lazy
from . import making as arrays
from .ownership import made, own


def operate(it: Interpreter, op: str, a: Any, b: Any) -> Any:
    """a op b on anything."""
    if isinstance(a, Size) and holds_run_time(b):
        a = Scalar(I64, str(a))
    elif isinstance(b, Size) and holds_run_time(a):
        b = Scalar(I64, str(b))
    sa, sb = isinstance(a, Scalar), isinstance(b, Scalar)
    if (sa and (sb or is_num(b))) or (sb and is_num(a)):
        return arithmetic.binary(it, op, a, b)
    for v in (a, b):
        if isinstance(v, Poison):
            raise it.error(v.why)
    if not (holds_run_time(a) or holds_run_time(b)):
        return static_operation(it, op, a, b)
    if of_sequences(op, a, b):
        return own(it, scalars.PYTHON[op](a, b))
    if op in scalars.COMPARE and all(isinstance(v, (list, tuple)) for v in (a, b)):
        raise it.error(f"`{op}` between lists or tuples of run-time values is not part of the language", "compare arrays: np.all(a == b)")
    if op == "@":
        return lazy.matmul(it, a, b)
    if any(isinstance(v, (str, dict)) or v is None for v in (a, b)):
        if op in ("==", "!="):
            return op == "!="
        raise it.error(f"`{op}` between {describe(a)} and {describe(b)}")
    return apply(it, op, [a, b])


def of_sequences(op: str, a: Any, b: Any) -> bool:
    """Is it Python's own `+` of two lists or tuples, or `*` of one and a compile-time number?"""
    sa, sb = isinstance(a, (list, tuple)), isinstance(b, (list, tuple))
    return (op == "+" and sa and sb) or (op == "*" and sa != sb and isinstance(b if sa else a, int))


def static_operation(it: Interpreter, op: str, a: Any, b: Any) -> Any:
    """Python's own operation on two compile-time values."""
    try:
        with np.errstate(all="ignore"):
            r = (scalars.PYTHON.get(op) or scalars.COMPARE[op])(a, b)
            return own(it, r) if isinstance(r, list) else made(it, r)
    except ZeroDivisionError:
        if op == "/" and isinstance(a, float):
            return float(np.float64(a) / np.float64(b))
        raise it.error("division by zero") from None
    except Exception as e:
        raise it.error(f"{type(e).__name__}: {e}") from None


def apply(it: Interpreter, name: str, args: list[Any]) -> Any:
    """An elementwise function of numbers, arrays and masked arrays."""
    if any(isinstance(a, Masked) for a in args):
        return apply_masked(it, name, args)
    args = [a if is_num(a) or isinstance(a, Scalar) or a is None else arrays.lift(it, a) for a in args]
    if not any(isinstance(a, ARRAYS) for a in args):
        return elementwise.function(it, name, args)
    if (name in scalars.PYTHON or name in ("maximum", "minimum")) and name not in "&|^":
        types = [type_of(a) for a in args]
        if all(t == I1 for t in types):
            raise it.error(f"`{name}` on booleans is not part of the language (NumPy and Python disagree)", "use &, |, ^, np.sum or np.where")
    if name == "clip":
        lo, hi = args[1:]
        x = args[0] if lo is None else lazy.elem(it, "maximum", [args[0], lo])
        return x if hi is None else lazy.elem(it, "minimum", [x, hi])
    return lazy.elem(it, name, args)


def apply_masked(it: Interpreter, name: str, args: list[Any]) -> Any:
    """An elementwise function of arrays read through one mask."""
    first, *others = [a for a in args if isinstance(a, Masked)]
    for m in others:
        if arrays.lift(it, m.of) is not arrays.lift(it, first.of):
            raise it.error("arrays read through different masks are combined here", "give the mask a name and use it for both")
    values = [a.value if isinstance(a, Masked) else a for a in args]
    for a, v in zip(args, values, strict=True):
        if not isinstance(a, Masked) and arrays.shape_of(it, v) not in ((), (1,)):
            raise it.error("an array read through a mask is combined with one of fixed length", "read both through the mask")
    return Masked(apply(it, name, values), first.mask, first.of)

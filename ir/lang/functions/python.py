"""Python's own functions."""
from __future__ import annotations

from typing import Any

import numpy as np

from .. import comparison, scalars
from ..arrays import from_list, members
from ..control import truth
from ..dtypes import F32, F64, I1, I64, is_num
from ..ownership import own
from ..sizes import Size
from ..values import ARRAYS, Masked, RunRange, Scalar, Zip, staged, type_of
from .family import Family

public = Family()



@public("builtins.len")
def length(it: Any, x: Any) -> Any:
    """length of the first axis"""
    if isinstance(x, Masked):
        raise it.error("the length of this value depends on data", "count with np.sum(mask)")
    if isinstance(x, Scalar) or (isinstance(x, ARRAYS) and not x.shape):
        raise it.error("a number has no len()")
    return scalars.length(x.shape[0]) if isinstance(x, ARRAYS) else len(x)


@public("builtins.range", always=True)
def range_(it: Any, *given: Any) -> Any:
    """range with run-time bounds; the step is known at compile time"""
    args: Any = given
    if not args or len(args) > 3:
        raise it.error(f"range takes 1 to 3 arguments, not {len(args)}")
    if not staged(args) and not any(isinstance(a, Size) for a in args):
        try:
            return range(*args)
        except (TypeError, ValueError) as e:
            raise it.error(f"{type(e).__name__}: {e}") from None
    if any(isinstance(a, Size) for a in args):
        return RunRange(args[0], args[1], 1) if len(args) == 2 else RunRange(0, args[0], 1)
    bounds = (0, args[0]) if len(args) == 1 else args[:2]
    lo, hi, step = bounds[0], bounds[1], args[2] if len(args) == 3 else 1
    if isinstance(step, Scalar):
        raise it.error("the step of a range must be known at compile time")
    if step == 0:
        raise it.error("the step of a range is zero")
    for x in (lo, hi):
        if type_of(scalars.scalar(it, x)) != I64:
            raise it.error("the bounds of a range must be integers", "write int(x)")
    return RunRange(lo, hi, step)


@public("llbayes.ir.lang.hooks.independent", always=True)
def independent(it: Any, n: Any) -> Any:
    """a range whose iterations touch disjoint elements"""
    return range_(it, n)


@public("builtins.enumerate")
def enumerate_(it: Any, iterable: Any, start: int = 0) -> Any:
    """index and row of an array"""
    if isinstance(iterable, ARRAYS):
        return Zip([iterable], start)
    return list(enumerate(list(iterable), start))


@public("builtins.zip")
def zip_(it: Any, *parts: Any) -> Any:
    """rows of several arrays together"""
    if any(isinstance(p, ARRAYS) for p in parts):
        return Zip(list(parts))
    return list(zip(*[list(p) for p in parts], strict=False))


@public("builtins.float")
def float_(it: Any, x: Any) -> Any:
    """conversion to a float"""
    return scalars.scalar(it, x, F64)


@public("builtins.int")
def int_(it: Any, x: Any) -> Any:
    """conversion to an integer, towards zero"""
    return scalars.scalar(it, x, I64)


@public("builtins.bool")
def bool_(it: Any, x: Any) -> Any:
    """truth of a number"""
    return truth(it, x)


@public("builtins.abs")
def abs_(it: Any, x: Any) -> Any:
    """absolute value"""
    return it.operate_on("abs", x)


@public("builtins.round")
def round_(it: Any, x: Any) -> Any:
    """nearest integer, ties to even"""
    r = it.operate_on("rint", x)
    return scalars.scalar(it, r, I64) if isinstance(r, Scalar) else r


@public("builtins.pow")
def pow_(it: Any, x: Any, y: Any) -> Any:
    """x ** y"""
    return it.operate("**", x, y)


@public("builtins.sum")
def sum_(it: Any, x: Any, start: Any = 0) -> Any:
    """sum of an array or of compile-time list members"""
    if isinstance(x, ARRAYS):
        if len(x.shape) > 1:
            return it.reduce("sum", x, 0)
        s = it.reduce("sum", x)
        return s if is_num(start) and start == 0 else it.operate("+", s, start)
    for v in x:
        start = it.operate("+", start, v)
    return start


def _extreme(op: str, words: str) -> Any:
    def emit(it: Any, *args: Any) -> Any:
        values = list(args)
        if len(args) == 1:
            if isinstance(args[0], ARRAYS):
                return it.reduce("max" if op == ">" else "min", args[0])
            values = list(args[0])
        r = values[0]
        for x in values[1:]:
            c = it.operate(op, x, r)
            if isinstance(c, ARRAYS):
                raise it.error(f"Python's {words} of arrays is ambiguous", f"use np.{words}imum")
            r = comparison.select(it, c, x, r)
        return r
    emit.__doc__ = f"{words} of numbers, Python's way: the first unless a later one is {'larger' if op == '>' else 'smaller'}"
    return emit
public("builtins.max")(_extreme(">", "max"))
public("builtins.min")(_extreme("<", "min"))


@public("builtins.tuple", "builtins.list")
def tuple_(it: Any, x: Any) -> Any:
    """members of a compile-time sequence or rows of an array"""
    return own(it, members(it, x))


@public("builtins.reversed")
def reversed_(it: Any, x: Any) -> Any:
    """an array or sequence from its end"""
    return it.index(x, (slice(None, None, -1),)) if isinstance(x, ARRAYS) else list(reversed(x))


@public("builtins.isinstance")
def isinstance_(it: Any, x: Any, types: Any) -> Any:
    """compile-time test: run-time floats are floats, arrays are ndarrays"""
    like = {F64: float, F32: np.float32, I64: int, I1: bool}[x.ty] if isinstance(x, Scalar) else np.ndarray if isinstance(x, ARRAYS) else type(x)
    return issubclass(like, types)


@public("builtins.print")
def print_(it: Any, *args: Any, **kw: Any) -> Any:
    """ignored in compiled code"""
    return None


@public("builtins.any")
def any_builtin(it: Any, x: Any) -> Any:
    """is any member true?"""
    return it.reduce("any", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


@public("builtins.all")
def all_builtin(it: Any, x: Any) -> Any:
    """are all members true?"""
    return it.reduce("all", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


def _bools(it: Any, x: Any) -> Any:
    return from_list(it, [scalars.scalar(it, v, I1) for v in x])

"""Python's own functions."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import sequences
from ..arrays.making import from_list
from ..arrays.ownership import own
from ..numbers import comparison, scalars
from ..python.control import truth
from ..values.dtypes import F32, F64, I1, I64, is_num
from ..values.records import replaced
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.unrolling import ask
from ..values.values import ARRAYS, STAGED, Closure, Masked, Method, RunRange, Scalar, Zip, holds_run_time, type_of
from .family import Family

public = Family()



@public("builtins.len")
def length(it: Interpreter, x: Any) -> Any:
    """length of the first axis"""
    if isinstance(x, Masked):
        raise it.error("the length of this value depends on data", "count with np.sum(mask)")
    if isinstance(x, Scalar) or (isinstance(x, ARRAYS) and not x.shape):
        raise it.error("a number has no len()")
    if isinstance(x, (Zip, RunRange)):
        raise it.error("this has no len()")
    return scalars.length(x.shape[0]) if isinstance(x, ARRAYS) else len(x)


@public("builtins.range", always=True)
def range_(it: Interpreter, *given: Any) -> Any:
    """range with run-time bounds; the step is known at compile time"""
    args: Any = given
    if not args or len(args) > 3:
        raise it.error(f"range takes 1 to 3 arguments, not {len(args)}")
    if not holds_run_time(args) and not any(isinstance(a, Size) for a in args):
        try:
            return range(*args)
        except (TypeError, ValueError) as e:
            raise it.error(f"{type(e).__name__}: {e}") from None
    if any(isinstance(a, Size) for a in args):
        return RunRange(args[0], args[1], 1) if len(args) == 2 else RunRange(0, args[0], 1)
    bounds = (0, args[0]) if len(args) == 1 else args[:2]
    lo, hi, step = bounds[0], bounds[1], args[2] if len(args) == 3 else 1
    if isinstance(step, Scalar):
        ask(it)
        raise it.error("the step of a range must be known at compile time")
    if step == 0:
        raise it.error("the step of a range is zero")
    for x in (lo, hi):
        if type_of(scalars.scalar(it, x)) != I64:
            raise it.error("the bounds of a range must be integers", "write int(x)")
    return RunRange(lo, hi, step)


@public("llbayes.lang.values.hooks.independent", always=True)
def independent(it: Interpreter, n: Any) -> Any:
    """a range whose iterations touch disjoint elements"""
    return range_(it, n)


@public("builtins.enumerate", always=True)
def enumerate_(it: Interpreter, iterable: Any, start: Any = 0) -> Any:
    """index and member of an array or sequence"""
    return Zip([iterable], start)


@public("builtins.zip", always=True)
def zip_(it: Interpreter, *iterables: Any, strict: bool = False) -> Any:
    """members of several arrays or sequences together"""
    if strict and iterables:
        n = {sequences.length(it, sequences.sequence(it, p)) for p in iterables}
        if len(n) > 1:
            raise it.error("zip with strict=True: the arguments have different lengths")
    return Zip(list(iterables)) if iterables else []


@public("builtins.float")
def float_(it: Interpreter, x: Any) -> Any:
    """conversion to a float"""
    return scalars.scalar(it, x, F64)


@public("builtins.int")
def int_(it: Interpreter, x: Any) -> Any:
    """conversion to an integer, towards zero"""
    return scalars.scalar(it, x, I64)


@public("builtins.bool")
def bool_(it: Interpreter, x: Any) -> Any:
    """truth of a number"""
    return truth(it, x)


@public("builtins.abs")
def abs_(it: Interpreter, x: Any) -> Any:
    """absolute value"""
    return it.operate_on("abs", x)


@public("builtins.round")
def round_(it: Interpreter, x: Any) -> Any:
    """nearest integer, ties to even"""
    r = it.operate_on("rint", x)
    return scalars.scalar(it, r, I64) if isinstance(r, Scalar) else r


@public("builtins.divmod")
def divmod_(it: Interpreter, a: Any, b: Any) -> Any:
    """quotient and remainder"""
    return it.operate("//", a, b), it.operate("%", a, b)


@public("builtins.callable", always=True)
def callable_(it: Interpreter, x: Any) -> Any:
    """compile-time test: is it a function?"""
    return isinstance(x, (Closure, Method)) or (callable(x) and not isinstance(x, STAGED))


@public("builtins.pow")
def pow_(it: Interpreter, x: Any, y: Any) -> Any:
    """x ** y"""
    return it.operate("**", x, y)


@public("builtins.sum")
def sum_(it: Interpreter, x: Any, start: Any = 0) -> Any:
    """sum of an array or of compile-time list members"""
    if isinstance(x, ARRAYS):
        if len(x.shape) > 1:
            return it.reduce("sum", x, 0)
        s = it.reduce("sum", x)
        return s if is_num(start) and start == 0 else it.operate("+", s, start)
    for v in sequences.members(it, x):
        start = it.operate("+", start, v)
    return start


def _extreme(op: str, words: str) -> Any:
    def emit(it: Interpreter, *args: Any) -> Any:
        values = list(args)
        if len(args) == 1:
            if isinstance(args[0], ARRAYS):
                return it.reduce("max" if op == ">" else "min", args[0])
            values = sequences.members(it, args[0])
        if not values:
            raise it.error(f"the {words} of no elements")
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


@public("builtins.list", always=True)
def list_(it: Interpreter, x: Any = ()) -> Any:
    """members of a sequence or rows of an array"""
    return own(it, list(sequences.members(it, x)))


@public("builtins.tuple", always=True)
def tuple_(it: Interpreter, x: Any = ()) -> Any:
    """members of a sequence or rows of an array"""
    return tuple(sequences.members(it, x))


@public("builtins.dict", always=True)
def dict_(it: Interpreter, given: Any = (), /, **kw: Any) -> Any:
    """a dict of another one, of pairs of key and value, and of keywords"""
    pairs = given.items() if isinstance(given, dict) else [sequences.members(it, p) for p in sequences.members(it, given)]
    return own(it, dict(pairs) | kw)


@public("builtins.reversed", always=True)
def reversed_(it: Interpreter, x: Any) -> Any:
    """an array or sequence from its end"""
    if isinstance(x, ARRAYS):
        return it.index(x, (slice(None, None, -1),))
    if isinstance(x, RunRange) and x.step in (1, -1):
        return RunRange(it.operate("-", x.hi, x.step), it.operate("-", x.lo, x.step), -x.step)
    return x[::-1] if isinstance(x, (range, list, tuple, np.ndarray)) else sequences.members(it, x)[::-1]


@public("builtins.map", always=True)
def map_(it: Interpreter, f: Any, *iterables: Any) -> Any:
    """a function of every member"""
    rows = sequences.members(it, Zip(list(iterables)))
    return [it.call(f, *row) for row in rows]


@public("builtins.filter", always=True)
def filter_(it: Interpreter, f: Any, x: Any) -> Any:
    """the members for which a function is true at compile time"""
    keep = [(v, truth(it, it.call(f, v) if f is not None else v)) for v in sequences.members(it, x)]
    if any(isinstance(k, Scalar) for _, k in keep):
        raise it.error("a sequence filtered by run-time values has a length that depends on data", "use np.where or a loop that sums")
    return own(it, [v for v, k in keep if k])


@public("functools.reduce", always=True)
def reduce_(it: Interpreter, f: Any, x: Any, *initial: Any) -> Any:
    """a function of two values applied from the first member to the last"""
    values = [*initial, *sequences.members(it, x)]
    if not values:
        raise it.error("`reduce` of no elements")
    r = values[0]
    for v in values[1:]:
        r = it.call(f, r, v)
    return r


@public("dataclasses.replace", always=True)
def replace_(it: Interpreter, obj: Any, /, **changes: Any) -> Any:
    """a record with some other members"""
    return replaced(it, obj, changes)


@public("builtins.sorted", always=True)
def sorted_(it: Interpreter, x: Any, key: Any = None, reverse: bool = False) -> Any:
    """members in order; run-time numbers by `np.sort`"""
    items = sequences.members(it, x)
    keys: list[Any] = items if key is None else [it.call(key, v) for v in items]
    if holds_run_time(keys):
        if key is not None or reverse:
            raise it.error("`sorted` of run-time values takes no `key` and no `reverse`", "use np.sort, or np.argsort with data")
        return own(it, sequences.members(it, it.library("sort", from_list(it, items))))
    try:
        order = sorted(range(len(items)), key=keys.__getitem__, reverse=reverse)
    except TypeError as e:
        raise it.error(f"TypeError: {e}") from None
    return own(it, [items[k] for k in order])


@public("builtins.isinstance")
def isinstance_(it: Interpreter, x: Any, types: Any) -> Any:
    """compile-time test: run-time floats are floats, arrays are ndarrays"""
    like = {F64: float, F32: np.float32, I64: int, I1: bool}[x.ty] if isinstance(x, Scalar) else np.ndarray if isinstance(x, ARRAYS) else type(x)
    return issubclass(like, types)


@public("builtins.print")
def print_(it: Interpreter, *args: Any, **kw: Any) -> Any:
    """ignored in compiled code"""
    return None


@public("builtins.any")
def any_builtin(it: Interpreter, x: Any) -> Any:
    """is any member true?"""
    return it.reduce("any", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


@public("builtins.all")
def all_builtin(it: Interpreter, x: Any) -> Any:
    """are all members true?"""
    return it.reduce("all", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


def _bools(it: Interpreter, x: Any) -> Any:
    return from_list(it, [scalars.scalar(it, v, I1) for v in sequences.members(it, x)])

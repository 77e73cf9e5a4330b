"""Python's own functions."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import sequences
from ..arrays.making import from_list
from ..arrays.masks.picking import counted
from ..arrays.ownership import listed, own
from ..lists import items
from ..numbers import scalars
from ..python.control import truth
from ..values.dtypes import F32, F64, I1, I64, is_num
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.unrolling import ask
from ..values.values import ARRAYS, STAGED, ArrayValue, Closure, Grown, Masked, Method, Operand, RunRange, Scalar, Value, View, Zip, holds_run_time
from .family import Family
from .records import replaced

public = Family()

TYPES = {F64: float, F32: np.float32, I64: int, I1: bool}           # what `isinstance` takes a run-time number for


# -- sequences
@public("builtins.len")
def length(it: Interpreter, x: Any) -> Value:
    """length of the first axis"""
    if isinstance(x, Masked):
        return counted(it, x)
    if isinstance(x, (Zip, RunRange)):
        raise it.error("this has no len()")
    if isinstance(x, Scalar) or (isinstance(x, ARRAYS) and not x.shape):
        raise it.error("a number has no len()")
    return sequences.length(it, x) if isinstance(x, (*ARRAYS, Grown)) else len(x)


@public("builtins.range", always=True)
def range_(it: Interpreter, *args: Any) -> range | RunRange:
    """range with run-time bounds; the step is known at compile time"""
    if not 1 <= len(args) <= 3:
        raise it.error(f"range takes 1 to 3 arguments, not {len(args)}")
    if any(isinstance(bound, Size) for bound in args):
        return RunRange(args[0], args[1], 1) if len(args) == 2 else RunRange(0, args[0], 1)
    if holds_run_time(args):
        return run_time_range(it, *((0, *args) if len(args) == 1 else args))
    try:
        return range(*args)
    except (TypeError, ValueError) as failure:
        raise it.error(f"{type(failure).__name__}: {failure}") from None


def run_time_range(it: Interpreter, low: Any, high: Any, step: Any = 1) -> RunRange:
    """A range of which a bound is a run-time number."""
    if isinstance(step, Scalar):
        ask(it)
        raise it.error("the step of a range must be known at compile time")
    if step == 0:
        raise it.error("the step of a range is zero")
    for bound in (low, high):
        if scalars.scalar(it, bound).ty != I64:
            raise it.error("the bounds of a range must be integers", "write int(x)")
    return RunRange(low, high, step)


@public("llbayes.lang.values.hooks.in_turn", always=True)
def in_turn(it: Interpreter, n: int) -> RunRange:
    """a range that is gone through at run time"""
    return RunRange(0, Scalar(I64, str(n), (n, n), 0), 1)


@public("llbayes.lang.values.hooks.independent", always=True)
def independent(it: Interpreter, n: Value) -> range | RunRange:
    """a range whose iterations touch disjoint elements"""
    return range_(it, n)


@public("builtins.enumerate", always=True)
def enumerate_(it: Interpreter, iterable: Value, start: Any = 0) -> Zip:
    """index and member of an array or sequence"""
    return Zip([iterable], start)


@public("builtins.zip", always=True)
def zip_(it: Interpreter, *iterables: Value, strict: bool = False) -> Value:
    """members of several arrays or sequences together"""
    if strict and len({sequences.length(it, sequences.sequence(it, part)) for part in iterables}) > 1:
        raise it.error("zip with strict=True: the arguments have different lengths")
    return Zip(list(iterables)) if iterables else []


@public("builtins.list", always=True)
def list_(it: Interpreter, x: Value = ()) -> Value:
    """members of a sequence or rows of an array"""
    return items.copy(it, x) if isinstance(x, Grown) else listed(it, list(sequences.members(it, x)))


@public("builtins.tuple", always=True)
def tuple_(it: Interpreter, x: Value = ()) -> tuple[Value, ...]:
    """members of a sequence or rows of an array"""
    return tuple(sequences.members(it, x))


@public("builtins.dict", always=True)
def dict_(it: Interpreter, given: Value = (), /, **kw: Value) -> dict[Any, Value]:
    """a dict of another one, of pairs of key and value, and of keywords"""
    pairs = given.items() if isinstance(given, dict) else [sequences.members(it, pair) for pair in sequences.members(it, given)]
    return own(it, dict(pairs) | kw)


@public("builtins.reversed", always=True)
def reversed_(it: Interpreter, x: Value) -> Value:
    """an array or sequence from its end"""
    if isinstance(x, ARRAYS):
        return it.index(x, (slice(None, None, -1),))
    if isinstance(x, RunRange) and x.step in (1, -1):
        return RunRange(it.operate("-", x.hi, x.step), it.operate("-", x.lo, x.step), -x.step)
    return x[::-1] if isinstance(x, (range, list, tuple, np.ndarray)) else sequences.members(it, x)[::-1]


@public("builtins.map", always=True)
def map_(it: Interpreter, f: Value, *iterables: Value) -> list[Value]:
    """a function of every member"""
    return [it.call(f, *row) for row in sequences.members(it, Zip(list(iterables)))]


@public("builtins.filter", always=True)
def filter_(it: Interpreter, f: Value, x: Value) -> list[Value]:
    """the members for which a function is true at compile time"""
    items = sequences.members(it, x)
    answers = [truth(it, member if f is None else it.call(f, member)) for member in items]
    if any(isinstance(answer, Scalar) for answer in answers):
        raise it.error("a sequence filtered by run-time values has a length that depends on data", "use np.where or a loop that sums")
    return own(it, [member for member, answer in zip(items, answers, strict=True) if answer])


@public("functools.reduce", always=True)
def reduce_(it: Interpreter, f: Value, x: Value, *initial: Value) -> Value:
    """a function of two values applied from the first member to the last"""
    values = [*initial, *sequences.members(it, x)]
    if not values:
        raise it.error("`reduce` of no elements")
    result, *rest = values
    for value in rest:
        result = it.call(f, result, value)
    return result


# -- numbers
@public("builtins.float")
def float_(it: Interpreter, x: Value) -> Scalar:
    """conversion to a float"""
    return scalars.scalar(it, x, F64)


@public("builtins.int")
def int_(it: Interpreter, x: Value) -> Scalar:
    """conversion to an integer, towards zero"""
    return scalars.whole(it, x)


@public("builtins.bool")
def bool_(it: Interpreter, x: Value) -> Value:
    """truth of a number"""
    return truth(it, x)


@public("builtins.abs")
def abs_(it: Interpreter, x: Value) -> Value:
    """absolute value"""
    return it.operate_on("abs", x)


@public("builtins.round")
def round_(it: Interpreter, x: Value) -> Value:
    """nearest integer, ties to even"""
    nearest = it.operate_on("rint", x)
    return scalars.whole(it, nearest) if isinstance(nearest, Scalar) else nearest


@public("builtins.divmod")
def divmod_(it: Interpreter, a: Value, b: Value) -> tuple[Value, Value]:
    """quotient and remainder"""
    return it.operate("//", a, b), it.operate("%", a, b)


@public("builtins.pow")
def pow_(it: Interpreter, x: Value, y: Value) -> Value:
    """x ** y"""
    return it.operate("**", x, y)


# -- reductions
@public("builtins.sum")
def sum_(it: Interpreter, x: Value, start: Value = 0) -> Value:
    """sum of an array or of compile-time list members"""
    if isinstance(x, ARRAYS):
        return sum_of_array(it, x, start)
    total = start
    for member in sequences.members(it, x):
        total = it.operate("+", total, member)
    return total


def sum_of_array(it: Interpreter, array: ArrayValue, start: Value) -> Value:
    """Python's sum of what an array has along its first axis."""
    if len(array.shape) > 1:
        return it.reduce("sum", array, 0)
    total = it.reduce("sum", array)
    return total if is_num(start) and start == 0 else it.operate("+", total, start)


@public("builtins.any")
def any_builtin(it: Interpreter, x: Value) -> Operand:
    """is any member true?"""
    return it.reduce("any", truths(it, x))


@public("builtins.all")
def all_builtin(it: Interpreter, x: Value) -> Operand:
    """are all members true?"""
    return it.reduce("all", truths(it, x))


def truths(it: Interpreter, x: Value) -> Operand | Masked | View:
    """An array of booleans: is this member true?"""
    if isinstance(x, ARRAYS):
        return it.operate_on("cast_b1", x)
    return from_list(it, [scalars.scalar(it, member, I1) for member in sequences.members(it, x)])


# -- what a value is
@public("builtins.callable", always=True)
def callable_(it: Interpreter, x: Value) -> bool:
    """compile-time test: is it a function?"""
    return isinstance(x, (Closure, Method)) or (callable(x) and not isinstance(x, STAGED))


@public("builtins.isinstance")
def isinstance_(it: Interpreter, x: Value, types: type | tuple[type, ...]) -> bool:
    """compile-time test: run-time floats are floats, arrays are ndarrays"""
    like = TYPES[x.ty] if isinstance(x, Scalar) else np.ndarray if isinstance(x, ARRAYS) else list if isinstance(x, Grown) else type(x)
    return issubclass(like, types)


@public("builtins.getattr")
def getattr_(it: Interpreter, owner: Value, name: str) -> Value:
    """an attribute whose name is known at compile time: `getattr(record, "load")`"""
    return it.attribute(owner, name)


@public("dataclasses.replace", always=True)
def replace_(it: Interpreter, obj: Value, /, **changes: Value) -> Value:
    """a record with some other members"""
    return replaced(it, obj, changes)


@public("builtins.print")
def print_(it: Interpreter, *args: Value, **kw: Value) -> None:
    """ignored in compiled code"""
    return

"""np.piecewise: functions where conditions hold."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...arrays.making import lift, shape_of
from ...values.dtypes import CODES
from ...values.services import Interpreter
from ...values.values import ARRAYS, STAGED, Value, type_of
from ..family import Family

public = Family()


@public("numpy.piecewise", always=True)
def piecewise(it: Interpreter, x: Value, condlist: Any, funclist: Any, *args: Value, **kw: Value) -> Value:
    """functions, or numbers, of the elements for which each of some conditions holds; of several the last"""
    array = lift(it, x)
    conditions = conditions_of(it, array, condlist)
    if not isinstance(funclist, (list, tuple)) or not conditions:
        raise it.error("`piecewise` takes conditions and a list of functions, one for each, and perhaps one more for the rest")
    functions = list(funclist)
    if len(functions) == len(conditions) + 1:
        functions = [functions[-1], *functions[:-1]]
        conditions = [none_of(it, conditions), *conditions]
    elif len(functions) != len(conditions):
        raise it.error(f"`piecewise` has {len(conditions)} conditions and {len(functions)} functions")
    if not isinstance(array, ARRAYS):
        return of_number(it, array, conditions, functions, args, kw)
    out: Any = it.call(np.zeros, array.shape, dtype=CODES[array.dtype])
    for condition, function in zip(conditions, functions, strict=True):
        part = it.call(function, it.index(array, condition), *args, **kw) if is_function(function) else function
        it.assign_item(out, condition, part)
    return out


def is_function(value: Any) -> bool:
    """Is it to be called?"""
    return not isinstance(value, STAGED) and not isinstance(value, (int, float, complex, np.generic, np.ndarray))


def conditions_of(it: Interpreter, array: Value, condlist: Any) -> list[Value]:
    """A condition for each function: a list of arrays, or one array."""
    if isinstance(condlist, (list, tuple)) and condlist and not (shape_of(it, condlist[0]) == () and shape_of(it, array) != ()):
        return [as_truths(it, condition) for condition in condlist]
    given = lift(it, condlist)
    if len(shape_of(it, given)) > len(shape_of(it, array)):
        return [it.index(given, (k,)) for k in range(shape_of(it, given)[0])]   # type: ignore[arg-type]  # a known length
    return [as_truths(it, given)]


def as_truths(it: Interpreter, condition: Value) -> Value:
    """Booleans."""
    value = lift(it, condition)
    return value if type_of(value) == "i1" else it.operate_on("cast_b1", value)


def none_of(it: Interpreter, conditions: list[Any]) -> Value:
    """Where no condition holds."""
    some = conditions[0]
    for condition in conditions[1:]:
        some = it.operate("|", some, condition)
    return it.operate_on("logical_not", some)


def of_number(it: Interpreter, x: Value, conditions: list[Any], functions: list[Any], args: tuple[Value, ...], kw: dict[str, Value]) -> Value:
    """The function whose condition holds, of a number."""
    found: Value = 0.0
    for condition, function in zip(conditions, functions, strict=True):
        found = it.operate_on("where", condition, it.call(function, x, *args, **kw) if is_function(function) else function, found)
    return found

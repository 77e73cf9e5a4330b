"""Where NumPy puts every element: its function is called with numbers in place of the elements, when the code is compiled.

`np.pad(x, 1, mode="edge")` of a vector of 3 is x[[0, 0, 1, 2, 2]]: that is what NumPy makes of 0, 1, 2. All that a function can be asked for, any
rank, axis and mode, is thus what it is in NumPy. What comes out evenly spaced is a view (`blocks.py`); what does not is put together of such.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...arrays.lazy import elem
from ...arrays.making import lift
from ...arrays.storage import force
from ...numbers import scalars
from ...values.services import Interpreter
from ...values.sizes import Length, Size
from ...values.values import ARRAYS, Operand, Value, holds_run_time
from ..contents import known
from .blocks import assembled, lies, lying

OWN = "own"                                     # for `dtype`: the element type of the arrays that a result is made of
NOT_KNOWN = "must be known when the function is compiled"


def static(it: Interpreter, name: str, *arguments: Value) -> Any:
    """Places, widths or axes as they are known; the error for those that depend on run-time values. Of several a list."""
    found = [known(it, argument) for argument in arguments]
    if holds_run_time(found):
        raise it.error(f"`{name}`: places, counts and axes {NOT_KNOWN}", "take an index array, `x[k]`, or np.where with a mask")
    return found[0] if len(found) == 1 else found


def numbered(it: Interpreter, operands: Sequence[Operand], name: str) -> list[Any]:
    """For each operand the numbers of its elements; they go on from one to the next."""
    found, first = [], 0
    for operand in operands:
        shape = operand.shape if isinstance(operand, ARRAYS) else ()
        if any(isinstance(length, Size) for length in shape):
            raise it.error(f"`{name}` takes arrays whose lengths are known when the function is compiled", "write a loop" if any(
                isinstance(length, Length) for length in shape) else "")
        count = int(np.prod(shape, dtype=np.int64))                             # type: ignore[arg-type]  # numbers
        found.append(np.arange(first, first + count).reshape(shape) if isinstance(operand, ARRAYS) else first)      # type: ignore[arg-type]
        first += count
    return found


def called(it: Interpreter, function: Callable[..., Any], numbers: Sequence[Any]) -> Any:
    """What NumPy makes of the numbers; its own errors are the user's."""
    try:
        return function(*numbers)
    except (TypeError, ValueError, IndexError, ZeroDivisionError) as failure:
        raise it.error(f"{type(failure).__name__}: {failure}") from None


def viewed(it: Interpreter, function: Callable[..., Any], *arrays: Value) -> Any:
    """function(*arrays), where NumPy gives views: one, or a list or tuple of them."""
    return rearranged(it, function, arrays, "", False)


def copied(it: Interpreter, function: Callable[..., Any], *arrays: Value, dtype: str = "") -> Any:
    """function(*arrays), where NumPy gives new arrays, of this element type or of one that holds all."""
    return rearranged(it, function, arrays, dtype, True)


def rearranged(it: Interpreter, function: Callable[..., Any], arrays: Sequence[Value], dtype: str, copies: bool) -> Any:
    """What the function makes of the arrays."""
    operands = [force(it, lift(it, array)) for array in arrays]
    places = called(it, function, numbered(it, operands, getattr(function, "__name__", "this function")))
    made = [in_place(it, np.asarray(one), operands, dtype, copies) for one in (places if isinstance(places, (list, tuple)) else [places])]
    return type(places)(made) if type(places) in (list, tuple) else tuple(made) if isinstance(places, tuple) else made[0]


def in_place(it: Interpreter, places: np.ndarray, operands: Sequence[Operand], dtype: str, copies: bool) -> Operand:
    """The array whose elements are those with these numbers; a view, where all lie evenly in one array and NumPy makes no copy."""
    places = places if places.size else places.astype(np.int64)
    found = lies(places, operands)
    wanted = scalars.common_type(*(occurring(places, operands) if dtype == OWN else operands)) if dtype in ("", OWN) else dtype
    if found is not None and found.dtype == wanted and places.ndim:
        return elem(it, "broadcast", [found], found.shape, found.dtype, cost=0) if copies else found
    return assembled(it, places, operands, wanted)


def occurring(places: np.ndarray, operands: Sequence[Operand]) -> list[Operand]:
    """The arrays that elements are from."""
    whose = set(lying(places, operands).whose.flat) if places.size else set(range(len(operands)))
    return [operand for k, operand in enumerate(operands) if k in whose]

"""What arrays hold that are made in compiled code of known values and never written: `np.arange(3)`, `np.array([1, 2])`, parts of them and sums.

They are run-time arrays like any other; where places, counts or what Python computes must be known, they are. An array of which this was asked, and which
is written somewhere, is unknown from the next pass on: the place may be in a loop.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays.parts.seen import seen
from ..numbers import scalars
from ..values.dtypes import is_num
from ..values.services import Interpreter
from ..values.values import STAGED, Elem, Value, View, assemble, holds_run_time, parts

OPERATIONS = scalars.PYTHON | scalars.COMPARE


def known(it: Interpreter, value: Value) -> Any:
    """The value with the contents of arrays in their places, in lists, tuples and records too; unchanged where those are not known."""
    if isinstance(value, STAGED):
        found = contents(it, value)
        return value if found is None else found
    members = parts(value) if holds_run_time(value) else None
    if members is None:
        return value
    inside = [known(it, member) for member in members]
    return value if all(one is other for one, other in zip(members, inside, strict=True)) else assemble(value, inside)


def contents(it: Interpreter, value: Value) -> Any:
    """What a staged value is; None where that is not known."""
    if isinstance(value, View):
        return seen(it, value)
    if is_num(value) or isinstance(value, np.ndarray):
        return value
    if not isinstance(value, Elem) or value.key is not None or value.op not in OPERATIONS or len(value.args) != 2:
        return None
    if value.forced is not None and (found := seen(it, value.forced)) is not None:
        return found
    args = [contents(it, arg) for arg in value.args]
    return None if any(arg is None for arg in args) else OPERATIONS[value.op](*args)

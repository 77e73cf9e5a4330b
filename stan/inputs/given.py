"""What a user gives for one variable: a number, an array or rows of numbers in, NumPy's array out, or the words for what is wrong with it."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...lang.values.dtypes import hidden
from ...ppl.inputs.data import LARGEST, imported, no_array
from ...ppl.inputs.json_file import as_array

NOTHING = "Stan has no missing values: leave them out, or declare them as parameters"
CATEGORIES = "Stan counts from 1: give `codes + 1` of a categorical, `np.unique(x, return_inverse=True)[1] + 1` of texts"


class Unfit(Exception):
    """A value that no declaration takes. `hint` says what to do."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.message, self.hint = message, hint


class Numbers(NamedTuple):
    """The numbers of a variable; `single`: one number by itself, and no container of one."""

    values: np.ndarray

    @property
    def single(self) -> bool:
        return self.values.ndim == 0

    @property
    def whole(self) -> bool:
        """Are they whole numbers by type? Stan does not take `3.0` for an int."""
        return self.values.dtype.kind in "iub"


def numbers(name: str, value: Any) -> Numbers:
    """The numbers of what is given as `name`; Unfit where there are none."""
    if is_numbers(value):
        return Numbers(value)
    value = as_array(value)
    if value is None:
        raise Unfit(f"`{name}` is null", NOTHING)
    if isinstance(value, dict):
        raise Unfit(f"`{name}` is a tuple, and is declared as numbers")
    if problem := no_array(value):
        raise Unfit(f"`{name}`: {problem}")
    if count := hidden(value):
        raise Unfit(f"`{name}` has {count} missing {'value' if count == 1 else 'values'}", NOTHING)
    try:
        found = np.asarray(value)
    except ValueError:
        raise Unfit(f"rows of `{name}` have different lengths") from None
    return Numbers(checked(name, found))


def is_numbers(value: Any) -> bool:
    """Is it an array of numbers already, none of them masked?"""
    return type(value) is np.ndarray and value.dtype.kind in "if"


def checked(name: str, found: np.ndarray) -> np.ndarray:
    """The array, where it is one of numbers."""
    if found.dtype.kind == "O":
        found = plain(name, found)
    if found.dtype.kind == "c":
        raise Unfit(f"`{name}` is complex", "complex numbers are not supported: take real and imaginary parts apart")
    if found.dtype.kind not in "fiub":
        raise Unfit(f"`{name}` holds {'text' if found.dtype.kind in 'UST' else str(found.dtype)}, and is declared as numbers", CATEGORIES)
    if found.dtype.kind == "u" and found.size and found.max() > LARGEST:
        raise Unfit(f"`{name}` holds whole numbers beyond 64 bits")
    return found


def plain(name: str, found: np.ndarray) -> np.ndarray:
    """An array of Python's objects as one of numbers."""
    leaves = found.ravel().tolist()
    nothing = (None, imported("pandas", "NA"))
    missing = sum(any(leaf is n for n in nothing) for leaf in leaves)
    if missing:
        raise Unfit(f"`{name}` has {missing} missing {'value' if missing == 1 else 'values'}", NOTHING)
    if any(isinstance(leaf, (list, tuple, np.ndarray)) for leaf in leaves):
        raise Unfit(f"rows of `{name}` have different lengths")
    if any(isinstance(leaf, str) for leaf in leaves):
        raise Unfit(f"`{name}` holds text, and is declared as numbers", CATEGORIES)
    try:
        return np.asarray(as_array(found.tolist()), float)
    except (ValueError, TypeError, OverflowError):
        raise Unfit(f"`{name}` does not hold numbers alone") from None


def items(name: str, value: Any, count: int) -> list[Any]:
    """The parts of a tuple: of a Python tuple or list, or by the keys "1", "2", … as CmdStan's JSON has them (CmdStan user's guide, JSON format)."""
    if isinstance(value, dict):
        keys = {str(key): part for key, part in value.items()}
        lacking = [str(k) for k in range(1, count + 1) if str(k) not in keys]
        if lacking or len(keys) != count:
            raise Unfit(f"`{name}` has the parts {', '.join(keys)}, and is declared with {count}", 'a tuple is written `{"1": …, "2": …}`')
        return [keys[str(k)] for k in range(1, count + 1)]
    if isinstance(value, (tuple, list)) and len(value) == count:
        return list(value)
    raise Unfit(f"`{name}` is no tuple of {count}", 'write `{"1": …, "2": …}` in JSON, `(…, …)` in Python')

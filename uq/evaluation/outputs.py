"""What a model returned as an array of floats, or a DataError that says what it is instead."""
from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from ...ir.errors import DataError
from ...lang.values.dtypes import unmasked

TAKEN = "fiub"                       # NumPy's kinds of numbers that floats can hold
KINDS = {                            # of arrays of other kinds: what they are, and what to return instead
    "c": ("complex numbers", "return real and imaginary parts as two outputs, or `np.abs(…)`"),
    "U": ("text", "return numbers"),
    "S": ("bytes", "return numbers"),
    "T": ("text", "return numbers"),
    "M": ("dates", "subtract a start and divide by a unit of time"),
    "m": ("spans of time", "divide by a unit of time"),
    "V": ("records", "return one array of numbers, for example `np.array([r.x, r.y])`"),
}
ONE_OF = "return a number, or an array of numbers that has the same shape at all points"


def floats(returned: Any, at: np.ndarray) -> np.ndarray:
    """What the model returned at the point, as an array of floats; DataError for what is no number or array of them."""
    if returned is None:
        raise refused("None", at, "does a `return` lack?")
    unmasked(returned, "what the model returned")
    try:
        a = np.asarray(returned)
    except Exception as e:           # rows of different lengths, or whatever an object does that is asked for an array
        raise refused(f"a {type(returned).__name__} that is no array of numbers ({e})", at, ONE_OF) from None
    a = of_numbers(a, at) if a.dtype.kind == "O" else a
    if a.dtype.kind not in TAKEN:
        what, remedy = KINDS.get(a.dtype.kind, (described(returned), ONE_OF))
        raise refused(what, at, remedy)
    if not a.size:
        raise refused(f"nothing, an array of shape {a.shape}", at, ONE_OF)
    return a.astype(float, copy=False)


def of_numbers(a: np.ndarray, at: np.ndarray) -> np.ndarray:
    """An array of Python objects as one of floats, where all of them are real numbers; else as it is."""
    if not all(isinstance(x, numbers.Real) for x in a.ravel()):
        return a
    try:
        return a.astype(float)
    except OverflowError:
        raise refused("a whole number beyond the range of floats", at, "return its logarithm, or a ratio") from None


def described(returned: Any) -> str:
    """Words for a Python object."""
    return "an array of Python objects" if isinstance(returned, (np.ndarray, list, tuple)) else f"a {type(returned).__name__}"


def refused(what: str, at: np.ndarray, remedy: str) -> DataError:
    return DataError(f"the model returned {what} at {at_inputs(at)}", hint=remedy)


def at_inputs(point: np.ndarray) -> str:
    """A point (d,) in a message, or how many points (n, d) there are."""
    return f"{len(point)} points at once" if point.ndim == 2 else "the inputs " + np.array2string(point, precision=6, threshold=8)

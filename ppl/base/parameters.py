"""Parameters as they are given: made arrays of, and shown."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...ir.given import shown
from ...lang.values.hooks import compile_time
from .frames import here

FEW = 6                                          # numbers of an array that is written out
LARGEST = 2**63 - 1


def value_of(p: Any) -> str:
    """A number, a short array, or what it is, for `repr`."""
    if isinstance(p, (int, float, np.number)):
        return f"{p:.6g}"
    return "…" if not isinstance(p, np.ndarray) else np.array2string(p, precision=4) if p.size <= FEW and p.ndim < 2 else f"array{p.shape}".replace(",)", ")")


def as_float(p: int) -> float:
    """A large whole number; ModelError for one beyond doubles."""
    try:
        return float(p)
    except OverflowError:
        raise ModelError(f"the number {shown(p)} is beyond those of 64 bits", here(), "give its logarithm where there is a parameter for that") from None


@compile_time
def array_of(p: Any) -> Any:
    """A list of numbers as an array, a whole number beyond 64 bits as a float; anything else, lists of run-time numbers too, as it is."""
    if type(p) is int and not -LARGEST <= p <= LARGEST:
        return as_float(p)
    if not isinstance(p, list):
        return p
    from ...lang.values.scalar import Scalar  # not for `import llbayes.ppl`

    try:
        return p if any(isinstance(q, Scalar) for q in p) else np.asarray(p)
    except ValueError:
        raise ModelError(f"the parameter {shown(p)} is no array: its rows have different lengths", here(), "rows of an array have one length") from None

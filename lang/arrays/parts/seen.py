"""What a part of an array is that was made of known values and has not been written (`calls/contents.py`)."""
from __future__ import annotations

import numpy as np

from ...values.services import Interpreter
from ...values.values import View


def seen(it: Interpreter, view: View) -> np.ndarray | None:
    """A part of an array that was made of known values."""
    array = it.contents.get(view.buf)
    if array is None or view.dyn is not None or ("contents written", view.buf.site) in it.facts.notes:
        return None
    it.asked.add(view.buf)
    flat = np.ascontiguousarray(array).ravel()
    strides = [stride * flat.itemsize for stride in view.strides]              # type: ignore[operator]  # known strides
    if not all(isinstance(length, int) for length in view.shape):
        return None
    return np.lib.stride_tricks.as_strided(flat[view.off:], view.shape, strides, writeable=False).copy()       # type: ignore[arg-type]

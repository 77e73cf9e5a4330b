"""What a value is, in words: for messages that say what must stand in its place."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..base.family import families_of
from ..interpret.table import Definition


def described(value: Any) -> str:
    """Short, and with an article."""
    if made := families_of(value):
        return f"the function `{made[0]}`"
    match value:
        case None | bool() | int() | float():
            return repr(value)
        case str() | bytes():
            return f"the text {value!r}"
        case Distribution():
            return f"the distribution {value}"
        case np.ndarray():
            return f"an array of shape {value.shape}"
    if callable(value) and isinstance(value, Definition):
        return f"the model `{value.__name__}`"
    kind = type(value).__name__
    return f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"

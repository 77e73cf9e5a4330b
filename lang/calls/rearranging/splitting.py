"""Arrays in parts, which are views."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...values.services import Interpreter
from ...values.values import Value
from ..family import Family
from .numbering import static, viewed

public = Family()


def by_place(function: Callable[..., Any], doc: str) -> None:
    """A function of an array and places that takes an axis."""
    def emit(it: Interpreter, ary: Value, indices_or_sections: Value, axis: int = 0) -> Value:
        indices_or_sections, axis = static(it, function.__name__, indices_or_sections, axis)
        return viewed(it, lambda numbers: function(numbers, indices_or_sections, axis), ary)
    emit.__doc__ = doc
    public(f"numpy.{function.__name__}")(emit)


def along(function: Callable[..., Any], doc: str) -> None:
    """A function of an array and places for one axis."""
    def emit(it: Interpreter, ary: Value, indices_or_sections: Value) -> Value:
        indices_or_sections = static(it, function.__name__, indices_or_sections)
        return viewed(it, lambda numbers: function(numbers, indices_or_sections), ary)
    emit.__doc__ = doc
    public(f"numpy.{function.__name__}")(emit)


by_place(np.split, "equal parts along an axis, or parts between places")
by_place(np.array_split, "parts along an axis that are as equal as can be, or parts between places")
along(np.hsplit, "parts side by side")
along(np.vsplit, "parts one under the other")
along(np.dsplit, "parts along the third axis")


@public("numpy.unstack")
def unstack(it: Interpreter, x: Value, *, axis: int = 0) -> Value:
    """the arrays along an axis, one for each place"""
    axis = static(it, "unstack", axis)
    return viewed(it, lambda numbers: np.unstack(numbers, axis=axis), x)

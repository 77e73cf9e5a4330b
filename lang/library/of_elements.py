"""Functions of numbers that are taken element by element: compiled, a long one of arrays is one loop with the function's body in it."""
from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..values.services import Interpreter
    from ..values.values import Value


class OfElements:
    """A function whose result at each element depends on the elements of its arguments there alone. In CPython it is the function."""

    def __init__(self, function: Callable[..., Any]):
        self.function = function

    def __call__(self, *operands: Any) -> Any:
        return self.function(*operands)

    def __llbayes_stage__(self, it: Interpreter, operands: list[Value], keywords: dict[str, Value]) -> Value:
        return it.of_elements(self.function, *operands)


@functools.cache
def of_elements(function: Callable[..., Any]) -> OfElements:
    """The function, marked."""
    return OfElements(function)

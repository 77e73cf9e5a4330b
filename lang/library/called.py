"""A function with a row of its own, called by name inside of other bodies, so that its code stands in a module once."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..values.services import Interpreter
    from ..values.values import Value


class Called:
    """The body of a row. In CPython it is the body; in the language a call of `@llb.NAME`."""

    def __init__(self, body: Callable[..., float]):
        self.body = body

    def __call__(self, *operands: float) -> float:
        return self.body(*operands)

    def __llbayes_stage__(self, it: Interpreter, operands: list[Value], keywords: dict[str, Value]) -> Value:
        return it.operate_on(self.body.__name__, *operands)

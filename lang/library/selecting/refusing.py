"""Errors of functions that are written in the language: at the user's line when compiled, a ValueError in CPython."""
from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from ...values.services import Interpreter
    from ...values.values import Value


class Refusal:
    """Called with a message and a remedy. A `raise` of the language may be one of a path that is not taken; this is one of the call."""

    def __call__(self, message: str, remedy: str = "") -> NoReturn:
        raise ValueError(message)

    def __llbayes_stage__(self, it: Interpreter, operands: list[Value], keywords: dict[str, Value]) -> NoReturn:
        raise it.error(*map(str, operands))


refuse = Refusal()

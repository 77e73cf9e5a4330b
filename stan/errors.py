"""What is wrong with a Stan program: one error in the project's form, at its line."""
from __future__ import annotations

from ..ir.errors import CompileError
from .source import Span


class StanError(CompileError):
    """A Stan program that cannot be read or is no program: says what was found, where, and what to write."""


def error(message: str, span: Span, hint: str = "") -> StanError:
    """The error at a place of the program."""
    return StanError(message, span.position, hint)

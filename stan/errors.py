"""What is wrong with a Stan program: one error in the project's form, at its line, that lists what else is wrong."""
from __future__ import annotations

from collections.abc import Sequence

from ..ir.errors import CompileError, Position
from .source import Span


class StanError(CompileError):
    """A Stan program that cannot be read or is no program: says what was found, where, and what to write. `others` are further errors of the program."""

    def __init__(self, message: str = "", position: Position | None = None, hint: str = "", others: tuple[StanError, ...] = ()):
        super().__init__(message, position, hint)
        self.others = others

    def __str__(self) -> str:
        lines = [f"also {error.position}: {error.message}" for error in self.others]
        return "\n".join([super().__str__(), *lines])

    def __reduce__(self) -> tuple[type[StanError], tuple[object, ...]]:
        return StanError, (self.message, self.position, self.hint, self.others)


def error(message: str, span: Span, hint: str = "") -> StanError:
    """The error at a place of the program."""
    return StanError(message, span.position, hint)


def together(errors: Sequence[StanError], most: int = 10) -> StanError:
    """One error of several: the first, which lists the others, no more than `most` of all."""
    first = errors[0]
    return StanError(first.message, first.position, first.hint, tuple(errors[1:most]))

"""Every error a user can meet. The message names the user's file and line, never one of ours; they are raised `from None`."""
from __future__ import annotations

import linecache
from collections.abc import Callable
from traceback import walk_tb
from types import CodeType
from typing import NamedTuple

from .cells import cell_of
from .ours import is_users


class Position(NamedTuple):
    """A place in the user's source: 1-based line and column, as editors count."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    function: str = ""

    def caret(self) -> str:
        """The source line with a caret line under it; empty when the source is not available."""
        text = linecache.getline(self.file, self.line).rstrip("\n")
        if not text:
            return ""
        end = self.end_column if self.end_line == self.line else len(text) + 1
        return f"    {text}\n    {' ' * (self.column - 1)}{'^' * max(1, end - self.column)}"

    def __str__(self) -> str:
        return self.in_words(f":{self.column}")

    @property
    def by_line(self) -> str:
        """The place without its column."""
        return self.in_words("")

    def in_words(self, column: str) -> str:
        """`file.py:4:9`, or `Cell In[6], line 4` of a notebook."""
        cell = cell_of(self.file)
        return f"{self.file}:{self.line}{column}" if cell is None else f"{cell}, line {self.line}"


def whole_function(code: CodeType) -> Position:
    """Where a function begins in its source."""
    return Position(code.co_filename, code.co_firstlineno, 1, code.co_firstlineno, 1, code.co_name)


# files of another language than Python -> what puts a message and a hint about them into its words
dialects: dict[str, Callable[[str, str], tuple[str, str]]] = {}


def in_words_of(position: Position | None, message: str, hint: str = "") -> tuple[str, str]:
    """The message and the hint as the language of the file says them."""
    words = dialects.get(position.file) if position is not None else None
    return (message, hint) if words is None else words(message, hint)


def located(message: str, position: Position | None, hint: str = "") -> str:
    """`message`, the place with a caret, and the hint: the one layout of every error that has a place."""
    message, hint = in_words_of(position, message, hint)
    parts = [message]
    if position is not None:
        parts.append(f"  at {position}")
        if caret := position.caret():
            parts.append(caret)
    if hint:
        parts.append(f"hint: {hint}")
    return "\n".join(parts)


class LlbayesError(Exception):
    """Base of all errors that llbayes raises on purpose. `message`, `position` and `hint` are fields; `str` lays them out."""

    def __init__(self, message: str = "", position: Position | None = None, hint: str = ""):
        super().__init__(message, position, hint)                                    # what pickling hands over
        self.message, self.position, self.hint = message, position, hint

    def place(self, position: Position | None) -> None:
        """Says where it happened, unless that is known."""
        self.position = self.position or position
        self.args = (self.message, self.position, self.hint)

    def __str__(self) -> str:
        return located(self.message, self.position, self.hint)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the lines of the user's that led to the one that the message shows, and the message."""
        lines: list[str] = []
        for frame, line in walk_tb(self.__traceback__):
            place = Position(frame.f_code.co_filename, line, 1, line, 1)
            if is_users(place.file) and (self.position is None or self.position.by_line != place.by_line):
                lines += [f"  at {place.by_line}", place.caret().partition("\n")[0]]
        return [*lines, f"{type(self).__name__}: {self}"]


class CompileError(LlbayesError):
    """A function uses something that is not part of the language; points at the user's line."""


class SizeError(CompileError):
    """Containers whose sizes do not fit in a language that repeats none of them, or an index that is no place in one that does not count from the end: Python
    would take them, so that running it is no way out."""


class UnsupportedError(CompileError):
    """The function uses something that cannot be differentiated; the message names it. Code that no rule covers is never skipped."""


class ModelError(LlbayesError):
    """A model's sites contradict each other (a name used twice, a shape that does not fit, …)."""


class OutsideDomain(ModelError):
    """A number of Python's that a distribution or a bound cannot take: of the source, or made of parameters, which may be others at another point. `left`
    says what it is without the number."""

    def __init__(self, message: str = "", position: Position | None = None, hint: str = "", left: str = ""):
        super().__init__(message, position, hint)
        self.left = left


class DataError(LlbayesError, ValueError):
    """Data that a model cannot take; lists all problems at once."""


class MissingName(ModelError, AttributeError):
    """A name that `ppl` or one of its objects does not have; says which is meant."""


class MissingImport(ModelError, ImportError):
    """`MissingName` where a `from … import` asks for the name."""


class SettingsError(LlbayesError, ValueError):
    """A setting outside its legal range."""


class SamplingError(LlbayesError, RuntimeError):
    """Sampling could not start or go on; says why and what to do."""


class GaveUp(LlbayesError, ArithmeticError):
    """A solver did not come to an end: in a model the parameters are rejected and the reason is counted."""


class Reason(NamedTuple):
    """Why compiled code reported failure: `kind` is a key of `RUN_TIME`."""

    kind: str
    message: str
    position: Position | None


# kind of a run-time failure -> what CPython would have raised
RUN_TIME: dict[str, type[Exception]] = {"index": IndexError, "zero_division": ZeroDivisionError, "overflow": OverflowError, "assert": AssertionError,
                                        "raise": ValueError, "gave_up": GaveUp}


def failure(reason: Reason) -> Exception:
    """The exception for a failure in compiled code, at the user's line."""
    if reason.kind == "gave_up":
        return GaveUp(reason.message, reason.position)
    error = RUN_TIME[reason.kind](located(reason.message, reason.position))
    vars(error)["position"] = reason.position
    return error


def is_located(error: Exception) -> bool:
    """Is this what CPython would have raised at the user's line, from `failure`?"""
    return "position" in vars(error)

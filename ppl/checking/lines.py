"""The first line of the user's own code after which a variable is no number: of functions that raise no flag of NumPy's, many of SciPy's. Runs under a trace
function of Python's, and leaves that of a debugger or of coverage alone where there is one."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np

from ...ir.errors import Position
from ...ir.ours import is_users
from ...ir.places import is_made
from ...lang.values.code.given import is_given, statement_at
from .events import INVALID, Trouble


class Lines:
    """Looks at the variables of the user's functions after each line, until one is nan."""

    def __init__(self) -> None:
        self.found: Trouble | None = None
        self.before: dict[FrameType, tuple[int, dict[str, Any]]] = {}

    def called(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        """A function begins."""
        path = frame.f_code.co_filename
        return None if self.found or is_made(path) or not is_users(path) else self.line

    def line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        """A line begins, or the function ends: what did the line before it make?"""
        line, values = self.before.get(frame, (frame.f_lineno, dict(frame.f_locals)))
        now = dict(frame.f_locals)
        fresh = [x for name, x in now.items() if name not in values or values[name] is not x]
        if any(map(is_nan, fresh)):
            self.found = Trouble(INVALID, place(frame, line), now)
            return None
        self.before[frame] = frame.f_lineno, now
        return self.line


def first(run: Callable[[], object]) -> Trouble | None:
    """What a run finds; nothing where Python is traced already."""
    if sys.gettrace() is not None:
        return None
    lines = Lines()
    sys.settrace(lines.called)
    try:
        run()
    finally:
        sys.settrace(None)
    return lines.found


def is_nan(x: Any) -> bool:
    """Is it a number or an array with nan in it?"""
    return isinstance(x, (float, np.ndarray)) and np.asarray(x).dtype.kind == "f" and bool(np.isnan(x).any())


def place(frame: FrameType, line: int) -> Position:
    """What a line computes, without the names that it is given."""
    code, text = frame.f_code, linecache.getline(frame.f_code.co_filename, line).rstrip()
    indent = len(text) - len(text.lstrip())
    first, last = indent, len(text)
    statement = statement_at(code.co_filename, line) if is_given(code.co_filename) else parsed(text.strip())
    value = statement.value if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Expr)) else None
    if value is not None:
        start = 0 if is_given(code.co_filename) else indent
        first, last = start + value.col_offset, start + (value.end_col_offset or last) if value.end_lineno == value.lineno else last
    return Position(code.co_filename, line, first + 1, line, last + 1, code.co_name)


def parsed(text: str) -> ast.stmt | None:
    """The one statement that a line of Python is; None where it is a part of one."""
    try:
        (statement,) = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    return statement

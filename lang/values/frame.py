"""A Python call in progress: the lookup of names from inside it, and where it is in its source."""
from __future__ import annotations

import linecache

from ...ir.errors import Position
from ...ir.ours import is_ours
from .code.given import is_given
from .code.outside import Outside, global_of
from .values import MISSING, Frame, Value


def lookup(frame: Frame, name: str, outside: Outside) -> Value:
    """The function's own names, those of its enclosing functions, of the module, builtins. MISSING when there is none. What the user's code
    takes from its module is noted; variables of enclosing functions are when the function is (`calls/inlining.py`)."""
    scope: Frame | dict[str, Value] | None = frame
    while isinstance(scope, Frame):
        value = scope.env.get(name, MISSING)
        if value is not MISSING:
            return value
        scope = scope.cells
    if scope is not None and name in scope:
        return scope[name]
    if not is_ours(frame.src):
        outside.global_(frame.glb, name)
    return global_of(frame.glb, name)


def position_of(frame: Frame | None) -> Position | None:
    """Where a call is in its source, columns counted in characters (Python's AST counts bytes); None before its first statement."""
    if frame is None or frame.node is None:
        return None
    node = frame.node
    line = linecache.getline(frame.src, node.lineno)
    column = characters(frame, line, node.col_offset) + 1
    end = characters(frame, line, node.end_col_offset) + 1 if node.end_lineno == node.lineno else len(line.rstrip()) + 1
    return Position(frame.src, node.lineno, column, node.end_lineno or node.lineno, end, frame.name)


def characters(frame: Frame, line: str, column: int | None) -> int:
    """How many characters stand before a column of a node: Python's parser counts bytes, trees that were given count characters."""
    return len(line.encode()[:column].decode(errors="replace")) if column is None or not is_given(frame.src) else column

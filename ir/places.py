"""Where in the user's source something happens: frames of CPython in, positions and levels for warnings out."""
from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import cache
from types import CodeType, FrameType

from .cells import typed
from .errors import Position
from .ours import is_command, is_ours

_positions: dict[int, tuple[CodeType, Sequence[Sequence[int | None]]]] = {}       # code is kept: its id is the key


def user_frame() -> FrameType | None:
    """The innermost frame in progress that is the user's own; none where the command line calls us."""
    frame = inspect.currentframe()
    while frame is not None and (passed := passed_over(frame.f_code.co_filename)):
        frame = None if passed == COMMAND else frame.f_back
    return frame


COMMAND = 2


@cache
def passed_over(path: str) -> int:
    """0 for a file of the user's; 1 for one that is passed over on the way to the user's, COMMAND for one whose caller is no user."""
    return COMMAND if is_command(path) else 1 if is_ours(path) or is_made(path) else 0


def is_made(path: str) -> bool:
    """Is this code without a file that no user typed, a dataclass's say?"""
    return path.startswith("<") and not typed(path)


def positions(code: CodeType) -> Sequence[Sequence[int | None]]:
    """(first line, last line, column, end column) of each instruction. Python decodes them from the first on: once, not at each site of a model."""
    if id(code) not in _positions:
        _positions[id(code)] = code, tuple(code.co_positions())
    return _positions[id(code)][1]


def place(frame: FrameType | None, instruction: int | None = None) -> Position | None:
    """The source position of what a frame is doing, or did at the byte offset `instruction` of its code."""
    if frame is None:
        return None
    code, at = frame.f_code, (frame.f_lasti if instruction is None else instruction) // 2
    first, last, column, end = positions(code)[at]
    if first is None:
        return Position(code.co_filename, frame.f_lineno, 1, frame.f_lineno, 1, code.co_name)
    return Position(code.co_filename, first, (column or 0) + 1, last or first, (end or 0) + 1, code.co_name)


def here() -> Position | None:
    """The user's place from which we were called."""
    return place(user_frame())


def users_level() -> int:
    """The `stacklevel` with which a warning that our caller gives stands at the user's line; 2, its own caller, where no frame is a user's."""
    level, frame = 0, inspect.currentframe()
    while frame is not None and is_ours(frame.f_code.co_filename):
        level, frame = level + 1, frame.f_back
    return 2 if frame is None else level

"""Where in the user's source something happened: frames and tracebacks of CPython in, positions and answers about exceptions out."""

from __future__ import annotations

import dis
import sys
from collections.abc import Sequence
from types import CodeType, FrameType, TracebackType

from ...ir.cells import typed
from ...ir.errors import Position
from ...ir.ours import is_ours, is_users

_positions: dict[int, tuple[CodeType, Sequence[Sequence[int | None]]]] = {}       # code is kept: its id is the key
RAISE = dis.opmap["RAISE_VARARGS"]              # the instruction of a `raise` or `assert` statement
IMPORT_FROM = dis.opmap["IMPORT_FROM"]          # that of a name in `from … import`


def user_frame() -> FrameType | None:
    """The innermost frame in progress that is the user's own."""
    frame = sys._getframe(1)
    while frame is not None and (is_ours(frame.f_code.co_filename) or is_made(frame.f_code.co_filename)):
        frame = frame.f_back
    return frame


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


def importing() -> bool:
    """Is this asked by a `from … import`, in a file or anywhere else?"""
    frame = sys._getframe(1)
    while frame is not None and is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_code[frame.f_lasti] == IMPORT_FROM


def steps(error: BaseException) -> list[TracebackType]:
    """The traceback of an exception, outermost first."""
    found, step = [], error.__traceback__
    while step is not None:
        found.append(step)
        step = step.tb_next
    return found


def raised_at(error: BaseException) -> Position | None:
    """The innermost place of the user's own source that an exception passed through."""
    users = [step for step in steps(error) if is_users(step.tb_frame.f_code.co_filename)]
    return place(users[-1].tb_frame, users[-1].tb_lasti) if users else None


def raised_by_us(error: BaseException) -> bool:
    """Is the innermost place of an exception in our own code? Then it is our bug."""
    found = steps(error)
    return bool(found) and is_ours(found[-1].tb_frame.f_code.co_filename)


def raised_by_the_user(error: BaseException) -> bool:
    """Did a `raise` or `assert` statement of the user's own code raise this? Not what a function raises that is called there."""
    found = steps(error)
    if not found:
        return False
    code = found[-1].tb_frame.f_code
    return is_users(code.co_filename) and code.co_code[found[-1].tb_lasti] == RAISE

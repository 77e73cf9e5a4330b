"""Where in the user's source something happened: frames and tracebacks of CPython in, positions and answers about exceptions out."""

from __future__ import annotations

import itertools
import sys
from types import FrameType

from ...ir.errors import Position
from ...ir.ours import is_ours


def user_frame() -> FrameType | None:
    """The innermost frame in progress that is the user's own."""
    frame = sys._getframe(1)
    while frame is not None and (is_ours(frame.f_code.co_filename) or frame.f_code.co_filename.startswith("<")):
        frame = frame.f_back
    return frame


def place(frame: FrameType | None, instruction: int | None = None) -> Position | None:
    """The source position of what a frame is doing, or did at the byte offset `instruction` of its code."""
    if frame is None:
        return None
    code, at = frame.f_code, (frame.f_lasti if instruction is None else instruction) // 2
    first, last, column, end = next(itertools.islice(code.co_positions(), at, None), (None, None, None, None))
    if first is None:
        return Position(code.co_filename, frame.f_lineno, 1, frame.f_lineno, 1, code.co_name)
    return Position(code.co_filename, first, (column or 0) + 1, last or first, (end or 0) + 1, code.co_name)


def here() -> Position | None:
    """The user's place from which we were called."""
    return place(user_frame())


def raised_at(error: BaseException) -> Position | None:
    """The innermost place of the user's own source that an exception passed through."""
    found, step = None, error.__traceback__
    while step is not None:
        path = step.tb_frame.f_code.co_filename
        if not is_ours(path) and "site-packages" not in path:
            found = place(step.tb_frame, step.tb_lasti)
        step = step.tb_next
    return found


def raised_by_us(error: BaseException) -> bool:
    """Is the innermost place of an exception in our own code? Then it is our bug."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step is not None and is_ours(step.tb_frame.f_code.co_filename)

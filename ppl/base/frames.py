"""Where in the user's source an exception came from: tracebacks of CPython in, positions and answers out; frames in progress are `ir/places.py`."""

from __future__ import annotations

import dis
import sys
from types import TracebackType

from ...ir.errors import Position
from ...ir.ours import is_ours, is_users
from ...ir.places import here as here
from ...ir.places import place as place
from ...ir.places import user_frame as user_frame

RAISE = dis.opmap["RAISE_VARARGS"]              # the instruction of a `raise` or `assert` statement
IMPORT_FROM = dis.opmap["IMPORT_FROM"]          # that of a name in `from … import`


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


def raised_at_the_users(error: BaseException) -> bool:
    """Is the innermost place of an exception in the user's own code: raised there, or by a function of C that is called there?"""
    found = steps(error)
    return bool(found) and is_users(found[-1].tb_frame.f_code.co_filename)


def raised_by_the_user(error: BaseException) -> bool:
    """Did a `raise` or `assert` statement of the user's own code raise this? Not what a function raises that is called there."""
    found = steps(error)
    if not found:
        return False
    code = found[-1].tb_frame.f_code
    return is_users(code.co_filename) and code.co_code[found[-1].tb_lasti] == RAISE

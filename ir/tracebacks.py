"""Tracebacks of errors that were meant: the user's frames and the public call that raised, and none of ours in between."""
from __future__ import annotations

import functools
from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, TypeVar

from .errors import LlbayesError, is_located
from .ours import is_users

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def brief(call: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """The public call, whose errors that were meant show no frames of ours below it. Accidents keep all of theirs."""

    @functools.wraps(call)
    def called(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        __tracebackhide__ = True                         # IPython and pytest leave this frame out
        try:
            return call(*args, **kwargs)
        except Exception as error:
            if not (isinstance(error, LlbayesError) or is_located(error)):
                raise
            raise error.with_traceback(of_users(error.__traceback__)) from error.__cause__

    return called


def of_users(step: TracebackType | None) -> TracebackType | None:
    """The frames of a traceback that are a user's."""
    steps: list[TracebackType] = []
    while step is not None:
        if is_users(step.tb_frame.f_code.co_filename):
            steps.append(step)
        step = step.tb_next
    found = None
    for user in reversed(steps):
        found = TracebackType(found, user.tb_frame, user.tb_lasti, user.tb_lineno)
    return found

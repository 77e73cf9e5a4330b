"""Functions whose calls are answered: where arguments do not fit, the error is ours and speaks of the user's words."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
Answer = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Exception]


def fits(function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]) -> bool:
    """Do these arguments fit the function's signature?"""
    try:
        inspect.signature(function).bind(*args, **keywords)
    except TypeError:
        return False
    return True


def answered(answer: Answer) -> Callable[[F], F]:
    """The function, whose calls that do not fit raise what `answer(function, args, keywords)` gives. One that fits costs nothing."""

    def mark(function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, **keywords: Any) -> Any:
            try:
                return function(*args, **keywords)
            except TypeError:
                if fits(function, args, keywords):
                    raise
            raise answer(function, args, keywords)

        return call  # type: ignore[return-value]

    return mark

"""A run of a model in CPython: the interpretation and the host that are in force in this thread, where the words of a model find them; and
whether an exception that ends a run is the model's refusal of its parameters."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import numpy as np

from ...ir.errors import GaveUp, LlbayesError, OutsideDomain
from ..base.frames import raised_at_the_users, raised_by_the_user, raised_by_us
from ..base.types import Code, Data

RUN: ContextVar[tuple[Any, Any] | None] = ContextVar("llbayes_run", default=None)


def run(function: Code, interpretation: Any, host: Any, data: Data, warned: Callable[[str, int], None] | None = None) -> Any:
    """What the model function returns for data, its sites meaning what the interpretation says; floating-point warnings are off, or told to `warned`."""
    token = RUN.set((interpretation, host))
    try:
        with np.errstate(all="ignore") if warned is None else np.errstate(all="call", call=warned):
            return function(**data)
    finally:
        RUN.reset(token)


def refused(error: Exception) -> bool:
    """Did the model refuse the parameters: by an `assert` or `raise` in it, by a solver that gave up, with a matrix that is not positive definite, an
    index out of range, or a number for which Python's own functions raise where NumPy's give nan?"""
    if isinstance(error, LlbayesError):
        return isinstance(error, (OutsideDomain, GaveUp))
    of_numbers = isinstance(error, (ArithmeticError, IndexError)) and not raised_by_us(error)
    of_numbers = of_numbers or isinstance(error, ValueError) and raised_at_the_users(error)          # by `math`, at the user's line
    return isinstance(error, (AssertionError, np.linalg.LinAlgError)) or of_numbers or raised_by_the_user(error)

"""A run of a model in CPython: the interpretation and the host that are in force in this thread, where the words of a model find them; and
whether an exception that ends a run is the model's refusal of its parameters."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

import numpy as np

from ...ir.errors import LlbayesError
from ..base.frames import raised_by_the_user
from ..base.types import Code, Data

RUN: ContextVar[tuple[Any, Any] | None] = ContextVar("llbayes_run", default=None)


def run(function: Code, interpretation: Any, host: Any, data: Data) -> Any:
    """What the model function returns for data, its sites meaning what the interpretation says; floating-point warnings are off."""
    token = RUN.set((interpretation, host))
    try:
        with np.errstate(all="ignore"):
            return function(**data)
    finally:
        RUN.reset(token)


def refused(error: Exception) -> bool:
    """Did the model itself refuse the parameters: by an `assert` or `raise` in it, or with a matrix that is not positive definite?"""
    if isinstance(error, LlbayesError):
        return False
    return isinstance(error, (AssertionError, np.linalg.LinAlgError)) or raised_by_the_user(error)

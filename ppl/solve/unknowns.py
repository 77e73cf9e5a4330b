"""What searches are given: a place to begin at, a function that can be called with it."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, numbers
from ...lang.values.hooks import compile_time
from ...lang.values.values import Closure, holds_run_time
from ..base.types import Shape


@compile_time
def check_start(value: Any, name: str) -> None:
    """SettingsError for what is no number and no array of finite numbers, or has no element. What is known at run time alone is taken as it is."""
    if holds_run_time(value):
        return
    found = numbers(value, name, "a number or an array of numbers")
    check(found.size > 0 and bool(np.all(np.isfinite(found))), name, value, "a finite number, or an array of them")


@compile_time
def check_calls(f: Any, args: Any, pattern: str) -> None:
    """SettingsError where f cannot be called with an unknown and args."""
    if isinstance(f, Closure):
        return
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):                      # written in C
        return
    try:
        signature.bind(None, *args)
    except TypeError as error:
        raise SettingsError(f"`f` is called with the unknown and {len(args)} of `args`, and does not take these: {error}", hint=pattern) from None


@compile_time
def check_unknown(shape: Shape) -> None:
    """SettingsError where there is no unknown."""
    if 0 in shape:
        raise SettingsError("`x0` has no element", hint="there is no unknown to search for")

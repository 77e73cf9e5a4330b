"""What solvers are given, looked at before they begin: in CPython, and in compiled code where it is known there."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, flag, numbers, one_of, shown, whole
from ...lang.values.hooks import compile_time
from ...lang.values.values import holds_run_time
from ..base.types import Shape, is_function

FINEST = 1e-14                                   # relative tolerance: what doubles can hold


@compile_time
def check_function(f: Any, called: str, pattern: str) -> None:
    """SettingsError unless f is a function."""
    if not is_function(f):
        raise SettingsError(f"`{called}` takes a function first, not {shown(f)}", hint=pattern)


@compile_time
def check_call(f: Any, pattern: str, *args: Any) -> None:
    """SettingsError where f, a function of Python's, cannot be called so."""
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):                     # of compiled code, or of C
        return
    try:
        signature.bind(*args)
    except TypeError as misfit:
        raise SettingsError(f"`f` is called as `{pattern}`, here with {len(args)} arguments: {misfit}", hint="`args=` are those that follow") from None


@compile_time
def check_numbers(value: Any, name: str, allowed: str) -> None:
    """SettingsError for what is neither a number nor an array of them."""
    if not holds_run_time(value):
        numbers(value, name, allowed)


@compile_time
def yes(value: Any, name: str) -> bool:
    """True or False, known when the code is compiled."""
    return flag(value, name)


@compile_time
def check_args(args: Any) -> None:
    """SettingsError unless args is a tuple or a list."""
    if not isinstance(args, (tuple, list)):
        raise SettingsError("`args` must be a tuple of what `f` is called with besides", hint="`args=(x,)` for a single one")


@compile_time
def check_method(method: Any, names: Collection[str], elsewhere: Mapping[str, str]) -> None:
    """SettingsError with what is meant, unless it is one of these."""
    if isinstance(method, str) and method not in names and (ours := elsewhere.get(plain_word(method))):
        raise SettingsError(f"`method` must be one of {', '.join(f'`{n}`' for n in names)}, not {method!r}", hint=ours)
    one_of(method, names, "method")


def plain_word(word: str) -> str:
    """In lower case, letters and digits alone."""
    return "".join(c for c in word.lower() if c.isalnum())


@compile_time
def check_tolerance(value: Any, name: str, least: float, state: Shape = ()) -> None:
    """SettingsError for a tolerance that is no number, too small, or infinite: one, or one for each number of the state. What is known at run time alone is
    taken as it is."""
    each = ", or one for each number of the state" if state else ""
    allowed = f"a number, at least {least:g}{each}" if least > 0.0 else f"a number that is not negative{each}"
    if not holds_run_time(value):
        found = numbers(value, name, allowed)
        check(bool(np.all((found >= least) & (found < np.inf))), name, value, allowed)
    shape = np.shape(value)
    check(tuple(shape) in ((), tuple(state)), name, value, allowed)


@compile_time
def whole_number(value: Any, name: str) -> int:
    """A count of at least 1, known when the code is compiled."""
    return whole(value, name, 1)


@compile_time
def check_times(times: Any, shape: Shape, t0: Any) -> None:
    """SettingsError for times that are no vector, or are known and do not increase from t0 on."""
    if len(shape) != 1 or shape[0] == 0:
        found = "a number" if len(shape) == 0 else "empty" if len(shape) == 1 else f"an array of shape {tuple(shape)}"
        raise SettingsError(f"`times` must be a vector of output times, and is {found}",
                            hint="`solve.ode(f, y0, times, args, t0=0.0)`: the first time has a name of its own")  # fmt: skip
    if holds_run_time(times):
        return
    ts = numbers(times, "times", "a vector of output times")
    if not np.all(np.diff(ts) >= 0.0):
        raise SettingsError("`times` must increase", hint="sort them, and put the rows of the result in the order you need: `[np.argsort(order)]`")
    if type(t0) in (int, float) and not t0 <= ts[0]:
        raise SettingsError(f"`t0` = {shown(t0)} comes after the first of `times`, {shown(float(ts[0]))}", hint="solutions are followed forwards")


@compile_time
def check_end(end: Any, name: str) -> None:
    """SettingsError for an end of an integral, or the time of a start, that is no number."""
    found = end if holds_run_time(end) else numbers(end, name, "a number")
    if np.shape(found) != () or not holds_run_time(end) and np.isnan(found):
        raise SettingsError(f"`{name}` must be a number, not {shown(end)}")

"""Functions that make sets, `ppl.interval(0, 1)`: calls that do not fit, bounds that are no numbers and sizes that are none are answered."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import compile_time
from .fitting import fits

F = TypeVar("F", bound=Callable[..., Any])
NO_NUMBERS = (str, bytes, dict, set, type(None))
LIKE = {                                         # word elsewhere -> argument here
    **dict.fromkeys(("offset", "shift", "mu", "location"), "loc"),
    **dict.fromkeys(("multiplier", "sigma", "sd"), "scale"),
    **dict.fromkeys(("lower", "lb", "min", "a"), "low"),
    **dict.fromkeys(("upper", "ub", "max", "b"), "high"),
    **dict.fromkeys(("dim", "dimension", "size", "K", "k"), "n"),
    **dict.fromkeys(("M", "rows"), "m"),
    **dict.fromkeys(("N", "columns"), "n"),
}  # fmt: skip


def maker(function: F) -> F:
    """The function, whose calls are answered; the front end lets Python make them."""

    @functools.wraps(function)
    def call(*args: Any, **keywords: Any) -> Any:
        for value in args:
            if isinstance(value, NO_NUMBERS):
                raise no_bound(function, args)
        try:
            return function(*args, **keywords)
        except TypeError:
            if fits(function, args, keywords):
                raise
        raise misfit(function, args, keywords)

    return compile_time(call)  # type: ignore[return-value]


def misfit(function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]) -> ModelError:
    """The error for arguments that it does not take."""
    from .calls import closest, count, listed, signature  # not for `import llbayes.ppl`

    known = function.__code__.co_varnames[: function.__code__.co_argcount]
    unknown = [k for k in keywords if k not in known]
    if not unknown:
        return ModelError(f"`ppl.{function.__name__}` {count(function, args, keywords)}", here(), f"`ppl.{signature(function)}`")
    hints = [f"`{k}` is `{LIKE[k]}` here" if LIKE.get(k) in known else closest(k, known) or f"`ppl.{signature(function)}`" for k in unknown]
    return ModelError(f"`ppl.{function.__name__}` has no argument {listed(unknown)}", here(), "; ".join(hints))


def no_bound(function: Callable[..., Any], args: tuple[Any, ...]) -> ModelError:
    """The error for what is no number; a bound that is None is left out by another set."""
    from .values import for_number  # not for `import llbayes.ppl`

    known = function.__code__.co_varnames
    name, value = next((known[k], value) for k, value in enumerate(args) if isinstance(value, NO_NUMBERS))
    what, remedy = for_number(value)
    open_end = {"low": "sets without a lower bound are `ppl.upper(b)` and `ppl.real`", "high": "sets without an upper bound are `ppl.lower(a)` and `ppl.real`"}
    return ModelError(f"`{name}` of `ppl.{function.__name__}` is {what}, and no number", here(), (open_end.get(name, "") if value is None else "") or remedy)


def refuse_size(word: str, n: Any) -> None:
    """ModelError for what is no size of a matrix."""
    if isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n >= 1:
        return
    shown = f", not {n!r}" if type(n) in (int, float, bool, str, list, tuple) else f", not an array of shape {n.shape}" if isinstance(n, np.ndarray) else ""
    way = f"`ppl.{word}({int(n)})`" if type(n) is float and n >= 1 else f"as in `ppl.{word}(3)`; batches of matrices are `shape=`, never a parameter"
    raise ModelError(f"`ppl.{word}` takes the size of a matrix, a whole number from 1 on{shown}", here(), way)

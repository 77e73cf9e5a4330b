"""What is said of calls of a distribution's methods that cannot be: arguments that do not fit, are no numbers, or have another shape. In: the call; out: the
error, or None where its arguments are not to blame."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ..base.frames import here
from .calls import closest, count, listed
from .fitting import fits
from .values import for_number

SHAPE, SEED = "how many, or a shape: `.sample(1000)`", "`seed=`, a whole number or a generator of NumPy"
LOW, HIGH = "the lower bound is `low=`", "the upper bound is `high=`"
ARGUMENTS = {                                    # method -> argument elsewhere -> what is written here
    "sample": {
        **dict.fromkeys(("size", "sample_shape", "n", "draws", "num_samples", "count"), SHAPE),
        **dict.fromkeys(("random_state", "rng", "key", "rng_key", "random_seed", "generator"), SEED),
    },
    "truncated": {**dict.fromkeys(("a", "lower", "lb", "min", "left"), LOW), **dict.fromkeys(("b", "upper", "ub", "max", "right"), HIGH)},
    "noncentered": dict.fromkeys(("w", "centered", "centering", "partial"), "how far is `weight=`, between 0, centred, and 1"),
}  # fmt: skip


def of_method(dist: Any, method: Callable[..., Any], args: tuple[Any, ...], keywords: Mapping[str, Any]) -> ModelError | None:
    """The error for a call of a method that ended in an exception."""
    called, bound = f"`{dist}.{method.__name__}`", method.__get__(dist)
    parameters = list(inspect.signature(bound).parameters)
    unknown = [k for k in keywords if k not in parameters]
    if unknown:
        table = ARGUMENTS.get(method.__name__, {})
        hints = [table.get(k) or closest(k, parameters) or f"it takes {listed(parameters) or 'nothing'}" for k in unknown]
        return ModelError(f"{called} has no argument {listed(unknown)}", here(), "; ".join(dict.fromkeys(hints)))
    if not fits(bound, args, dict(keywords)):
        usual = f"`.{method.__name__}({', '.join(parameters)})`"
        return ModelError(f"{called} {count(bound, args, keywords)}" if parameters else f"{called} takes no argument", here(), f"write {usual}")
    given = inspect.signature(bound).bind(*args, **keywords).arguments
    return next((found for name, x in given.items() if (found := of_value(dist, called, name, x)) is not None), None)


def of_value(dist: Any, called: str, name: str, x: Any) -> ModelError | None:
    """The error for one argument: it must be numbers, whose shape fits the parameters."""
    try:
        a = np.asarray(x)
    except ValueError:
        return ModelError(f"`{name}` of {called} is no array: its rows have different lengths", here(), "an array has rows of one length")
    if a.dtype.kind not in "fiub":
        what, remedy = for_number(x) if not isinstance(x, (np.ndarray, list, tuple)) else (f"an array of {a.dtype}", "make numbers of it: `.astype(float)`")
        return None if x is None and name in ("low", "high", "weight") else ModelError(f"`{name}` of {called} is {what}, and no number", here(), remedy)
    batch, event = dist.batch(np.shape), dist.event(np.shape)
    own = a.shape[a.ndim - len(event):] if name == "x" else ()
    if name == "x" and None not in event and own != tuple(event):
        return ModelError(f"`x` of {called} has shape {a.shape}, one value of it has {tuple(event)}", here(), "the last axes are those of one value")
    try:
        np.broadcast_shapes(batch, a.shape[: a.ndim - len(own)])
    except ValueError:
        return ModelError(f"`{name}` of {called} has shape {a.shape}, its parameters have {batch}: they do not broadcast", here(),
                          "every parameter against every value: give one of them another axis, `x[:, None]`")  # fmt: skip
    return None

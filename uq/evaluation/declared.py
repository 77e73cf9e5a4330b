"""What is known of a model beside the function itself: how it is called, its derivatives, the names of its outputs."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import check, one_of

Function = Callable[..., Any]
WAYS = ("compiled", "vectorised", "looped")
DIFFERENCES = "differences"


@dataclass(frozen=True)
class Model:
    """A function of uncertain inputs, with what a method cannot know by itself; every method takes one in place of the function.

    function: of one array, the inputs in the order of `inputs.names`, or of inputs by their names, `f(load, length)`; it returns a number, an array, or
        a dict, NamedTuple or frozen dataclass of them, whose names are kept
    how: "compiled", "vectorised" (it takes all points (n, d) at once) or "looped" (called for one point after another); None: compiled, or looped where
        the function is outside the compiled language
    gradient: of x (d,) to the derivatives, the shape of an output and (d,) behind it, where the function is not in the language
    hessian: likewise, with (d, d) behind
    derivatives: "differences" for central ones, whose steps come from each input's sd, of a function that has none; None: exact ones, or a refusal
    outputs: names of the outputs' axes with their places, `{"time": times}`, or names of the outputs themselves, `["stress", "strain"]`
    """

    function: Function
    how: str | None = None
    gradient: Function | None = None
    hessian: Function | None = None
    derivatives: str | None = None
    outputs: Any = None              # Mapping[str, ArrayLike] | Sequence[str] | None

    def __post_init__(self) -> None:
        check(callable(self.function), "function", self.function, "a function of the inputs")
        if self.how is not None:
            one_of(self.how, WAYS, "how", " or None")
        for name in ("gradient", "hessian"):
            check(getattr(self, name) is None or callable(getattr(self, name)), name, getattr(self, name), "a function of one array, or None")
        check(self.derivatives in (None, DIFFERENCES), "derivatives", self.derivatives, '"differences" or None')
        object.__setattr__(self, "outputs", sound_outputs(self.outputs))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The function."""
        return self.function(*args, **kwargs)


def sound_outputs(outputs: Any) -> Any:
    """A dict of axes, or a tuple of names; SettingsError for anything else."""
    allowed = 'axes with their places, `{"time": times}`, or names, `["stress", "strain"]`'
    if outputs is None:
        return None
    if isinstance(outputs, Mapping):
        for name, places in outputs.items():
            check(isinstance(name, str) and np.ndim(places) == 1, "outputs", outputs, allowed)
        return {name: tuple(np.asarray(places).tolist() if np.asarray(places).dtype.kind != "M" else np.asarray(places)) for name, places in outputs.items()}
    check(isinstance(outputs, Sequence) and not isinstance(outputs, str) and all(isinstance(name, str) for name in outputs), "outputs", outputs, allowed)
    return tuple(outputs)


def declared(given: Any, how: str | None = None) -> Model:
    """What was given for a model as one; SettingsError for what is no function."""
    if isinstance(given, Model):
        return given if how is None else replace(given, how=how)
    check(callable(given), "model", given, "a function of one array, the inputs in the order of `inputs.names`")
    return Model(given, how)


# -- functions of inputs by their names
def of_one_array(function: Function, names: Sequence[str], what: str = "model") -> Function:
    """A function of x (d,) or of points (n, d): as it is, or one that hands the inputs to a function of several arguments by their names.

    SettingsError for what cannot be called in either way; both lists of names are in it.
    """
    asked = arguments(function)
    if asked is None:
        return function
    given, optional = asked
    if len(names) > 1 and set(given) <= set(names) <= set(given) | set(optional):
        order = tuple(names.index(name) for name in (*given, *(name for name in optional if name in names)))
        called = tuple(names[k] for k in order)
        return lambda x: function(**{name: x[..., k] for name, k in zip(called, order, strict=True)})
    if takes_one(function):
        return function
    called = getattr(function, "__name__", type(function).__name__)
    call = ", ".join(f"x[{k}]" for k in range(len(given)))
    raise SettingsError(f"the {what} `{called}` takes `{inspect.signature(function)}`; a {what} takes one array, the inputs in the order of `inputs.names`, or "
                        f"the inputs by their names, which are {', '.join(names)}", hint=f"`lambda x: {called if called.isidentifier() else what}({call})`")


def arguments(function: Function) -> tuple[list[str], list[str]] | None:
    """Names of the arguments that must be given, and of those that may; None where nothing is known, as of functions written in C."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    named = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return [p.name for p in named if p.default is p.empty], [p.name for p in named if p.default is not p.empty]


def takes_one(function: Function) -> bool:
    """Can it be called with one array?"""
    try:
        inspect.signature(function).bind(np.zeros(1))
    except TypeError:
        return False
    return True


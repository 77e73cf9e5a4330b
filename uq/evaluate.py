"""A model at many points, and the checks on what comes back. The only place where a sampling method calls the model.

A model gets copies of the points: whatever it writes to its argument stays its own. At a few points it is called once more, so that one that
draws random numbers, or keeps state between calls, does not go unnoticed.
"""
from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from ..ir.errors import CompileError, DataError, SettingsError
from ..ir.given import check, one_of
from ..ir.places import users_level
from .method import Model, UqWarning
from .outputs import at_inputs, floats

Function = TypeVar("Function", bound=Callable)
SAME, ROUNDING = 1e-9, 1e-12         # of an output's spread and of its size: what two calls at one point may differ by


Over = Callable[[np.ndarray], np.ndarray]           # outputs (n, …) of points (n, d)


def compiled(model: Model, point: np.ndarray) -> Over:
    """Machine code over all points; a first one tells the shape of an output."""
    from ..ad import batch

    shape = once(model, point).shape

    def at(x: np.ndarray) -> np.ndarray:
        out = np.zeros((1, *shape))
        out[0] = model(x)
        return out[0]

    program = batch(at)
    program(point[None])
    return lambda points: np.asarray(program(points))


def vectorised(model: Model, point: np.ndarray) -> Over:
    """One call with all points."""
    def over(points: np.ndarray) -> np.ndarray:
        out = floats(model(points.copy()), points)
        if out.shape[:1] != points.shape[:1]:
            raise DataError(f"a vectorised model returned shape {out.shape} for {len(points)} points; the first axis counts the points")
        return out
    return over


def looped(model: Model, point: np.ndarray) -> Over:
    """A call for each point."""
    def over(points: np.ndarray) -> np.ndarray:
        first = once(model, points[0])
        out = np.empty((len(points), *first.shape))
        out[0] = first
        for k in range(1, len(points)):
            value = once(model, points[k])
            if value.shape != first.shape:
                raise DataError(f"the model returned shape {value.shape} at {at_inputs(points[k])} and shape {first.shape} at {at_inputs(points[0])}",
                                hint="an output has the same shape at all points")
            out[k] = value
        return out
    return over


WAYS: dict[str, Callable[[Model, np.ndarray], Over]] = {"compiled": compiled, "vectorised": vectorised, "looped": looped}


def once(model: Model, point: np.ndarray) -> np.ndarray:
    """The model's output at one point (d,), of which it gets a copy."""
    return floats(model(point.copy()), point)


def of_one_array(function: Function, name: str = "model") -> Function:
    """The function; SettingsError for what cannot be called with one array."""
    check(callable(function), name, function, "a function of one array, the inputs in the order of `inputs.names`")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):                      # of functions written in C nothing may be known
        return function
    try:
        signature.bind(np.zeros(1))
    except TypeError:
        called = getattr(function, "__name__", type(function).__name__)
        given = [p for p in signature.parameters.values() if p.default is p.empty]
        call = ", ".join(f"x[{k}]" for k in range(len(given)))
        raise SettingsError(f"the {name} `{called}` takes `{signature}`; a {name} takes one array, the inputs in the order of `inputs.names`",
                            hint=f"`lambda x: {called if called.isidentifier() else name}({call})`") from None
    return function


def checked(outputs: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The outputs, when all are finite; DataError with the first point where they are not."""
    bad = ~np.isfinite(outputs.reshape(len(outputs), -1)).all(axis=1)
    if bad.any():
        first = int(np.argmax(bad))
        raise DataError(f"the model is not finite at {int(bad.sum())} of {len(points)} points, first at {at_inputs(points[first])}")
    return outputs


def repeats(over: Over, points: np.ndarray, outputs: np.ndarray, how: str) -> None:
    """UqWarning when a model gives other numbers at the first, the middle and the last point than it gave before."""
    rows = np.unique([0, len(points) // 2, len(points) - 1])
    again = over(points[rows])
    if again.shape[1:] != outputs.shape[1:]:
        raise DataError(f"the model returned outputs of shape {again.shape[1:]} where it had returned shape {outputs.shape[1:]}")
    size = np.abs(outputs).max(axis=0)
    allowed = SAME * np.ptp(outputs / np.maximum(size, 1.0), axis=0) * np.maximum(size, 1.0) + ROUNDING * size
    wrong = ~(np.abs(again - outputs[rows]) <= allowed).reshape(len(rows), -1).all(axis=1)
    if wrong.any():
        why = "or its rows depend on each other" if how == "vectorised" else "or keeps something between calls"
        warnings.warn(f"the model is not a function of its inputs: called again at {at_inputs(points[rows[wrong][0]])} it gave other numbers. It draws random "
                      f"numbers, {why}; that noise counts as if the inputs had caused it. Fix a seed inside the model, or make the noise an input",
                      UqWarning, stacklevel=users_level())


class Evaluator:
    """A model, called with one set of points after another; the first decides how. `count` are the evaluations so far, `shape` that of an output, `first`
    the points that were given first.

    `compiled`: `model(x)` of one point, as machine code over all points; `vectorised`: the callable takes all points at once, (n, d);
    `looped`: it is called for one point after another. None: compiled, or looped where the model is outside the compiled language, which takes
    functions only that give the same numbers again; of the others `check_repeats` looks at that in up to three more calls.
    """

    def __init__(self, model: Model, how: str | None = None):
        if how is not None:
            one_of(how, WAYS, "how", " or None")
        self.model, self.way = of_one_array(model), how
        self.over: Over | None = None
        self.count, self.shape = 0, ()
        self.first = self.outputs = np.zeros(0)

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Outputs (n, …) at points (n, d)."""
        if self.over is None:
            self.way, self.over = chosen(self.model, points[0], self.way)
        outputs = checked(self.over(points), points)
        if not self.count:
            self.first, self.outputs, self.shape = points, outputs, outputs.shape[1:]
        elif outputs.shape[1:] != self.shape:
            raise DataError(f"the model returned outputs of shape {outputs.shape[1:]} where it had returned shape {self.shape}")
        self.count += len(points)
        return outputs

    def check_repeats(self) -> None:
        """UqWarning where a model that is not compiled gives other numbers at points that it was called with."""
        if self.over is not None and self.way not in (None, "compiled"):
            repeats(self.over, self.first, self.outputs, self.way)


def chosen(model: Model, point: np.ndarray, how: str | None) -> tuple[str, Over]:
    """The way that is asked for; compiled without one, or looped where the model is outside of the language."""
    if how is not None:
        return how, WAYS[how](model, point)
    try:
        return "compiled", compiled(model, point)
    except CompileError:
        return "looped", looped(model, point)


def evaluate(model: Model, points: np.ndarray, how: str | None = None) -> tuple[np.ndarray, str]:
    """(outputs, the way taken) at points (n, d), in one go."""
    run = Evaluator(model, how)
    outputs = run(points)
    run.check_repeats()
    return outputs, run.way or ""

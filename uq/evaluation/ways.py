"""The ways in which a function is called at many points: machine code, one call with all points, or a call for each.

A function gets copies of the points: whatever it writes to its argument stays its own.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import CompileError, DataError
from .layout import Layout, joined, layout_of
from .mixture import Mixture
from .outputs import at_inputs, floats

Function = Callable[..., Any]
Over = Callable[[np.ndarray], np.ndarray]           # outputs (n, …) of points (n, d); a row of nan where a point failed


Mixed = Callable[[Mixture], np.ndarray | None]      # outputs (parts n, …), part after part; None where the points have to exist


class Way(NamedTuple):
    """How a function is called; `failure(point)` is why it has no value there, of a function that says so."""

    name: str
    over: Over
    layout: Layout
    failure: Callable[[np.ndarray], Exception | None]
    why: CompileError | None = None  # of a function that is not compiled for it
    mixed: Mixed = lambda block: None


def once(function: Function, point: np.ndarray) -> Any:
    """What the function returns at one point (d,), of which it gets a copy."""
    return function(point.copy())


def compiled(function: Function, point: np.ndarray) -> Way:
    """Machine code over all points; a first one tells the shape of an output."""
    layout = layout_of(once(function, point), point)
    program = over_rows(function, layout)

    def run(points: np.ndarray) -> np.ndarray:
        return outputs_of(program.outcome(points), points)

    def mixed(block: Mixture) -> np.ndarray | None:
        found = program.mixtures(block.pairs, block.choice)
        return None if found is None else outputs_of(found, block.pairs)
    run(point[None])
    return Way("compiled", run, layout, lambda at: attempt(function, at), mixed=mixed)


def over_rows(function: Function, layout: Layout) -> Any:
    """The function at many points in one call of machine code."""
    from ...ad import batch

    def at(x: np.ndarray) -> np.ndarray:
        out = np.zeros((1, *layout.shape))
        out[0] = function(x)
        return out[0]
    return batch(function if layout.fields else at)


def outputs_of(found: Any, points: np.ndarray) -> np.ndarray:
    """What came back of all points as one array; rows of nan where a point failed."""
    out = joined(found.values, points, ahead=1)
    if found.codes.max(initial=0):
        out[found.codes != 0] = np.nan
    return out


def vectorised(function: Function, point: np.ndarray) -> Way:
    """One call with all points."""
    first = once(function, np.array([point, point]))
    layout = Layout(rows_of(first, np.array([point, point])).shape[1:])

    def over(points: np.ndarray) -> np.ndarray:
        return rows_of(function(points.copy()), points)
    return Way("vectorised", over, layout, lambda at: None)


def rows_of(returned: Any, points: np.ndarray) -> np.ndarray:
    """What a vectorised function returned, (n, …)."""
    out = joined(returned, points, ahead=1)
    if out.shape[:1] != points.shape[:1]:
        raise DataError(f"a vectorised model returned shape {out.shape} for {len(points)} points; the first axis counts the points")
    return out


def looped(function: Function, point: np.ndarray) -> Way:
    """A call for each point. One that raises has a row of nan; the first of all may not."""
    layout = layout_of(once(function, point), point)

    def over(points: np.ndarray) -> np.ndarray:
        out = np.empty((len(points), *layout.shape))
        for k, x in enumerate(points):
            try:
                returned = once(function, x)
            except Exception:
                out[k] = np.nan
                continue
            out[k] = of_layout(returned, layout, x, point)
        return out
    return Way("looped", over, layout, lambda at: attempt(function, at))


def of_layout(returned: Any, layout: Layout, at: np.ndarray, first: np.ndarray) -> np.ndarray:
    """One output; DataError where it has not the shape of the first."""
    found = layout_of(returned, at)
    if found != layout:
        raise DataError(f"the model returned shape {found.shape} at {at_inputs(at)} and shape {layout.shape} at {at_inputs(first)}",
                        hint="an output has the same shape at all points")
    return joined(returned, at)


def attempt(function: Function, at: np.ndarray) -> Exception | None:
    """What a call at the point raises; None where it does not."""
    try:
        once(function, at)
    except Exception as e:
        return e
    return None


CALLS: dict[str, Callable[[Function, np.ndarray], Way]] = {"compiled": compiled, "vectorised": vectorised, "looped": looped}


def chosen(function: Function, point: np.ndarray, how: str | None) -> Way:
    """The way that is asked for; compiled without one, or looped where the function is outside of the language, and why."""
    if how is not None:
        return CALLS[how](function, point)
    try:
        return compiled(function, point)
    except CompileError as e:
        return looped(function, point)._replace(why=e)


def stacked(function: Function, points: np.ndarray, into: tuple[int, ...], outputs: tuple[int, ...], inner: tuple[int, ...], what: str) -> np.ndarray:
    """A user's derivative at each point, (n, *into, *inner), of outputs of that shape or flattened; DataError where it returns another shape."""
    out = np.empty((len(points), *into, *inner))
    flat = (int(np.prod(outputs)), *inner)
    for k, x in enumerate(points):
        found = floats(once(function, x), x)
        if found.shape not in ((*outputs, *inner), flat):
            raise DataError(f"`{what}` returned shape {found.shape} at {at_inputs(x)}; outputs of shape {outputs} and {len(x)} inputs make it {flat}")
        out[k] = found.reshape(out[k].shape)
    return out

"""A model at many points, and the checks on what comes back. The only place where a sampling method calls the model."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..ir.errors import CompileError, DataError, SettingsError
from ..lang.values.dtypes import unmasked
from .method import Model


def compiled(model: Model, points: np.ndarray) -> np.ndarray:
    """One machine-code loop over the points; the first point tells the shape of an output."""
    from ..ad import evaluate as machine_code

    n, shape = len(points), np.shape(model(points[0]))

    def over_points(at: np.ndarray) -> np.ndarray:
        out = np.zeros((n, *shape))
        for i in range(n):
            out[i] = model(at[i])
        return out

    return np.asarray(machine_code(over_points)(points))


def vectorised(model: Model, points: np.ndarray) -> np.ndarray:
    """One call with all points."""
    out = floats(model(points))
    if out.shape[:1] != points.shape[:1]:
        raise DataError(f"a vectorised model returned shape {out.shape} for {len(points)} points; the first axis counts the points")
    return out


def looped(model: Model, points: np.ndarray) -> np.ndarray:
    """A call for each point."""
    return np.array([floats(model(x)) for x in points])


def floats(output: ArrayLike) -> np.ndarray:
    """What the model returned, as floats. DataError where a mask hides some: the rest would be taken for the whole."""
    unmasked(output, "what the model returned")
    return np.asarray(output, float)


WAYS = {"compiled": compiled, "vectorised": vectorised, "looped": looped}


def checked(outputs: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The outputs, when all are finite; DataError with the first point where they are not."""
    bad = ~np.isfinite(outputs.reshape(len(outputs), -1)).all(axis=1)
    if bad.any():
        first = int(np.argmax(bad))
        at = np.array2string(points[first], precision=6)
        raise DataError(f"the model is not finite at {int(bad.sum())} of {len(points)} points, first at {at}")
    return outputs


def evaluate(model: Model, points: np.ndarray, how: str | None = None) -> tuple[np.ndarray, str]:
    """(outputs, the way taken): outputs (n, …) of `model` at `points` (n, d).

    `compiled`: `model(x)` of one point, as machine code over all points; `vectorised`: the callable takes all points at once, (n, d);
    `looped`: it is called for one point after another. None: compiled, or looped where the model is outside the compiled language.
    """
    if how is not None and how not in WAYS:
        raise SettingsError(f"`how` is `{how}`; it is one of {', '.join(f'`{w}`' for w in WAYS)} or None")
    if how is None:
        try:
            return checked(compiled(model, points), points), "compiled"
        except CompileError:
            how = "looped"
    return checked(WAYS[how](model, points), points), how

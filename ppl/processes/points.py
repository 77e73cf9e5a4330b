"""Points of Gaussian processes: what may be such, with what length scales, and in what interval. Takes them as given, staged or not."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.frames import here
from ..base.parameters import array_of
from ..base.types import Value
from ..habits.numbers import refuse_parameter
from .steps import shape_of


@compile_time
def points(made: str, x: Any) -> Any:
    """Points, numbers or rows; ModelError for what is none."""
    x = array_of(x)
    refuse_parameter(made, "x", x)
    if len(shape_of(x)) not in (1, 2):
        raise ModelError(f"`{made}` takes its points second, an array of numbers or rows; here it has shape {shape_of(x)}", here(),
                         "numbers are an array of one axis, points of several coordinates the rows of a matrix")  # fmt: skip
    return x


@compile_time
def refuse_columns(x: Any, y: Any, lengthscale: Any) -> None:
    """ModelError for points of unlike numbers of coordinates, and for length scales of others."""
    scales, columns = shape_of(lengthscale), shape_of(x)[1:]
    if columns != shape_of(y)[1:]:
        raise ModelError(f"points of a kernel are all numbers, or rows of one length; here are arrays of shapes {shape_of(x)} and {shape_of(y)}", here())
    if scales not in ((), (1,), columns):
        raise ModelError(f"a length scale of shape {scales} for points of shape {shape_of(x)}: it is one number, or one for each column of the points", here())


@compile_time
def refuse_periodic(x: Any) -> None:
    """ModelError for rows, which have no one period."""
    if len(shape_of(x)) > 1:
        raise ModelError(f"`Periodic` is of points that are numbers; here are rows, of shape {shape_of(x)}", here(), "of one column: `x[:, 0]`")


@compile_time
def refuse_rows(x: Any) -> None:
    """ModelError for points of several coordinates."""
    if len(shape_of(x)) > 1:
        raise ModelError(f"points of `HilbertSpaceGP` are numbers; here are rows, of shape {shape_of(x)}", here(), "`ppl.GaussianProcess` takes rows")


@compile_time
def refuse_outside(x: Any, low: Any, high: Any) -> None:
    """ModelError for points, known now, beyond the interval, where the basis says nothing of the process."""
    if not all(isinstance(p, (int, float, np.floating)) for p in (low, high)) or not isinstance(x, np.ndarray) or not x.size:
        return
    slack = 1e-9 * (high - low)
    if x.min() < low - slack or x.max() > high + slack:
        raise ModelError(f"`HilbertSpaceGP` is made on the interval from {low:g} to {high:g}, and points lie between {x.min():g} and {x.max():g}", here(),
                         "`low` and `high` hold all points, those of predictions too")  # fmt: skip


# -- distances
@compile_time
def are_rows(x: Any) -> bool:
    """Are the points rows of a matrix?"""
    return len(getattr(x, "shape", ())) > 1


def squares(x: Any, y: Any, lengthscale: Value) -> Any:
    """Squared distances in units of the length scale."""
    refuse_columns(x, y, lengthscale)
    if are_rows(x):
        d = (x[:, None, :] - y[None, :, :]) / lengthscale
        return np.sum(d * d, axis=-1)
    d = (x[:, None] - y[None, :]) / lengthscale
    return d * d


def level(x: Any, scale: Any) -> Any:
    """The same variance at all points."""
    return np.zeros(x.shape[0]) + scale * scale

"""What tables and plots of results share: one output of several, Axes to draw on, columns of text."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ir.given import check, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def of_output(a: np.ndarray, output: int, before: int = 0) -> np.ndarray:
    """Numbers of one output, in row order, of an array whose axes after the first `before` are those of the outputs.

    >>> of_output(np.arange(6.0).reshape(2, 3), 1, before=1)           # two inputs, three outputs
    array([1., 4.])
    """
    flat = np.reshape(a, (*np.shape(a)[:before], -1))
    return flat[..., position(output, flat.shape[-1])]


def position(output: int, count: int) -> int:
    """The output's position among `count`; SettingsError where there is none."""
    return whole(output, "output", -count, count - 1)


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The Axes, or new ones of a figure of that size in inches; SettingsError for anything else."""
    import matplotlib.pyplot as plt
    from matplotlib.axes import Axes

    if ax is not None:
        check(isinstance(ax, Axes), "ax", ax, "None or Matplotlib's Axes")
        return ax
    return plt.subplots(figsize=(width, height), layout="constrained")[1]

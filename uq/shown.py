"""What tables and plots of results share: one output of several, Axes to draw on, columns of text."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def of_output(a: np.ndarray, output: int, before: int = 0) -> np.ndarray:
    """Numbers of one output, in row order, of an array whose axes after the first `before` are those of the outputs.

    >>> of_output(np.arange(6.0).reshape(2, 3), 1, before=1)           # two inputs, three outputs
    array([1., 4.])
    """
    return np.reshape(a, (*np.shape(a)[:before], -1))[..., output]


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The Axes, or new ones of a figure of that size in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]

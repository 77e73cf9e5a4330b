"""Arrays of draws: a forest of intervals by label, a band over a long series, a map of a matrix; drawn on Axes that are given."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..results import Variable
from ..results.cells import shortened
from ..results.variables import UNNAMED
from .quantity import LONGEST
from .series import band

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOREST, MATRIX = 90, 40              # entries that a forest shows of one variable, and of one with several axes
SERIES_HEIGHT, MAP_HEIGHT = 18, 26   # in rows of a forest
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
TICKS = 24                           # labels along an axis of a map


def rows_of(variable: Variable) -> int:
    """How high its picture is, in rows of a forest."""
    if in_forest(variable):
        return variable.size + 3
    return SERIES_HEIGHT if axis_of(variable) is not None else MAP_HEIGHT


def in_forest(variable: Variable) -> bool:
    """Is it small enough for a row an entry?"""
    return variable.size <= (MATRIX if len(variable.own) > 1 else FOREST)


def axis_of(variable: Variable) -> int | None:
    """The axis along which all its entries lie, counted without chain and draw; None for a matrix."""
    long = [k for k, n in enumerate(variable.shape) if n > 1]
    return long[0] if len(long) == 1 else None


def draw(axes: Axes, variable: Variable) -> None:
    """The picture that suits a variable."""
    if in_forest(variable):
        forest(axes, variable)
    elif (axis := axis_of(variable)) is not None:
        series(axes, variable, axis)
    else:
        heat(axes, variable)


def quantiles(variable: Variable) -> np.ndarray:
    """(5, entry) of the draws that are finite; nan where none is."""
    x = variable.entries().reshape(variable.size, -1).astype(float)
    return np.array([np.quantile(row[np.isfinite(row)], LEVELS) if np.isfinite(row).any() else np.full(5, np.nan) for row in x]).T


def forest(axes: Axes, variable: Variable) -> None:
    """Medians with 50 % and 90 % intervals, a row an entry. By size where labels are names, else in order, the first on top."""
    found = quantiles(variable)
    order = np.argsort(found[2], kind="stable") if by_name(variable) else np.arange(variable.size)[::-1]
    rows = np.arange(variable.size)
    q05, q25, q50, q75, q95 = found[:, order]
    axes.hlines(rows, q05, q95, color="tab:blue", lw=1)
    axes.hlines(rows, q25, q75, color="tab:blue", lw=3)
    axes.plot(q50, rows, "o", color="black", ms=3)
    labels = [shortened(variable.entry_name(int(k)), LONGEST) + ("" if np.isfinite(found[2, k]) else " (not finite)") for k in order]
    axes.set_yticks(rows, labels, fontsize=6 if len(rows) > 30 else 8)
    axes.set_ylim(-1, len(rows))
    axes.tick_params(axis="x", labelsize=8)
    titled(axes, variable, "median, 50 % and 90 %")


def by_name(variable: Variable) -> bool:
    """Are its labels texts, which have no order of their own?"""
    labels = [np.asarray(variable.coords[dim]) for dim in variable.own if dim in variable.coords]
    return len(variable.own) == 1 and any(a.dtype.kind in "UOST" and a.dtype != bool for a in labels)


def series(axes: Axes, variable: Variable, axis: int) -> None:
    """A band over the axis, by its labels where those are numbers or dates."""
    labels = np.asarray(variable.coords.get(variable.own[axis], np.arange(variable.size)))
    at = labels if labels.dtype.kind in "iufM" and len(labels) == variable.size else np.arange(variable.size)
    band(axes, at, quantiles(variable), LEVELS)
    axes.set_xlabel("" if UNNAMED.fullmatch(variable.own[axis]) else variable.own[axis] + ("" if at is labels else ", counted"), fontsize=8)
    axes.tick_params(labelsize=8)
    titled(axes, variable, "median, 50 % and 90 %")


def heat(axes: Axes, variable: Variable) -> None:
    """Medians of a matrix in colours; of more axes all but the last go down the page."""
    columns = variable.shape[-1]
    medians = quantiles(variable)[2].reshape(-1, columns)
    image = axes.imshow(medians, aspect="auto", interpolation="nearest")
    bar: Any = axes.figure.colorbar(image, ax=axes, pad=0.01)
    bar.ax.tick_params(labelsize=7)
    down = [variable.entry_name(k * columns) for k in range(len(medians))]
    cut = [shortened(name[len(variable.name) + 1:].rpartition(", ")[0], LONGEST) for name in down]
    across = [shortened(variable.label_text(variable.own[-1], k), 12) for k in range(columns)]
    for places, labels in ((axes.set_yticks, cut), (axes.set_xticks, across)):
        every = -(-len(labels) // TICKS)
        places(range(0, len(labels), every), labels[::every], fontsize=7)
    axes.tick_params(axis="x", rotation=90 if max(map(len, across)) > 3 else 0)
    axes.set_xlabel("" if UNNAMED.fullmatch(variable.own[-1]) else variable.own[-1], fontsize=8)
    titled(axes, variable, "medians")


def titled(axes: Axes, variable: Variable, what: str) -> None:
    axes.set_title(f"{shortened(variable.name, LONGEST)}: {what}", fontsize=9)

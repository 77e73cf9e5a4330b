"""What has an interval: a band of quantiles over a series, values with intervals over it, bars side by side; from arrays, on Axes that are given."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW, FEWEST = 30, 8                  # places of a series that have marks, and that are not joined
SPREAD = 0.5                         # of the gap between two places, over which points that share one are spread
Interval = tuple[np.ndarray, np.ndarray, np.ndarray]          # value, low, high


def band(axes: Axes, at: Any, quantiles: np.ndarray, levels: Sequence[float] | np.ndarray, colour: str = "tab:blue") -> None:
    """Quantiles (q, n) over the n places `at`: the middle one a line, two that are as far from it shaded between. Of few places points and strokes."""
    count = len(levels)
    order = np.argsort(levels)
    for k in range(count // 2):
        low, high = order[k], order[count - 1 - k]
        between(axes, at, quantiles[low], quantiles[high], colour, f"{100 * levels[low]:g} – {100 * levels[high]:g} %", width=1.5 + 2.5 * k)
    if count % 2:
        middle = order[count // 2]
        line(axes, at, quantiles[middle], colour, f"{100 * levels[middle]:g} %")
    roomy(axes, at)


def lines(axes: Axes, at: Any, values: Mapping[str, Interval]) -> None:
    """Lines by name over the places, each with its interval shaded; of few places points beside each other."""
    for k, (name, (value, low, high)) in enumerate(values.items()):
        place = at if is_series(at) else beside(at, k, len(values))
        between(axes, place, low, high, f"C{k % 10}", "", width=1.5)
        line(axes, place, value, f"C{k % 10}", name)
    roomy(axes, at)


def beside(at: Any, k: int, count: int) -> Any:
    """The places of the k-th of `count` points that share each of a few, a little to the left or the right of it."""
    places = np.asarray(at)
    gap = np.abs(np.diff(np.sort(places))).min() if len(places) > 1 else np.asarray(1).astype(places.dtype if places.dtype.kind != "M" else "timedelta64[D]")
    return places + gap * (SPREAD * (k - 0.5 * (count - 1)) / count)


def is_series(at: Any) -> bool:
    """Are there so many places that lines join them?"""
    return len(at) > FEWEST


def between(axes: Axes, at: Any, low: np.ndarray, high: np.ndarray, colour: str, label: str, width: float) -> None:
    """An interval at each place."""
    if is_series(at):
        axes.fill_between(at, low, high, color=colour, alpha=0.25, lw=0, label=label)
    else:
        axes.vlines(at, low, high, color=colour, lw=width, alpha=0.6, label=label)


def line(axes: Axes, at: Any, value: np.ndarray, colour: str, label: str, ls: str = "-") -> None:
    """A value at each place."""
    joined = is_series(at)
    axes.plot(at, value, color=colour, lw=1.2, ls=ls if joined else "", marker="" if len(at) > FEW else "." if joined else "o", label=label)


def roomy(axes: Axes, at: Any) -> None:
    """Places up to the sides where they are many; whole numbers alone along the axis of few that are counted."""
    axes.margins(x=0.01 if is_series(at) else 0.15)
    if not is_series(at):
        axes.set_xticks(at)


def bars(axes: Axes, names: Sequence[str], values: Mapping[str, Interval]) -> None:
    """Groups of bars by name, one bar of each of `values` beside the other, with intervals."""
    width, at = 0.8 / len(values), np.arange(len(names))
    for k, (label, (value, low, high)) in enumerate(values.items()):
        place = at + (k - (len(values) - 1) / 2) * width
        axes.bar(place, value, width, label=label)
        axes.vlines(place, low, high, color="black", lw=1)
    axes.axhline(0, color="black", lw=0.8)
    axes.margins(y=0.2)                                          # room for a legend
    long = max(map(len, names)) * len(names) > 60
    axes.set_xticks(at, names, rotation=45 if long else 0, ha="right" if long else "center")

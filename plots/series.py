"""What has an interval: a band of quantiles over a series, values with intervals over it, bars side by side; from arrays, on Axes that are given."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 30                             # places of a series that have marks
Interval = tuple[np.ndarray, np.ndarray, np.ndarray]          # value, low, high


def band(axes: Axes, at: Any, quantiles: np.ndarray, levels: Sequence[float], colour: str = "tab:blue") -> None:
    """Quantiles (q, n) over the n places `at`: the middle one a line, two that are as far from it shaded between."""
    count = len(levels)
    order = np.argsort(levels)
    for k in range(count // 2):
        low, high = order[k], order[count - 1 - k]
        axes.fill_between(at, quantiles[low], quantiles[high], color=colour, alpha=0.25, lw=0, label=f"{100 * levels[low]:g} – {100 * levels[high]:g} %")
    if count % 2:
        middle = order[count // 2]
        axes.plot(at, quantiles[middle], color=colour, lw=1.2, marker="." if len(at) < FEW else "", label=f"{100 * levels[middle]:g} %")
    axes.margins(x=0.01)


def lines(axes: Axes, at: Any, values: Mapping[str, Interval]) -> None:
    """Lines by name over the places, each with its interval shaded."""
    for k, (name, (value, low, high)) in enumerate(values.items()):
        axes.fill_between(at, low, high, color=f"C{k % 10}", alpha=0.2, lw=0)
        axes.plot(at, value, color=f"C{k % 10}", lw=1.2, marker="." if len(at) < FEW else "", label=name)
    axes.margins(x=0.01)


def bars(axes: Axes, names: Sequence[str], values: Mapping[str, Interval]) -> None:
    """Groups of bars by name, one bar of each of `values` beside the other, with intervals."""
    width, at = 0.8 / len(values), np.arange(len(names))
    for k, (label, (value, low, high)) in enumerate(values.items()):
        place = at + (k - (len(values) - 1) / 2) * width
        axes.bar(place, value, width, label=label)
        axes.vlines(place, low, high, color="black", lw=1)
    axes.axhline(0, color="black", lw=0.8)
    long = max(map(len, names)) * len(names) > 60
    axes.set_xticks(at, names, rotation=45 if long else 0, ha="right" if long else "center")

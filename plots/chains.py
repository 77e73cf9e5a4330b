"""Chains: traces, ranks, marginals, pairs, drawn on Axes that are given. Chains are colours."""
from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .canvas import Picture, say
from .quantity import Quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS, FEW_DRAWS, MOST_POINTS, BINS = 10, 40, 1500, 20
SMALL, WRAP = 8, 22
NOT_FINITE, CONSTANT = "no finite draws", "constant: {:.4g}"


def colour(chain: int) -> str:
    """Of a chain."""
    return f"C{chain % COLOURS}"


def empty(axes: Axes, quantity: Quantity) -> bool:
    """Says what is there of what has no picture: nothing finite, or one number."""
    if quantity.varies:
        return False
    say(axes, CONSTANT.format(quantity.finite[0]) if quantity.finite.size else NOT_FINITE)
    axes.set_yticks([])
    return True


def trace(axes: Axes, quantity: Quantity, diverging: np.ndarray | None = None) -> None:
    """Draws in order, short chains as points; divergences are marks at the bottom."""
    draws = quantity.draws.shape[1]
    for chain, values in enumerate(quantity.draws):
        axes.plot(np.where(np.isfinite(values), values, np.nan), lw=0.5, marker="." if draws < FEW_DRAWS else "", color=colour(chain))
    if diverging is not None and diverging.shape == quantity.draws.shape:
        places = np.flatnonzero(diverging.any(axis=0))
        axes.plot(places, np.full(len(places), 0.02), "|", color="black", ms=6, transform=axes.get_xaxis_transform())
    by_ones(axes.yaxis, quantity)
    axes.set_xlim(-0.5, max(draws - 0.5, 0.5))
    axes.set_title(quantity.label, fontsize=SMALL + 1)
    axes.tick_params(labelsize=SMALL - 1)
    if not quantity.finite.size:
        empty(axes, quantity)


def ranks(axes: Axes, quantity: Quantity) -> None:
    """Histograms of the ranks of each chain among all draws: flat, at the dashed line, when chains agree. Of one chain its halves are compared."""
    values = quantity.halves
    axes.set_title("ranks of halves" if len(values) != len(quantity.draws) else "ranks", fontsize=SMALL + 1)
    axes.tick_params(labelsize=SMALL - 1)
    if empty(axes, quantity):
        axes.set_xticks([])
        return
    order = np.argsort(np.random.default_rng(0).permutation(values.size), kind="stable")          # ties in no order: those of counts are many
    ranked, count = np.empty(values.size), int(np.isfinite(values).sum())
    ranked[np.lexsort((order, np.where(np.isfinite(values), values, np.inf).ravel()))] = np.arange(values.size)
    bins = max(1, min(BINS, values.shape[1] // 5))
    for chain, places in enumerate(ranked.reshape(values.shape)):
        axes.hist(places[np.isfinite(values[chain])], bins=bins, range=(0, count), histtype="step", color=colour(chain))
    axes.axhline(count / len(values) / bins, color="gray", ls="--", lw=1)
    axes.set_xlim(0, count)
    axes.set_ylim(0)


def marginal(axes: Axes, quantity: Quantity, title: bool = True) -> None:
    """Histogram of all draws, of counts one bar a number."""
    if title:
        axes.set_title(quantity.label, fontsize=SMALL + 1)
    axes.set_yticks([])
    axes.tick_params(labelsize=SMALL - 1)
    if empty(axes, quantity):
        axes.set_xticks([])
    else:
        axes.hist(quantity.finite, bins=bars(quantity), color="tab:blue", alpha=0.8)
        by_ones(axes.xaxis, quantity)


def by_ones(axis: Any, quantity: Quantity) -> None:
    """Whole numbers alone along an axis of counts or truths."""
    if quantity.whole:
        axis.get_major_locator().set_params(integer=True)


def bars(quantity: Quantity) -> Any:
    """The bins of a histogram."""
    x = quantity.finite
    by_one = quantity.whole and np.ptp(x) <= 60
    return np.arange(x.min() - 0.5, x.max() + 1.0) if by_one else max(5, min(40, int(np.sqrt(x.size))))


def pairs(figure: Any, quantities: Sequence[Quantity], diverging: np.ndarray | None = None) -> None:
    """Every two against each other below the diagonal, marginals on it, correlations above it. Divergences are red."""
    n = len(quantities)
    grid = figure.subplots(n, n, squeeze=False)
    for i, row in enumerate(quantities):
        for j, column in enumerate(quantities):
            axes = grid[i][j]
            axes.tick_params(labelsize=SMALL - 2)
            if j > i:
                correlation(axes, row, column)
            elif i == j:
                marginal(axes, row, title=False)
            else:
                cloud(axes, column, row, diverging)
            if j == 0:
                axes.set_ylabel(wrapped(row.label), fontsize=SMALL)
            if i == n - 1:
                axes.set_xlabel(wrapped(column.label), fontsize=SMALL)


def wrapped(label: str) -> str:
    """A label that is no longer than the side of a small picture, in lines."""
    return textwrap.fill(label, WRAP, break_on_hyphens=False)


def cloud(axes: Axes, across: Quantity, up: Quantity, diverging: np.ndarray | None) -> None:
    """Points of two quantities, not all of many; counts are spread a little, so that equal ones are seen."""
    x, y = scattered(across, 0), scattered(up, 1)
    every = max(1, x.size // MOST_POINTS)
    axes.plot(x[::every], y[::every], ".", ms=2 if x.size > MOST_POINTS else 4, alpha=0.35, color="tab:blue", mew=0)
    if diverging is not None and diverging.size == x.size:
        axes.plot(x[diverging.ravel()], y[diverging.ravel()], ".", ms=4, color="tab:red", mew=0)
    by_ones(axes.xaxis, across)
    by_ones(axes.yaxis, up)
    if not (np.isfinite(x) & np.isfinite(y)).any():
        say(axes, NOT_FINITE)


def scattered(quantity: Quantity, seed: int) -> np.ndarray:
    """All draws in a row, nan where they are not finite."""
    x = np.where(np.isfinite(quantity.draws), quantity.draws, np.nan).ravel()
    return x + np.random.default_rng(seed).uniform(-0.3, 0.3, x.size) if quantity.whole and quantity.varies else x


def correlation(axes: Axes, one: Quantity, other: Quantity) -> None:
    """Its number."""
    axes.set_axis_off()
    both = np.isfinite(one.draws) & np.isfinite(other.draws)
    if one.varies and other.varies and both.sum() > 2:
        say(axes, f"r = {np.corrcoef(one.draws[both], other.draws[both])[0, 1]:z.2f}")


def legend(figure: Picture, quantity: Quantity, diverging: bool, note: str = "") -> None:
    """What the colours mean in pictures of quantities like this one, at the bottom of the page, under a note."""
    from matplotlib.lines import Line2D

    several = len(quantity.draws) > 1
    count = len(quantity.draws)
    names = [f"chain {k}" for k in range(count)] if several else ["first half", "second half"][:len(quantity.halves)]
    names = names if len(names) <= COLOURS else [f"chains 0 to {count - 1}, a colour each {COLOURS}th"]
    handles = [Line2D([], [], color=colour(k), label=name) for k, name in enumerate(names)]
    handles.append(Line2D([], [], color="gray", ls="--", label=f"ranks when {'chains' if several else 'halves'} agree"))
    if diverging:
        handles.append(Line2D([], [], color="tab:red", marker=".", ls="", label="divergences"))
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), fontsize=SMALL, frameon=False, title=note or None, title_fontsize=SMALL)

"""One picture of a run: intervals of arrays on the left, traces, ranks and pairs of what tells most on the right; none of them empty."""
from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

from ..ir.given import of_kind
from ..results import Groups, PlainGroups, Variable
from ..results.cells import shortened
from . import chains, intervals
from .canvas import Picture, checked, finished, new, say
from .quantity import Quantity, diverging, drawable, entry, most_telling

TRACED, PANELS, ROWS, MARGINALS = 4, 4, 100, 12
LOW = 45                             # rows of a left side that is as high as four traces
ROW, TRACE, PAIR = 0.135, 1.5, 1.7   # heights in inches
LEAST, MOST = 5.0, 16.0


@overload
def overview(tree: Groups | PlainGroups, path: None = None, title: str = "") -> Picture: ...
@overload
def overview(tree: Groups | PlainGroups, path: str | os.PathLike[str], title: str = "") -> Path: ...
def overview(tree: Groups | PlainGroups, path: str | os.PathLike[str] | None = None, title: str = "") -> Picture | Path:
    """The picture, a figure that a notebook shows; with `path` it is written there, and the path returned (`.png` where it has no ending).

    Arrays have a row an entry, by label; long series are bands, large matrices maps. Traces and ranks are of scalars, and where there are few of entries
    with the largest R-hat. What the page has no room for is named at its bottom.
    """
    place, title = None if path is None else checked(path), of_kind(title, str, "title", "a text")
    variables = drawable(tree)
    if not variables:
        figure = new(5, 2)
        say(figure.subplots(), "no parameters")
        return finished(figure, place, title)
    shown, bad = most_telling(variables, TRACED), diverging(tree)
    arrays = fitting([v for v in variables if v.size > 1])
    scalars = [v for v in variables if v.size == 1]
    rest = [entry(v, 0) for v in scalars] if not arrays and len(scalars) > TRACED else []
    figure = page(arrays, rest, shown, bad)
    on_page = {*(v.name for v in arrays), *({q.name for q in (*shown, *rest[:MARGINALS])} & {v.name for v in scalars})}
    left_out = [v.name for v in variables if v.name not in on_page]
    note = shortened(f"not on this page: {', '.join(left_out)}", 150) if left_out else ""
    chains.legend(figure, shown[0], bad is not None, note)
    return finished(figure, place, title)


def fitting(arrays: Sequence[Variable]) -> list[Variable]:
    """The arrays that the left side has room for, in their order; those that come last, deterministics, are chosen first."""
    found: list[Variable] = []
    for v in reversed(arrays):
        if len(found) < PANELS and (not found or sum(map(intervals.rows_of, [*found, v])) <= ROWS):
            found.append(v)
    return found[::-1]


def page(arrays: Sequence[Variable], rest: Sequence[Quantity], shown: Sequence[Quantity], bad: np.ndarray | None) -> Picture:
    """Arrays, or marginals of scalars, on the left where there are any; the right is all of the page without them."""
    n = len(shown)
    if not arrays and not rest:
        figure = new(13, np.clip(max(TRACE, PAIR) * n + 1, 4, MOST))
        left, right = parts(figure, 1.1, 1)
        traces(left, shown, bad)
        chains.pairs(right, shown, bad)
        return figure
    rows = sum(intervals.rows_of(v) for v in arrays)
    if rows <= LOW:
        return low_page(arrays, rest, shown, bad)
    figure = new(15, np.clip(max(ROW * rows, (TRACE + PAIR) * n) + 1, LEAST, MOST))
    left, right = parts(figure, 1, 1.6)
    stacked(left, arrays)
    top, bottom = parts(right, TRACE, PAIR, down=True)
    traces(top, shown, bad)
    chains.pairs(bottom, shown, bad)
    return figure


def low_page(arrays: Sequence[Variable], rest: Sequence[Quantity], shown: Sequence[Quantity], bad: np.ndarray | None) -> Picture:
    """A left side that is no higher than the traces, and pairs under both."""
    n = len(shown)
    figure = new(15, np.clip((TRACE + PAIR) * n + 1, LEAST, MOST))
    above, pairs = parts(figure, TRACE, PAIR, down=True)
    left, right = parts(above, 1, 1.6)
    if arrays:
        stacked(left, arrays)
    else:
        marginals(left, rest[:MARGINALS])
    traces(right, shown, bad)
    chains.pairs(pairs, shown, bad)
    return figure


def parts(figure: Any, one: float, other: float, down: bool = False) -> tuple[Any, Any]:
    """Two parts of a page in this relation, side by side or one under the other."""
    found = figure.subfigures(2, 1, height_ratios=[one, other]) if down else figure.subfigures(1, 2, width_ratios=[one, other])
    return found[0], found[1]


def stacked(figure: Any, arrays: Sequence[Variable]) -> None:
    """Arrays one under the other, each as high as it has rows."""
    grid = figure.subplots(len(arrays), 1, squeeze=False, height_ratios=[intervals.rows_of(v) for v in arrays])
    for (axes,), variable in zip(grid, arrays, strict=True):
        intervals.draw(axes, variable)


def marginals(figure: Any, quantities: Sequence[Quantity]) -> None:
    """Two histograms a row."""
    grid = figure.subplots(-(-len(quantities) // 2), 2, squeeze=False)
    for axes, quantity in zip(grid.ravel(), quantities, strict=False):
        chains.marginal(axes, quantity)
    for axes in grid.ravel()[len(quantities):]:
        axes.remove()


def traces(figure: Any, quantities: Sequence[Quantity], bad: np.ndarray | None) -> None:
    """Trace and ranks of each, one under the other."""
    grid = figure.subplots(len(quantities), 2, squeeze=False, width_ratios=[1.6, 1])
    for (trace, rank), quantity in zip(grid, quantities, strict=True):
        chains.trace(trace, quantity, bad)
        chains.ranks(rank, quantity)

"""One kind of picture for variables that are picked by name; what `overview` shows on one page."""
from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..ir.errors import SettingsError
from ..ir.given import of_kind
from ..results import Groups, PlainGroups
from ..results.summary import picked
from . import chains, intervals
from .canvas import Picture, checked, finished, new
from .overview import ROW, TRACE, TRACED, stacked, traces
from .quantity import Quantity, diverging, drawable, most_telling, named

MOST_PAIRS, MOST_TRACES = 10, 40
Names = str | Sequence[str] | None
Where = str | os.PathLike[str] | None


def forest(tree: Groups | PlainGroups, names: Names = None, path: Where = None, title: str = "") -> Picture | Path:
    """Medians with 50 % and 90 % intervals of every entry, by label, a panel a variable; long series as bands, large matrices as maps.

    names: variables, one or several; None: all, scalars first
    path: the picture is written there, and the path returned; None: the figure is

    SettingsError for names that there are not.
    """
    place, title = target(path, title)
    variables = list(picked({v.name: v for v in drawable(tree)}, names))
    some([*variables])
    figure = new(8, max(2.0, ROW * 1.3 * sum(intervals.rows_of(v) for v in variables) + 0.5))
    stacked(figure, variables)
    return finished(figure, place, title)


def trace(tree: Groups | PlainGroups, names: Names = None, path: Where = None, title: str = "") -> Picture | Path:
    """Draws in order, and beside them the ranks of each chain: flat, at the dashed line, when chains agree.

    names: variables, or entries such as `theta[school=A]`, one or several; None: four that tell most
    path: as in `forest`

    SettingsError for names that there are not, and for more than 40 entries.
    """
    place, title = target(path, title)
    shown, bad = chosen(tree, names, MOST_TRACES), diverging(tree)
    figure = new(10, 0.8 + TRACE * len(shown))
    traces(figure, shown, bad)
    chains.legend(figure, shown[0], False)
    return finished(figure, place, title)


def pairs(tree: Groups | PlainGroups, names: Names = None, path: Where = None, title: str = "") -> Picture | Path:
    """Every two quantities against each other, with marginals and correlations; divergences are red.

    names: variables, or entries such as `theta[school=A]`, one or several; None: four that tell most
    path: as in `forest`

    SettingsError for names that there are not, and for more than 10 entries.
    """
    place, title = target(path, title)
    shown, bad = chosen(tree, names, MOST_PAIRS), diverging(tree)
    size = max(3.5, 1.8 * len(shown))
    figure = new(size, size)
    chains.pairs(figure, shown, bad)
    return finished(figure, place, title)


def target(path: Where, title: object) -> tuple[Path | None, str]:
    """Where the picture goes, and its title."""
    return None if path is None else checked(path), of_kind(title, str, "title", "a text")


def chosen(tree: Groups | PlainGroups, names: Names, most: int) -> list[Quantity]:
    """The quantities of these names."""
    return some(most_telling(drawable(tree), TRACED) if names is None else named(tree, names, most))


def some(quantities: list) -> list:
    """These; SettingsError where there are none."""
    if not quantities:
        raise SettingsError("there is nothing to draw: no variables")
    return quantities

"""What tables and plots of results share: one output of several or all, Axes to draw on, tables as text and as HTML."""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import check, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMES = 30                      # of outputs along an axis
SHOWN = (0.05, 0.5, 0.95)            # quantiles of inputs
OF_A_LETTER, HANDLE = 4.4, 6         # points that one takes in a legend; letters that its line and gaps do


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


# -- several outputs
def picked(output: int | None, count: int) -> int | None:
    """The position of the output that is asked for, of one the only one; None where all of several are. SettingsError where there is none."""
    if output is None:
        return 0 if count == 1 else None
    return position(output, count) % count


def places(at: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Where along an axis the outputs of that shape stand: numbers or dates that are given, else 0, 1, …, in row order; SettingsError for others."""
    count = int(np.prod(shape))
    if at is None:
        return np.arange(count)
    try:
        found = np.asarray(at)
    except ValueError:                                   # rows of different lengths
        found = np.zeros(0)
    check(found.ndim == 1 and found.dtype.kind in "iufM", "at", at, "numbers or dates, one for each output")
    if len(found) != count:
        raise SettingsError(f"`at` has {len(found)} places, and there are {count} outputs")
    return found


def finished(ax: Axes, at: Any, shape: tuple[int, ...], what: str) -> Axes:
    """The Axes of all outputs with a label of their height, a legend, and a name for the axis of outputs: those of a matrix by numbers, where they are few."""
    ax.set_xlabel("output" if at is None else "")
    if at is None and len(shape) > 1 and int(np.prod(shape)) <= MOST_NAMES:
        names = output_names(shape, int(np.prod(shape)))
        ax.set_xticks(range(len(names)), names, rotation=45 if len(names) > 8 else 0)
    ax.set_ylabel(what)
    return explained(ax)


def explained(ax: Axes) -> Axes:
    """The Axes with a legend above them, where it hides nothing, in as many columns as their width has room for."""
    labels = ax.get_legend_handles_labels()[1]
    figure: Any = ax.get_figure(root=True)
    room = 72.0 * figure.get_figwidth() * ax.get_position().width / OF_A_LETTER
    columns = max(1, min(len(labels), int(room // (max(map(len, labels), default=0) + HANDLE))))
    ax.legend(frameon=False, fontsize=8, loc="lower left", bbox_to_anchor=(0.0, 1.0), borderaxespad=0.2, ncols=columns)
    return ax


def over_places(r: Any, name: str, ax: Axes, at: Any, what: str) -> Axes:
    """A line with its interval for each input, of the array of that name, over the places of all outputs; `what` is its height."""
    from ..plots.series import lines

    value, low, high = (r.array(f"{name}{ending}").reshape(len(r.names), -1) for ending in ("", "_ci_low", "_ci_high"))
    lines(ax, places(at, r.shape), {input_name: (value[i], low[i], high[i]) for i, input_name in enumerate(r.names)})
    return finished(ax, at, r.shape, what)


def output_names(shape: tuple[int, ...], shown: int) -> list[str]:
    """The numbers of the first outputs, `[3]`, or `[0, 2]` of a matrix."""
    return [f"[{', '.join(map(str, np.unravel_index(k, shape)))}]" for k in range(shown)]


# -- tables
class Table(NamedTuple):
    """Rows of texts under headings (the first column has none), with a line above and below; `left_out` are rows that are not shown."""

    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    above: str = ""
    left_out: int = 0
    notes: tuple[str, ...] = ()

    @property
    def below(self) -> str:
        """What is said of rows that are left out."""
        more = f"… {self.left_out} more; `output=` shows one, the arrays have all" if self.left_out else ""
        return "\n".join([*([more] if more else []), *(f"note: {note}" for note in self.notes)])

    def text(self) -> str:
        """As lines."""
        from ..results.cells import text_of

        return "\n".join([*([self.above] if self.above else []), text_of(self.rows, self.headings, self.below)])

    def html(self) -> str:
        """For notebooks."""
        from ..results.html import page

        return page(self.rows, self.headings, self.below, self.above)


class Tabled(ABC):
    """A result of several outputs that shows itself as its table, in text and in notebooks."""

    @abstractmethod
    def rows(self, output: int | None = None) -> Table:
        """The table's cells."""

    def __repr__(self) -> str:
        return self.rows().text()

    def _repr_html_(self) -> str:
        return self.rows().html()


def shown_inputs(names: Sequence[str], quantiles: np.ndarray, kind: str = "") -> Table:
    """Inputs by name with their quantiles SHOWN (d, 3)."""
    rows = [(name, *(f"{q:.5g}" for q in row)) for name, row in zip(names, quantiles, strict=True)]
    return Table(tuple(f"{100 * p:g} %" for p in SHOWN), rows, f"{len(names)} {kind}input{'s' if len(names) != 1 else ''}")


def runs_of(what: str, names: Sequence[str], n: int, evaluated: str) -> str:
    """The line above the table of a sampling method."""
    return f"{what} of {len(names)} input{'s' if len(names) != 1 else ''} ({', '.join(few_of(names))}): {n:,} {evaluated} runs"


def few_of(names: Sequence[str]) -> list[str]:
    """The first names and the last, where all are too long for a line."""
    from ..results.cells import LONGEST, shortened

    if len(", ".join(names)) <= LONGEST or len(names) < 4:
        return [shortened(name) for name in names]
    fit = [k for k in range(1, len(names) - 1) if len(", ".join([*names[:k], "…", names[-1]])) <= LONGEST]
    return [shortened(name) for name in (*names[:max(fit, default=1)], "…", names[-1])]

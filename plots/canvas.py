"""Figures without a window: shown by a notebook as they are, or written to a file."""
from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..ir.errors import SettingsError
from ..ir.given import file_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 110


class Picture(Figure):
    """A figure that a notebook shows when it is the last line of a cell. It needs no pyplot, so no display and no closing."""

    def _repr_png_(self) -> bytes:
        page = io.BytesIO()
        self.savefig(page, format="png", dpi=DPI)
        return page.getvalue()


def new(width: float, height: float) -> Picture:
    """An empty figure of that size in inches."""
    figure = Picture(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def checked(path: str | os.PathLike[str]) -> Path:
    """Where a picture is to be written, a PNG where the name does not say; SettingsError for a kind of picture that there is not."""
    found = file_path(path, "path")
    found = found if found.suffix else found.with_suffix(".png")
    kinds = FigureCanvasAgg.get_supported_filetypes()
    if found.suffix[1:].lower() not in kinds:
        raise SettingsError(f"`{found.name}` is no kind of picture", hint=f"there are {', '.join(f'`.{kind}`' for kind in kinds)}")
    return found


def finished(figure: Picture, path: Path | None, title: str) -> Any:
    """The figure, or the path under which it was written."""
    if title:
        figure.suptitle(title)
    if path is None:
        return figure
    figure.savefig(path, dpi=DPI)
    return path


def say(axes: Axes, text: str) -> None:
    """A word in the middle of what would be an empty picture."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color="gray")

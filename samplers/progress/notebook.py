"""A table of the chains in the output of a notebook's cell, renewed in place: HTML and text by IPython's own display, no widgets. What stays is the
state at the end, which is kept with the notebook."""
from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from .looks import HEAD, Look, Watch, cells

EVERY = 0.25                                    # seconds between pictures: each is sent to the browser
TABLE = "border: none; color: inherit; font-variant-numeric: tabular-nums"
CELL = "text-align: right; padding: 0 0.6em; white-space: nowrap"
BAR = "width: 10em; height: 0.6em; border-radius: 0.3em; background: rgba(128, 128, 128, 0.25)"
FILLED = "width: {share:.0f}%; height: 100%; border-radius: 0.3em; background: {colour}"
COLOURS = {"warm-up": "#9aa5b1", "draws": "#3b7dd8"}


@contextmanager
def table(watch: Watch, display: Callable[..., Any]) -> Generator[Callable[[], bool]]:
    """`display` is IPython's."""
    handle, last = display(picture(watch.looks()), raw=True, display_id=True), time.perf_counter()

    def draw() -> bool:
        nonlocal last
        if time.perf_counter() - last > EVERY:
            last = time.perf_counter()
            handle.update(picture(watch.looks()), raw=True)
        return True
    yield draw
    handle.update(picture(watch.looks()), raw=True)


def picture(looks: Sequence[Look]) -> dict[str, str]:
    """The table by MIME type."""
    rows = [cells(k, look) for k, look in enumerate(looks)]
    name, *others = HEAD
    lines = [row("th", [name, "", *others]), *(row("td", [k, bar(look), *words]) for (k, *words), look in zip(rows, looks, strict=True))]
    return {"text/plain": plain([HEAD, *rows]), "text/html": f'<table style="{TABLE}">{"".join(lines)}</table>'}


def plain(rows: Sequence[Sequence[str]]) -> str:
    """The table for a terminal and for exports."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in rows)


def row(tag: str, inside: Sequence[str]) -> str:
    """A row of the HTML table."""
    return "<tr>" + "".join(f'<{tag} style="{CELL}">{cell}</{tag}>' for cell in inside) + "</tr>"


def bar(look: Look) -> str:
    """How far a chain is."""
    filled = FILLED.format(share=100.0 * look.done / max(look.total, 1), colour=COLOURS[look.phase])
    return f'<div style="{BAR}"><div style="{filled}"></div></div>'

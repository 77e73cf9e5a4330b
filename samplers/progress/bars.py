"""A table of the chains with a bar for each, in a terminal."""
from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table

from .looks import HEAD, Watch, cells

EVERY = 0.1                                     # seconds between pictures
WIDTH = 10                                      # of a bar


@contextmanager
def bars(watch: Watch, console: Console | None = None) -> Generator[Callable[[], bool]]:
    """On standard error, or another console."""
    last = time.perf_counter()
    with Live(table(watch), console=console or Console(stderr=True), auto_refresh=False) as live:
        def draw() -> bool:
            nonlocal last
            if time.perf_counter() - last > EVERY:
                last = time.perf_counter()
                live.update(table(watch), refresh=True)
            return True
        yield draw
        live.update(table(watch), refresh=True)


def table(watch: Watch) -> Table:
    """The chains as they are now."""
    name, *others = HEAD
    shown = Table(name, "", *others, box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    for column in shown.columns:
        column.justify, column.no_wrap = "right", True
    for k, look in enumerate(watch.looks()):
        number, *words = cells(k, look)
        bar = ProgressBar(total=max(look.total, 1), completed=look.done, width=WIDTH, complete_style="dim" if look.phase == "warm-up" else "cyan")
        shown.add_row(number, bar, *words)
    return shown

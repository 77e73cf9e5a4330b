"""How far a campaign is, on standard error: a bar that appears when the run takes longer than a moment."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import cast

MOMENT = 1.0                         # seconds


@contextmanager
def shown_progress(what: str, total: int, done: int, wanted: bool | None) -> Generator[Callable[[], None]]:
    """Gives the function to call behind each replicate. None: in a terminal alone. What cannot be shown is left out without a word."""
    if wanted is False or cast(object, sys.stderr) is None or (wanted is None and not sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True)
    task, start = bar.add_task(what, total=total, completed=done), time.monotonic()

    def step() -> None:
        if not bar.live.is_started and (wanted or time.monotonic() - start > MOMENT):
            bar.start()
        bar.advance(task)
    try:
        yield step
    finally:
        bar.stop()

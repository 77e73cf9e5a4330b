"""How many of many tasks have ended: one line, renewed in a terminal and in a notebook, written now and then elsewhere."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any, cast

from . import in_notebook
from .lines import LINE_EVERY

EVERY = 0.25                                    # seconds between pictures


class Count:
    """Tasks of a run as they end."""

    def __init__(self, what: str, total: int):
        self.what, self.total, self.done, self.failed, self.begun = what, total, 0, 0, time.perf_counter()

    def __str__(self) -> str:
        failed = f", {self.failed:,} failed" if self.failed else ""
        return f"{self.what}: {self.done:,} of {self.total:,} done{failed}, {time.perf_counter() - self.begun:.1f} s"


@contextmanager
def counting(what: str, total: int, wanted: bool, patience: float = 0.0) -> Generator[tuple[Count, Callable[[], None]]]:
    """The count, and the function that shows it, once `patience` seconds are over; what cannot be shown is not, and raises nothing."""
    count, every, show = Count(what, total), EVERY, None
    if wanted:
        with suppress(Exception):
            show, every = shower(count)
    last = time.perf_counter()

    def patient() -> bool:
        return time.perf_counter() - count.begun >= patience

    def tick() -> None:
        nonlocal last
        if show is not None and time.perf_counter() - last > every and patient():
            last = time.perf_counter()
            with suppress(Exception):
                show(False)
    yield count, tick
    if show is not None and patient():
        with suppress(Exception):
            show(True)


def shower(count: Count) -> tuple[Callable[[bool], Any] | None, float]:
    """The function that shows the count, told whether it is the last time, and the seconds between its calls."""
    if in_notebook():
        return in_cell(count), EVERY
    if cast(object, sys.stderr) is None:
        return None, EVERY
    if sys.stderr.isatty():
        return lambda last: print(f"\r\x1b[2K{count}", end="\n" if last else "", file=sys.stderr, flush=True), EVERY
    return lambda last: print(count, file=sys.stderr, flush=True), LINE_EVERY


def in_cell(count: Count) -> Callable[[bool], None]:
    """One line in the output of a cell, from the first call on: a run that is over before leaves none."""
    from IPython.display import display

    handles = list[Any]()

    def renewed(last: bool) -> None:
        picture = {"text/plain": str(count)}
        if handles:
            handles[0].update(picture, raw=True)
        else:
            handles.append(display(picture, raw=True, display_id=True))
    return renewed

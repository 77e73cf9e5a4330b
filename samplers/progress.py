"""Live progress: a bar for each chain in a terminal or notebook, plain lines elsewhere, nothing when it is not wanted."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar, cast

import numpy as np

from .chain import DIVERGED, DONE, STEPS

Done = TypeVar("Done")
LINE_EVERY = 5.0                                # seconds between plain lines


class Running(Protocol):
    """A chain, as it is looked at while it runs."""

    @property
    def word(self) -> np.ndarray: ...            # counters

    @property
    def total(self) -> int: ...                  # draws to be made

    def step_size(self) -> float: ...


@contextmanager
def show(runs: Sequence[Running], warmup: int, wanted: bool) -> Generator[Callable[[], None]]:
    """Gives the function that draws the current state. Where there is no standard error, or it takes no more, nothing is shown and nothing is raised."""
    picture = _attempt(lambda: _picture(runs, warmup)) if wanted else None
    draw = _attempt(picture.__enter__) if picture else None
    working = [draw] if draw else []

    def now() -> None:
        if working and _attempt(working[0]) is None:
            working.clear()
    try:
        yield now
    finally:
        if picture and draw:
            _attempt(lambda: picture.__exit__(None, None, None))


def _attempt(work: Callable[[], Done]) -> Done | None:
    """What the work gives, None when it fails: what cannot be shown is not worth a draw."""
    try:
        return work()
    except Exception:  # a closed stream, a broken pipe, a terminal of its own kind
        return None


def _picture(runs: Sequence[Running], warmup: int) -> AbstractContextManager[Callable[[], bool]] | None:
    """Bars or lines, None without a standard error."""
    if cast(object, sys.stderr) is None:                   # of services and windowed programs
        return None
    return _bars(runs, warmup) if sys.stderr.isatty() or "ipykernel" in sys.modules else _lines(runs)


def _rate(runs: Sequence[Running], k: int, since: float) -> float:
    return float(runs[k].word[STEPS]) / max(time.perf_counter() - since, 1e-9)


@contextmanager
def _bars(runs: Sequence[Running], warmup: int) -> Generator[Callable[[], bool]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    columns = (TextColumn("chain {task.fields[chain]}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[phase]}"),
               TextColumn("divergences {task.fields[diverging]}"), TextColumn("step {task.fields[step]:.3g}"),
               TextColumn("{task.fields[rate]:,.0f} gradients/s"), TimeElapsedColumn())
    begun = time.perf_counter()
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = [bars.add_task("", total=c.total, chain=k, phase="warm-up", diverging=0, step=0.0, rate=0.0) for k, c in enumerate(runs)]

        def draw() -> bool:
            for k, c in enumerate(runs):
                done = int(c.word[DONE])
                bars.update(tasks[k], completed=done, phase="warm-up" if done < warmup else "draws", diverging=int(c.word[DIVERGED]),
                            step=c.step_size() if done else 0.0, rate=_rate(runs, k, begun))
            return True
        yield draw


@contextmanager
def _lines(runs: Sequence[Running]) -> Generator[Callable[[], bool]]:
    """A line every few seconds, and one at the end."""
    begun = last = time.perf_counter()
    total = sum(c.total for c in runs)

    def line() -> None:
        passed, done = time.perf_counter() - begun, sum(int(c.word[DONE]) for c in runs)
        divergences, rate = sum(int(c.word[DIVERGED]) for c in runs), sum(int(c.word[STEPS]) for c in runs) / max(passed, 1e-9)
        print(f"sampling: {done} of {total} draws, {divergences} divergences, {rate:,.0f} gradients/s, {passed:.1f} s", file=sys.stderr, flush=True)

    def draw() -> bool:
        nonlocal last
        if time.perf_counter() - last > LINE_EVERY:
            last = time.perf_counter()
            line()
        return True
    yield draw
    line()

"""Live progress: a bar for each chain in a terminal or notebook, plain lines elsewhere, nothing when it is not wanted."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from .chain import DIVERGED, DONE, STEPS

LINE_EVERY = 5.0                                # seconds between plain lines


class Running(Protocol):
    """A chain, as it is looked at while it runs."""

    @property
    def word(self) -> np.ndarray: ...            # counters

    @property
    def total(self) -> int: ...                  # draws to be made

    def step_size(self) -> float: ...


@contextmanager
def show(runs: Sequence[Running], warmup: int, wanted: bool) -> Iterator[Callable[[], None]]:
    """Gives the function that draws the current state."""
    if not wanted:
        yield lambda: None
    elif sys.stderr.isatty() or "ipykernel" in sys.modules:
        with _bars(runs, warmup) as draw:
            yield draw
    else:
        with _lines(runs) as draw:
            yield draw


def _rate(runs: Sequence[Running], k: int, since: float) -> float:
    return float(runs[k].word[STEPS]) / max(time.perf_counter() - since, 1e-9)


@contextmanager
def _bars(runs: Sequence[Running], warmup: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    columns = (TextColumn("chain {task.fields[chain]}"), BarColumn(), TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[phase]}"),
               TextColumn("divergences {task.fields[diverging]}"), TextColumn("step {task.fields[step]:.3g}"),
               TextColumn("{task.fields[rate]:,.0f} gradients/s"), TimeElapsedColumn())
    begun = time.perf_counter()
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = [bars.add_task("", total=c.total, chain=k, phase="warm-up", diverging=0, step=0.0, rate=0.0) for k, c in enumerate(runs)]

        def draw() -> None:
            for k, c in enumerate(runs):
                done = int(c.word[DONE])
                bars.update(tasks[k], completed=done, phase="warm-up" if done < warmup else "draws", diverging=int(c.word[DIVERGED]),
                            step=c.step_size() if done else 0.0, rate=_rate(runs, k, begun))
        yield draw


@contextmanager
def _lines(runs: Sequence[Running]) -> Iterator[Callable[[], None]]:
    """A line every few seconds, and one at the end."""
    begun = last = time.perf_counter()
    total = sum(c.total for c in runs)

    def line() -> None:
        passed, done = time.perf_counter() - begun, sum(int(c.word[DONE]) for c in runs)
        divergences, rate = sum(int(c.word[DIVERGED]) for c in runs), sum(int(c.word[STEPS]) for c in runs) / max(passed, 1e-9)
        print(f"sampling: {done} of {total} draws, {divergences} divergences, {rate:,.0f} gradients/s, {passed:.1f} s", file=sys.stderr, flush=True)

    def draw() -> None:
        nonlocal last
        if time.perf_counter() - last > LINE_EVERY:
            last = time.perf_counter()
            line()
    yield draw
    line()

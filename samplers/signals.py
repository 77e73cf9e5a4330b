"""Ctrl-C and SIGTERM, from the first draw until the result is in hand: the chains end at their next draw, and nothing is raised in between, however
often a signal comes. What it would have done otherwise is done when the draws are safe."""
from __future__ import annotations

import os
import signal
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

import numpy as np

from ..results import Tree, caught
from .chain import STOP

STATUS = 128 + signal.SIGTERM        # with which shells say that a process ended so


class Terminated(SystemExit):
    """The process was asked to end by SIGTERM: it does, unless this is caught. `tree` has what was drawn, None if nothing was; so has the file that
    its note names."""

    tree: Tree | None = None


class Stoppable(Protocol):
    """A chain."""

    @property
    def word(self) -> np.ndarray: ...


class Signals(list[int]):
    """Numbers of the signals that came. Does SIGTERM end the process, for want of a handler of the user's?"""

    fatal = False

    @property
    def end(self) -> bool:
        """Is the process to end?"""
        return self.fatal and signal.SIGTERM in self


_open: ContextVar[tuple[Signals, ...]] = ContextVar("open", default=())          # of the blocks that this thread is in


@contextmanager
def held(runs: Sequence[Stoppable]) -> Generator[Signals]:
    """Signals inside stop the chains and are put into the list, and into those of the blocks around it."""
    seen, around = Signals(), _open.get()

    def stop(number: int) -> None:
        for each in (seen, *around):
            each.append(number)
        stop_all(runs)

    token = _open.set((seen, *around))
    try:
        with caught(stop) as before:
            seen.fatal = before.get(signal.SIGTERM) == signal.SIG_DFL
            yield seen
    finally:
        _open.reset(token)


def stop_all(runs: Sequence[Stoppable]) -> None:
    """The chains end at their next draw."""
    for chain in runs:
        chain.word[STOP] = 1


def end_of_process(seen: Signals) -> None:
    """Does what SIGTERM would have done, where it came and the draws are safe: raises Terminated, or what a handler of the user's raises. Ctrl-C has had
    its effect."""
    if signal.SIGTERM not in seen:
        return
    if seen.fatal:
        raise Terminated(STATUS)
    os.kill(os.getpid(), signal.SIGTERM)

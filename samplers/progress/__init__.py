"""Live progress: a bar for each chain in a terminal, a table in a notebook, plain lines elsewhere, nothing when it is not wanted.

`looks.py` is what there is to see, in words; `bars.py`, `notebook.py` and `lines.py` show it.
"""
from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar, cast

from .looks import Running, Watch

Done = TypeVar("Done")


@contextmanager
def show(runs: Sequence[Running], warmup: int, wanted: bool) -> Generator[Callable[[], None]]:
    """Gives the function that draws the current state. Where there is no standard error, or it takes no more, nothing is shown and nothing is raised."""
    picture = _attempt(lambda: _picture(Watch(runs, warmup))) if wanted else None
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


def _picture(watch: Watch) -> AbstractContextManager[Callable[[], bool]] | None:
    """The way that fits where the program runs; None without a standard error."""
    if in_notebook():
        from IPython.display import display

        from .notebook import table
        return table(watch, display)
    if cast(object, sys.stderr) is None:                   # of services and windowed programs
        return None
    if sys.stderr.isatty():
        from .bars import bars
        return bars(watch)
    from .lines import lines
    return lines(watch)


def in_notebook() -> bool:
    """Is this a cell of a notebook, which shows HTML? IPython in a terminal is none."""
    if "ipykernel.zmqshell" not in sys.modules:
        return False
    from ipykernel.zmqshell import ZMQInteractiveShell
    from IPython import get_ipython
    return isinstance(get_ipython(), ZMQInteractiveShell)

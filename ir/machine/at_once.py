"""Does several things at the same time: the first in this thread, each other one in a thread of its own."""
from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Work(Generic[T]):
    """One of them; `run` is called once."""

    def __init__(self, do: Callable[[], T]):
        self.do = do
        self.thread = threading.Thread(target=self.run, name="llbayes")

    def run(self) -> None:
        """Keeps what it gives, or its error."""
        self.error: BaseException | None = None
        try:
            self.result = self.do()
        except BaseException as error:
            self.error = error


def at_once(functions: Sequence[Callable[[], T]]) -> list[T]:
    """What they give, in order; the first one's error, if there is one, when all have ended. Without threads to be had they run one after the other."""
    works = [_Work(f) for f in functions]
    started = [work for work in works[1:] if _started(work)]
    try:
        for work in works:
            if work not in started:
                work.run()
    finally:
        for work in started:
            work.thread.join()
    for work in works:
        if work.error is not None:
            raise work.error
    return [work.result for work in works]


def _started(work: _Work[T]) -> bool:
    try:
        work.thread.start()
    except RuntimeError:                            # the process may have no more threads, or is ending
        return False
    return True

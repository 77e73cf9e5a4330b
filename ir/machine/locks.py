"""The locks of the process, and what a fork does with them: it waits until they are free and holds them, so that no child inherits one that a thread
held which the child does not have. A fork while another thread compiles therefore takes as long as that compilation.
"""
from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import Protocol


class Lock(Protocol):
    """Whatever is entered and left as a block."""

    def __enter__(self) -> object: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /) -> object: ...


COMPILING = threading.RLock()        # llvmlite locks every single call; a pipeline is many calls on shared objects, and a program is made once
BLAS = threading.RLock()             # the number of threads is OpenBLAS's, not the caller's
IMPORTING = threading.RLock()        # while a thread of ours imports other people's packages, whose import locks a child would inherit
OPENING = threading.RLock()          # what a worker was sent is opened once for all its tasks

_held: list[Lock] = [OPENING, COMPILING, BLAS, IMPORTING]


def hold_at_fork(lock: Lock) -> None:
    """A lock that is taken inside of those above, never around them: the order in which a fork takes them."""
    _held.append(lock)


def _take() -> None:
    for lock in _held:
        lock.__enter__()


def _give() -> None:
    for lock in reversed(_held):
        lock.__exit__(None, None, None)


def hold_first() -> None:
    """From now on a fork takes these before the locks of all that has been imported by now: what is imported last is asked first."""
    os.register_at_fork(before=_take, after_in_parent=_give, after_in_child=_give)


hold_first()

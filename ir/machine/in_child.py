"""Work in a child process, for what may end the process: LLVM's reader aborts at some malformed modules."""
from __future__ import annotations

import faulthandler
import os
import pickle
import tempfile
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class EndedError(RuntimeError):
    """The child ended before its work was done; the message is what it printed last."""


def in_child(work: Callable[[], T]) -> T:
    """What `work` gives, or its error, from a copy of this process; both are pickled. EndedError where the copy is ended by a signal."""
    if not hasattr(os, "fork"):
        return work()
    inner, outer = os.pipe()
    with tempfile.TemporaryFile() as printed:
        child = _fork()
        if child == 0:
            _child(work, outer, printed.fileno())
        os.close(outer)
        with os.fdopen(inner, "rb") as pipe:
            found = pipe.read()
        _, status = os.waitpid(child, 0)
        if status != 0:
            printed.seek(0)
            raise EndedError(printed.read().decode("utf-8", "replace"))
    result, error = pickle.loads(found)
    if error is not None:
        raise error
    return result


def _fork() -> int:
    """Other threads do not go with the copy: it needs none, and the locks of the process are free in it (`locks.py`)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _child(work: Callable[[], Any], outer: int, printed: int) -> None:
    """Does the work and ends; what it prints as an error goes to a file."""
    try:
        faulthandler.disable()
        os.dup2(printed, 2)
        found: tuple[Any, Exception | None]
        try:
            found = work(), None
        except Exception as error:
            found = None, error
        with os.fdopen(outer, "wb") as pipe:
            pickle.dump(found, pipe, protocol=pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)

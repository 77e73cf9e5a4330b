"""The command line `llbayes`: ready models and one's own, runs, stored draws, what is installed, the cache.

Takes the words after `llbayes`, gives the exit status. Rooms are imported by the command that needs them.
"""
from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator

from .commands import dispatched

__all__ = ["main"]

INTERRUPTED = 130
SELDOM = 100_000                      # objects that are made between two looks for garbage


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0, 1 after an error of the user's or a failed self-test, 2 for wrong options, 130 after Ctrl-C."""
    any_character()
    try:
        with seldom_collected():
            status = dispatched(list(sys.argv[1:] if arguments is None else arguments))
        if sys.stdout is not None:
            sys.stdout.flush()                                         # a closed pipe is known here, and not when the interpreter ends
        return status
    except KeyboardInterrupt as error:
        tell(str(error) or "interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        read_enough()
        return 0
    except Exception as error:
        if not is_users(error):
            raise
        tell(said(error))
        return 1


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """A command makes objects that stay, modules and code, and little garbage: looking for it as often as Python does is a tenth of a short run."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def is_users(error: Exception) -> bool:
    """Whether an error is about what the user gave, so that a traceback helps nobody."""
    from ..ir.errors import LlbayesError

    given = isinstance(error, (LlbayesError, LookupError, OSError, MemoryError)) and not isinstance(error, (IndexError, KeyError))
    return given or "tree" in vars(error)                              # a chain of the user's model failed


def said(error: Exception) -> str:
    """The message; the system's own errors by their file."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"`{error.filename}`: {error.strerror}"
    return str(error) or type(error).__name__


def tell(text: str) -> None:
    """One message on standard error, where there is one."""
    with contextlib.suppress(OSError, ValueError):
        print(f"llbayes: {text}", file=sys.stderr)


def any_character() -> None:
    """What a terminal cannot show is shown as something else: no run is lost to a dash or an umlaut."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def read_enough() -> None:
    """Who reads our output, `head` say, has closed it. The interpreter flushes once more at its end, into nothing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

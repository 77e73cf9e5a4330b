"""OpenBLAS on one thread: takes an extension module's file and works on the library that it is linked with; another BLAS is left alone.

OpenBLAS spreads matrices of some hundred rows over all processors and waits for them in a busy loop. Beside chains that keep these busy, a
decomposition of milliseconds takes seconds; its pool serves one caller at a time, too. SciPy's library, which compiled code calls, is set for
good (`blas.py`); NumPy's, which is the user's, for as long as a block of ours runs.
"""
from __future__ import annotations

import ctypes
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import numpy as np

from .locks import BLAS


class Threads(NamedTuple):
    """OpenBLAS's own functions: the number of threads, and setting it."""

    get: Callable[[], int]
    set: Callable[[int], None]


# wheels of NumPy and SciPy put a prefix, builds with 64-bit indices a suffix to the names
AFFIXES = tuple((prefix, suffix) for prefix in ("scipy_", "") for suffix in ("64_", "", "_64"))


@cache
def threads_of(file: str) -> Threads | None:
    """The functions in the library behind an extension module; None with another BLAS."""
    try:
        library = ctypes.CDLL(file)                     # symbols of what it depends on are found through it
    except OSError:
        return None
    for prefix, suffix in AFFIXES:
        names = f"{prefix}openblas_get_num_threads{suffix}", f"{prefix}openblas_set_num_threads{suffix}"
        if all(hasattr(library, name) for name in names):
            return Threads(library[names[0]], library[names[1]])
    return None


def set_one_thread(file: str) -> None:
    """From now on, for the whole process."""
    found = threads_of(file)
    if found is not None:
        found.set(1)


def numpy_threads() -> Threads | None:
    """Those of NumPy's own linear algebra."""
    extension = getattr(np.linalg, "_umath_linalg", None)
    return None if extension is None else threads_of(extension.__file__)


@contextmanager
def one_thread() -> Generator[None]:
    """NumPy's linear algebra inside on one thread, one block at a time; with another BLAS than OpenBLAS the order is all it does."""
    found = numpy_threads()
    with BLAS:
        if found is None:
            yield
            return
        before = found.get()
        found.set(1)
        try:
            yield
        finally:
            found.set(before)

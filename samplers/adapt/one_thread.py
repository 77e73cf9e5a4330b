"""Linear algebra of NumPy on one thread. OpenBLAS spreads matrices of some hundred rows over all processors and waits for them in a busy loop:
beside chains that keep these busy, a decomposition of milliseconds takes seconds."""
from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np

LOCK = threading.Lock()              # the number of threads is OpenBLAS's, not the caller's
NAMES = [(f"{prefix}openblas_get_num_threads{suffix}", f"{prefix}openblas_set_num_threads{suffix}")
         for prefix in ("scipy_", "") for suffix in ("64_", "", "_64")]


@lru_cache(1)
def openblas() -> tuple[Any, Any] | None:
    """Its functions (get, set) of the number of threads, in the library that NumPy is linked with; None with another BLAS."""
    try:
        library = ctypes.CDLL(np.linalg._umath_linalg.__file__)        # symbols of what it depends on are found through it
    except (AttributeError, OSError):
        return None
    for get, set_ in NAMES:
        if hasattr(library, get) and hasattr(library, set_):
            return library[get], library[set_]
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """One block of threads at a time; with another BLAS than OpenBLAS that is all it does."""
    found = openblas()
    with LOCK:
        before = found[0]() if found else 1
        try:
            if found:
                found[1](1)
            yield
        finally:
            if found:
                found[1](before)

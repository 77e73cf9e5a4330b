"""Python's cycle collector rests while code is compiled: the many small records of a compilation would make it walk everything a process
holds, 0.1 s and more beside a large library, and none of them is garbage yet."""
from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused() -> Generator[None]:
    """No cycle collection inside; as a decorator, in a function."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

"""A line every few seconds and one at the end, for logs."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from .looks import Watch, divergences

LINE_EVERY = 5.0                                # seconds


@contextmanager
def lines(watch: Watch) -> Generator[Callable[[], bool]]:
    last = time.perf_counter()

    def line() -> None:
        x = watch.all()
        phase = " (warm-up)" if x.phase == "warm-up" else ""
        print(f"sampling: {x.done:,} of {x.total:,} draws{phase}, divergences {divergences(x)}, {x.rate:,.0f} gradients/s, {x.seconds:.1f} s",
              file=sys.stderr, flush=True)

    def draw() -> bool:
        nonlocal last
        if time.perf_counter() - last > LINE_EVERY:
            last = time.perf_counter()
            line()
        return True
    yield draw
    line()

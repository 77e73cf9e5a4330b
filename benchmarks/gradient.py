"""Time of a log density alone, of its gradient by both engines, and their ratio, in machine code: a compiled loop calls the native density.

Nothing of Python is in the times. The three are measured in turn, best of several rounds; a round takes a few milliseconds.
`python benchmarks/gradient.py radon arK` measures the posteriors whose names hold one of the words.
"""
from __future__ import annotations

import ctypes
import math
import time

import numpy as np
from common import POSTERIORS
from tables import report, words

from llbayes import models
from llbayes.ad.native_density import NativeDensity
from llbayes.ir.machine import linker, pipelines

ROUNDS, ROUND_SECONDS = 60, 0.002
LOOP = """
define void @repeat(ptr %f, ptr %z, ptr %g, ptr %value, ptr %data, ptr %arena, ptr %counters, i64 %n) {
enter:
  br label %loop
loop:
  %k = phi i64 [ 0, %enter ], [ %next, %loop ]
  %code = call i64 %f(ptr %z, ptr %g, ptr %value, ptr %data, ptr %arena, ptr %counters)
  %next = add i64 %k, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}
"""


def repeater():
    """`repeat(f, z, g, value, data, arena, counters, n)`, linked; keep the library."""
    library = linker.link(pipelines.native(LOOP, "quick", exports=("repeat",)), exports=("repeat",))
    return library, library.function("repeat", None, *[ctypes.c_void_p] * 7, ctypes.c_int64)


def caller(repeat, density, z: np.ndarray, g: np.ndarray | None):
    """A function of n that calls the native density n times."""
    there, value, arena = density.native(), np.zeros(1), density.arena()
    pointers = (there.function, z.ctypes.data, None if g is None else g.ctypes.data, value.ctypes.data, there.data, arena.address, there.counters)
    keep = (there, value, arena, z, g)
    return lambda n: (repeat(*pointers, n), keep)[0]


def best_times(calls) -> list[float]:
    """Seconds a call of each, measured in turn."""
    counts = []
    for call in calls:
        n = 1
        while (passed := timed(call, n)) < ROUND_SECONDS / 4:
            n *= 4
        counts.append(max(1, int(n * ROUND_SECONDS / passed)))
    rounds = [[timed(call, n) / n for call, n in zip(calls, counts, strict=True)] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


def timed(call, n: int) -> float:
    start = time.perf_counter()
    call(n)
    return time.perf_counter() - start


def measure(repeat, name: str) -> dict:
    posterior = models.posterior(name)
    density = as_native(posterior)
    other = NativeDensity(density.staged, density.data[:len(density.staged.inputs) - 1], "baseline")
    z, g = np.full(posterior.dim, 0.1), np.zeros(posterior.dim)
    primal, gradient, baseline = best_times([caller(repeat, density, z, None), caller(repeat, density, z, g), caller(repeat, other, z, g)])
    return {"posterior": name, "dim": posterior.dim, "primal us": primal * 1e6, "gradient us": gradient * 1e6, "ratio": gradient / primal,
            "baseline us": baseline * 1e6}


def as_native(posterior) -> NativeDensity:
    """The machine code's side of a bound model."""
    return posterior.native().keep


def mean(rows: list[dict], key: str) -> float:
    return math.exp(sum(math.log(r[key]) for r in rows) / len(rows))


if __name__ == "__main__":
    asked = words()
    library, loop = repeater()
    rows = [measure(loop, name) for name in POSTERIORS if not asked or any(w in name for w in asked)]
    keys = ("primal us", "gradient us", "ratio", "baseline us")
    rows = rows if asked else [*rows, {"posterior": "geometric mean", "dim": "", **{k: mean(rows, k) for k in keys}}]
    report("gradient", rows)

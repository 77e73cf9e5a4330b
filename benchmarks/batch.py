"""`ad.batch` over the test functions of `models/uq`: nanoseconds a point of the value, of value and gradient, and of NumPy with all points at once.

    batch.py [WORD …]

Words pick functions. Best of several interleaved calls over the same points, in one thread. The goal: value and gradient cost 2.5 times the value, on geometric
mean of the functions with one output. NumPy takes functions without loops over points; the others' column is empty.
"""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from tables import report, words

from llbayes import ad, uq
from llbayes.models import uq as problems

POINTS, CALLS, GOAL = 100_000, 7, 2.5
WHOLE = ("dirichlet_product", "g", "rp107", "exponential_ridge", "predator_prey", "diffusion", "morris")      # not for all points at once


def seconds(call: Callable[[], Any]) -> float:
    """Of one call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def measure(name: str) -> dict[str, Any]:
    """The row of a function."""
    problem = problems.get(name)
    points = uq.Inputs(dict(problem.laws)).sample(POINTS, seed=1)
    value = ad.batch(problem.function)
    ways: dict[str, Callable[[], Any]] = {"value ns": lambda: value(points)}
    if np.ndim(value(points)) == 1:
        gradient = ad.batch(ad.value_and_grad(problem.function))
        ways["value and gradient ns"] = lambda: gradient(points)
    if name not in WHOLE:
        columns = np.ascontiguousarray(points.T)
        ways["NumPy ns"] = lambda: problem.function(columns)
    times = {way: [seconds(call)] for way, call in ways.items()}
    for _ in range(CALLS):
        for way, call in ways.items():
            times[way].append(seconds(call))
    row: dict[str, Any] = {"function": name, "dim": problem.dim} | {way: 1e9 * min(found) / POINTS for way, found in times.items()}
    if "value and gradient ns" in row:
        row["ratio"] = row["value and gradient ns"] / row["value ns"]
    return row


def run(asked: list[str]) -> None:
    """Measures what the words ask for."""
    rows = [measure(name) for name in problems.names() if not asked or any(word in name for word in asked)]
    report("batch", rows)
    ratios = [row["ratio"] for row in rows if "ratio" in row]
    print(f"value and gradient over value: geometric mean {statistics.geometric_mean(ratios):.2f} (goal {GOAL}), most {max(ratios):.2f}, of {len(ratios)}")


if __name__ == "__main__":
    run(words())

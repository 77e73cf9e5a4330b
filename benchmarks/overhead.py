"""What NUTS costs beyond the gradient: time of a leapfrog step of a running chain over the time of a call of the native density, less 1.

The targets are standard Gaussians with work added until a gradient takes about the time that is said. One chain, one thread, best of several
rounds in turn with the gradient, in processor time. A step needs the gradient before it, so the calls that it is compared with wait for one another too.
Goals: dim 10 with 2 us <= 5 %, dim 1,000 with 20 us <= 7 %.
"""
from __future__ import annotations

import ctypes
import sys
import time

import numpy as np
from gradient import LOOP, caller
from tables import report

from llbayes.ad.logdensity import as_target
from llbayes.ir.machine import linker, pipelines
from llbayes.samplers.chain import STEPS
from llbayes.samplers.kernels.nuts import NUTS
from llbayes.samplers.run import Chain

CASES = ((10, 2.0, 0.05), (100, 2.0, None), (100, 20.0, None), (1000, 20.0, 0.07))
ROUNDS, DRAWS, WARMUP, CALLS = 40, 250, 500, 2000
PROBE = 300                                                # terms of work when the time of one is measured


CHAINED = LOOP.replace("  %next =", """  %slope = load double, ptr %g
  %nothing = fmul double %slope, 0.0
  %same = fadd double %nothing, 1.0e-1
  store double %same, ptr %z
  %next =""")


def gaussian(dim: int, work: int):
    """Standard normal in `dim` dimensions, and `work` terms that take time, the same time at every x."""
    weights = np.linspace(0.1, 1.0, max(work, 1))

    def log_density(x):
        s = 0.0
        for k in range(work):
            s += np.sin(weights[k] + 1e-9 * x[0])
        return -0.5 * np.sum(x * x) + 1e-9 * s

    return as_target(log_density, dim)


def gradient_seconds(repeat, target, rounds: int = ROUNDS) -> float:
    density, z, g = target.inner, np.full(target.dim, 0.1), np.zeros(target.dim)
    call = caller(repeat, density, z, g)
    return min(timed(lambda: call(CALLS)) for _ in range(rounds)) / CALLS


def timed(call) -> float:
    """Processor time of this thread, which others that run here do not enter."""
    start = time.thread_time()
    call()
    return time.thread_time() - start


def sized(repeat, dim: int, microseconds: float):
    """The target whose gradient takes about that long."""
    bare, probe = (gradient_seconds(repeat, gaussian(dim, n), 5) for n in (0, PROBE))
    return gaussian(dim, max(0, round((microseconds * 1e-6 - bare) / max(1e-10, (probe - bare) / PROBE))))


def measure(repeat, dim: int, microseconds: float, goal: float | None) -> dict:
    target = sized(repeat, dim, microseconds)
    chain = Chain(NUTS, target, WARMUP, np.random.SeedSequence(1), np.full(dim, np.nan), WARMUP + ROUNDS * DRAWS)
    first = 0
    while first < WARMUP:
        first += chain.runner.draws(first, first + DRAWS)
    gradients, steps = [], []
    for _ in range(ROUNDS):
        gradients.append(gradient_seconds(repeat, target, 1))
        before = int(chain.word[STEPS])
        passed = timed(lambda at=first: chain.runner.draws(at, at + DRAWS))
        first += DRAWS
        steps.append(passed / (int(chain.word[STEPS]) - before))
    gradient, step = min(gradients), min(steps)
    return {"dim": dim, "aim": f"{microseconds:g} us",
            "gradient us": gradient * 1e6, "step us": step * 1e6, "overhead %": 100 * (step / gradient - 1), "beyond ns": (step - gradient) * 1e9,
            "goal %": "" if goal is None else 100 * goal, "met": "" if goal is None else "yes" if step / gradient - 1 <= goal else "NO"}


if __name__ == "__main__":
    library = linker.link(pipelines.native(CHAINED, "quick", exports=("repeat",)), exports=("repeat",))
    repeat = library.function("repeat", None, *[ctypes.c_void_p] * 7, ctypes.c_int64)
    rows = [measure(repeat, *case) for case in CASES]
    report("overhead", rows)
    sys.exit(any(r["met"] == "NO" for r in rows))

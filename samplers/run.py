"""Draws, chains, seeds, threads, interrupts: everything about making draws that no sampler has to know. `outcome.py` makes results of them."""
from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..ad.logdensity import as_target
from ..ir.errors import SamplingError, SettingsError
from . import advice
from .adapt import windows
from .chain import DONE, FAILED, NO_START, STOP
from .density import ChainDensity
from .outcome import Outcome, SamplingWarning, delivered
from .progress import show
from .runner import ROWS, CompiledRunner, PythonRunner, machine
from .sampler import Sampler, allocate

__all__ = ["Chain", "SamplingWarning", "check", "sample"]
POLL = 0.05                                     # seconds between looks at the counters


def check(ok: Any, name: str, value: Any, allowed: str) -> None:
    if not ok:
        raise SettingsError(f"`{name}` must be {allowed}, not {value!r}")


def whole(value: Any, name: str, least: int) -> int:
    """The setting as an int; SettingsError for anything that is not a whole number of at least `least`."""
    ok = isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= least
    check(ok, name, value, f"a whole number, {least} or more")
    return int(value)


class Chain:
    """One chain: its arrays, its stream of random numbers, what it has drawn."""

    def __init__(self, s: Sampler, target: Any, settings: Any, stream: Any, start: np.ndarray, total: int, engine: str = "compiled"):
        self.sampler, self.target, self.total, self.dim = s, target, total, target.dim
        self.tries = settings.tries
        self.state = s.state(allocate, self.dim)
        self.state.start[:] = start
        self.z, self.stats = np.zeros((ROWS, self.dim)), np.zeros((ROWS, len(s.stats._fields)))       # type: ignore[attr-defined]
        self.all_z, self.all_stats = np.zeros((total, self.dim)), np.zeros((total, self.stats.shape[1]))
        self.done = 0
        self.no_start = False
        self.ends = windows.ends(settings) if s.metric.between else []           # where Python learns the metric
        self.bit_generator = np.random.PCG64(stream)
        self.density = ChainDensity(target, compiled=engine == "compiled")
        self.word = self.density.word
        arguments = (s, self.density, self.bit_generator, settings, self.state, self.z, self.stats)
        self.runner: Any = CompiledRunner(*arguments, self.dim) if engine == "compiled" else PythonRunner(*arguments)

    def run(self, at_once: int = ROWS) -> None:
        """To the end, until the stop word is set, or until the density fails; `at_once` draws a call."""
        while self.done < self.total and not self.word[STOP] and not self.word[FAILED]:
            last = min(self.done + at_once, *[e for e in (*self.ends, self.total) if e > self.done])
            n = self.runner.draws(self.done, last)
            if n == NO_START:
                self.no_start = True
                return
            self.all_z[self.done:self.done + n], self.all_stats[self.done:self.done + n] = self.z[:n], self.stats[:n]
            self.done += n
            if self.done < last:
                return
            if self.done in self.ends:
                at = self.ends.index(self.done)
                self.sampler.metric.between(self, self.ends[at - 2] if at > 1 else 0)          # two windows: they overlap

    def step_size(self) -> float:
        """Of the newest stored draw."""
        k = (int(self.word[DONE]) - 1) % ROWS
        return float(self.stats[k, self.sampler.stats._fields.index("step_size")])                    # type: ignore[attr-defined]

    def failure(self) -> Exception | None:
        """Why the chain ended early; None when it did not, or when the user stopped it."""
        found = self.density.failure()
        if found is None and self.no_start and not self.word[STOP]:
            z = self.state.z.copy()
            what = f"{advice.why_no_start(self.target, z)}\n{self.target.diagnose(z)}".rstrip()
            return SamplingError(f"no starting point with a finite log density and gradient was found in {self.tries} tries from uniform(-2, 2)\n{what}",
                                 hint="give `init=`, or check the data and the constraints of the parameters named above")
        return found


def sample(target: Any, s: Sampler, settings: Any, *, draws: int = 1000, chains: int = 4, cores: int | None = None, seed: Any = None, init: Any = None,
           keep: Any = None, progress: bool = True, dim: int | None = None, engine: str = "compiled") -> Any:
    """Runs the chains and builds ArviZ's object. `settings.warmup` draws of each chain are not kept.

    A chain whose density fails ends there, the others go on; then its error is raised with what was drawn as `error.tree` (`outcome.py`).
    """
    draws, warmup, chains = whole(draws, "draws", 1), whole(settings.warmup, "tune", 0), whole(chains, "chains", 1)
    threads = min(chains, os.cpu_count() or 1 if cores is None else whole(cores, "cores", 1))
    seed = seed_of(seed)
    t = as_target(target, dim)
    starts = initial_points(t, init, chains)
    engine = engine if t.dim else "python"                 # compiled loops over the coordinates take at least one
    if engine == "compiled":
        machine(s)
        t.native()
    begun = time.perf_counter()
    runs = [Chain(s, t, settings, stream, start, warmup + draws, engine)
            for stream, start in zip(np.random.SeedSequence(seed).spawn(chains), starts, strict=True)]
    interrupted = run_all(runs, threads, warmup, progress)
    return delivered(Outcome(t, s, settings, runs, warmup, seed, interrupted, time.perf_counter() - begun), keep)


def seed_of(seed: Any) -> Any:
    """The seed to use and to record: the user's (a whole number or several), or fresh entropy of 63 bits."""
    if seed is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint64)[0] >> 1)
    try:
        np.random.SeedSequence(seed)
    except (TypeError, ValueError):
        check(False, "seed", seed, "None, a whole number from 0, or a list of them")
    return int(seed) if np.ndim(seed) == 0 else [int(k) for k in seed]


def run_all(runs: list[Chain], threads: int, warmup: int, progress: bool) -> bool:
    """All chains on threads; True when the user interrupted."""
    with stops_on_interrupt(runs) as seen, ThreadPoolExecutor(threads) as pool, show(runs, warmup, progress) as display:
        futures = pending = {pool.submit(c.run) for c in runs}
        while pending:
            _, pending = wait(pending, timeout=POLL)
            display()
    for f in futures:
        f.result()
    return bool(seen)


@contextmanager
def stops_on_interrupt(runs: list[Chain]) -> Iterator[list[int]]:
    """Ctrl-C ends the chains at their next draw and raises nothing; the list has an entry for each. In other threads there is no Ctrl-C."""
    seen: list[int] = []

    def stop(number: int, _frame: Any) -> None:
        seen.append(number)
        for c in runs:
            c.word[STOP] = 1

    before = signal.getsignal(signal.SIGINT)
    ours = threading.current_thread() is threading.main_thread() and before not in (None, signal.SIG_IGN)
    if ours:
        signal.signal(signal.SIGINT, stop)
    try:
        yield seen
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)


def initial_points(t: Any, init: Any, chains: int) -> np.ndarray:
    """(chains, dim) unconstrained; nan where the chain may choose."""
    z = np.full((chains, t.dim), np.nan)
    if init is None:
        return z
    if isinstance(init, dict):
        z[:] = t.unconstrain(init, partial=True)
        return z
    a = np.asarray(init, float)
    check(a.shape in ((t.dim,), (chains, t.dim)), "init", f"an array of shape {a.shape}", f"a dict or an array of shape ({t.dim},) or ({chains}, {t.dim})")
    z[:] = a
    return z

"""Chains: their arrays and streams of random numbers, and how they run, each on a thread, until they end or the user ends them."""
from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType

import numpy as np

from ..ad.logdensity import Target
from ..ir.errors import SamplingError
from . import advice
from .adapt.schedule import ends
from .chain import DONE, FAILED, NO_START, STOP
from .density import ChainDensity
from .progress import show
from .runner import ROWS, CompiledRunner, PythonRunner
from .sampler import Sampler, allocate

POLL = 0.05                                     # seconds between looks at the counters


class Chain:
    """One chain: its arrays, its stream of random numbers, what it has drawn."""

    def __init__(self, s: Sampler, target: Target, warmup: int, stream: np.random.SeedSequence, start: np.ndarray, total: int, compiled: bool = True):
        """`total` draws, the first `warmup` of them for adaptation, from `start` (dim,), nan where the chain may choose. Not `compiled`: by CPython."""
        self.sampler, self.target, self.total, self.dim = s, target, total, target.dim
        self.settings = s.settings(warmup)
        self.state = s.state(allocate, self.dim, s.metric, *s.sizes)
        self.state.start[:] = start
        self.columns = tuple(s.columns())
        self.z, self.stats = np.zeros((ROWS, self.dim)), np.zeros((ROWS, len(self.columns)))
        self.all_z, self.all_stats = np.zeros((total, self.dim)), np.zeros((total, len(self.columns)))
        self.done = 0
        self.no_start = False
        self.ends = ends(warmup, self.settings.windows) if s.metric.between else []             # where Python learns the metric
        self.bit_generator = np.random.PCG64(stream)
        self.density = ChainDensity(target, compiled)
        self.word = self.density.word
        self.runner = (CompiledRunner if compiled else PythonRunner)(s, self.density, self.bit_generator, self.settings, self.state, self.z, self.stats)

    def run(self, at_once: int = ROWS) -> None:
        """To the end, until the stop word is set, or until the density fails; `at_once` draws a call."""
        going = True
        while going and self.done < self.total and not self.word[STOP] and not self.word[FAILED]:
            last = min(self.done + at_once, *[end for end in (*self.ends, self.total) if end > self.done])
            going = self.draw(last)
            if going and self.done in self.ends:
                self.learn()

    def draw(self, last: int) -> bool:
        """Draws up to number `last`, by machine code or CPython, and stores them; were all of them made?"""
        made = self.runner.draws(self.done, last)
        if made == NO_START:
            self.no_start = True
            return False
        self.all_z[self.done:self.done + made], self.all_stats[self.done:self.done + made] = self.z[:made], self.stats[:made]
        self.done += made
        return self.done == last

    def learn(self) -> None:
        """The metric, by Python, from the draws of two windows: they overlap."""
        at = self.ends.index(self.done)
        assert self.sampler.metric.between is not None, "there are ends for such metrics only"
        self.sampler.metric.between(self, self.ends[at - 2] if at > 1 else 0)

    def step_size(self) -> float:
        """Of the newest stored draw."""
        newest = (int(self.word[DONE]) - 1) % ROWS
        return float(self.stats[newest, self.columns.index("step_size")])

    def failure(self) -> Exception | None:
        """Why the chain ended early; None when it did not, or when the user stopped it."""
        found = self.density.failure()
        if found is None and self.no_start and not self.word[STOP]:
            z = self.state.z.copy()
            what = f"{advice.why_no_start(self.target, z)}\n{self.target.diagnose(z)}".rstrip()
            tries = f"{self.settings.tries} tries from uniform(-2, 2)"
            return SamplingError(f"no starting point with a finite log density and gradient was found in {tries}\n{what}",
                                 hint="give `init=`, or check the data and the constraints of the parameters named above")
        return found


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

    def stop(number: int, _frame: FrameType | None) -> None:
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

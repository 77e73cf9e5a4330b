"""Chains: their arrays and streams of random numbers, and how they run, each on a thread, until they end or are stopped."""
from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..ad.logdensity import Target
from ..ir.errors import SamplingError
from . import advice
from .adapt.schedule import ends
from .chain import DONE, FAILED, NO_START, STOP
from .density import ChainDensity
from .ends.told import tried
from .ends.watched import KEPT, KINDS
from .progress import show
from .runner import ROWS, CompiledRunner, PythonRunner
from .sampler import Sampler, allocate
from .signals import stop_all
from .start import place_in_words

POLL = 0.05                                     # seconds between looks at the counters


Rows = tuple[np.ndarray, np.ndarray]


class Order(NamedTuple):
    """What makes a chain, but for its sampler and its target: see `Chain`."""

    warmup: int
    stream: np.random.SeedSequence
    start: np.ndarray
    total: int
    compiled: bool


class Chain:
    """One chain: its arrays, its stream of random numbers, what it has drawn."""

    def __init__(self, s: Sampler, target: Target, warmup: int, stream: np.random.SeedSequence, start: np.ndarray, total: int, compiled: bool = True,
                 room: Rows | None = None):
        """`total` draws, the first `warmup` of them for adaptation, from `start` (dim,), nan where the chain may choose. Not `compiled`: by CPython.
        Draws and statistics go into `room`, arrays (total, dim) and (total, columns)."""
        self.sampler, self.target, self.total, self.dim = s, target, total, target.dim
        self.settings = s.settings(warmup)
        self.state = s.state(allocate, self.dim, s.metric, *s.sizes)
        self.state.start[:] = start
        self.columns = tuple(s.columns())
        self.z, self.stats = np.zeros((ROWS, self.dim)), np.zeros((ROWS, len(self.columns)))
        self.kept = np.zeros((KINDS, KEPT, self.dim))         # the density was not finite, or trajectories diverged (`ends/watched.py`)
        self.all_z, self.all_stats = room or (np.zeros((total, self.dim)), np.zeros((total, len(self.columns))))
        self.done = 0
        self.error: BaseException | None = None                # by which Python's part of the chain ended it
        self.no_start = False
        self.notes: list[str] = []                             # what its user should know
        self.warmup, self.times = warmup, [0.0, 0.0]           # seconds of the warm-up, and of all behind it
        self.ends = ends(warmup, self.settings.windows) if s.metric.between else []             # where Python learns the metric
        self.bit_generator = np.random.PCG64(stream)
        self.density = ChainDensity(target, compiled)
        self.word = self.density.word
        self.runner = (CompiledRunner if compiled else PythonRunner)(s, self.density, self.bit_generator, self.settings, self.state, self.z, self.stats,
                                                                        self.kept)

    def run(self, at_once: int = ROWS) -> None:
        """To the end, until the stop word is set, or until the density fails; `at_once` draws a call."""
        going = True
        while going and self.done < self.total and not self.word[STOP] and not self.word[FAILED]:
            last = min(self.done + at_once, *[end for end in (*self.ends, self.warmup, self.total) if end > self.done])
            going = self.draw(last)
            if going and self.done in self.ends:
                self.learn()

    def draw(self, last: int) -> bool:
        """Draws up to number `last`, by machine code or CPython, and stores them; were all of them made?"""
        begun, phase = time.perf_counter(), int(self.done >= self.warmup)
        made = self.runner.draws(self.done, last)
        if made == NO_START:
            self.no_start = True
            return False
        self.all_z[self.done:self.done + made], self.all_stats[self.done:self.done + made] = self.z[:made], self.stats[:made]
        self.done += made
        self.times[phase] += time.perf_counter() - begun
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
        found = self.density.failure() or unexpected(self.error)
        if found is None and self.no_start and not self.word[STOP]:
            z = self.state.z.copy()
            what = "\n".join([advice.why_no_start(self.target, z), *tried(self.target, self.word, self.kept, z)]).rstrip()
            tries = f"no starting point with a finite log density and gradient was found in {self.settings.tries} tries"
            given = place_in_words(self.target, self.state.start, z)
            return SamplingError(f"{tries} {given or 'from uniform(-2, 2)'}\n{what}",
                                 hint="give values inside of the support, or leave `init` out" if given else
                                 "give `init=`, or check the data and the constraints of the parameters named above")
        return found


def run_all(runs: list[Chain], threads: int, warmup: int, progress: bool) -> BaseException | None:
    """All chains on threads, until all have ended; what ended them from outside, a signal handler of the user's. What a chain itself ends with it keeps."""
    waiting = deque(runs)
    workers = started(threads, lambda: work(waiting))
    try:
        with show(runs, warmup, progress) as display:
            if not workers:                                # no memory for a thread: here, without a display
                work(waiting)
            for worker in workers:
                while worker.is_alive():
                    worker.join(POLL)
                    display()
    except BaseException as error:
        waiting.clear()
        stop_all(runs)
        for worker in workers:
            worker.join()
        return error
    return None


def started(count: int, work: Callable[[], None]) -> list[threading.Thread]:
    """As many threads as there can be, of those that are wanted."""
    found: list[threading.Thread] = []
    with contextlib.suppress(RuntimeError, MemoryError):
        for _ in range(count):
            thread = threading.Thread(target=work)
            thread.start()
            found.append(thread)
    return found


def work(waiting: deque[Chain]) -> None:
    """Runs chains that no other thread has begun."""
    while waiting:
        try:
            chain = waiting.popleft()
        except IndexError:                                 # another thread was faster
            return
        try:
            chain.run()
        except BaseException as error:  # the others go on, and this one has draws
            chain.error = error


def unexpected(error: BaseException | None) -> Exception | None:
    """The error of a chain that Python's part of it raised."""
    if error is None or isinstance(error, Exception):
        return error
    found = SamplingError(f"the chain was ended by {type(error).__name__}: {error}")
    found.__cause__ = error
    return found

"""Chains of a sampler on the workers of an executor. Each starts from its point with its own stream of random numbers, as on a thread, so its draws are
the same. What travels there is the target and some numbers, what comes back are the draws after the warm-up and the state at the end.
"""
from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from ...ad.logdensity import as_target
from ..chain import STOP
from ..progress import show
from ..run import Chain, Order, unexpected, work
from ..runner import flattened
from ..sampler import Sampler
from .carried import Carried
from .pools import Executor
from .submit import run_all
from .tasks import Failure, Task
from .worker import portable


class Origin(NamedTuple):
    """What chains are of, as the user gave it: it pickles, machine code does not."""

    target: Any
    dim: int | None
    sampler: Sampler


class Drawn(NamedTuple):
    """What a chain has made, for the chain of the same number in the process of its user."""

    done: int
    z: np.ndarray                    # draws after the warm-up, (n, dim)
    stats: np.ndarray                # of these, (n, column)
    newest: np.ndarray               # statistics as `Chain.stats` has them
    word: np.ndarray
    kept: np.ndarray
    state: list[np.ndarray]          # all arrays of it
    bits: Any                        # state of the bit generator
    times: list[float]
    notes: list[str]
    no_start: bool
    error: Exception | None          # by which Python's part of the chain ended it
    raised: Exception | None         # by a density of Python's


class Here:
    """A chain that runs where it is when a thread of this process takes it; in another process its order is what there is of it."""

    def __init__(self, chain: Chain, order: Order):
        self.chain, self.order = chain, order

    def __reduce__(self) -> tuple[Any, ...]:
        return Order, tuple(self.order)


def run(origin: Origin, job: Here | Order) -> Drawn | None:
    """The task: a chain to its end, or to Ctrl-C where its worker is told of it, then with the draws so far."""
    if isinstance(job, Here):
        work(deque([job.chain]))
        return None
    chain = Chain(origin.sampler, as_target(origin.target, origin.dim), *job)
    with interruptible(chain):
        work(deque([chain]))
    return drawn(chain)


@contextmanager
def interruptible(chain: Chain) -> Generator[None]:
    """Ctrl-C, which a terminal sends to workers on its machine too, ends the chain at its next draw."""
    def stop(_number: int, _frame: object) -> None:
        chain.word[STOP] = 1

    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) in (None, signal.SIG_IGN):
        yield
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def drawn(chain: Chain) -> Drawn:
    """What is to travel of a chain that has ended."""
    span = slice(min(chain.warmup, chain.done), chain.done)
    error, raised = (e and portable(e) for e in (unexpected(chain.error), unexpected(chain.density.error)))
    return Drawn(chain.done, chain.all_z[span], chain.all_stats[span], chain.stats, chain.word, chain.kept, list(flattened(chain.state)),
                 chain.bit_generator.state, chain.times, chain.notes, chain.no_start, error, raised)


def take(chain: Chain, x: Drawn) -> None:
    """Makes the chain what it became on its worker. Draws of the warm-up did not travel, their rows are left as they are."""
    chain.done, chain.times, chain.notes, chain.no_start = x.done, x.times, x.notes, x.no_start
    span = slice(x.done - len(x.z), x.done)
    chain.all_z[span], chain.all_stats[span] = x.z, x.stats
    chain.stats[:], chain.kept[:] = x.newest, x.kept
    for ours, theirs in zip(flattened(chain.state), x.state, strict=True):
        ours[...] = theirs
    chain.bit_generator.state = x.bits
    chain.error, chain.density.error = x.error, x.raised
    stopped = chain.word[STOP]
    chain.word[:] = x.word
    chain.word[STOP] |= stopped


def run_elsewhere(runs: Sequence[Chain], orders: Sequence[Order], origin: Origin, executor: Executor, progress: bool) -> BaseException | None:
    """As `run.run_all`, on the workers of an executor: all chains until they have ended; what ended them from outside. After Ctrl-C, which sets their stop
    words, those that came back have their draws."""
    shared = Carried(origin)
    tasks = [Task(run, (shared, Here(chain, order)), f"chain {k}") for k, (chain, order) in enumerate(zip(runs, orders, strict=True))]
    try:
        with show(runs, orders[0].warmup, progress) as display:
            for k, x in run_all(tasks, executor, what="chains", stop=stopped(runs), tick=display):
                if isinstance(x, Failure):
                    runs[k].error = x.error
                elif x is not None:
                    take(runs[k], x)
                display()
    except BaseException as error:
        return error
    return None


def stopped(runs: Sequence[Chain]) -> Callable[[], bool]:
    """Were the chains told to stop?"""
    return lambda: any(bool(chain.word[STOP]) for chain in runs)

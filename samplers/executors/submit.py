"""The loop: tasks are submitted, results collected as they come, and what a dead worker had is submitted again."""
from __future__ import annotations

import concurrent.futures as cf
import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any

from ...ir.errors import LlbayesError, SamplingError, SettingsError
from .carried import Packed, unpacked
from .pools import Executor, Future, Pool
from .tasks import Failure, Task, failed, tried
from .worker import Parcel, attempted

POLL = 0.05                          # seconds between looks at whether the run is to stop
GRACE = 5.0                          # seconds that running tasks are waited for then
SUSPECTS = 16                        # tasks that then run one by one: workers take them in their order
AHEAD = 5000                         # tasks that are out at once
TRIES = 3                            # times that a task may end its worker when it is the only one that runs

Arrivals = queue.SimpleQueue[tuple[int, Future]]


def run_all(tasks: Sequence[Task], executor: Executor | None, *, what: str, stop: Callable[[], bool] = lambda: False,
            tick: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Any]]:
    """(index, result) of each task, in the order in which they end; the result is a `Failure` for a task that raised.

    A result depends on its task alone: nothing here knows which worker ran it. Tasks whose worker died are run again, on an executor that is made anew
    if need be; what ended is neither lost nor run twice. Once `stop()` is true nothing new is begun, running tasks are waited for for some seconds, and
    the iterator ends: indices that did not come were not finished. A caller that leaves the iterator early (`close()`, an error) cancels the rest.

    executor: None: the tasks run here, one after the other
    what: the tasks in messages, in the plural: `chains`
    stop, tick: called every 0.05 s, between tasks where they run here
    SettingsError where the executor is none, or was shut down.
    """
    if executor is None:
        yield from one_by_one(tasks, stop, tick)
        return
    pool, wait = Pool(executor), False
    try:
        yield from elsewhere(tasks, pool, what, stop, tick)
        wait = not stop()
    finally:
        pool.close(wait)


def one_by_one(tasks: Sequence[Task], stop: Callable[[], bool], tick: Callable[[], None]) -> Iterator[tuple[int, Any]]:
    """In this thread."""
    for index, task in enumerate(tasks):
        if stop():
            return
        yield index, tried(task, through=(KeyboardInterrupt,))
        tick()


def elsewhere(tasks: Sequence[Task], pool: Pool, what: str, stop: Callable[[], bool], tick: Callable[[], None]) -> Iterator[tuple[int, Any]]:
    """On the workers of an executor."""
    waiting, deaths, singly = dict(enumerate(tasks)), Counter[int](), 0
    while waiting and not stop():
        now = dict(islice(waiting.items(), 1 if singly else None))
        died = dict(now)
        for index, result in once(now, pool, what, stop, tick):
            del waiting[index], died[index]
            yield index, result
        if died and not stop():
            if not pool.remake():
                yield from ((index, Failure(task.name, NOT_ANEW)) for index, task in waiting.items())
                return
            if singly:
                yield from given_up(died, waiting, deaths)
        if not singly:
            singly = SUSPECTS if len(died) == len(now) else 0            # nothing came back: whose fault it is shows when tasks run one by one
        elif not died or not waiting.keys() & died.keys():
            singly -= 1


def given_up(died: dict[int, Task], waiting: dict[int, Task], deaths: Counter[int]) -> Iterator[tuple[int, Failure]]:
    """The failure of a task that was alone each time its worker died, and need not wait any more."""
    for index, task in died.items():
        deaths[index] += 1
        if deaths[index] >= TRIES:
            del waiting[index]
            yield index, Failure(task.name, SamplingError(f"its worker died, {TRIES} times",
                                                          hint="look at its memory: an operating system ends what takes too much"))


NOT_ANEW = SamplingError("a worker died, and with it its executor", hint="give a function that makes the executor, `executor=lambda: …`: it is made anew then")


def once(waiting: dict[int, Task], pool: Pool, what: str, stop: Callable[[], bool], tick: Callable[[], None]) -> Iterator[tuple[int, Any]]:
    """Submits all that wait, a number of them ahead, and gives what comes until nothing is out; tasks that a dead worker had do not come."""
    arrived: Arrivals = queue.SimpleQueue()
    out, rest, ends = dict[int, Future](), deque(waiting.items()), float("inf")
    try:
        while (rest or out) and time.monotonic() < ends:
            tick()
            if ends == float("inf") and stop():
                ends = time.monotonic() + GRACE
                rest.clear()
                cancel(out)
            yield from submitted(rest, out, pool, what, arrived)
            with suppress(queue.Empty):
                index, future = arrived.get(timeout=POLL if out else 0)
                del out[index]                             # with it the worker's own copy of the result
                result = received(future, waiting[index].name)
                if result is not LOST:
                    yield index, result
    finally:
        cancel(out)


def cancel(out: dict[int, Future]) -> None:
    """Those that have not begun."""
    for future in list(out.values()):
        future.cancel()


def submitted(rest: deque[tuple[int, Task]], out: dict[int, Future], pool: Pool, what: str, arrived: Arrivals) -> Iterator[tuple[int, Failure]]:
    """Submits as many tasks as may be out, which come into the queue when they are done; gives the failures of those that cannot travel. An executor that
    is broken takes no more."""
    while rest and len(out) < AHEAD:
        index, task = rest.popleft()
        try:
            parcel = Parcel(task, in_process=pool.in_process)
        except LlbayesError as error:
            yield index, Failure(task.name, error)
            continue
        try:
            future = out[index] = pool.submit(attempted, parcel)
        except cf.BrokenExecutor:
            rest.clear()
            return
        except RuntimeError as error:
            raise SettingsError(f"the executor takes no {what}: {error}", hint="one that is used in `with` is shut down at the end of the block") from error
        future.add_done_callback(partial(arrive, arrived, index))


def arrive(arrived: Arrivals, index: int, future: Future) -> None:
    """The callback of a future."""
    arrived.put((index, future))


LOST = object()


def received(future: Future, name: str) -> Any:
    """The result of a future that is done, or a Failure; LOST where its worker died or it was cancelled."""
    try:
        result = future.result()
        return unpacked(result) if isinstance(result, Packed) else result
    except (cf.BrokenExecutor, cf.CancelledError):
        return LOST
    except Exception as error:
        return failed(name, error)

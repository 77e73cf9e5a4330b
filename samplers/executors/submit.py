"""The loop: tasks are submitted, results collected as they come, and what a dead worker had is submitted again."""
from __future__ import annotations

import concurrent.futures as cf
import pickle
import queue
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ...ir.errors import LlbayesError, SamplingError, SettingsError
from .carried import Carried, Packed, packed, unpacked
from .pools import Executor, Future, Pool

POLL = 0.05                          # seconds between looks at whether the run is to stop
GRACE = 5.0                          # seconds that running tasks are waited for then
TRIES = 3                            # times that a broken executor is made anew without a task that ends in between


class Task(NamedTuple):
    """`function(*arguments)`, of what can be pickled. Arguments that are `Carried` are opened first. The name is for messages: `chain 3`, `dataset 17`."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    name: str = ""

    def run(self) -> Any:
        """In this process."""
        return self.function(*(a.value if isinstance(a, Carried) else a for a in self.arguments))


class Interrupted(SamplingError):
    """The error of a task that Ctrl-C left undone."""


@dataclass(frozen=True)
class Failure:
    """In place of the result of a task that raised, or could not be run."""

    name: str
    error: Exception
    trace: str = field(default="", repr=False)             # where it was raised, on the worker


class Parcel:
    """A task as it is handed to an executor: itself in this process, bytes in others."""

    def __init__(self, task: Task | None, data: Packed | None = None, name: str = ""):
        self.task, self.data, self.name = task, data, name

    def pack(self) -> None:
        """SettingsError where the task cannot travel."""
        self.data = self.data or packed(self.task)

    def __reduce__(self) -> tuple[Any, ...]:
        self.pack()
        return Parcel, (None, self.data, self.name)


def attempted(parcel: Parcel) -> Any:
    """On the worker: the result of the task, or its Failure; as bytes, `Packed`, where the task came as bytes."""
    if parcel.task is not None:
        return tried(parcel.task)
    try:
        assert parcel.data is not None, "a parcel has its task or its bytes"
        result = tried(unpacked(parcel.data))
        return packed(replace(result, error=portable(result.error)) if isinstance(result, Failure) else result)
    except BaseException as error:
        found = failed(parcel.name, error)
        return packed(replace(found, error=portable(found.error)))


def tried(task: Task, through: tuple[type[BaseException], ...] = ()) -> Any:
    """What the task gives, or its Failure; errors of the classes `through` are raised."""
    try:
        return task.run()
    except through:
        raise
    except BaseException as error:
        return failed(task.name, error)


def failed(name: str, error: BaseException) -> Failure:
    """The failure of a task; what would end the worker ends the task alone."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, Exception):
        return Failure(name, error, trace)
    kind = Interrupted if isinstance(error, KeyboardInterrupt) else SamplingError
    return Failure(name, kind(f"{type(error).__name__}: {error}"), trace)


def portable(error: Exception) -> Exception:
    """The error, if another process can read it; else one that says what it was."""
    try:
        again = pickle.loads(pickle.dumps(error))
        if type(again) is type(error) and str(again) == str(error):
            return error
    except Exception:  # errors whose arguments do not pickle, or are not those of their class
        pass
    return SamplingError(f"{type(error).__name__}: {error}")


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
    waiting, breaks = dict(enumerate(tasks)), 0
    while waiting and not stop():
        breaks += 1
        for index, result in once(waiting, pool, what, stop, tick):
            del waiting[index]
            breaks = 0
            yield index, result
        if waiting and not stop() and (breaks >= TRIES or not pool.remake()):
            yield from ((index, Failure(task.name, lost(pool, breaks))) for index, task in waiting.items())
            return


def lost(pool: Pool, breaks: int) -> SamplingError:
    """The error of tasks whose workers died."""
    if breaks >= TRIES:
        return SamplingError(f"its worker died, {breaks} times", hint="look at its memory: an operating system ends what takes too much")
    return SamplingError("a worker died, and with it its executor", hint="give a function that makes the executor, `executor=lambda: …`: it is made anew then")


def once(waiting: dict[int, Task], pool: Pool, what: str, stop: Callable[[], bool], tick: Callable[[], None]) -> Iterator[tuple[int, Any]]:
    """Submits all that wait, and gives what comes until nothing is out; tasks that a dead worker had do not come."""
    arrived: queue.SimpleQueue[tuple[int, Future]] = queue.SimpleQueue()
    out: dict[int, Future] = {}
    try:
        for index, task in list(waiting.items()):
            found = submitted(index, task, pool, what, arrived)
            if isinstance(found, Failure):
                yield index, found
            elif found is None:
                break
            else:
                out[index] = found
        yield from collected(out, arrived, {index: task.name for index, task in waiting.items()}, stop, tick)
    finally:
        for future in out.values():
            future.cancel()


def submitted(index: int, task: Task, pool: Pool, what: str, arrived: queue.SimpleQueue[tuple[int, Future]]) -> Future | Failure | None:
    """The future of a task, which comes into the queue when it is done; None from an executor that is broken."""
    parcel = Parcel(task, name=task.name)
    try:
        if not pool.in_process:
            parcel.pack()
        future = pool.submit(attempted, parcel)
    except cf.BrokenExecutor:
        return None
    except LlbayesError as error:
        return Failure(task.name, error)
    except RuntimeError as error:
        raise SettingsError(f"the executor takes no {what}: {error}", hint="one that is used in `with` is shut down at the end of the block") from error
    future.add_done_callback(lambda done: arrived.put((index, done)))
    return future


def collected(out: dict[int, Future], arrived: queue.SimpleQueue[tuple[int, Future]], names: dict[int, str], stop: Callable[[], bool],
              tick: Callable[[], None]) -> Iterator[tuple[int, Any]]:
    """Results as they come."""
    left, ends = len(out), float("inf")
    while left and time.monotonic() < ends:
        tick()
        if ends == float("inf") and stop():
            ends = time.monotonic() + GRACE
            for future in out.values():
                future.cancel()
        try:
            index, future = arrived.get(timeout=POLL)
        except queue.Empty:
            continue
        left -= 1
        result = received(future, names[index])
        if result is not LOST:
            yield index, result


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

"""A function for each of many items, on the workers of an executor: the results in the order of the items, and in the place of one that failed its error."""
from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, cast

import numpy as np

from ...ir.errors import LlbayesError, SamplingError
from ...ir.given import check, flag
from ...ir.places import users_level
from ...ir.public import public
from ..progress.tasks import counting
from ..signals import Signals, end_of_process, held
from .carried import Carried
from .pools import Executor, accepted
from .submit import run_all
from .tasks import Failure, Interrupted, Task

FEW = 3                              # tasks that a message shows

Items = Iterable[Any] | Mapping[Hashable, Any]
Results = list[Any] | dict[Hashable, Any]


class MapWarning(UserWarning):
    """Some of many tasks failed, were not run, or have something to say of their results."""


def each(f: Callable[[Any], Any], items: Items, *, executor: Executor | None = None, progress: bool = True) -> Results:
    """f(item) for each of many items, on the workers of an executor: a list in the order of the items, or a dict with their labels.

    f: any function; it travels by name, or by value where it has none (of a script, a notebook, another function) and cloudpickle is installed
    items: what f takes, one at a time: a sequence or any other iterable, or a dict of items by label
    executor: any executor of `concurrent.futures` (`ProcessPoolExecutor`, loky's, `mpi4py.futures`), a `dask.distributed.Client`, or a function that
        makes one; None: one after the other, here
    progress: show how many are done

    An item whose call raised has a `samplers.Failure` in its place, with the error as `.error`; a MapWarning says so. What a dead worker had is done again.
    Ctrl-C gives the results there are. Where every call failed the first error is raised (a SamplingError that has it as its cause), with all of
    them as its attribute `results`.

        from concurrent.futures import ProcessPoolExecutor
        uq.map(math.factorial, [3, 4, 5], executor=lambda: ProcessPoolExecutor(2))          # [6, 24, 120]
    """
    check(callable(f), "f", f, "a function of one item")
    labels, values = listed(items, "items")
    shared = Carried(f)
    tasks = [Task(called, (shared, value), f"item {label!r}") for label, value in zip(labels, values, strict=True)]
    return as_given(items, labels, results_of(tasks, accepted(executor), "items", flag(progress, "progress")))


def called(f: Callable[[Any], Any], item: Any) -> Any:
    """The task."""
    return f(item)


def listed(items: Items, name: str) -> tuple[list[Hashable], list[Any]]:
    """Labels and values; numbers are the labels of what has none. SettingsError for what cannot be gone through."""
    check(isinstance(items, Iterable) and not isinstance(items, (str, bytes)) and not (isinstance(items, np.ndarray) and not items.ndim), name, items,
          "a sequence, or a dict by label")
    if isinstance(items, Mapping):
        return list(items), list(items.values())
    values = list(items)
    return list(range(len(values))), values


def as_given(items: Items, labels: Sequence[Hashable], results: list[Any]) -> Results:
    """A dict for a dict, else a list."""
    return dict(zip(labels, results, strict=True)) if isinstance(items, Mapping) else results


def results_of(tasks: Sequence[Task], executor: Executor | None, what: str, progress: bool) -> list[Any]:
    """The result or the Failure of each task, in order, with a warning about failures. Ctrl-C and SIGTERM end it with what there is."""
    found: dict[int, Any] = {}
    with nullcontext(Signals()) if executor is None else held(()) as seen, counting(what, len(tasks), progress) as (count, tick):
        try:
            for index, result in run_all(tasks, executor, what=what, stop=lambda: bool(seen), tick=tick):
                found[index] = result
                failed = isinstance(result, Failure)
                count.done, count.failed = count.done + (not failed), count.failed + failed
                if failed and isinstance(result.error, Interrupted):
                    seen.append(signal.SIGINT)
        except KeyboardInterrupt:
            seen.append(signal.SIGINT)
    results = [found.get(k, Failure(task.name, Interrupted("was not run: interrupted"))) for k, task in enumerate(tasks)]
    report(results, what)
    try:
        end_of_process(seen)
    except BaseException as error:
        raise with_results(error, results)  # noqa: B904 — the same error
    return results


def report(results: list[Any], what: str) -> None:
    """Says which failed; raises where all did."""
    failures = [r for r in results if isinstance(r, Failure)]
    undone = [r for r in failures if isinstance(r.error, Interrupted)]
    if failures and len(failures) == len(results):
        first = next((r for r in failures if r not in undone), failures[0])
        error = KeyboardInterrupt(f"interrupted before any of the {what} had ended") if first in undone else as_ours(first.error)
        error.add_note(f"of {first.name}; all {len(results)} {what} failed, their errors are in the attribute `results` of this error")
        raise with_results(error, results)
    if undone:
        tell(f"interrupted: {len(results) - len(failures)} of {len(results)} {what} are done", results)
    told = [f"{r.name}: {type(r.error).__name__}: {r.error}" for r in failures if r not in undone]
    if told:
        tell(f"{len(told)} of {len(results)} {what} failed: each has a `samplers.Failure` in its place\n{few(told)}", results)


def as_ours(error: Exception) -> LlbayesError:
    """The error, or one of ours that it is the cause of."""
    if isinstance(error, LlbayesError):
        return error
    found = SamplingError(f"{type(error).__name__}: {error}")
    found.__cause__ = error
    return found


def few(texts: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    return "\n".join([*texts[:FEW], *([f"… and {len(texts) - FEW} more"] if len(texts) > FEW else [])])


def tell(text: str, results: list[Any]) -> None:
    """A warning at the user's line; one that is made an error has the results."""
    try:
        warnings.warn(text, MapWarning, stacklevel=users_level())
    except MapWarning as error:
        raise with_results(error, results)  # noqa: B904 — the same error


def with_results(error: BaseException, results: list[Any]) -> BaseException:
    """The error with all that came."""
    cast(Any, error).results = results
    return error


map_each = public(each, "uq.map")

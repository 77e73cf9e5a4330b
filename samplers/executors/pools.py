"""Executors as users give them: one that there is, or what makes one. An executor whose worker died is broken for good in Python's pools: it is made anew
where that can be done."""
from __future__ import annotations

import concurrent.futures as cf
import contextlib
import inspect
from collections.abc import Callable
from typing import Any, Protocol, cast

from ...ir.errors import SettingsError
from ...ir.given import shown


class Future(Protocol):
    """What `submit` gives: of `concurrent.futures`, or like it."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> object: ...

    def cancel(self) -> Any: ...

    def result(self) -> Any: ...


class Submitting(Protocol):
    """An executor: of `concurrent.futures`, or like it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future: ...


Executor = Submitting | Callable[[], Submitting]
ALLOWED = "an executor (a `ProcessPoolExecutor`, a `dask.distributed.Client` …), or a function of no arguments that makes one"


class Pool:
    """The executor that tasks go to."""

    def __init__(self, given: Executor):
        self.given = given
        self.make = maker(given)
        self.executor: Any = self.made() if self.make else given
        self.ours = self.make is not None
        self.submitting = submitting(self.executor)

    def made(self) -> Any:
        """A new one."""
        assert self.make is not None, "there is a function that makes one"
        found = self.make()
        if not hasattr(found, "submit"):
            raise SettingsError(f"`executor` made {shown(found)}, which has no `submit`", hint=f"`executor=` is {ALLOWED}")
        return found

    @property
    def in_process(self) -> bool:
        """Are the workers threads of this process?"""
        return isinstance(self.executor, cf.ThreadPoolExecutor)

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Future:
        """RuntimeError of an executor that was shut down, BrokenExecutor of one that lost a worker."""
        return self.submitting.submit(function, argument)

    def remake(self) -> bool:
        """Another executor like the broken one; False where nobody knows how."""
        again = self.make or like(self.executor)
        if again is None:
            return False
        self.close(wait=False)
        self.make = again
        self.executor, self.ours = self.made(), True
        self.submitting = submitting(self.executor)
        return True

    def close(self, wait: bool = True) -> None:
        """Ends an executor that was made here."""
        if not self.ours or type(self.executor).__module__.startswith("loky"):               # loky's is for the whole program
            return
        with contextlib.suppress(Exception):
            if hasattr(self.executor, "shutdown") and not hasattr(self.executor, "get_executor"):
                self.executor.shutdown(wait=wait, cancel_futures=True)
            else:
                self.executor.close()


def submitting(executor: Any) -> Submitting:
    """What takes the tasks: dask's client has an executor, for tasks that are not to be taken for one another."""
    return executor.get_executor(pure=False) if hasattr(executor, "get_executor") else executor


def maker(given: Any) -> Callable[[], Any] | None:
    """The function that makes the executor; None for one that is there. SettingsError for what is neither."""
    if inspect.isclass(given) or not hasattr(given, "submit"):
        if not callable(given):
            raise SettingsError(f"`executor` must be {ALLOWED}, not {shown(given)}",
                                hint="`concurrent.futures.ProcessPoolExecutor(4)` runs four processes on this machine")
        return cast("Callable[[], Any]", given)
    return None


def accepted(given: Executor | None) -> Executor | None:
    """The argument `executor`; SettingsError for what is none."""
    if given is not None:
        maker(given)
    return given


def like(executor: Any) -> Callable[[], Any] | None:
    """What makes another executor with the settings of this one."""
    known = vars(executor) if hasattr(executor, "__dict__") else {}
    if type(executor) is cf.ProcessPoolExecutor and {"_max_workers", "_mp_context", "_initializer", "_initargs"} <= set(known):
        return lambda: cf.ProcessPoolExecutor(known["_max_workers"], known["_mp_context"], known["_initializer"], known["_initargs"])
    if type(executor).__module__.startswith("loky") and "_max_workers" in known:
        def again() -> Any:
            import loky
            return loky.get_reusable_executor(max_workers=known["_max_workers"])
        return again
    return None

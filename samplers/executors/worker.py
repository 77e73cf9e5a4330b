"""The worker's side: a task comes, its result or its failure goes. Who calls this file is an executor, and no user's line (`ir/ours.py`)."""
from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

from ...ir.errors import SamplingError
from .carried import Carried, packed, unpacked
from .tasks import Failure, Task, failed, tried


class Parcel:
    """A task as it is handed to an executor: itself for a thread of this process; else bytes, beside what it shares with other tasks."""

    def __init__(self, task: Task, in_process: bool = False):
        """SettingsError where the task cannot travel."""
        self.task = task if in_process else None
        self.name = task.name
        self.shared = {k: a for k, a in enumerate(task.arguments) if isinstance(a, Carried)}
        for a in () if in_process else self.shared.values():
            _ = a.packed
        self.own = None if in_process else packed(task._replace(arguments=tuple(None if k in self.shared else a for k, a in enumerate(task.arguments))))

    def opened(self) -> Task:
        """The task."""
        if self.task is not None:
            return self.task
        assert self.own is not None, "a parcel has its task or its bytes"
        task: Task = unpacked(self.own)
        return task._replace(arguments=tuple(self.shared.get(k, a) for k, a in enumerate(task.arguments)))


def attempted(parcel: Parcel) -> Any:
    """On the worker: the result of the task, or its Failure; as bytes, `Packed`, where the task came as bytes."""
    if parcel.task is not None:
        return tried(parcel.task)
    try:
        result = tried(parcel.opened())
        return packed(replace(result, error=portable(result.error)) if isinstance(result, Failure) else result)
    except BaseException as error:
        found = failed(parcel.name, error)
        return packed(replace(found, error=portable(found.error)))


def portable(error: Exception) -> Exception:
    """The error, if another process can read it; else one that says what it was."""
    try:
        again = pickle.loads(pickle.dumps(error))
        if type(again) is type(error) and str(again) == str(error):
            return error
    except Exception:  # errors whose arguments do not pickle, or are not those of their class
        pass
    return SamplingError(f"{type(error).__name__}: {error}")

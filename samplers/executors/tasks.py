"""Tasks, and what stands in the place of a result that there is not."""
from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...ir.errors import SamplingError
from .carried import Carried


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

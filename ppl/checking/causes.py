"""Why the log density is not finite at a point: what is wrong at the first site that fails, or the first operation of the user's that led there; each with
its line and a remedy, in the order of the run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import LlbayesError, Position
from ..base.constraints import Constraint
from ..base.frames import raised_at
from ..base.types import Data
from ..interpret.host import Host
from ..interpret.running import refused, run
from ..interpret.table import Binding, Site
from .events import DIVIDE, INVALID, OVERFLOW, UNDERFLOW, Events, Trouble
from .failures import INFINITE, NAN, OUTSIDE, Failure, Failures
from .lines import first
from .words import Said, of_error, of_event, of_failure

FAR = 1e100                                      # of a coordinate: a path that runs away has no place in the model to blame
NEAR = 300.0                                     # of one at which exp does not overflow by itself
Key = tuple[str, Position]


class Cause(NamedTuple):
    """Why, where and what to do. `domain`: is it the model's, something that left its domain? Else numbers ran out of the doubles. `detail` is of one
    point, the message of an exception say."""

    what: str
    where: str
    remedy: str
    domain: bool = True
    detail: str = ""

    def __str__(self) -> str:
        detail, place = (f": {self.detail}" if self.detail else ""), (f" ({self.where})" if self.where else "")
        return f"{self.what}{detail}{place}{f'; {self.remedy}' if self.remedy else ''}"


class Looked(NamedTuple):
    """One run of the model at a point."""

    failures: Sequence[Failure]
    error: Exception | None
    events: Sequence[Trouble]
    values: Data
    sites: dict[str, Site]
    by_line: Callable[[], Cause | None]          # what made the first nan, in one more run that looks at lines


Look = Callable[[np.ndarray], Looked]


def look(function: Callable[..., Any], binding: Binding, z: np.ndarray) -> Looked:
    """Runs it. What the model cannot mean at any point goes through."""
    events = Events()
    failures, error = Failures(binding, lambda: len(events.found)), None
    try:
        run(function, failures, Host(z), binding.data, events)
    except Exception as e:
        if not refused(e):
            raise
        error = e

    return Looked(failures.found, error, events.listed(), failures.values, failures.sites, lambda: first_line(function, binding, z))


def first_line(function: Callable[..., Any], binding: Binding, z: np.ndarray) -> Cause | None:
    """The line that makes the first nan."""
    failures = Failures(binding)

    def again() -> None:
        with contextlib.suppress(Exception):     # what ended the first run
            run(function, failures, Host(z), binding.data)

    event = first(again)
    return None if event is None else made(of_event(event, failures.values), event.position)


def keys(looked: Looked) -> set[Key]:
    """The places whose operations made no numbers, or infinities, in a run: where that did no harm, they are not blamed elsewhere."""
    return {event.key for event in looked.events}


def causes(looked: Looked, z: np.ndarray, harmless: Collection[Key] = ()) -> list[Cause]:
    """All that is wrong in a run, what comes first first; none where nothing is."""
    away = bool(np.any(np.abs(z) > FAR)) or not all(np.all(np.isfinite(v)) for v in looked.values.values())
    near = bool(np.all(np.abs(z) < NEAR))
    found = [cause(failure, looked, harmless, near) for failure in looked.failures]
    if looked.error is not None:
        found.append(made(of_error(looked.error, looked.values), position_of(looked.error)))
    return [c._replace(domain=False) if away else c for c in dict.fromkeys(found)]


def cause(failure: Failure, looked: Looked, harmless: Collection[Key], near: bool) -> Cause:
    """That of one failure; what overflows is the model's affair at points that are `near`."""
    if failure.kind in (NAN, INFINITE):
        event = origin(failure, looked.events[: failure.before], harmless)
        if event is not None:
            return made(of_event(event, looked.values), event.position, near or event.kind != OVERFLOW)
        if failure.kind == NAN and (line := looked.by_line()) is not None:
            return line
    owner = named(failure.value, looked.values)
    found = made(of_failure(failure, owner), failure.position)
    return found._replace(domain=False) if rounded(failure, owner and looked.sites[owner], looked.events) else found


def made(said: Said, position: Position | None, domain: bool = True) -> Cause:
    """With its place in words."""
    return Cause(said.what, "" if position is None else position.by_line, said.remedy, domain, said.detail)


def origin(failure: Failure, events: Sequence[Trouble], harmless: Collection[Key]) -> Trouble | None:
    """The operation that a nan or an infinity came from: the first one that is not known to do no harm."""
    events = [e for e in events if e.kind != UNDERFLOW]
    fresh = [e for e in events if e.key not in harmless] or events
    wanted = (INVALID, DIVIDE, OVERFLOW) if failure.kind == NAN else (DIVIDE, OVERFLOW, INVALID)
    return next((e for e in fresh if e.kind in wanted), None)


def position_of(error: Exception) -> Position | None:
    """The user's line at which it was raised."""
    return (error.position if isinstance(error, LlbayesError) else None) or raised_at(error)


def named(value: Any, values: Data) -> str:
    """The parameter whose value this is; empty where it is none's."""
    return next((name for name, x in values.items() if x is value), "")


def rounded(failure: Failure, owner: Site | None | str, events: Sequence[Trouble]) -> bool:
    """Did a number leave its domain by rounding alone, to 0 for instance?"""
    if failure.kind != OUTSIDE or failure.domain is None:
        return False
    if isinstance(owner, Site) and owner.constraint is not None and inner(owner.constraint, failure.domain):
        return True
    x = np.asarray(failure.value, float)
    return not np.any(x < 0.0) and bool(np.any(x == 0.0)) and any(e.kind == UNDERFLOW for e in events)


def inner(own: Constraint, domain: Constraint) -> bool:
    """Does the set of a parameter lie in a domain, all but its ends?"""
    (low, high), (first, last) = own.bounds(), domain.bounds()
    below = first is None or low is not None and bool(np.all(np.asarray(low) >= first))
    return below and (last is None or high is not None and bool(np.all(np.asarray(high) <= last)))


def at_points(look_at: Look, points: Iterable[np.ndarray], usual: np.ndarray) -> Iterator[list[Cause]]:
    """All that is wrong at points, one after the other as they are asked for; `usual` (n, dim) are points where nothing is, draws for instance: what
    operations do there does no harm."""
    harmless = {key for z in usual for key in keys(look_at(z))}
    return (causes(look_at(z), z, harmless) for z in points)

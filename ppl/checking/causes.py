"""Why the log density is not finite at a point: what is wrong at the first site that fails, or the first operation of the user's that led there; each with
its line and a remedy, in the order of the run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import Position
from ..base.constraints import Constraint
from ..base.frames import raised_at
from ..base.types import Data
from ..interpret.host import Host
from ..interpret.running import refused, run
from ..interpret.table import Binding, Site
from .events import DIVIDE, INVALID, OVERFLOW, UNDERFLOW, Event, Events
from .failures import INFINITE, NAN, OUTSIDE, Failure, Failures
from .words import Said, of_error, of_event, of_failure

FAR = 1e100                                      # of a coordinate: a path that runs away has no place in the model to blame
Key = tuple[str, Position]


class Cause(NamedTuple):
    """Why, where and what to do. `domain`: is it the model's, something that left its domain? Else numbers ran out of the doubles."""

    what: str
    where: str
    remedy: str
    domain: bool = True

    def __str__(self) -> str:
        return f"{self.what}{f' ({self.where})' if self.where else ''}"


class Looked(NamedTuple):
    """One run of the model at a point."""

    failures: Sequence[Failure]
    error: Exception | None
    events: Sequence[Event]
    values: Data
    sites: dict[str, Site]


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
    return Looked(failures.found, error, events.listed(), failures.values, failures.sites)


def keys(looked: Looked) -> set[Key]:
    """The places whose operations made no numbers, or infinities, in a run: where that did no harm, they are not blamed elsewhere."""
    return {event.key for event in looked.events}


def causes(looked: Looked, z: np.ndarray, harmless: Collection[Key] = ()) -> list[Cause]:
    """All that is wrong in a run, what comes first first; none where nothing is."""
    away = bool(np.any(np.abs(z) > FAR)) or not all(np.all(np.isfinite(v)) for v in looked.values.values())
    found = [cause(failure, looked, harmless) for failure in looked.failures]
    if looked.error is not None:
        found.append(made(of_error(looked.error, looked.values), raised_at(looked.error)))
    return [c._replace(domain=False) if away else c for c in dict.fromkeys(found)]


def cause(failure: Failure, looked: Looked, harmless: Collection[Key]) -> Cause:
    """That of one failure."""
    if failure.kind in (NAN, INFINITE):
        event = origin(failure, looked.events[: failure.before], harmless)
        if event is not None:
            return made(of_event(event, looked.values), event.position, event.kind != OVERFLOW or failure.kind == NAN)
    owner = named(failure.value, looked.values)
    found = made(of_failure(failure, owner), failure.position)
    return found._replace(domain=False) if rounded(failure, owner and looked.sites[owner], looked.events) else found


def made(said: Said, position: Position | None, domain: bool = True) -> Cause:
    """With its place in words."""
    return Cause(said.what, "" if position is None else position.by_line, said.remedy, domain)


def origin(failure: Failure, events: Sequence[Event], harmless: Collection[Key]) -> Event | None:
    """The operation that a nan or an infinity came from: the first one that is not known to do no harm."""
    events = [e for e in events if e.kind != UNDERFLOW]
    fresh = [e for e in events if e.key not in harmless] or events
    wanted = (INVALID, DIVIDE, OVERFLOW) if failure.kind == NAN else (DIVIDE, OVERFLOW, INVALID)
    return next((e for e in fresh if e.kind in wanted), None)


def named(value: Any, values: Data) -> str:
    """The parameter whose value this is; empty where it is none's."""
    return next((name for name, x in values.items() if x is value), "")


def rounded(failure: Failure, owner: Site | None | str, events: Sequence[Event]) -> bool:
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

"""Times with an indicator of the event: those without one are censored, and count with the probability of what comes after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....ir.given import plain, shown
from ....lang.values.hooks import compile_time
from ...base.constraints import binary
from ...base.distribution import Distribution
from ...base.family import Param
from ...base.frames import here
from ...base.functions import where
from ...base.parameters import array_of
from ...base.types import Value
from ..form import Direct
from ..own.generator import shape_of

EVENT = Param("event", binary)


@dataclass(frozen=True, eq=False, repr=False)
class EventForm(Direct):
    """X ~ base, observed where `event` is 1, and known to lie beyond the observation where it is 0. In all but its density it is its base: draws are
    values of all, those of a study without an end."""

    event_seen: Value

    @property
    def name(self) -> str:
        return str(self)

    @property
    def atoms(self) -> bool:
        return True

    @compile_time
    def has(self, what: str) -> bool:
        return what not in ("truncated", "noncentered", "located") and self.base.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return (*self.base.parameters(), (EVENT, self.event_seen))

    def density(self, x: Value) -> Value:
        """log density where the event was seen, log P(X > x) elsewhere."""
        return where(self.seen(x), self.base.density(x), self.base.logsf(x))

    def logpdf(self, x: Value) -> Value:
        """log density where the event was seen, log P(X > x) elsewhere."""
        x = array_of(x)
        return where(self.seen(x), self.base.logpdf(x), self.base.logsf(x))

    def seen(self, x: Value) -> Any:
        """Where was the event seen? Indicators belong to observations, not to draws: they are no part of the batch."""
        fit(self, x)
        return 1.0 * self.event_seen > 0.5

    def __repr__(self) -> str:
        return f"Censored({self.base!r}, event=…)"

    def __str__(self) -> str:
        return f"Censored({self.base}, event)"


@compile_time
def with_event(d: Distribution, event: Any, low: Any, high: Any) -> EventForm:
    """The form. ModelError for bounds beside an indicator, and for what is none."""
    if low is not None or high is not None:
        raise ModelError("`Censored` takes bounds, or `event=`, not both", here(), "times censored on both sides are pairs of ends: `IntervalCensored(d)`")
    event = array_of(event)
    if isinstance(event, (str, Distribution)) or callable(event):
        raise ModelError("`Censored`: `event=` is an array of 1, the event was seen at the observation, and 0, it was not seen up to it", here(),
                         "`Censored(Weibull(k, scale), event=died)`")  # fmt: skip
    if isinstance(event, (int, float, np.ndarray)) and not np.all(binary.contains(np.asarray(event))):
        raise ModelError(f"`Censored`: `event=` is 1, seen, or 0, not seen; here {worst(event)}", here(), CODES)
    return EventForm(d, event)


CODES = "codes of left and interval censoring are pairs of ends: `IntervalCensored(d)`"


def worst(event: Any) -> str:
    """A value that is no indicator."""
    values = np.ravel(np.asarray(event))
    return f"{shown(plain(values[~binary.contains(values)][0]))} is among them"


@compile_time
def fit(dist: EventForm, x: Value) -> None:
    """ModelError where there is not one indicator for each observation, or one for all."""
    own, shape = shape_of(dist.event_seen), shape_of(x)
    if len(own) > len(shape) or any(n not in (1, m) for n, m in zip(reversed(own), reversed(shape), strict=False)):
        raise ModelError(f"`event=` of `{dist.name}` has shape {own}, the observations {shape}", here(), "one for each observation, or one for all")

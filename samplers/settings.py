"""The numbers that a run takes, and how what a user sets is checked."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from ..ir.errors import SettingsError
from .adapt.schedule import Schedule

Seed = int | Sequence[int] | None
Options = TypeVar("Options", covariant=True)
TRIES = 100                          # points tried for a start


class Settings(NamedTuple, Generic[Options]):
    """Numbers of one run; compiled code takes them by value when it runs."""

    warmup: int                      # draws
    tries: int
    options: Options                 # the sampler's own
    windows: Schedule                # when the warm-up learns the metric; () where the sampler does not learn it by windows


def by_name(settings: Settings) -> dict[str, float]:
    """All numbers of a run."""
    windows = settings.windows._asdict() if settings.windows else {}
    return {"warmup": settings.warmup, "tries": settings.tries} | settings.options._asdict() | windows


def check(ok: bool, name: str, value: object, allowed: str) -> None:
    """SettingsError with the value and what is allowed, unless it is ok."""
    if not ok:
        raise SettingsError(f"`{name}` must be {allowed}, not {value!r}")


def whole(value: float, name: str, least: int) -> int:
    """The setting as an int; SettingsError for anything that is not a whole number of at least `least`."""
    ok = isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= least
    check(ok, name, value, f"a whole number, {least} or more")
    return int(value)


def like(default: float, value: float, name: str) -> float:
    """The value as the kind of number that the default is: machine code is called with it as it is."""
    return float(value) if isinstance(default, float) else whole(value, name, 0)

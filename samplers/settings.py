"""The numbers that a run takes, and the one place where what a user sets is converted to the type that is declared for it, or refused by name."""
from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar, cast, get_type_hints

from ..ir.given import between as between
from ..ir.given import check as check
from ..ir.given import check_memory as check_memory
from ..ir.given import flag as flag
from ..ir.given import one_of as one_of
from ..ir.given import share as share
from ..ir.given import shown as shown
from ..ir.given import whole as whole
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


def as_declared(kind: type, value: object, name: str) -> int | float:
    """The value as the kind of number that its record declares: the type by which machine code takes it."""
    assert kind in (int, float), "options are whole numbers and floats"
    return whole(value, name, 0) if kind is int else between(value, name, -math.inf, math.inf, "that is finite")


def numbers(record: NamedTuple) -> Iterator[tuple[type, int | float]]:
    """All numbers of nested records, in order, each with the type that its record declares. Members without a type of their own are records."""
    kinds = get_type_hints(type(record))
    for name, value in record._asdict().items():
        if not isinstance(value, tuple):
            yield kinds[name], as_declared(kinds[name], value, name)
        elif value:
            yield from numbers(cast(NamedTuple, value))

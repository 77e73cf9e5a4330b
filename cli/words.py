"""Words of messages: names in backquotes, and the known names nearest to one that is not."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MOST = 12                            # names that a message lists


def quoted(names: Iterable[object]) -> str:
    """`a`, `b`, `c`; of many the first."""
    known = [f"`{name}`" for name in names]
    return ", ".join(known[:MOST]) + (f" and {len(known) - MOST} more" if len(known) > MOST else "")


def close(name: str, known: Sequence[str], show: Mapping[str, str] | None = None) -> str:
    """`; close: …` with the known names nearest to this one, which may differ in upper and lower case, as `show` says; empty when none is near."""
    from ..ir.words import closest

    near = closest(name, known)
    return f"; close: {quoted((show or {}).get(n, n) for n in near)}" if near else ""


def count(number: int, noun: str) -> str:
    """`1 chain`, `4 chains`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

"""Paths that end in a failure, by `raise` or an `assert` that is known to fail: the reason is noted, the path goes on to where it meets others, and what it
leaves there are harmless values of the kinds that the others have. No path leaves a function so, which would have to be reversed too, and would put
what follows under a condition; what is computed behind a failure nobody looks at."""
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..values.values import Value


class Rejected(Exception):
    """Every path of an expression ends in a failure: so does the statement that it stands in. The interpreter's `rejected` is set."""


class Harmless:
    """What a path that ends in a failure has for a name."""


HARMLESS: Final = Harmless()


def ended(run: Callable[[], Value]) -> Value:
    """The value of an expression; None where every path of it ends in a failure."""
    try:
        return run()
    except Rejected:
        return None

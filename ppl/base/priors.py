"""The log density of a parameter's prior at the value that its coordinates stand for, right where that value rounds to an end of the support.

Takes the value and the logs that its transform carries (`transforms.py`). Families whose density has a logarithm at an end of the support are
written in logs (`Family.by_logs`); the others do without.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...lang.values.hooks import compile_time
from .constraints import Constraint
from .functions import log, logaddexp, where
from .transforms import Logs
from .types import Truth, Value, is_plain

if TYPE_CHECKING:
    from .distribution import Distribution


def prior_density(dist: Distribution, chosen: Constraint, restricted: bool, x: Value, logs: Logs) -> Value:
    """`restricted`: the site has a constraint of its own, `chosen`, which may reach beyond the prior's support."""
    if not written_in_logs(dist, chosen):
        return dist.logpdf(x) if restricted and dist.support().limits() else dist.density(x)
    if not chosen.elementwise():
        return dist.by_logs(x, logs)
    if not restricted or holds_all(dist.support(), chosen):
        return dist.by_logs(x, to_ends(dist, chosen, x, logs))
    x, far, logs = inner(dist.support(), chosen, x, logs)
    return dist.by_logs(x, to_ends(dist, chosen, x, logs)) + far


def to_ends(dist: Distribution, chosen: Constraint, x: Value, logs: Logs) -> Logs:
    """logs of the distances from the ends of the family's support."""
    low, high = dist.logs_support().bounds()
    first, last = chosen.bounds()
    return left(x, low, first, last, logs[0], 1.0), left(x, high, last, first, logs[1], -1.0)


def written_in_logs(dist: Distribution, chosen: Constraint) -> bool:
    """Is the family written in the logs that the transform onto this set carries?"""
    return dist.in_logs and (chosen.elementwise() or holds(chosen, dist.logs_support()))


@compile_time
def holds(chosen: Constraint, support: Constraint) -> bool:
    """Is a value in the chosen set one, or several, of those of the support?"""
    return chosen.kind.holds(support.kind)


@compile_time
def holds_all(support: Constraint, chosen: Constraint) -> bool:
    """Is all of the chosen set known to lie in the support?"""
    ends = zip(support.bounds(), chosen.bounds(), (1.0, -1.0), strict=True)
    return all(end is None or (is_plain(end) and is_plain(own) and side * own >= side * end) for end, own, side in ends)


@compile_time
def meets(end: Value, own: Value | None) -> bool:
    """Is the end of the support known to be that of the chosen set?"""
    return is_plain(end) and is_plain(own) and end == own


@compile_time
def clear(end: Value, own: Value | None, other: Value | None, side: float) -> bool:
    """Is x - end neither lost to rounding nor infinite? Where the chosen set is known to end before, and at its other end too; what lies beyond the
    support is not asked for."""
    return own is None or (is_plain(end) and is_plain(own) and (side * own < side * end or other is not None))


def left(x: Value, end: Value | None, own: Any, other: Value | None, carried: Any, side: float) -> Value | None:
    """log of the distance from an end of the support, None where it is open: what is carried, and what lies between the two ends."""
    if end is None:
        return None
    if meets(end, own):
        return carried
    if clear(end, own, other, side):
        return log(side * (x - end))
    gap = side * (own - end)
    wider = where(gap < 0.0, log(where(gap < 0.0, side * (x - end), 1.0)), carried)
    return where(gap > 0.0, logaddexp(log(where(gap > 0.0, gap, 1.0)), carried), wider)


def inner(support: Constraint, chosen: Constraint, x: Value, logs: Logs) -> tuple[Value, Value, Logs]:
    """(x, 0, logs) where x lies inside of the support, (a point inside, -inf, zeros) elsewhere and where it has left the doubles."""
    low, high = support.bounds()
    first, last = chosen.bounds()
    ok = (abs(x) < math.inf) & passed(x, low, first, 1.0) & passed(x, high, last, -1.0)
    return where(ok, x, support.inside()), where(ok, 0.0, -math.inf), (masked(ok, logs[0]), masked(ok, logs[1]))


def passed(x: Value, end: Value | None, own: Any, side: float) -> Truth:
    """Is x on the inner side of an end of the support? On all of a chosen set that does not reach beyond, where x may be rounded to the end."""
    if end is None:
        return True
    if own is None:
        return side * x > side * end
    return (side * own >= side * end) | (side * x > side * end)


def masked(ok: Truth, carried: Value | None) -> Value | None:
    """What is carried, 0 where that is not to be used."""
    return None if carried is None else where(ok, carried, 0.0)

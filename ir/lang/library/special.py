"""The table of our own scalar functions `@llb.NAME`: each is a plain function of the language that also runs in CPython.

They are compiled into a module after its last differentiation level; until then they are calls whose derivatives are rules.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import elementary, gamma, incomplete, normal


class Special(NamedTuple):
    """A scalar function and its number of float arguments."""

    function: Callable[..., float]
    arity: int


SPECIAL: dict[str, Special] = {
    "digamma": Special(gamma.digamma, 1),
    "trigamma": Special(gamma.trigamma, 1),
    "polygamma": Special(gamma.polygamma, 2),
    "ndtr": Special(normal.ndtr, 1),
    "log_ndtr": Special(normal.log_ndtr, 1),
    "ndtri": Special(normal.ndtri, 1),
    "erfinv": Special(normal.erfinv, 1),
    "logaddexp": Special(elementary.logaddexp, 2),
    "expit": Special(elementary.expit, 1),
    "log_expit": Special(elementary.log_expit, 1),
    "log1mexp": Special(elementary.log1mexp, 1),
    "xlogy": Special(elementary.xlogy, 2),
    "xlog1py": Special(elementary.xlog1py, 2),
    "stop_gradient": Special(elementary.stop_gradient, 1),
    "gammainc": Special(incomplete.gammainc, 2),
    "gammaincc": Special(incomplete.gammaincc, 2),
    "betainc": Special(incomplete.betainc, 3),
}

"""The table of our own scalar functions `@llb.NAME`: each is a plain function of the language that also runs in CPython.

They are compiled into a module after its last differentiation level; until then they are calls whose derivatives are rules.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import elementary, gamma, incomplete, incomplete_slopes, normal


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

# what the derivative rules of the incomplete functions call; no public function means them
SLOPES: dict[str, Special] = {
    "gammainc_a": Special(incomplete_slopes.gammainc_a, 2),
    "gammainc_aa": Special(incomplete_slopes.gammainc_aa, 2),
    "gamma_density": Special(incomplete_slopes.gamma_density, 2),
    "betainc_a": Special(incomplete_slopes.betainc_a, 3),
    "betainc_b": Special(incomplete_slopes.betainc_b, 3),
    "betainc_aa": Special(incomplete_slopes.betainc_aa, 3),
    "betainc_ab": Special(incomplete_slopes.betainc_ab, 3),
    "betainc_bb": Special(incomplete_slopes.betainc_bb, 3),
    "beta_density": Special(incomplete_slopes.beta_density, 3),
}
SPECIAL |= SLOPES

"""A distribution of Stan's, as a record: its arguments, and which distribution of `ppl` it is."""
from __future__ import annotations

from typing import NamedTuple

TAILS = ("cdf", "lcdf", "lccdf")


class Law(NamedTuple):
    """A distribution: the notation of its value and of its arguments (`words.py`), and the Python that makes ours of the arguments `_1`, `_2` … (and of the
    value `_0`, where that says a size). `value`: what ours takes for Stan's value `_0`; `drawn`: Stan's for a draw `_0` of ours. `tails`: which
    distribution functions it has in Stan; `draws`: has it `_rng` with these arguments; `observed`: do predictions of ours mean what a value means?
    `density`: its log density where `python` says more than the distribution."""

    left: str
    arguments: tuple[str, ...]
    python: str
    value: str = "_0"
    drawn: str = "_0"
    tails: tuple[str, ...] = TAILS
    draws: bool = True
    observed: bool = True
    density: str = ""

    @property
    def discrete(self) -> bool:
        """Has it a mass function?"""
        return self.left.endswith(("int", "ints"))

    @property
    def cut(self) -> bool:
        """Can its values be cut to bounds? Stan takes the logarithms of both tails for that."""
        return {"lcdf", "lccdf"} <= {*self.tails}


Laws = dict[str, "Law | tuple[Law, ...]"]

"""The functions that distributions and transforms are written with: every scalar function of the language by its name, and `logsumexp`.

Each runs in CPython on numbers and arrays, nan and inf without warnings, and in compiled code.
"""

from __future__ import annotations

from ...lang.library.arrays import logsumexp as logsumexp
from ...lang.library.functions import UFUNCS
from ...lang.library.ufunc import Ufunc


def __getattr__(name: str) -> Ufunc:
    """`from ..base.functions import lgamma` gives the row of that name."""
    if name in UFUNCS:
        return UFUNCS[name]
    raise AttributeError(f"`{name}` is no scalar function of the language")

"""Special functions by one name each, in CPython and in compiled code: `special.gammaincinv(a, p)` of numbers and arrays, which broadcast.

All of them are differentiable, in every operand that is not a whole number, twice and mostly as often as you like; nothing warns: outside of its
range a function is nan or infinite. What each computes, where and how accurately is on the page `docs/special.md`; scipy.special's functions of
the same names are compiled as these.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from ..lang.library.arrays import log_softmax, logsumexp, softmax
from ..lang.library.everyday.table import FUNCTIONS
from ..lang.library.functions import UFUNCS

MODULE = "scipy.special."
OURS = (                                        # SciPy has no name for these, or another module
    "log1mexp", "log_gammainc", "log_gammaincc", "log_betainc", "log_betaincc", "trigamma", "log1pmx", "logaddexp", "logaddexp2",
)  # fmt: skip
_BY_NAME: dict[str, Any] = {
    **{name: UFUNCS[name] for name in OURS},
    **{name.removeprefix(MODULE): row for row in UFUNCS.values() for name in row.names if name.startswith(MODULE)},
    **{f.__name__: f for f in (*FUNCTIONS, logsumexp, softmax, log_softmax)},
}


@cache
def scipys() -> frozenset[str]:
    """The names of SciPy's functions that compiled code knows; in CPython they are SciPy's. Their table is not for every import of this module."""
    from ..lang.calls.recognition import TABLE
    return frozenset({name.removeprefix(MODULE) for name in TABLE if name.startswith(MODULE)} - set(_BY_NAME))


def __getattr__(name: str) -> Any:
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name == "__all__":
        return sorted({*_BY_NAME, *scipys()})
    if name in scipys():
        return getattr(import_module("scipy.special"), name)
    raise AttributeError(f"`special` has no function `{name}`; it has {', '.join(__dir__())}")


def __dir__() -> list[str]:
    return __getattr__("__all__")

"""Special functions by one name each, in CPython and in compiled code: `special.gammaincinv(a, p)` of numbers and arrays, which broadcast.

All of them are differentiable, in every operand that is not a whole number, twice and mostly as often as you like; nothing warns: outside of its
range a function is nan or infinite. What each computes, where and how accurately is on the page `docs/special.md`; scipy.special's functions of
the same names are compiled as these.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from ..lang.library.functions import UFUNCS
from ..lang.library.table import LIBRARY

MODULE = "scipy.special."
OURS = (                                        # SciPy has no name for these, or another module
    "log1mexp", "log_gammainc", "log_gammaincc", "log_betainc", "log_betaincc", "trigamma", "log1pmx", "logaddexp", "logaddexp2",
)  # fmt: skip


@cache
def rows() -> dict[str, Any]:
    """The functions of numbers by their names here, those of SciPy's that have another name in their row too."""
    return {name: UFUNCS[name] for name in OURS} | {
        name.removeprefix(MODULE): row for row in UFUNCS.values() for name in row.names if name.startswith(MODULE)}


def found(name: str) -> Any:
    """A function of ours by its name here, None where there is none. Most rows have the name that SciPy has: then their file alone is imported."""
    if MODULE + name in LIBRARY:
        return LIBRARY[MODULE + name]
    if name in UFUNCS and (name in OURS or MODULE + name in UFUNCS[name].names):
        return UFUNCS[name]
    return rows().get(name)


def ours() -> list[str]:
    """All that `found` finds."""
    return [*rows(), *(name.removeprefix(MODULE) for name in LIBRARY if name.startswith(MODULE))]


@cache
def scipys() -> frozenset[str]:
    """The names of SciPy's functions that compiled code knows; in CPython they are SciPy's. Their table is not for every import of this module."""
    from ..lang.calls.recognition import TABLE
    return frozenset({name.removeprefix(MODULE) for name in TABLE if name.startswith(MODULE)} - set(ours()))


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return sorted({*ours(), *scipys()})
    if not name.startswith("__") and (function := found(name)) is not None:
        return function
    if name in scipys():
        return getattr(import_module("scipy.special"), name)
    raise AttributeError(f"`special` has no function `{name}`; it has {', '.join(__dir__())}")


def __dir__() -> list[str]:
    return __getattr__("__all__")

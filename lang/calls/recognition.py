"""The one table of recognised functions, dotted public name -> how it is staged, and a function's handler by its identity.

Identities are resolved only for modules that are already imported, so that nothing heavy is imported here. The language page of the
documentation is generated from these tables.
"""
from __future__ import annotations

import sys
from typing import Any

from ..arrays.making import lift
from ..numbers.ufuncs import UFUNCS
from ..values.services import Interpreter
from ..values.values import Scalar
from . import combined, creation, mathematics, products, python, shaping, statistics, systems
from .family import Handler, handler
from .ufunc_methods import method_of

MODULES = ("builtins", "functools", "dataclasses", "math", "numpy", "numpy.linalg", "scipy.special", "scipy.linalg", "llbayes.lang.values.hooks",
           "llbayes.lang.library.math")
FAMILIES = tuple(family.public for family in (creation, combined, python, shaping, statistics, products, systems, mathematics))
TABLE: dict[str, Handler] = {name: h for family in FAMILIES for name, h in family.functions.items()}
METHODS: dict[str, Handler] = {name: h for family in FAMILIES for name, h in family.methods.items()}


def _library() -> dict[str, Any]:
    from .. import library
    return getattr(library, "LIBRARY", {})


def library_function(name: str) -> Any:
    """A function of `library/` by its short name."""
    for dotted, f in _library().items():
        if dotted.rsplit(".", 1)[-1] == name:
            return f
    raise KeyError(name)


def is_vector(a: Any) -> bool:
    """Is it a list of floats or run-time numbers, which NumPy takes for an array?"""
    return isinstance(a, list) and bool(a) and all(isinstance(x, (float, Scalar)) for x in a)


def _from_library(f: Any) -> Handler:
    def emit(it: Interpreter, *args: Any, **kw: Any) -> Any:
        return it.call(f, *(lift(it, a) if is_vector(a) else a for a in args), **kw)
    emit.__doc__ = f.__doc__
    return handler(emit)


_found: dict[int, tuple[Any, Handler]] = {}
_scanned: set[str] = set()


def recognised(f: Any) -> Handler | None:
    """The handler of a public function, by identity; modules are scanned when they have been imported."""
    for module in MODULES:
        if module not in _scanned and module in sys.modules and not getattr(getattr(sys.modules[module], "__spec__", None), "_initializing", False):
            _scan(module)
    hit = _found.get(id(f))
    return hit[1] if hit is not None and hit[0] is f else method_of(f)


def _scan(module: str) -> None:
    _scanned.add(module)
    m = sys.modules[module]
    for dotted, h in (*TABLE.items(), *((k, _from_library(v)) for k, v in _library().items() if k not in TABLE)):
        where, _, name = dotted.rpartition(".")
        if where == module and hasattr(m, name):
            g = getattr(m, name)
            _found[id(g)] = (g, h)
    if module == "llbayes.lang.library.math":
        for g, name in m.UFUNCS.items():
            h = TABLE.get(_by_symbol(name))
            if h is not None:
                _found[id(g)] = (g, h)


def _by_symbol(name: str) -> str:
    for key, u in UFUNCS.items():
        if name in (key, u.symbol):
            return u.names[0] if u.names else f"llbayes.{key}"
    return ""

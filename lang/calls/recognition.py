"""The one table of recognised functions, dotted public name -> how it is staged, and a function's handler by its identity.

A public function is known by its identity, under every name that it has, and its module is looked through when it has been imported: whoever
calls the function has imported that, so nothing is missed, and nothing heavy is imported here. The language page is generated from these tables.
"""
from __future__ import annotations

import sys
from types import BuiltinMethodType, FunctionType

from ..arrays.making import lift
from ..library.selecting.table import METHODS as OF_LIBRARY
from ..library.spectral.table import FUNCTIONS as SPECTRAL
from ..library.table import LIBRARY
from ..values.services import Interpreter
from ..values.values import Scalar, Value
from . import classical, combined, creation, mathematics, python, selecting, shaping, systems
from .applying import each, pieces
from .applying.objects import called_object
from .contractions import products
from .decompositions import lapack
from .family import Handler, handler, refuse_out
from .laws import stats
from .rearranging import grids, in_place, joining, moving, padding, places, splitting
from .selecting import ufunc_methods

SERIES = tuple(f"numpy.polynomial.{name}" for name in ("polynomial", "chebyshev", "legendre", "hermite", "hermite_e", "laguerre"))
MODULES = (*SERIES, "scipy.integrate", "scipy.signal",
           "builtins", "functools", "dataclasses", "math", "numpy", "numpy.linalg", "scipy.special", "scipy.linalg", "llbayes.lang.values.hooks",
           "llbayes.lang.library.spectral.packed", *selecting.MODULES)
FAMILIES = tuple(family.public for family in (creation, combined, python, shaping, products, systems, mathematics, grids, joining, moving, padding,
                                              splitting, in_place, places, each, pieces, lapack, *classical.PARTS)) + selecting.FAMILIES


def is_array(a: Value) -> bool:
    """Is it a list of floats or run-time numbers, or of equally long lists of numbers among which there is one of those, which NumPy takes for an array?
    Whole numbers alone may be lengths or axes."""
    if not isinstance(a, list) or not a:
        return False
    if all(isinstance(row, list) for row in a):
        numbers = [x for row in a for x in row]
        return len({len(row) for row in a}) == 1 and all(isinstance(x, (int, float, Scalar)) for x in numbers) and any(map(is_inexact, numbers))
    return all(map(is_inexact, a))


def is_inexact(x: Value) -> bool:
    """A float, or a number of run time."""
    return isinstance(x, (float, Scalar))


def from_library(f: FunctionType) -> Handler:
    """A function written in the language: a call of it is staged in place of the public one."""
    names = f.__code__.co_varnames[:f.__code__.co_argcount]
    place = names.index("out") if "out" in names else None

    def emit(it: Interpreter, *args: Value, **kw: Value) -> Value:
        if place is not None:
            refuse_out(it, args[place] if len(args) > place else kw.get("out"))
        return it.call(f, *(lift(it, a) if is_array(a) else a for a in args), **kw)
    emit.__doc__ = f.__doc__
    return handler(emit)


METHODS: dict[str, Handler] = {name: from_library(f) for name, f in OF_LIBRARY.items()} | {
    name: h for family in FAMILIES for name, h in family.methods.items()}
# what a family stages in another way wins over the library
TABLE: dict[str, Handler] = {name: from_library(f) for name, f in (LIBRARY | SPECTRAL).items()} | {
    name: h for family in FAMILIES for name, h in family.functions.items()}
_BY_SHORT_NAME = {name.rpartition(".")[2]: f for name, f in reversed(LIBRARY.items())}          # of two of one name the first
_found: dict[int, tuple[Value, Handler]] = {}                                                   # keeps the function, or its id might be another's
_not_yet: dict[str, None] = dict.fromkeys(MODULES)


def library_function(name: str) -> FunctionType:
    """A function of `library/` by its short name."""
    return _BY_SHORT_NAME[name]


def recognised(f: Value) -> Handler | None:
    """The handler of a public function, of a method of a NumPy function, or of a law of scipy.stats and its methods; None for any other."""
    for module in [m for m in _not_yet if imported(m)]:
        look_through(module)
    hit = _found.get(id(f))
    return hit[1] if hit is not None and hit[0] is f else ufunc_methods.method_of(f) or stats.staged(f) or of_object(f)


def of_object(f: Value) -> Handler | None:
    """The handler of an object that is a function of known numbers."""
    emit = None if isinstance(f, (FunctionType, BuiltinMethodType)) else called_object(f)
    return None if emit is None else handler(emit)


def imported(module: str) -> bool:
    """Is it there, and not in the middle of being imported?"""
    m = sys.modules.get(module)
    return m is not None and not getattr(getattr(m, "__spec__", None), "_initializing", False)


def look_through(module: str) -> None:
    """Note the identities of a module's functions that are in the table."""
    for name, h in TABLE.items():
        where, _, short = name.rpartition(".")
        f = getattr(sys.modules[module], short, None) if where == module else None
        if f is not None:
            _found[id(f)] = (f, h)
    _not_yet.pop(module, None)

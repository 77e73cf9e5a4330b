"""The one table of recognised functions, dotted public name -> how it is staged, and a function's handler by its identity.

A public function is known by its identity, under every name that it has, and its module is looked through when it has been imported: whoever
calls the function has imported that, so nothing is missed, and nothing heavy is imported here. The language page is generated from these tables.
"""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from types import BuiltinMethodType, FunctionType

from ..arrays.making import lift
from ..library.named import Functions
from ..library.selecting.table import METHODS as OF_LIBRARY
from ..library.spectral.table import FUNCTIONS as SPECTRAL
from ..library.table import LIBRARY
from ..values.services import Interpreter
from ..values.values import Scalar, Value
from . import combined, creation, mathematics, python, selecting, shaping, systems
from .applying import each, pieces
from .applying.objects import called_object
from .contractions import products
from .decompositions import lapack
from .family import Handler, handler, refuse_out
from .laws.seen import is_law
from .rearranging import grids, in_place, joining, moving, padding, places, splitting
from .selecting import ufunc_methods

SERIES = tuple(f"numpy.polynomial.{name}" for name in ("polynomial", "chebyshev", "legendre", "hermite", "hermite_e", "laguerre"))
MODULES = (*SERIES, "scipy.integrate", "scipy.signal",
           "builtins", "functools", "dataclasses", "math", "numpy", "numpy.linalg", "scipy.special", "scipy.linalg", "llbayes.lang.values.hooks",
           "llbayes.lang.library.spectral.packed", *selecting.MODULES)
FAMILIES = tuple(family.public for family in (creation, combined, python, shaping, products, systems, mathematics, grids, joining, moving, padding,
                                              splitting, in_place, places, each, pieces, lapack)) + selecting.FAMILIES


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


def of_scipy_special() -> dict[str, Handler]:
    """SciPy's special functions, all of them: their files are imported where `scipy.special` is."""
    from . import classical
    return mathematics.later("scipy.special") | {name: h for part in classical.PARTS for name, h in part.public.functions.items()}


class Handlers(Mapping[str, Handler]):
    """Handlers by name: those that are there, those of functions of the library, which is imported one by one, and by public module those that are made when
    that module is asked for. What is staged in another way wins over the library."""

    def __init__(self, there: dict[str, Handler], library: Functions, later: dict[str, Callable[[], dict[str, Handler]]] | None = None):
        self.there, self.library, self.later = there, library, dict(later or {})

    def __getitem__(self, name: str) -> Handler:
        self.complete(name.rpartition(".")[0])
        if name not in self.there:
            self.there[name] = from_library(self.library[name])
        return self.there[name]

    def complete(self, module: str) -> None:
        """Imports what else there is of a public module."""
        if (make := self.later.pop(module, None)) is not None:
            self.there |= make()

    def __contains__(self, name: object) -> bool:
        return name in self.there or name in self.library or name in set(self)

    def __iter__(self) -> Iterator[str]:
        for module in [*self.later]:
            self.complete(module)
        return iter({**dict.fromkeys(self.library), **self.there})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, module: str) -> list[str]:
        """Names of a public module's functions."""
        self.complete(module)
        return [name for name in {**dict.fromkeys(self.library), **self.there} if name.rpartition(".")[0] == module]


METHODS = Handlers({name: h for family in FAMILIES for name, h in family.methods.items()}, OF_LIBRARY)
TABLE = Handlers({name: h for family in FAMILIES for name, h in family.functions.items()}, Functions(LIBRARY.places | SPECTRAL.places),
                 {"scipy.special": of_scipy_special})
_BY_SHORT_NAME = {name.rpartition(".")[2]: name for name in reversed(LIBRARY)}                  # of two of one name the first
_found: dict[int, tuple[Value, str]] = {}                                                       # keeps the function, or its id might be another's
_not_yet: dict[str, None] = dict.fromkeys(MODULES)


def library_function(name: str) -> FunctionType:
    """A function of `library/` by its short name."""
    return LIBRARY[_BY_SHORT_NAME[name]]


def recognised(f: Value) -> Handler | None:
    """The handler of a public function, of a method of a NumPy function, or of a law of scipy.stats and its methods; None for any other."""
    for module in [m for m in _not_yet if imported(m)]:
        look_through(module)
    hit = _found.get(id(f))
    return TABLE[hit[1]] if hit is not None and hit[0] is f else ufunc_methods.method_of(f) or of_law(f) or of_object(f)


def of_law(f: Value) -> Handler | None:
    """The handler of a law of scipy.stats, or of a method of one; their table is imported where there is one."""
    if not is_law(f):
        return None
    from .laws import stats
    return stats.staged(f)


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
    for name in TABLE.of(module):
        f = getattr(sys.modules[module], name.rpartition(".")[2], None)
        if f is not None:
            _found[id(f)] = (f, name)
    _not_yet.pop(module, None)

"""Functions of C libraries as models: pointers of ctypes or cffi, by the types of their arguments."""
from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import shown
from ...ir.public import public
from .declared import Model

SIGNATURE = re.compile(r"^\s*(double|void)\s*\(([^()]*)\)\s*$")
WORDS = {"double": "number", "constdouble*": "array", "double*": "array", "int": "length", "size_t": "length", "long": "length"}
TYPES: dict[str, Any] = {"double": ctypes.c_double, "int": ctypes.c_int, "size_t": ctypes.c_size_t, "long": ctypes.c_long}      # of numbers
FORMS = '"double(const double*)", "double(const double*, int)", "double(double, double)"'


def address_of(pointer: Any) -> int:
    """Where the function is; SettingsError for what is no pointer to one."""
    if isinstance(pointer, ctypes._CFuncPtr):                        # type: ignore[attr-defined]
        return ctypes.cast(pointer, ctypes.c_void_p).value or 0
    if type(pointer).__module__.partition(".")[0] in ("_cffi_backend", "cffi"):
        return _by_cffi(pointer)
    if isinstance(pointer, int) and not isinstance(pointer, bool) and pointer > 0:
        return pointer
    raise SettingsError(f"`function` must be a function of a C library, not {shown(pointer)}",
                        hint='`ctypes.CDLL(path).f`, `ffi.addressof(lib, "f")`, or an address')


def _by_cffi(pointer: Any) -> int:
    from cffi import FFI  # pyright: ignore[reportMissingModuleSource]

    ffi = FFI()
    return int(ffi.cast("uintptr_t", pointer))


def words_of(signature: Any, what: str) -> tuple[str, list[str]]:
    """What a signature gives, and the types of its arguments without their names; SettingsError for one that is not among the forms."""
    found = SIGNATURE.match(signature) if isinstance(signature, str) else None
    words = [type_word(argument) for argument in found.group(2).split(",")] if found else []
    if found is None or not all(word in WORDS for word in words):
        raise SettingsError(f"the signature {shown(signature)} of `{what}` is none that `uq.foreign` knows", hint=f"for example {FORMS}; a gradient is "
                            '"void(const double*, double*)"')
    return found.group(1), words


def type_word(argument: str) -> str:
    """`const double *x` is `constdouble*`, `int n` is `int`."""
    head, star, _ = argument.partition("*")
    return head.replace(" ", "") + star if star else (argument.split() or [""])[0]


def called(pointer: Any, signature: str, what: str) -> Callable[[np.ndarray, np.ndarray | None], Any]:
    """A call of the function with inputs x (d,), and a place (d,) for a gradient."""
    gives, words = words_of(signature, what)
    types = [TYPES.get(word, ctypes.c_void_p) for word in words]
    function = ctypes.CFUNCTYPE(ctypes.c_double if gives == "double" else None, *types)(address_of(pointer))
    function.library = pointer                           # type: ignore[attr-defined]  # which must live as long

    def call(x: np.ndarray, out: np.ndarray | None = None) -> Any:
        arrays, numbers = iter([x.ctypes.data] if out is None else [x.ctypes.data, out.ctypes.data]), iter(x)
        given = [next(arrays) if WORDS[word] == "array" else len(x) if WORDS[word] == "length" else float(next(numbers)) for word in words]
        return function(*given)
    return call


@public
def foreign(function: Any, signature: str = "double(const double*)", gradient: Any = None, gradient_signature: str = "void(const double*, double*)") -> Model:
    """A function of a C library as a model: `uq.foreign(lib.f, "double(const double*)", gradient=lib.g)`.

    function: of ctypes (`ctypes.CDLL(path).f`) or cffi (`ffi.addressof(lib, "f")`), or its address
    signature: what it takes and gives: the inputs as one array, `double(const double*)`, with their number, `double(const double*, int)`, or as numbers,
        `double(double, double)`
    gradient: the function that writes the derivatives, one for each input, into its second array; None: there are none
    gradient_signature: `void(const double*, double*)`, or with the number of inputs behind

    It is called for one point after another. SettingsError for what is no function of a library, and for a signature that is none of these.

    >>> import ctypes, ctypes.util
    >>> from llbayes import uq
    >>> from llbayes.ppl import Uniform
    >>> hypot = uq.foreign(ctypes.CDLL(ctypes.util.find_library("m")).hypot, "double(double, double)")
    >>> uq.propagate(hypot, uq.Inputs(a=Uniform(3, 3.001), b=Uniform(4, 4.001)), n=16, seed=1).mean.round(2).item()
    5.0
    """
    call = called(function, signature, "function")

    def value(x: np.ndarray) -> float:
        return float(call(np.ascontiguousarray(x, float), None))

    value.__name__ = value.__qualname__ = str(getattr(function, "__name__", "foreign"))
    if gradient is None:
        return Model(value, how="looped")
    write = called(gradient, gradient_signature, "gradient")

    def slopes(x: np.ndarray) -> np.ndarray:
        out = np.zeros(len(x))
        write(np.ascontiguousarray(x, float), out)
        return out
    return Model(value, how="looped", gradient=slopes)

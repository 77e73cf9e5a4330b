"""Addresses of BLAS and LAPACK functions (Fortran convention), from SciPy's Cython modules. Importing them takes 0.4 s: first when used."""
from __future__ import annotations

import ctypes
from collections.abc import Iterable
from functools import cache


@cache
def address(name: str) -> int:
    """Address of `dgemm`, `dpotrf`, …; LookupError when SciPy has none of that name."""
    capsules = _table("cython_blas") | _table("cython_lapack")
    if name not in capsules:
        raise LookupError(f"neither BLAS nor LAPACK in SciPy has `{name}`")
    return _pointer(capsules[name])


def addresses(names: Iterable[str], prefix: str = "llb.blas.") -> dict[str, int]:
    """For `link`: `{"llb.blas.dgemm": address}` for the symbols among `names` that carry the prefix; nothing is imported for none."""
    return {name: address(name.removeprefix(prefix)) for name in names if name.startswith(prefix)}


@cache
def _table(module: str) -> dict:
    import importlib

    return importlib.import_module(f"scipy.linalg.{module}").__pyx_capi__


def _pointer(capsule) -> int:
    """The C pointer in a capsule, whose name is its signature."""
    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype, api.PyCapsule_GetName.argtypes = ctypes.c_char_p, [ctypes.py_object]
    api.PyCapsule_GetPointer.restype, api.PyCapsule_GetPointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return api.PyCapsule_GetPointer(capsule, api.PyCapsule_GetName(capsule))

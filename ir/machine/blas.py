"""Addresses of BLAS and LAPACK functions (Fortran convention), from SciPy's Cython modules. Importing them takes 0.4 s: first when used.

SciPy's OpenBLAS is set to one thread then, for the whole process: chains run on threads of their own, its pool serves one caller at a time and
spins while it waits (a GP of 200 points: 460 ms in place of 0.4 on two busy cores), and one thread gives the same bits on every machine of a
kind. NumPy's wheels bring a library of their own, which is not touched. `scipy_openblas_set_num_threads` sets it back.
"""
from __future__ import annotations

import ctypes
from collections.abc import Iterable
from functools import cache

from .locks import IMPORTING
from .one_thread import set_one_thread


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
def _table(module: str) -> dict[str, object]:
    import importlib

    with IMPORTING:                                        # parts of SciPy import each other in circles, which two threads must not do at once
        found = importlib.import_module(f"scipy.linalg.{module}")
    assert found.__file__, "a compiled extension has a file"
    set_one_thread(found.__file__)
    return found.__pyx_capi__


def _pointer(capsule: object) -> int:
    """The C pointer in a capsule, whose name is its signature."""
    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype, api.PyCapsule_GetName.argtypes = ctypes.c_char_p, [ctypes.py_object]
    api.PyCapsule_GetPointer.restype, api.PyCapsule_GetPointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return api.PyCapsule_GetPointer(capsule, api.PyCapsule_GetName(capsule))

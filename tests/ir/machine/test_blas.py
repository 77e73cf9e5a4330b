"""SciPy's BLAS and LAPACK by address, on one thread."""
import ctypes

import numpy as np
import pytest

from llbayes.ir.machine import blas


def test_a_function_works_by_its_address():
    """ddot of two vectors, as Fortran takes its arguments."""
    x, y = np.arange(4.0), np.arange(4.0) + 1.0
    ddot = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_void_p] * 5)(blas.address("ddot"))
    n, one = ctypes.c_int(4), ctypes.c_int(1)
    assert ddot(ctypes.addressof(n), x.ctypes.data, ctypes.addressof(one), y.ctypes.data, ctypes.addressof(one)) == x @ y


def test_only_symbols_with_the_prefix_are_looked_up():
    assert blas.addresses(["exp", "llb.blas.dgemm"]) == {"llb.blas.dgemm": blas.address("dgemm")}


def test_an_unknown_name_is_a_lookup_error():
    with pytest.raises(LookupError, match="dnothing"):
        blas.address("dnothing")


def test_scipys_library_runs_on_one_thread():
    import scipy.linalg.cython_blas as extension
    blas.address("dgemm")
    library = ctypes.CDLL(extension.__file__)
    for name in (n.replace("_set_", "_get_") for n in blas.SET_THREADS):
        if hasattr(library, name):
            assert getattr(library, name)() == 1
            return
    pytest.skip("this SciPy has another BLAS")

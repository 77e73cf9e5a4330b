"""SciPy's BLAS and LAPACK by address, on one thread."""
import ctypes
import ctypes.util

import numpy as np
import pytest

from llbayes.ir.machine import blas
from llbayes.ir.machine.one_thread import numpy_threads, one_thread, threads_of


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
    found = threads_of(extension.__file__)
    if found is None:
        pytest.skip("this SciPy has another BLAS")
    assert found.get() == 1


def test_numpys_threads_are_restored():
    found = numpy_threads()
    if found is None:
        pytest.skip("this NumPy has another BLAS")
    before = found.get()
    with pytest.raises(KeyError), one_thread():
        assert found.get() == 1
        raise KeyError
    assert found.get() == before


def test_a_library_that_is_not_openblas_is_left_alone():
    assert threads_of(ctypes.util.find_library("m")) is None and threads_of("/nowhere.so") is None

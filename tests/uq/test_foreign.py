"""Functions of C libraries as models."""
import ctypes

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal, Uniform

INPUTS = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))


DOUBLES = ctypes.POINTER(ctypes.c_double)


class Library:
    """Functions as C has them: pointers that machine code calls."""

    f = ctypes.CFUNCTYPE(ctypes.c_double, DOUBLES)(lambda x: x[0] * x[1] ** 2)
    f_n = ctypes.CFUNCTYPE(ctypes.c_double, DOUBLES, ctypes.c_int)(lambda x, n: sum((i + 1) * x[i] for i in range(n)))
    of_numbers = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double, ctypes.c_double)(lambda load, length: load * length * length)

    @ctypes.CFUNCTYPE(None, DOUBLES, DOUBLES)
    def g(x, out):
        out[0], out[1] = x[1] ** 2, 2 * x[0] * x[1]


@pytest.fixture(scope="module")
def library():
    return Library


def test_values_are_those_of_python(library):
    expected = uq.sobol(lambda x: x[0] * x[1] ** 2, INPUTS, n=64, seed=1)
    for model in (uq.foreign(library.f), uq.foreign(library.of_numbers, "double(double, double)"),
                  uq.foreign(ctypes.cast(library.f, ctypes.c_void_p).value, "double (const double *x)")):
        np.testing.assert_allclose(uq.sobol(model, INPUTS, n=64, seed=1).S1, expected.S1, rtol=1e-10)
    total = uq.propagate(uq.foreign(library.f_n, "double(const double*, int)"), INPUTS, n=16, seed=1)
    np.testing.assert_allclose(total.outputs, total.array("inputs") @ [1.0, 2.0])


def test_its_gradient_is_used(library):
    found = uq.delta_method(uq.foreign(library.f, gradient=library.g), INPUTS, order=1)
    expected = uq.delta_method(lambda x: x[0] * x[1] ** 2, INPUTS, order=1)
    np.testing.assert_allclose(found.jacobian, expected.jacobian, rtol=1e-12)


@pytest.mark.parametrize("make, words", [
    (lambda lib: uq.foreign(lambda x: x, "double(const double*)"), "function of a C library"),
    (lambda lib: uq.foreign(lib.f, "float(const float*)"), "signature 'float"),
    (lambda lib: uq.foreign(lib.f, 3), "signature 3"),
    (lambda lib: uq.foreign(lib.f, "double()"), "none that `uq.foreign` knows"),
])
def test_what_is_no_such_function_is_said(library, make, words):
    with pytest.raises(SettingsError, match=words):
        make(library)

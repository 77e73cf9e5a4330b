"""Every function of the library, run by CPython, equals NumPy's or SciPy's."""
from __future__ import annotations

import importlib
import subprocess
import sys

import numpy as np
import pytest

from llbayes.ad import evaluate
from llbayes.lang.library.everyday.table import TABLE as EVERYDAY
from llbayes.lang.library.selecting.table import FUNCTIONS
from llbayes.lang.library.shaping.table import TABLE as SHAPING
from llbayes.lang.library.table import LIBRARY

R = np.random.default_rng(3)
V, W, M, N, T = R.normal(size=7), R.normal(size=4), R.normal(size=(4, 3)), R.normal(size=(4, 3)), R.normal(size=(2, 3, 4))
S = R.normal(size=(4, 4))
P = S @ S.T + 4.0 * np.eye(4)
C = np.linalg.cholesky(P)
INF = np.array([-np.inf, 1.0, -np.inf])
CASES = {
    "numpy.cumsum": [(V,), (M, 0), (M, 1), (np.arange(5),), (M,), (T,), (T, 1), (T, -1)],
    "numpy.cumprod": [(V,), (M, 0), (M, 1), (T, 1)],
    "numpy.diff": [(V,), (V, 2), (M,), (M, 1, 0), (T,), (T, 2, 1)],
    "numpy.bincount": [(np.array([2, 0, 2]), None, 4), (np.array([2, 0, 2, 1]), W, 4)],
    "numpy.concatenate": [([V, W],), ((M, N),), ((M, N), 1), ((T, T), 2), ((M, N), None)],
    "numpy.append": [(V, 2.5), (V, W), (M, N), (M, N, 1)],
    "numpy.stack": [([W, W + 1.0],), ([W, W + 1.0], 1), ([M, N], -1), ([1.5, 2.5],)],
    "numpy.column_stack": [((W, W + 1.0),), ((M, N),)],
    "numpy.vstack": [((W, W + 1.0),), ((M, N),)],
    "numpy.hstack": [((V, W),), ((M, N),)],
    "numpy.interp": [(0.3, np.sort(V), W[[0, 1, 2, 3, 0, 1, 2]]), (np.linspace(-5, 5, 9), np.sort(V), V)],
    "numpy.linspace": [(0.5, 2.0, 7), (1.0, -1.0, 4, False), (2.0, 3.0, 1)],
    "numpy.repeat": [(V, 3), (M, 2), (M, 2, 0), (T, 2, 1), (W, [2, 0, 1, 3])],
    "numpy.tile": [(V, 2), (V, (2, 3)), (M, 2), (T, (2, 1)), (2.5, 3)],
    "numpy.roll": [(V, 2), (V, -1), (V, 0), (M, 3), (M, 1, 0), (T, -2, 1)], "numpy.convolve": [(V, W)],
    "numpy.tril": [(P,), (M, 1), (T,)], "numpy.triu": [(P,), (M, -1), (T, 1)],
    "numpy.diag": [(P,), (W,), (W, 1), (W, -2), (P, 1), (P, -1)],
    "scipy.special.logsumexp": [(V,), (M, 0), (M, 1), (INF,), (np.full(3, -np.inf),), (np.array([np.inf, 1.0]),), (V + 1000.0,)],
    "scipy.special.softmax": [(V,), (M, 0), (M, 1), (V + 1000.0,)],
    "scipy.special.log_softmax": [(V,), (M, 0), (M, 1), (V - 1000.0,)],
    "numpy.linalg.cholesky": [(P,)], "numpy.linalg.solve": [(S, W), (S, M)], "numpy.linalg.inv": [(S,)], "numpy.linalg.det": [(S,), (P,)],
    "numpy.linalg.slogdet": [(S,), (P,)],
    "scipy.linalg.solve_triangular": [(C, W, 0, True), (C, M, 0, True), (C, W, 1, True), (C.T, W), (C.T, W, "T"), (C, W, 0, True, True)],
    "scipy.linalg.cho_solve": [((C, True), W), ((C, True), M), ((C.T, False), W)],
}


def public(name):
    """NumPy's or SciPy's function of a dotted name."""
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def test_every_function_has_a_case():
    assert set(CASES) | set(SHAPING) == set(LIBRARY) - set(FUNCTIONS) - set(EVERYDAY)               # these rooms have laws of their own


@pytest.mark.parametrize("name", sorted(CASES))
def test_library_function_equals_the_original(name):
    for args in CASES[name]:
        with np.errstate(all="ignore"):
            want, got = public(name)(*args), LIBRARY[name](*args)
        for w, g in zip(want, got, strict=True) if isinstance(want, tuple) else [(want, got)]:
            assert np.shape(w) == np.shape(g)
            np.testing.assert_allclose(g, w, rtol=1e-12, atol=1e-13)


def tupled(v):
    """Lists as tuples, which may hold run-time arrays."""
    return tuple(map(tupled, v)) if isinstance(v, (list, tuple)) else v


@pytest.mark.parametrize("name", sorted(CASES))
def test_compiled_library_function_equals_the_original(name):
    f = public(name)
    for args in CASES[name]:
        with np.errstate(all="ignore"):
            want, got = f(*args), evaluate(lambda *a, f=f: f(*a))(*tupled(args))
        for w, g in zip(want, got, strict=True) if isinstance(want, tuple) else [(want, got)]:
            assert np.shape(w) == np.shape(g)
            np.testing.assert_allclose(g, w, rtol=1e-12, atol=1e-13)


def test_a_matrix_that_is_not_positive_definite_gives_nan():
    with np.errstate(all="ignore"):
        assert np.isnan(LIBRARY["numpy.linalg.cholesky"](-P)).any()


def test_importing_the_library_leaves_scipy_alone():
    code = "import sys, llbayes.lang.library.functions, llbayes.ppl; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

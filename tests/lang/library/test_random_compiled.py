"""The random numbers compiled are those that CPython draws from the same seed."""
from __future__ import annotations

import ctypes

import numpy as np
import pytest

from llbayes.ir.machine import linker, pipelines
from llbayes.lang.bodies import with_bodies
from llbayes.lang.library import random as r
from llbayes.lang.sampler.entry import compile_entry
from llbayes.lang.sampler.kinds import ArrayKind, GeneratorKind

N = 500
DRAWS = {
    "normal": lambda g: r.normal(g), "exponential": lambda g: r.exponential(g), "gamma": lambda g: r.gamma(g, 0.3) + r.gamma(g, 4.0),
    "beta": lambda g: r.beta(g, 0.5, 2.0), "student_t": lambda g: r.student_t(g, 3.0), "cauchy": lambda g: r.cauchy(g), "laplace": lambda g: r.laplace(g),
    "logistic": lambda g: r.logistic(g), "poisson": lambda g: 1.0 * r.poisson(g, 3.0), "poisson_large": lambda g: 1.0 * r.poisson(g, 70.0),
    "binomial": lambda g: 1.0 * r.binomial(g, 9, 0.7), "binomial_large": lambda g: 1.0 * r.binomial(g, 1000, 0.4),
    "negative_binomial": lambda g: 1.0 * r.negative_binomial(g, 6.0, 2.0),
}


@pytest.mark.parametrize("name", sorted(DRAWS))
def test_compiled_draws_are_the_interpreted_ones(name):
    draw = DRAWS[name]

    def fill(rng, out):
        for i in range(N):
            out[i] = draw(rng)
    want, got = np.zeros(N), np.zeros(N)
    fill(r.Rng(np.random.PCG64(7)), want)
    text = with_bodies(compile_entry(fill, (GeneratorKind(), ArrayKind((N,)))))
    library = linker.link(pipelines.native(text, "quick", exports=("run",)), exports=("run",))
    bits = np.random.PCG64(7)
    c = bits.ctypes
    pointers = [ctypes.cast(c.next_double, ctypes.c_void_p).value, ctypes.cast(c.next_uint64, ctypes.c_void_p).value, c.state_address, got.ctypes.data]
    library.function("run", ctypes.c_int64, ctypes.c_int64, *[ctypes.c_void_p] * 4)(1, *pointers)
    np.testing.assert_allclose(got, want, rtol=1e-11)

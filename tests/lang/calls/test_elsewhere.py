"""Remedies for calls of other libraries name functions that are in the language; names are those of public modules."""
from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import integrate, interpolate, linalg, optimize, special

from llbayes import ad, uq
from llbayes.ir.errors import CompileError
from llbayes.lang.calls.elsewhere.naming import dotted
from llbayes.lang.calls.elsewhere.ways import WAYS, way
from llbayes.lang.calls.recognition import METHODS, TABLE
from llbayes.ppl import Normal

OUTSIDE = {"np.polynomial.legendre.leggauss"}           # called outside of compiled code, as the remedy says
PUBLIC = {
    "scipy.integrate.solve_ivp": integrate.solve_ivp, "scipy.integrate.quad": integrate.quad, "scipy.linalg.eigh": linalg.eigh, "scipy.special.jv": special.jv,
    "scipy.interpolate.CubicSpline": interpolate.CubicSpline, "numpy.linalg.svd": np.linalg.svd, "numpy.fft.fft": np.fft.fft,
}  # fmt: skip


@pytest.mark.parametrize("remedy", sorted(set(WAYS.values())))
def test_remedies_are_in_the_language(remedy):
    for name in re.findall(r"\bnp(?:\.\w+)+", remedy):
        assert name in OUTSIDE or name.replace("np.", "numpy.", 1) in TABLE or name.removeprefix("np.") in METHODS, name


@pytest.mark.parametrize("name", PUBLIC)
def test_functions_have_their_public_names(name):
    assert dotted(PUBLIC[name]) == name


def test_the_longest_name_that_fits_counts():
    assert way("scipy.integrate.solve_ivp") != way("scipy.integrate.quad") == WAYS["scipy.integrate"]
    assert way("no.such.thing") == ""


def test_the_delta_method_of_a_black_box_asks_for_its_derivatives():
    def black_box(x):
        return integrate.quad(lambda t: t * x[0], 0, 1)[0]

    with pytest.raises(CompileError, match="jacobian=") as caught:
        uq.delta_method(black_box, uq.Inputs(k=Normal(1, 0.1)))
    assert caught.value.position.file == __file__
    found = uq.delta_method(black_box, uq.Inputs(k=Normal(1, 0.1)), jacobian=lambda x: np.array([0.5]), order=1)
    assert found.mean[0] == pytest.approx(0.5)


SOLVERS = {
    integrate.solve_ivp: "solve.ode", integrate.odeint: "time comes first", integrate.ode: "solve.ode", integrate.RK45: "solve.ode", integrate.Radau: "solve.ode",
    integrate.solve_bvp: "solve.root", integrate.quad: "solve.quad", integrate.fixed_quad: "solve.quad", integrate.quad_vec: "solve.quad",
    integrate.dblquad: "calls `solve.quad`", optimize.brentq: "bracket=", optimize.bisect: "bracket=", optimize.root_scalar: "bracket=",
    optimize.fsolve: r"solve.root\(f, x0", optimize.root: r"solve.root\(f, x0", optimize.newton: r"solve.root\(f, x0", optimize.fixed_point: "solve.fixed_point",
    optimize.minimize: "solve.minimize", optimize.minimize_scalar: "solve.minimize", optimize.least_squares: "solve.minimize",
    optimize.curve_fit: "solve.minimize", optimize.linprog: "solved before",
}  # fmt: skip


@pytest.mark.parametrize("solver", SOLVERS, ids=dotted)
def test_solvers_of_functions_of_compiled_code_have_one_of_ours(solver):
    def closed(x):
        return solver(lambda t, *rest: t * x, 0.0, 1.0)

    def given(x):
        return solver(np.sin, x, 1.0)

    for call in (closed, given):
        with pytest.raises(CompileError, match=SOLVERS[solver]) as caught:
            ad.evaluate(call)(0.5)
        assert caught.value.position.file == __file__

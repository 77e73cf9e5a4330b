"""Calls that take functions: who may be handed over, what they are called with, what is said of what cannot; their values against closed forms."""
import itertools
import math

import numpy as np
import pytest
import scipy.special

from llbayes import ad
from llbayes.stan import checking, grammar, nodes
from llbayes.stan import library as st
from llbayes.stan.errors import StanError
from llbayes.stan.functions.higher import HIGHER
from llbayes.stan.source import Source

FUNCTIONS = """functions {
  vector decay(real t, vector y, real k, array[] int n) { return -k * y; }
  array[] real old(real t, array[] real y, array[] real theta, array[] real x_r, array[] int x_i) { return y; }
  real part(array[] vector s, int first, int last, real a) { return a; }
  real law_lpdf(array[] real s, int first, int last) { return 0; }
  vector job(vector a, vector b, data array[] real x_r, data array[] int x_i) { return a; }
  vector job(vector a, vector b, data array[] real x_r, data array[] int x_i, real z) { return a; }
  real inside(real x, real xc, array[] real theta, array[] real x_r, array[] int x_i) { return x; }
  real within(real x, real xc, vector theta, real a) { return x; }
  vector zero(vector x, real a) { return x - a; }
  real alone(real x) { return x; }
  real drawn_rng(real x) { return x; }
}
data { int n; array[n] int i; array[n] real r; vector[n] v; array[n] vector[2] vs; array[n, 2] real rr; array[n, 2] int ii; }
parameters { real a; vector[n] p; array[n] real q; }
"""


def checked(call, kind="array[n] vector[n]"):
    program = grammar.parse(Source(f"{FUNCTIONS}transformed parameters {{ {kind} out = {call}; }}", "own.stan"))
    checking.check(program)
    return program.blocks["transformed parameters"][0].names[0].value


TOLERANCES = "1e-8, 1e-8, 1000"
ADJOINT = "1e-8, v, 1e-8, v, 1e-8, 1e-8, 1000, 10, 1, 2, 2"


@pytest.mark.parametrize("call, kind, python", [
    ("ode_rk45(decay, p, 0, r, a, i)", "", "st.ode_rk45"), ("ode_ckrk(decay, p, 0, q, a, i)", "", "st.ode_rk45"), ("ode_bdf(decay, v, a, r, 2, i)", "", "st.ode_bdf"),
    ("ode_adams(decay, p, 0, r, a, i)", "", "st.ode_adams"), (f"ode_bdf_tol(decay, p, 0, r, {TOLERANCES}, a, i)", "", "st.ode_bdf_tol"),
    (f"ode_adams_tol(decay, p, 0, r, {TOLERANCES}, a, i)", "", "st.ode_rk45_tol"), (f"ode_adjoint_tol_ctl(decay, p, 0, r, {ADJOINT}, a, i)", "", "st.ode_adjoint"),
    ("integrate_ode_rk45(old, q, 0, r, q, r, i)", "array[n, n] real", "st.ode_rk45"), ("integrate_ode(old, q, 0, r, q, r, i)", "array[n, n] real", "st.ode_rk45"),
    ("integrate_ode_bdf(old, q, 0, r, q, r, i, 1e-8, 1e-8, 1e3)", "array[n, n] real", "st.integrate_bdf_tol"),
    ("reduce_sum(part, vs, 1, a)", "real", "st.reduce_sum"), ("reduce_sum_static(law_lpdf, q, 1)", "real", "st.reduce_sum"),
    ("reduce_sum(law_lpdf, r, 1)", "real", "st.reduce_sum"), ("map_rect(job, p, vs, rr, ii)", "vector[n]", "st.map_rect"),
    ("integrate_1d(inside, 0, a, q, r, i)", "real", "st.integrate_1d"), ("integrate_1d(inside, 0, a, q, r, i, 1e-6)", "real", "st.integrate_1d_last"),
    ("integrate_1d_gauss_kronrod(within, 0, 1, v, a)", "real", "st.integrate_1d"),
    ("integrate_1d_double_exponential_tol(within, 0, a, 1e-8, 0, 10, v, a)", "real", "st.integrate_1d_tol"),
    ("solve_newton(zero, v, a)", "vector[n]", "st.solve_newton"), ("solve_newton_tol(zero, v, 1e-3, 1e-6, 100, a)", "vector[n]", "st.solve_newton_tol"),
])  # fmt: skip
def test_what_may_be_handed_over(call, kind, python):
    found = checked(call, kind or "array[n] vector[n]")
    assert found.callee.signature.python == f"{python}({', '.join(f'_{k}' for k in range(len(found.arguments)))})"
    assert isinstance(found.arguments[0].declared, nodes.FunctionDef) and python.removeprefix("st.") in vars(st)


@pytest.mark.parametrize("call, said, at", [
    ("ode_rk45(decay, p, 0, r, a, r)", "argument 6 of `ode_rk45` with `decay(real, vector, real, array[] int)` is `array[] int`, not `array[] real`", ", r)"),
    ("ode_rk45(decay, q, 0, r, a, i)", "argument 2 of `ode_rk45`", "q, 0"), ("ode_rk45(decay, p, 0, r, a)", "takes 6 arguments, not 5", "ode_rk45"),
    ("ode_rk45(alone, p, 0, r)", "`alone(real)` cannot be handed to `ode_rk45`", "alone, p"), ("ode_rk45(gone, p, 0, r)", "no function `gone`", "gone, p"),
    ("ode_rk45(a, p, 0, r)", "no function `a`", "a, p"), ("ode_rk45(1 + 1, p, 0, r)", "the first argument of `ode_rk45` is the name of a function", "1 + 1"),
    ("ode_rk45()", "the first argument", "ode_rk45"), (f"ode_bdf_tol(decay, p, 0, r, a, {TOLERANCES}, i)", "argument 7", "1e-8, 1000, i"),
    ("ode_rk45_tol(decay, p, 0, r, a, 1e-8, 1000, a, i)", "argument 5 of `ode_rk45_tol` must be made of data", "a, 1e-8"),
    ("map_rect(job, p, vs, rr, rr)", "argument 5 of `map_rect`", "rr)"), ("reduce_sum(part, q, 1, a)", "argument 2 of `reduce_sum`", "q, 1"),
    ("reduce_sum(drawn_rng, q, 1)", "cannot be handed to", "drawn_rng, q"), ("integrate_1d(inside, 0, 1, q, q, i)", "must be made of data", "q, i"),
    ("dae(decay, p, p, 0, r)", "`dae` is not supported: differential-algebraic equations are not", "dae("),
    ("solve_powell(zero, v, a)", "`solve_powell` is not supported: Powell's method is not", "solve_powell"),
    ("algebra_solver(zero, v, v, r, i)", "Powell's method is not", "algebra_solver"), ("laplace_marginal(part, (1, 2))", "Laplace", "laplace_marginal"),
    ("laplace_latent_tol_poisson_log_rng(part, (1, 2))", "Laplace", "laplace_latent"), ("to_complex(1, 2)", "complex numbers are not", "to_complex"),
    ("get_real(a)", "complex", "get_real"), ("fft(p)", "complex", "fft"),
])  # fmt: skip
def test_what_may_not(call, said, at):
    with pytest.raises(StanError) as caught:
        checked(call, "real")
    line = f"transformed parameters {{ real out = {call}; }}"
    assert said in caught.value.message, str(caught.value)
    assert line.index(at) <= caught.value.position.column - 1 <= line.index(at) + len(at), str(caught.value)


def test_functions_of_functions_are_not_defined_anew():
    with pytest.raises(StanError, match="is Stan's own and takes functions"):
        checking.check(grammar.parse(Source("functions { real reduce_sum(real x) { return x; } }", "own.stan")))
    program = grammar.parse(Source("functions { real laplace_marginal(real x) { return x; } real get_real(real x) { return x; } } model { real x = get_real(1); }", "a"))
    checking.check(program)


def test_every_function_of_functions_is_in_the_library():
    assert {higher.python for all_of in HIGHER.values() for higher in all_of} <= {f"st.{name}" for name in vars(st)}


# -- values
def slope(t, y, k, x_r, x_i):
    return np.array([-k[0] * y[0], k[0] * y[0] - k[1] * y[1]])


NONE, NO_INTS = np.zeros(0), np.zeros(0, dtype=np.int64)
TIMES = np.array([0.5, 2.0])
TOL = (1e-10, 1e-10, 10_000)
ODES = {
    "ode_rk45": lambda k: st.ode_rk45(slope, np.array([1.0, 0.0]), 0.0, TIMES, k, NONE, NO_INTS),
    "ode_bdf_tol": lambda k: st.ode_bdf_tol(slope, np.array([1.0, 0.0]), 0.0, TIMES, *TOL, k, NONE, NO_INTS),
    "integrate_rk45_tol": lambda k: st.integrate_rk45_tol(slope, np.array([1.0, 0.0]), 0.0, TIMES, k, NONE, NO_INTS, 1e-10, 1e-10, 1e4),
    "ode_adjoint": lambda k: st.ode_adjoint(slope, np.array([1.0, 0.0]), 0.0, TIMES, 1e-9, np.full(2, 1e-10), 1e-9, np.full(2, 1e-9), 1e-9, 1e-9, 1000, 9, 1, 1, 1,
                                            k, NONE, NO_INTS),
}  # fmt: skip


def bateman(k):
    first = np.exp(-k[0] * TIMES)
    return np.stack([first, k[0] / (k[1] - k[0]) * (first - np.exp(-k[1] * TIMES))], axis=1)


@pytest.mark.parametrize("name", ODES)
def test_differential_equations(name):
    k = np.array([0.7, 0.4])
    assert np.allclose(ODES[name](k), bateman(k), rtol=0, atol=1e-6 if name == "ode_rk45" else 1e-8)


def test_their_derivatives():
    k = np.array([0.7, 0.4])
    found = ad.value_and_grad(lambda k: np.sum(ODES["integrate_rk45_tol"](k)))(k)[1]
    step = np.eye(2) * 1e-6
    assert np.allclose(found, [(np.sum(bateman(k + h)) - np.sum(bateman(k - h))) / 2e-6 for h in step], atol=1e-7)


def test_sums_and_jobs():
    def part(y, first, last, mu):
        return np.sum(-((y - mu) ** 2)) + 10.0 * first + last

    def job(shared, own, x_r, x_i):
        return np.array([shared[0] * own[0] + x_r[0], x_i[0] * shared[0]])

    def jobs(shared, own):
        return st.map_rect(job, shared, own, np.array([[1.0], [2.0]]), np.array([[3], [4]]))

    y, shared, own = np.array([1.0, 2.0, 4.0]), np.array([2.0]), np.array([[1.0], [5.0]])
    assert st.reduce_sum(part, y, 1, 2.0) == 8.0 and st.reduce_sum(part, y[:0], 1, 2.0) == 0.0
    assert ad.value_and_grad(lambda m: st.reduce_sum(part, y, 1, m))(2.0) == (8.0, 2.0)
    assert np.array_equal(jobs(shared, own), [3.0, 6.0, 12.0, 8.0]) and len(st.map_rect(job, shared, own[:0], np.zeros((0, 1)), np.zeros((0, 1), int))) == 0
    assert ad.grad(lambda s: np.sum(jobs(s, own)))(shared) == [13.0]


def test_integrals_and_roots():
    def by_ends(x, xc, theta, x_r, x_i):
        return x ** (theta[0] - 1.0) * (xc if xc > 0 else 1.0 - x) ** (theta[1] - 1.0)

    def falling(x, xc, theta, x_r, x_i):
        return math.exp(-theta[0] * x) * (1.0 if np.isnan(xc) else 0.0)

    def equations(x, a):
        return np.array([x[0] ** 2 - a[0], x[0] * x[1] - a[1]])

    theta = np.array([0.5, 0.7])
    assert abs(st.integrate_1d(by_ends, 0.0, 1.0, theta, NONE, NO_INTS) / scipy.special.beta(*theta) - 1.0) < 1e-9
    value, slope = ad.value_and_grad(lambda t: st.integrate_1d_last(falling, 0.0, np.inf, t, NONE, NO_INTS, 1e-8))(np.array([2.0]))
    assert abs(value - 0.5) < 1e-9 and abs(slope[0] + 0.25) < 1e-9
    assert st.integrate_1d_tol(lambda x, xc, a, b: a * x + b, 0.0, 2.0, 1e-8, 1e-8, 15, 3.0, 1.0) == pytest.approx(8.0)
    value, slope = ad.value_and_grad(lambda a: np.sum(st.solve_newton(equations, np.ones(2), a)))(np.array([4.0, 6.0]))
    assert abs(value - 5.0) < 1e-12 and np.allclose(slope, [-0.125, 0.5])
    assert np.allclose(st.algebra_solver_newton(lambda x, t, x_r, x_i: x**2 - t, np.ones(2), np.array([4.0, 9.0]), NONE, NO_INTS), [2.0, 3.0])


def test_hidden_markov_models():
    rng = np.random.default_rng(1)
    omega, gamma, rho = rng.normal(size=(3, 4)), rng.dirichlet(np.ones(3), 3), rng.dirichlet(np.ones(3))
    paths = list(itertools.product(range(3), repeat=4))
    chances = [rho[z[0]] * np.prod([gamma[i, j] for i, j in itertools.pairwise(z)]) * math.exp(sum(omega[k, t] for t, k in enumerate(z))) for z in paths]
    states = np.array([[sum(p for z, p in zip(paths, chances) if z[t] == k) for t in range(4)] for k in range(3)]) / sum(chances)
    assert abs(st.hmm_marginal(omega, gamma, rho) - math.log(sum(chances))) < 1e-13
    assert np.allclose(st.hmm_hidden_state_prob(omega, gamma, rho), states, rtol=1e-13)
    value, slope = ad.value_and_grad(st.hmm_marginal)(omega, gamma, rho)
    assert abs(value - math.log(sum(chances))) < 1e-13 and np.allclose(slope, states)        # Fisher's identity
    assert st.hmm_marginal(omega[:, :0], gamma, rho) == pytest.approx(0.0)
    far = np.array([[-3000.0, -2000.0], [-3001.0, -2002.0]])
    assert st.hmm_marginal(far, np.eye(2), np.array([0.5, 0.5])) == pytest.approx(-5000.0 + math.log(0.5 * (1.0 + math.exp(-3.0))))

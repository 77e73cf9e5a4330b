"""Roots, fixed points and minima: their derivatives are those of closed forms to second order, in every mode and place; what gives up says so."""
import numpy as np
import pytest
from scipy import optimize

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError, GaveUp, LlbayesError, ModelError, SettingsError
from llbayes.ppl import solve


def square_root(a):
    return solve.root(lambda x, a: x * x - a, args=(a,), bracket=(0.0, 10.0))


def cube_root(a):
    return solve.root(lambda x: x**3 - a, 1.0)


def crossing(v):
    """Where x y = v0 and x / y = v1."""
    return solve.root(lambda x, a: [x[0] * x[1] - a[0], x[0] - a[1] * x[1]], np.array([1.0, 2.0]), (v,))


def inner_root(v):
    """A root inside of a root: y² = x + v0 and x y = v1, so that y³ - v0 y = v1."""
    return solve.root(lambda x: x * solve.root(lambda y: y * y - x - v[0], bracket=(0.0, 20.0)) - v[1], bracket=(0.0, 50.0))


def as_one(v):
    y = solve.root(lambda y: y**3 - v[0] * y - v[1], 3.0)
    return y * y - v[0]


def least_square(v):
    """The minimum of (x - v0)² + v1 (y - x)² + e^y, by the slope in one unknown."""
    return solve.minimize(lambda x: (x[0] - v[0])**2 + v[1] * (x[1] - x[0])**2 + np.exp(x[1]), np.zeros(2))


def by_equations(v):
    return solve.root(lambda x: [2.0 * (x[0] - v[0]) - 2.0 * v[1] * (x[1] - x[0]), 2.0 * v[1] * (x[1] - x[0]) + np.exp(x[1])], np.zeros(2))


def rosenbrock(v):
    return solve.minimize(lambda x, a, b: (a - x[0])**2 + b * (x[1] - x[0]**2)**2, np.array([-1.2, 1.0]), (v[0], v[1]))


MATRIX = np.array([[0.3, 0.5], [-0.2, 0.4]])
ROWS = {
    "bracket": (lambda v: square_root(v[0]) * v[1], lambda v: np.sqrt(v[0]) * v[1], [2.0, 0.7]),
    "Newton": (lambda v: cube_root(v[0]) * v[1], lambda v: v[0]**(1.0 / 3.0) * v[1], [5.0, 0.7]),
    "loop": (lambda v: np.sum([square_root(v[0] + k) * k for k in range(9)]), lambda v: np.sum([np.sqrt(v[0] + k) * k for k in range(9)]), [0.5]),
    "if": (lambda v: square_root(v[0]) if v[1] > 0.0 else v[1], lambda v: np.sqrt(v[0]) if v[1] > 0.0 else v[1], [0.5, 1.0]),
    "system": (lambda v: crossing(v)[0]**2 * crossing(v)[1], lambda v: v[0] * v[1] * np.sqrt(v[0] / v[1]), [2.0, 0.7]),
    "root of a root": (inner_root, as_one, [1.5, 8.0]),
    "fixed point of a line": (lambda v: np.sum(solve.fixed_point(lambda x: MATRIX @ x + v, np.zeros(2))**2),
                              lambda v: np.sum(np.linalg.solve(np.eye(2) - MATRIX, v)**2), [0.3, 0.8]),
    "minimum": (lambda v: least_square(v)[0] * least_square(v)[1], lambda v: by_equations(v)[0] * by_equations(v)[1], [1.0, 0.6]),
    "Rosenbrock": (lambda v: rosenbrock(v)[0] * rosenbrock(v)[1], lambda v: v[0]**3, [1.3, 60.0]),
}


@pytest.mark.parametrize("row", ROWS)
def test_derivatives_are_those_of_closed_forms(row):
    search, exact, v = ROWS[row]
    v = np.array(v)
    value, slope = ad.value_and_grad(search)(v)
    assert value == pytest.approx(exact(v), rel=1e-12) and value == pytest.approx(search(v), rel=1e-12)
    wanted, hessian = ad.grad(exact)(v), ad.hessian(exact)(v)
    np.testing.assert_allclose(slope, wanted, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(ad.jacobian(search)(v), wanted, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(ad.hessian(search)(v), hessian, rtol=1e-9, atol=1e-9)


def test_fixed_points_of_the_cosine():
    """x = cos(a x) has x' = -x s / (1 + a s), with s = sin(a x)."""
    def anderson(a):
        return solve.fixed_point(lambda x: np.cos(a * x), 0.5)

    def plain(a):
        return solve.fixed_point(lambda x: np.cos(a * x), 0.5, method="plain")
    for f in (anderson, plain):
        root, slope = ad.value_and_grad(f)(0.8)
        s = np.sin(0.8 * root)
        assert np.cos(0.8 * root) == pytest.approx(root, rel=1e-12) and slope == pytest.approx(-root * s / (1.0 + 0.8 * s), rel=1e-10)


HARD = {
    "flat": (lambda x: np.tanh(50.0 * (x - 0.3)), -15.0, 16.0, 0.3), "one-sided": (lambda x: np.exp(x) - 1e-5, -15.0, 16.0, np.log(1e-5)),
    "end": (lambda x: x - 2.0, 2.0, 3.0, 2.0), "reversed": (lambda x: x * x - 2.0, 2.0, 0.0, np.sqrt(2.0)), "zero": (np.sin, -1.0, 2.0, 0.0),
    "three times": (lambda x: x**3, -1.0, 2.0, 0.0), "jump": (lambda x: np.where(x < 0.7, -1.0, 2.0), 0.0, 1.0, 0.7),
    "steep": (lambda x: x**19 - 1e-8, 0.0, 5.0, 1e-8 ** (1.0 / 19.0)), "narrow": (lambda x: x - 1e-30, 0.0, 1.0, 1e-30),
}


@pytest.mark.parametrize("name", HARD)
def test_brackets(name):
    f, a, b, exact = HARD[name]
    assert solve.root(f, bracket=(a, b)) == pytest.approx(exact, rel=1e-13, abs=1e-100)
    assert ad.evaluate(lambda low, high: solve.root(f, bracket=(low, high)))(a, b) == pytest.approx(exact, rel=1e-13, abs=1e-100)


def test_brackets_of_run_time_values():
    v = np.array([4.0, 0.0, 3.0])
    for f in (lambda v: solve.root(lambda x: x * x - v[0], bracket=v[1:]), lambda v: solve.root(lambda x: x * x - v[0], 1.5, bracket=(0, 1.0 + v[0]))):
        assert f(v) == pytest.approx(2.0, rel=1e-14)
        np.testing.assert_allclose(ad.grad(f)(v), [0.25, 0.0, 0.0], rtol=1e-13)


def test_newton_is_damped():
    """From where the whole step leads away, arctan, and SciPy's hybrid method comes to the same root of a system of Powell's."""
    assert solve.root(lambda x: np.arctan(x), 3.0) == pytest.approx(0.0, abs=1e-12)
    powell = ad.evaluate(lambda x0: solve.root(lambda x: [1e4 * x[0] * x[1] - 1.0, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001], x0))
    found = optimize.root(lambda x: [1e4 * x[0] * x[1] - 1.0, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001], [0.0, 1.0], tol=1e-14).x
    np.testing.assert_allclose(powell(np.array([0.0, 1.0])), found, rtol=1e-8)


def quadratic(x):
    return x * x + 1.0


UP = {
    "same sign": lambda: solve.root(quadratic, bracket=(0.0, 1.0)),
    "no root": lambda: solve.root(quadratic, 0.7),
    "nan at the start": lambda: solve.root(lambda x: np.sqrt(x), -1.0),
    "nan between": lambda: solve.root(lambda x: np.where((x > 0.4) & (x < 1.2), np.nan, x - 1.0), bracket=(0.0, 2.0)),
    "no rest": lambda: solve.fixed_point(lambda x: x + 1.0, 0.0),
    "runs away": lambda: solve.fixed_point(lambda x: np.exp(x), 5.0, method="plain"),
    "saddle": lambda: solve.minimize(lambda x: x[0]**2 - x[1]**2, np.array([1.0, 0.0])),
    "unbounded": lambda: solve.minimize(lambda x: x**3, 1.0),
}


@pytest.mark.parametrize("name", UP)
def test_what_gives_up_says_so(name):
    with np.errstate(all="ignore"):
        for call in (UP[name], ad.evaluate(UP[name])):
            with pytest.raises(GaveUp, match="gave up") as e:
                call()
            assert e.value.position is not None and e.value.position.file == __file__


WRONG = {
    "nothing to begin at": (lambda: solve.root(quadratic), SettingsError, "place to begin at"),
    "another tool's word": (lambda: solve.root(quadratic, 1.0, method="brentq"), SettingsError, "chandrupatla"),
    "a bracket of three": (lambda: solve.root(quadratic, bracket=(0.0, 1.0, 2.0)), SettingsError, "two numbers"),
    "both": (lambda: solve.root(quadratic, 1.0, bracket=(0.0, 1.0), method="newton"), SettingsError, "takes no `bracket=`"),
    "a bracket for two": (lambda: solve.root(quadratic, [1.0, 2.0], bracket=(0.0, 1.0)), SettingsError, "for one unknown"),
    "shape": (lambda: solve.root(lambda x: [x, x], 1.0), ModelError, "the unknown is a number"),
    "a vector to be least": (lambda: solve.minimize(lambda x: x, np.ones(2)), ModelError, "the unknown|number"),
    "no function": (lambda: solve.fixed_point(1.0, 1.0), SettingsError, "takes a function"),
    "args": (lambda: solve.fixed_point(quadratic, 1.0, 2.0), SettingsError, "tuple"),
    "tolerance": (lambda: solve.root(quadratic, 1.0, rtol=1e-20), SettingsError, "rtol"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_calls(name):
    call, kind, said = WRONG[name]
    with pytest.raises((kind, CompileError), match=said):
        call()
    with pytest.raises(LlbayesError, match=said):
        ad.evaluate(call)()


@pytest.fixture(scope="module")
def dose():
    """Steady states of Michaelis and Menten, and the mode of a Laplace approximation, inside of a density."""
    @ppl.model
    def m(rate, y):
        most = ppl.sample("most", ppl.LogNormal(0.0, 1.0))
        half = ppl.sample("half", ppl.LogNormal(0.0, 1.0))
        for k in range(len(rate)):
            c = solve.root(lambda c, inflow: inflow - most * c / (half + c), args=(rate[k],), bracket=(0.0, 1e3))
            ppl.sample(f"y{k}", ppl.Normal(np.log(c), 0.1), obs=y[k])
        mode = solve.minimize(lambda u: np.exp(u) - half * u + 0.5 * u * u, 0.0)
        curvature = np.exp(mode) + 1.0
        ppl.factor("marginal", -(np.exp(mode) - half * mode + 0.5 * mode * mode) - 0.5 * np.log(curvature))
    return m.bind(rate=np.array([0.2, 0.5]), y=np.array([-1.0, 0.1]))


def test_in_a_density(dose):
    z = np.array([0.2, -0.3])
    value, slope = dose.value_and_grad(z)
    assert value == pytest.approx(dose.interpreted_log_density(z), rel=1e-12)

    def exact(z):
        most, half = np.exp(z[0]), np.exp(z[1])
        c = half * np.array([0.2, 0.5]) / (most - np.array([0.2, 0.5]))
        mode = solve.root(lambda u: np.exp(u) - half + u, 0.0)
        total = np.sum(ppl.Normal(np.log(c), 0.1).logpdf(np.array([-1.0, 0.1]))) + np.sum(ppl.Normal(0.0, 1.0).logpdf(z))
        return total - (np.exp(mode) - half * mode + 0.5 * mode * mode) - 0.5 * np.log(np.exp(mode) + 1.0)
    assert value == pytest.approx(exact(z), rel=1e-12)
    np.testing.assert_allclose(slope, ad.grad(exact)(z), rtol=1e-10)
    np.testing.assert_allclose(dose.hessian(z), ad.hessian(exact)(z), rtol=1e-8, atol=1e-8)


def test_no_solution_is_no_density(dose):
    """Inflow above the greatest outflow: there is no steady state."""
    assert dose.log_density(np.array([-2.0, 0.0])) == -np.inf
    assert "same sign at both ends" in dose.diagnose(np.array([-2.0, 0.0]))

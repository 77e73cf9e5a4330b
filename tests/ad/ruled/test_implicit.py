"""The implicit function theorem: derivatives of what a solver finds are those of the solution, to second order, in every mode."""
import mpmath
import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import CompileError


def kepler(mean, e):
    anomaly = mean
    for _ in range(30):
        anomaly = anomaly - (anomaly - e * np.sin(anomaly) - mean) / (1.0 - e * np.cos(anomaly))
    return anomaly


anomaly = ad.implicit(lambda a, mean, e: a - e * np.sin(a) - mean, kepler)


def curves(a):
    """Where two parabolas meet."""
    x = np.ones(2)
    for _ in range(30):
        slope = np.array([[2.0 * x[0], 1.0], [1.0, -2.0 * x[1]]])
        x = x - np.linalg.solve(slope, np.array([x[0]**2 + x[1] - a[0], x[0] - x[1]**2 - a[1]]))
    return x


crossing = ad.implicit(lambda x, a: np.array([x[0]**2 + x[1] - a[0], x[0] - x[1]**2 - a[1]]), curves)


def lambert(x):
    w = np.log1p(x)
    for _ in range(20):
        w = w - (w * np.exp(w) - x) / (np.exp(w) * (1.0 + w))
    return w


lambertw = ad.implicit(lambda w, x: w * np.exp(w) - x, lambert)


def uptake(rate, most, half):
    """The steady state of Michaelis and Menten: inflow rate, outflow most c / (half + c) + 0.1 c."""
    c = 0.0
    for _ in range(60):
        c = c - (rate - most * c / (half + c) - 0.1 * c) / (-most * half / (half + c)**2 - 0.1)
    return c


steady = ad.implicit(lambda c, rate, most, half: rate - most * c / (half + c) - 0.1 * c, uptake)


def around(v):
    """The functions see parameters around them."""
    def residual(x):
        return x**3 + v[0] * x - v[1]

    def solve():
        x = 1.0
        for _ in range(40):
            x = x - (x**3 + v[0] * x - v[1]) / (3.0 * x**2 + v[0])
        return x
    return ad.implicit(residual, solve)() * v[0]


def through(v):
    x = 1.0
    for _ in range(40):
        x = x - (x**3 + v[0] * x - v[1]) / (3.0 * x**2 + v[0])
    return x * v[0]


def halving(f, low, high, *args):
    """A solver that is handed its function."""
    for _ in range(60):
        middle = 0.5 * (low + high)
        if f(middle, *args) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


halved = ad.implicit(lambda x, f, low, high, *args: f(x, *args), halving)


def two_at_once(v):
    """A solution in two parts, of which one has axes."""
    def residual(y, a):
        x, b = y
        return x * x - a, np.array([b[0] - x * a, b[1] - b[0] * b[0]])

    def solve(a):
        return np.sqrt(a), np.array([np.sqrt(a) * a, a**3])
    x, b = ad.implicit(residual, solve)(v[0])
    return x * b[0] + b[1] * v[1]


ROWS = {
    "Kepler": (lambda v: anomaly(v[0], v[1])**2, lambda v: kepler(v[0], v[1])**2, np.array([1.0, 0.4])),
    "in a loop": (lambda v: np.sum([anomaly(v[0] + k, v[1]) * k for k in range(12)]), lambda v: np.sum([kepler(v[0] + k, v[1]) * k for k in range(12)]),
                  np.array([0.3, 0.4])),
    "two unknowns": (lambda a: np.sum(np.sin(crossing(a)) * a), lambda a: np.sum(np.sin(curves(a)) * a), np.array([3.0, 0.2])),
    "steady state": (lambda v: np.log(steady(v[0], v[1], v[2])), lambda v: np.log(uptake(v[0], v[1], v[2])), np.array([0.5, 1.1, 0.7])),
    "seen around": (around, through, np.array([2.0, 5.0])),
    "handed a function": (lambda v: halved(lambda x, a: x * x - a * v[1], 0.0, 9.0, v[0]) * v[0], lambda v: np.sqrt(v[0] * v[1]) * v[0], np.array([2.0, 0.7])),
    "in parts": (two_at_once, lambda v: v[0]**2 + v[0]**3 * v[1], np.array([1.7, 0.3])),
    "one inside the other": (lambda v: anomaly(anomaly(v[0], v[1]), v[1]), lambda v: kepler(kepler(v[0], v[1]), v[1]), np.array([1.0, 0.4])),
}


@pytest.mark.parametrize("row", ROWS)
def test_derivatives_are_those_of_the_solution(row):
    implicit, plain, v = ROWS[row]
    value, slope = ad.value_and_grad(implicit)(v)
    assert value == pytest.approx(plain(v), rel=1e-13) and value == pytest.approx(implicit(v), rel=1e-13)
    wanted, hessian = ad.grad(plain)(v), ad.hessian(plain)(v)
    np.testing.assert_allclose(slope, wanted, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(ad.jacobian(implicit)(v), wanted, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(ad.hessian(implicit)(v), hessian, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(ad.hvp(implicit)(v, v), hessian @ v, rtol=1e-10, atol=1e-11)


def test_lambert():
    """Exact derivatives of Lambert's function, by mpmath."""
    for x in (0.2, 3.0):
        first, second = (float(mpmath.diff(mpmath.lambertw, x, n).real) for n in (1, 2))
        assert ad.grad(lambertw)(x) == pytest.approx(first, rel=1e-13)
        assert ad.hessian(lambertw)(x) == pytest.approx(second, rel=1e-12)


def test_in_a_model():
    def model(e):
        @ppl.model
        def m(y):
            a = ppl.sample("a", ppl.Normal(1.0, 0.5))
            b = ppl.sample("b", ppl.Uniform(0.0, 0.9))
            ppl.sample("y", ppl.Normal(e(a, b), 0.1), obs=y)
            ppl.sample("once more", ppl.Normal(e(0.5, 0.25), 0.1), obs=y)           # of data alone: computed when they are bound
        return m.bind(y=1.3)
    one, other, z = model(anomaly), model(kepler), np.array([0.9, -0.3])
    value, slope = one.value_and_grad(z)
    assert value == pytest.approx(one.interpreted_log_density(z), rel=1e-13)
    wanted, slopes = other.value_and_grad(z)
    assert value == pytest.approx(wanted, rel=1e-12)
    np.testing.assert_allclose(slope, slopes, rtol=1e-11)
    np.testing.assert_allclose(one.hessian(z), other.hessian(z), rtol=1e-10)


def test_an_equation_for_each_unknown():
    f = ad.implicit(lambda x, a: np.sum(x) - a, lambda a: np.array([a / 2.0, a / 2.0]))
    with pytest.raises(CompileError, match="the residual of `.*` has 1 numbers, the solution has 2"):
        ad.grad(lambda a: np.sum(f(a)))(1.0)

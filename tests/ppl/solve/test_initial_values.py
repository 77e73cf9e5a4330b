"""`solve.ode` against SciPy at tolerances that are far finer, its derivatives against differences of that, and runs that give up."""
import numpy as np
import pytest
from scipy.integrate import solve_ivp

from llbayes import ad, ppl
from llbayes.ppl import solve


def hunted(t, y, a, b, c, d):
    return [(a - b * y[1]) * y[0], (d * y[0] - c) * y[1]]


RATES, BEGIN, TIMES = (0.5, 0.03, 0.8, 0.02), np.array([30.0, 4.0]), np.linspace(1.0, 20.0, 20)


def exact(p):
    return solve_ivp(hunted, (0.0, 20.0), p[4:], "DOP853", TIMES, args=tuple(p[:4]), rtol=1e-13, atol=1e-13).y.T


@pytest.fixture(scope="module")
def slopes():
    """The Jacobian of the whole solution by its parameters, by differences."""
    p, columns = np.array([*RATES, *BEGIN]), []
    for k, x in enumerate(p):
        step = 1e-4 * x * np.eye(6)[k]
        columns.append((8 * (exact(p + step) - exact(p - step)) - exact(p + 2 * step) + exact(p - 2 * step)) / (12e-4 * x))
    return np.moveaxis(columns, 0, -1)


@pytest.mark.parametrize("method", ["dopri5", "bs3"])
def test_solutions_and_sensitivities(method, slopes):
    def solution(p):
        return solve.ode(hunted, [p[4], p[5]], TIMES, (p[0], p[1], p[2], p[3]), t0=0.0, method=method, rtol=1e-8, atol=1e-8)

    p = np.array([*RATES, *BEGIN])
    found = ad.evaluate(solution)(p)
    assert np.allclose(found, solution(p), rtol=1e-11)
    assert np.max(np.abs(found / exact(p) - 1)) < 1e-6
    assert np.max(np.abs(ad.jacobian(solution)(p) - slopes) / np.max(np.abs(slopes), axis=(0, 1))) < 1e-6


METHODS = ["dopri5", "bs3", "rosenbrock"]


@pytest.mark.parametrize("method", METHODS)
def test_parameters_wherever_they_are(method):
    """y' = -k y + c t with k around f, c an argument, y0, t0 and the times of output: all derivatives, and those of second order, of a closed form."""
    def solution(p):
        k, c, y0, t0, t = p[0], p[1], p[2], p[3], p[4]
        return solve.ode(lambda t, y, c: -k * y + c * t, y0, np.array([0.5 * (t0 + t), t]), (c,), t0=t0, method=method, rtol=1e-9, atol=1e-9)[1]

    def closed(p):
        k, c, y0, t0, t = p[0], p[1], p[2], p[3], p[4]
        return (y0 - c * (t0 / k - 1 / k**2)) * np.exp(-k * (t - t0)) + c * (t / k - 1 / k**2)

    p = np.array([0.7, 0.4, 2.0, 0.3, 1.9])
    for derivative, within in ((ad.evaluate, 1e-8), (ad.grad, 1e-7), (ad.hessian, 1e-6)):
        assert np.allclose(derivative(solution)(p), derivative(closed)(p), rtol=within, atol=within)
    assert np.allclose(ad.jacobian(solution)(p), ad.grad(solution)(p), rtol=1e-12, atol=1e-13)
    assert np.isclose(solution(p), ad.evaluate(solution)(p), rtol=1e-12)


def test_the_first_of_the_times_is_the_start():
    def rows(t):
        return solve.ode(lambda t, y: -y, [1.0, 2.0], np.array([t, t + 1.0, t + 1.0, t + 2.0]))
    found = ad.evaluate(rows)(0.5)
    assert np.array_equal(found[0], [1.0, 2.0]) and np.array_equal(found[1], found[2])
    assert np.allclose(found, np.outer(np.exp([0.0, -1.0, -1.0, -2.0]), [1.0, 2.0]), rtol=1e-6)
    assert np.allclose(ad.jacobian(rows)(0.5), 0.0, atol=1e-6)
    at_start = ad.jacobian(lambda t: solve.ode(lambda t, y: -y, 1.0, np.array([t, 2.0]), t0=0.5))(0.5)
    assert np.allclose(at_start, [-1.0, 0.0])


@pytest.mark.parametrize("method", METHODS)
def test_states_of_any_shape(method):
    def spread(t, y, rate):                        # heat in a rod, (2, 3) of it
        flat = np.concatenate([[0.0], np.ravel(y), [0.0]])
        return np.reshape(rate * (flat[2:] - 2.0 * flat[1:-1] + flat[:-2]), (2, 3))

    def heat(rate):
        return solve.ode(spread, np.arange(6.0).reshape(2, 3), [0.0, 0.4], (rate,), method=method, rtol=1e-8, atol=1e-8)[1]

    matrix = np.eye(6, k=1) + np.eye(6, k=-1) - 2.0 * np.eye(6)
    values, vectors = np.linalg.eigh(matrix)
    exact = (vectors * np.exp(0.4 * 1.5 * values)) @ vectors.T @ np.arange(6.0)
    assert np.allclose(ad.evaluate(heat)(1.5), exact.reshape(2, 3), atol=1e-7)
    assert np.allclose(ad.jacobian(heat)(1.5), (0.4 * matrix @ exact).reshape(2, 3), atol=1e-6)
    assert np.allclose(ad.grad(lambda r: np.sum(heat(r)))(1.5), np.sum(0.4 * matrix @ exact), atol=1e-6)


@ppl.model
def drug(t, c):
    rate = ppl.sample("rate", ppl.LogNormal(0.0, 0.5))
    sigma = ppl.sample("sigma", ppl.HalfNormal(0.5))
    mean = solve.ode(lambda t, y: -rate * y / (1.0 + y), 4.0, t, t0=0.0, rtol=1e-8, atol=1e-8)
    ppl.deterministic("mean", mean, dims="time")
    ppl.sample("c", ppl.LogNormal(np.log(mean), sigma), obs=c, dims="time")


def test_models_have_them():
    t = np.array([0.5, 1.0, 2.0, 4.0])
    posterior = drug.bind(t=t, c=np.array([3.5, 3.2, 2.2, 1.0]))
    z = np.array([0.1, -1.0])
    value, slope = posterior.value_and_grad(z)
    steps = 1e-5 * np.eye(2)
    assert np.isclose(value, posterior.log_density(z), rtol=1e-13)
    assert np.allclose(slope, [(posterior.log_density(z + s) - posterior.log_density(z - s)) / 2e-5 for s in steps], rtol=1e-5)
    hessian = posterior.hessian(z)
    assert np.allclose(hessian, [(posterior.value_and_grad(z + s)[1] - posterior.value_and_grad(z - s)[1]) / 2e-5 for s in steps], rtol=1e-4)
    prior = ppl.prior_predictive(posterior, draws=20, seed=1)
    assert np.isfinite(prior["prior_predictive"]["c"].values).all()

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


@ppl.model
def decay(ts, y):
    k = ppl.sample("k", ppl.HalfNormal(1.0))
    ppl.sample("y", ppl.Normal(solve.ode(lambda t, y: -k * y, 1.0, ts, max_steps=30), 0.1), obs=y)


def test_a_model_rejects_where_its_solver_gives_up():
    ts = np.array([0.0, 1.0, 2.0])
    posterior = decay.bind(ts=ts, y=np.exp(-ts))
    value, slope = posterior.value_and_grad(np.array([0.0]))
    assert np.isfinite(value) and np.isfinite(slope).all()
    assert posterior.log_density(np.array([8.0])) == -np.inf

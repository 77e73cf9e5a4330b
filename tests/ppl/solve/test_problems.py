"""Solutions of problems × tolerances beside SciPy's at the same ones, and derivatives beside differences of solutions that are far finer."""
import functools

import numpy as np
import pytest
from ode_problems import PROBLEMS
from scipy.integrate import solve_ivp

from llbayes import ad
from llbayes.ppl import solve

STIFF = [name for name, p in PROBLEMS.items() if not p.gentle]
CASES = [(name, "dopri5", "RK45", 2.0) for name, p in PROBLEMS.items() if p.gentle] + [(name, "rosenbrock", "Radau", 10.0) for name in PROBLEMS]


@functools.cache
def compiled(name, method):
    """The solution as a function of (y0, args, rtol, atol), and its derivatives by the first two."""
    p = PROBLEMS[name]

    def solution(y0, args, rtol, atol):
        return solve.ode(p.f, y0, p.times, args, t0=0.0, method=method, rtol=rtol, atol=atol)
    return ad.evaluate(solution), ad.jacobian(solution, argnums=(0, 1))


def theirs(p, method, rtol, atol):
    return solve_ivp(p.f, (0.0, p.times[-1]), p.y0, method, p.times, args=p.args, rtol=rtol, atol=atol).y.T


@functools.cache
def exact(name):
    p = PROBLEMS[name]
    found = compiled(name, "rosenbrock")[0](p.y0, p.args, 1e-11, 1e-13 * p.small)
    other = theirs(p, "DOP853" if p.gentle else "Radau", 1e-12 if p.gentle else 1e-8, 1e-13 if p.gentle else 1e-12)
    assert np.max(np.abs(found / other - 1)) < (1e-9 if p.gentle else 1e-6)
    return found


@pytest.mark.parametrize(("name", "method", "scipys", "times"), CASES, ids=[f"{c[0]}, {c[1]}" for c in CASES])
def test_errors_are_those_of_scipy_at_the_same_tolerances(name, method, scipys, times):
    p = PROBLEMS[name]
    for rtol in (1e-4, 1e-6) if p.gentle else (1e-5,):
        atol = rtol * p.small
        error, other = (np.abs(y - exact(name)) / (atol + rtol * np.abs(exact(name)))
                        for y in (compiled(name, method)[0](p.y0, p.args, rtol, atol), theirs(p, scipys, rtol, atol)))
        assert np.max(error) < times * np.max(other)


@pytest.mark.parametrize("name", PROBLEMS)
def test_derivatives_are_as_good_as_the_tolerance(name):
    """The finest derivatives are the differences of the finest solutions; those at a tolerance lie within 100 times that."""
    p = PROBLEMS[name]
    method = "dopri5" if p.gentle else "rosenbrock"

    def there(theta):
        return compiled(name, method)[0](theta[:len(p.y0)], tuple(map(float, theta[len(p.y0):])), finest, 1e-2 * finest * p.small)

    def derivatives(rtol):
        by_state, by_args = compiled(name, method)[1](p.y0, p.args, rtol, rtol * p.small)
        return np.concatenate([by_state, np.stack(by_args, -1)], -1)
    finest = 1e-11 if p.gentle else 2e-8
    exact, theta = derivatives(finest), np.array([*p.y0, *p.args])
    size = np.max(np.abs(exact), axis=(0, 1))
    for k in (0, len(theta) - 1) if p.gentle else (len(theta) - 1,):
        step = ((1e-4 if p.gentle else 2e-4) * abs(theta[k]) or 1e-5) * np.eye(len(theta))[k]
        slope = (8 * (there(theta + step) - there(theta - step)) - there(theta + 2 * step) + there(theta - 2 * step)) / (12 * step[k])
        assert np.all(np.abs(exact[..., k] - slope) <= 1e-5 * size[k])
    for rtol in (1e-5, 1e-7 if p.gentle else 1e-6):
        assert np.all(np.abs(derivatives(rtol) - exact) <= 100 * rtol * size)

"""Solvers: errors and times of `solve.ode` beside SciPy's at the same tolerances, what a gradient costs, and the ratio to the same steps in CPython.

A row is a problem, a method and a tolerance: the largest error over times and numbers of the state in units of the tolerance, ours and SciPy's (RK45 for
dopri5, Radau for rosenbrock); milliseconds of a solution, ours and SciPy's; the gradient of a sum of squares by y0 and parameters over the solution; how
many times slower the same algorithm is in CPython; seconds to compile the gradient. References are solutions at 1e-11.
`python benchmarks/solvers.py robertson` measures this problem.
"""
from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from scipy import integrate

from llbayes import ad
from llbayes.ppl import solve

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from ode_problems import PROBLEMS, Problem

TOLERANCES = (1e-4, 1e-6, 1e-8)
COLUMNS = "problem | method | rtol | error | SciPy's | ms | SciPy's | gradient / value | CPython / compiled | compile s"


def best(call: Callable[[], object], seconds: float = 0.2) -> float:
    """The least time of a call, in ms."""
    call()
    least, until = np.inf, time.perf_counter() + seconds
    while time.perf_counter() < until or least == np.inf:
        begin = time.perf_counter()
        call()
        least = min(least, time.perf_counter() - begin)
    return 1e3 * least


def rows(name: str, p: Problem, method: str, theirs: str) -> None:
    """Prints those of one problem and method."""
    def solution(y0, args, rtol, atol):
        return solve.ode(p.f, y0, p.times, args, t0=0.0, method=method, rtol=rtol, atol=atol)

    def total(y0, args, rtol, atol):
        return np.sum(solution(y0, args, rtol, atol) ** 2)

    value, gradient = ad.evaluate(solution), ad.value_and_grad(total, argnums=(0, 1))
    exact = value(p.y0, p.args, 1e-11, 1e-13 * p.small)
    begin = time.process_time()
    gradient(p.y0, p.args, 1e-4, 1e-4 * p.small)
    compiling = time.process_time() - begin
    summed = ad.evaluate(total)
    for rtol in TOLERANCES:
        given = (p.y0, p.args, rtol, rtol * p.small)
        scipys = partial(integrate.solve_ivp, p.f, (0.0, p.times[-1]), p.y0, theirs, p.times, args=p.args, rtol=rtol, atol=rtol * p.small)
        errors = [np.max(np.abs(y - exact) / (given[3] + rtol * np.abs(exact))) for y in (value(*given), scipys().y.T)]
        ours, other, slope = best(partial(summed, *given)), best(scipys), best(partial(gradient, *given))
        plain = best(partial(total, *given)) / ours if method != "rosenbrock" else np.nan      # its Jacobian is compiled in CPython too
        print(f"{name} | {method} | {rtol:g} | {errors[0]:.2g} | {errors[1]:.2g} | {ours:.3f} | {other:.1f} | {slope / ours:.1f}", f"{plain:.0f}",
              f"{compiling:.2f}", sep=" | ")


def main(names: list[str]) -> None:
    print(COLUMNS)
    for name, p in PROBLEMS.items():
        if not names or name in names:
            for method, theirs in ((("dopri5", "RK45"),) if p.gentle else ()) + (("rosenbrock", "Radau"),):
                rows(name, p, method, theirs)
    k = 1.3
    f = ad.evaluate(lambda k: solve.quad(lambda x: np.exp(-k * x) / np.sqrt(x), 0.0, np.inf))
    plain = best(lambda: solve.quad(lambda x: np.exp(-k * x) / np.sqrt(x), 0.0, np.inf))
    scipys = best(lambda: integrate.quad(lambda x: np.exp(-k * x) / np.sqrt(x), 0.0, np.inf))
    print(f"quad, exp(-k x) / sqrt(x): {1e3 * best(lambda: f(k)):.1f} us, in CPython {plain:.2f} ms, SciPy's {scipys:.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])

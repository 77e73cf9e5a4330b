"""Solvers of differential equations (functions reference, Ordinary differential equation solvers): Runge–Kutta for `rk45`, `ckrk` and `adams`, Rosenbrock for
`bdf`. Stan holds the errors of the sensitivities below the tolerances too, ours those of the solution: it takes smaller ones where a program's are coarse, so
that densities and gradients are no less accurate. One that gives up rejects the point."""
from __future__ import annotations

from typing import Any

import numpy as np

from ... import ad
from ...lang.values.hooks import compile_time
from ...ppl import solve

RELATIVE = 1e-8                      # the coarsest relative tolerance of ours
ABSOLUTE = 1e-15                     # the coarsest absolute one, of the largest number at the start, or of 1: models look at logarithms of what dies out
FINE = 1e-10                         # Stan's relative one of `bdf` and `adams`
MOST = 10**6                         # steps in all


def ode_rk45(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The solution of dy/dt = f(t, y, *args) at each of ts, a row each."""
    return solve.ode(f, y0, ts, args, t0=t0, rtol=RELATIVE, atol=finest(y0), max_steps=MOST)


def ode_adams(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The same, more accurately."""
    return solve.ode(f, y0, ts, args, t0=t0, rtol=FINE, atol=finest(y0), max_steps=MOST)


def ode_bdf(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The same, for stiff equations."""
    return solve.ode(f, y0, ts, args, t0=t0, method="rosenbrock", rtol=RELATIVE, atol=finest(y0), max_steps=MOST)


def ode_rk45_tol(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, most: Any, *args: Any) -> Any:
    """The same as `ode_rk45` with tolerances and the most steps from one time to the next."""
    return by_tolerances("dopri5", f, y0, t0, ts, rtol, atol, most, args)


def ode_bdf_tol(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, most: Any, *args: Any) -> Any:
    """The same for stiff equations."""
    return by_tolerances("rosenbrock", f, y0, t0, ts, rtol, atol, most, args)


def ode_adjoint(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, back_r: Any, back_a: Any, quad_r: Any, quad_a: Any, most: Any, kept: Any,
                interpolated: Any, forward: Any, backward: Any, *args: Any) -> Any:  # fmt: skip
    """`ode_adjoint_tol_ctl`: the method of the forward solution (1 Adams, 2 BDF) with its tolerances. The others are for a backward one: ours takes the
    derivatives of the steps."""
    return by_tolerances(method_of(forward), f, y0, t0, ts, rtol, atol, most, args)


def integrate_rk45_tol(f: Any, y0: Any, t0: Any, ts: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any, atol: Any, most: Any) -> Any:
    """`integrate_ode_rk45` and `integrate_ode_adams` with tolerances, which stand last."""
    return by_tolerances("dopri5", f, y0, t0, ts, rtol, atol, most, (theta, x_r, x_i))


def integrate_bdf_tol(f: Any, y0: Any, t0: Any, ts: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any, atol: Any, most: Any) -> Any:
    """`integrate_ode_bdf` with tolerances."""
    return by_tolerances("rosenbrock", f, y0, t0, ts, rtol, atol, most, (theta, x_r, x_i))


def by_tolerances(method: str, f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, most: Any, args: Any) -> Any:
    """The solution by a method of ours, at least as accurate as asked."""
    steps = in_all(most, len(ts))
    return solve.ode(f, y0, ts, args, t0=t0, method=method, rtol=np.minimum(rtol, RELATIVE), atol=np.minimum(atol, finest(y0)), max_steps=steps)


def finest(y0: Any) -> Any:
    """The absolute tolerance for a start."""
    return ABSOLUTE * max(1.0, np.max(np.abs(ad.stop_gradient(1.0 * y0))))


@compile_time
def in_all(most: Any, times: int) -> int:
    """The most steps over all times, ten for each of Stan's, which are longer."""
    return int(min(1e9, max(1e4, 10.0 * float(most) * times)))


@compile_time
def method_of(forward: int) -> str:
    """What `ode_adjoint_tol_ctl` calls 1 and 2."""
    return "rosenbrock" if forward == 2 else "dopri5"

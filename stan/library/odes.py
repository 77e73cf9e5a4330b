"""Solvers of differential equations (functions reference, Ordinary differential equation solvers): Runge–Kutta for `rk45`, `ckrk` and `adams`, Rosenbrock for
`bdf`, with the tolerances that Stan's have. One that gives up rejects the point."""
from __future__ import annotations

from typing import Any

from ...lang.values.hooks import compile_time
from ...ppl import solve

COARSE, FINE = 1e-6, 1e-10           # Stan's tolerances of `rk45` and `ckrk`, of `bdf` and `adams`
MOST, MORE = 10**6, 10**8            # Stan's most steps from one output time to the next
EVER = 10**9                         # and ours in all


def ode_rk45(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The solution of dy/dt = f(t, y, *args) at each of ts, a row each."""
    return solve.ode(f, y0, ts, args, t0=t0, rtol=COARSE, atol=COARSE, max_steps=in_all(MOST, len(ts)))


def ode_adams(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The same, more accurately."""
    return solve.ode(f, y0, ts, args, t0=t0, rtol=FINE, atol=FINE, max_steps=in_all(MORE, len(ts)))


def ode_bdf(f: Any, y0: Any, t0: Any, ts: Any, *args: Any) -> Any:
    """The same, for stiff equations."""
    return solve.ode(f, y0, ts, args, t0=t0, method="rosenbrock", rtol=FINE, atol=FINE, max_steps=in_all(MORE, len(ts)))


def ode_rk45_tol(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, most: Any, *args: Any) -> Any:
    """The same as `ode_rk45` with tolerances and the most steps from one time to the next."""
    return solve.ode(f, y0, ts, args, t0=t0, rtol=rtol, atol=atol, max_steps=in_all(most, len(ts)))


def ode_bdf_tol(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, most: Any, *args: Any) -> Any:
    """The same for stiff equations."""
    return solve.ode(f, y0, ts, args, t0=t0, method="rosenbrock", rtol=rtol, atol=atol, max_steps=in_all(most, len(ts)))


def ode_adjoint(f: Any, y0: Any, t0: Any, ts: Any, rtol: Any, atol: Any, back_r: Any, back_a: Any, quad_r: Any, quad_a: Any, most: Any, kept: Any,
                interpolated: Any, forward: Any, backward: Any, *args: Any) -> Any:  # fmt: skip
    """`ode_adjoint_tol_ctl`: the method of the forward solution (1 Adams, 2 BDF) with its tolerances. The others are for a backward one: ours takes the
    derivatives of the steps."""
    return solve.ode(f, y0, ts, args, t0=t0, method=method_of(forward), rtol=rtol, atol=atol, max_steps=in_all(most, len(ts)))


def integrate_rk45_tol(f: Any, y0: Any, t0: Any, ts: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any, atol: Any, most: Any) -> Any:
    """`integrate_ode_rk45` and `integrate_ode_adams` with tolerances, which stand last."""
    return solve.ode(f, y0, ts, (theta, x_r, x_i), t0=t0, rtol=rtol, atol=atol, max_steps=in_all(most, len(ts)))


def integrate_bdf_tol(f: Any, y0: Any, t0: Any, ts: Any, theta: Any, x_r: Any, x_i: Any, rtol: Any, atol: Any, most: Any) -> Any:
    """`integrate_ode_bdf` with tolerances."""
    return solve.ode(f, y0, ts, (theta, x_r, x_i), t0=t0, method="rosenbrock", rtol=rtol, atol=atol, max_steps=in_all(most, len(ts)))


@compile_time
def in_all(most: Any, times: int) -> int:
    """The most steps over all times."""
    return max(1, min(EVER, int(most) * max(1, times)))


@compile_time
def method_of(forward: int) -> str:
    """What `ode_adjoint_tol_ctl` calls 1 and 2."""
    return "rosenbrock" if forward == 2 else "dopri5"

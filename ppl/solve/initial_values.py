"""Initial value problems of ordinary differential equations."""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import ad
from ...lang.values.hooks import in_turn
from ..base.types import Code, Numbers, Value
from .calling import gives_up, solver
from .settings import (
    FINEST,
    check_args,
    check_call,
    check_end,
    check_function,
    check_method,
    check_numbers,
    check_times,
    check_tolerance,
    whole_number,
)
from .states import Slope, flat, floats
from .steps.control import change, first_step, norm, scale, share_of
from .steps.explicit import BS3, DOPRI5, Explicit
from .steps.implicit_steps import RODAS5P, Rosenbrock

METHODS = {method.name: method for method in (DOPRI5, BS3, RODAS5P)}
PATTERN = "`solve.ode(lambda t, y, k: -k * y, y0, times, (k,))`"
EXPLICIT, STIFF, LOW = ('`method="dopri5"` is the method of Dormand and Prince', '`method="rosenbrock"` is the one for stiff equations',
                        '`method="bs3"` is that of Bogacki and Shampine')  # fmt: skip
ELSEWHERE = {
    **dict.fromkeys(("rk45", "dopri", "dopri8", "dop853", "tsit5", "rk4", "euler", "heun", "adams", "vode", "ode45", "dp5", "rungekutta", "rk", "midpoint",
                     "ckrk", "default", "nonstiff", "explicit"), EXPLICIT),
    **dict.fromkeys(("bdf", "radau", "lsoda", "kvaerno5", "kvaerno3", "rodas", "rodas4", "rodas5", "rodas5p", "rosenbrock23", "cvode", "implicit", "stiff",
                     "ode15s", "ode23s", "trbdf2", "sdirk", "lsode", "cvodes", "zvode"), STIFF),
    **dict.fromkeys(("rk23", "bosh3", "ode23", "bogackishampine", "bs32"), LOW),
}  # fmt: skip
GOING, TOO_MANY, TOO_SHORT, NO_NUMBER, BACKWARDS = range(5)       # how a run stands
START = 1e-4                                     # the error of a step before the first


@solver
def ode(
    f: Code,
    y0: Numbers,
    times: Numbers,
    args: tuple[Any, ...] = (),
    *,
    t0: Numbers | None = None,
    method: str = "dopri5",
    rtol: float = 1e-6,
    atol: Numbers = 1e-6,
    max_steps: int = 100_000,
) -> Any:
    """The solution of dy/dt = f(t, y, *args) with y(t0) = y0, at each of `times`: an array (times, *shape of y0).

    `times` increase; y0 is the state at `t0`, or without it at the first of `times`. `f` gives an array, a list or a tuple of as many numbers as y0 has; with
    a number for y0 it gets and gives numbers. Each step keeps the root mean square of error / (atol + rtol |y|) below 1. Methods: "dopri5" (order 5),
    "bs3" (order 3: cheap and rough). Derivatives are those of the steps that were taken, by y0, args, t0, times and whatever f sees around it. A run
    of more than `max_steps` steps, or that comes to steps too short for doubles, gives up: `GaveUp`, and in a model a log density of -inf with the
    reason counted."""
    check_function(f, "solve.ode", PATTERN)
    check_method(method, METHODS, ELSEWHERE)
    check_args(args)
    check_call(f, "f(t, y, *args)", 0.0, y0, *args)
    check_numbers(y0, "y0", "a number or an array of them")
    check_numbers(times, "times", "a vector of output times")
    if t0 is not None:
        check_end(t0, "t0")
    y, ts = floats(y0), floats(times)
    check_times(times, np.shape(ts), t0)
    check_tolerance(rtol, "rtol", FINEST)
    check_tolerance(atol, "atol", 0.0, np.shape(y))
    most = whole_number(max_steps, "max_steps")
    first: Any = ts[0] if t0 is None else t0
    allowed: Any = atol
    shape = np.shape(y)
    if len(shape) and len(np.shape(atol)):
        allowed = np.reshape(floats(atol), (-1,))
    out, stands = march(METHODS[method], Slope(flat(f, shape), args), first, np.reshape(y, (-1,)), ts, rtol, allowed, most)
    if stands == TOO_MANY:
        gives_up(f"`solve.ode` gave up: more than {most} steps of `{method}`; where the equations are stiff `method=\"rosenbrock\"` takes fewer, and "
                 "`max_steps=` allows more")  # fmt: skip
    if stands == TOO_SHORT:
        gives_up(f"`solve.ode` gave up: steps of `{method}` became too short for doubles; the solution runs away, or `rtol` and `atol` ask for more digits "
                 "than there are")  # fmt: skip
    if stands == NO_NUMBER:
        gives_up("`solve.ode` gave up: the slope at the start is nan or infinite")
    if stands == BACKWARDS:
        gives_up("`solve.ode` gave up: `times` do not increase from `t0` on")
    return np.reshape(out, (len(ts), *shape))


def march(method: Explicit | Rosenbrock, slope: Slope, start: Value, y0: Any, ts: Any, rtol: Value, atol: Value, most: int) -> tuple[Any, int]:
    """The steps from `start` on, the continuous extension at the times ts, and how it ended."""
    out = np.zeros((len(ts), len(y0)))
    end = ad.stop_gradient(ts[-1])
    reached = ad.stop_gradient(start)
    k = slope(start, y0)
    stands = GOING if reached <= ts[0] and np.all(ts[1:] >= ts[:-1]) else BACKWARDS
    stands = stands if np.all(np.isfinite(k)) else NO_NUMBER
    h = first_step(slope, start, y0, k, end, method.order, rtol, atol)
    before, dense = method.start(y0, k)
    past = method.begin(k)
    then, now, y = start - 1.0, start, y0
    steps, last, share = 0, START, share_of(method.share, rtol)
    for j in in_turn(len(ts)):
        while reached < ts[j] and stands == GOING:
            final = reached + 1.01 * h >= end
            length = end - reached if final else h
            z, error, next_past, next_dense = method.step(slope, now, y, length, past)
            wrong = ad.stop_gradient(norm(error / scale(y, z, rtol, atol, share)))
            steps = steps + 1
            if wrong < 1.0:
                before, then, dense = y, now, next_dense
                y, now, past = z, now + length, next_past
                reached = end if final else ad.stop_gradient(now)
                h = length * change(wrong, last, method.estimate)
                last = max(wrong, START)
            else:
                h = length * min(1.0, change(wrong, 1.0, method.estimate))
            stands = TOO_MANY if steps >= most and reached < end else TOO_SHORT if reached + 0.1 * h == reached else GOING
        out[j] = method.between((ts[j] - then) / (now - then), now - then, before, y, dense)
    return out, stands

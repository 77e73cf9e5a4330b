"""Minima of functions of a few variables, in the language.

Newton's method with exact slopes and curvatures; of the curvatures the absolute values are taken, so that every step leads down, and steps are halved until the
function falls enough: Nocedal and Wright (2006), sections 3.1 and 3.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import ad
from ..base.types import Code, Numbers, Truth, Value
from .calling import gives_up, solver
from .inner import minimum
from .searches import FOUND, GOING, NO_NUMBER, SHORTEST, STUCK, TOO_MANY
from .settings import FINEST, check_args, check_function, check_tolerance, whole_number
from .states import check_residual, floats
from .unknowns import check_calls, check_start, check_unknown

PATTERN = "`solve.minimize(lambda x, a: (x - a) ** 2, 0.0, (2.0,))`"
NO_MINIMUM = 7                                   # beside how searches for roots stand
FLATTEST = 1e-12                                 # curvature beside the largest that steps are made with
ENOUGH = 1e-4                                    # share of the fall that the slope promises
ROUNDING, FLOOR = 1e-15, 1e-9                    # relative change of the value that says nothing; promised falls that need not come


@solver
def minimize(
    f: Code,
    x0: Numbers,
    args: tuple[Any, ...] = (),
    *,
    rtol: float = 1e-12,
    atol: float = 0.0,
    max_steps: int = 200,
) -> Any:
    """x where f(x, *args) is least, near x0: a number or an array of the shape of x0. f gives a number, `f(x, *args)` is what it is there.

    Newton's method with the exact Hessian, for tens of variables; f must be in the language, in CPython too. The search ends where a step changes x by less
    than atol + rtol |x|. Derivatives are those of the minimum, by `args` and whatever f sees around it, to any order, and none by x0: the steps are not
    differentiated. A search that does not come to a minimum in `max_steps` gives up: `GaveUp`, and in a model a log density of -inf with the reason counted."""
    check_function(f, "solve.minimize", PATTERN)
    check_args(args)
    check_calls(f, args, PATTERN)
    check_start(x0, "x0")
    check_tolerance(rtol, "rtol", FINEST)
    check_tolerance(atol, "atol", 0.0)
    most = whole_number(max_steps, "max_steps")
    start = floats(x0)
    shape = np.shape(start)
    check_unknown(shape)

    def h(x: Any, given: Any) -> Any:
        found = f(np.reshape(x, shape) if len(shape) else x[0], *given)
        check_residual(np.shape(found), ())
        return found

    def equation(found: Any, start: Any, given: Any) -> Any:
        return ad.grad(h)(found[0], given)

    def search(start: Any, given: Any) -> Any:
        return lowest(h, start, given, rtol, atol, most)

    x, stands = minimum(equation, search, np.reshape(start, (-1,)), args)
    if stands == NO_NUMBER:
        gives_up("`solve.minimize` gave up: the function or its slope is nan or infinite where the search has come to")
    if stands == STUCK:
        gives_up("`solve.minimize` gave up: no step makes the function less, and it is not at rest; another `x0` may help")
    if stands == NO_MINIMUM:
        gives_up("`solve.minimize` gave up: it has come to a place where the function is at rest and no minimum; another `x0` may help")
    if stands == TOO_MANY:
        gives_up(f"`solve.minimize` gave up: no minimum after {most} steps; another `x0` may help, and `max_steps=` allows more")
    return np.reshape(x, shape) if len(shape) else x[0]


def going_on(better: Truth, more: Truth) -> int:
    """How a search stands that is not at rest."""
    if not better:
        return STUCK
    return GOING if more else TOO_MANY


def lowest(h: Code, x: Any, args: Any, rtol: Value, atol: Value, most: int) -> tuple[Any, int]:
    """Where h(x, args), of a vector, is least, from x on, and how the search ended."""
    value, slope = ad.value_and_grad(h)(x, args)
    steps = 0
    stands = GOING
    while stands == GOING:
        curvatures, ways = np.linalg.eigh(ad.hessian(h)(x, args))
        size = np.max(np.abs(curvatures))
        if np.isfinite(value) and np.isfinite(size) and np.all(np.isfinite(slope)):
            along = slope @ ways
            step = ways @ (along / np.maximum(np.abs(curvatures), FLATTEST * size + 1e-300))
            fall = slope @ step
            lies = np.min(curvatures) > FLATTEST * size
            ended = bool(np.all(np.abs(step) <= atol + rtol * np.abs(x)))
            share = 1.0
            y = x - step
            at_y = h(y, args)
            while not (at_y <= value - ENOUGH * share * fall + ROUNDING * abs(value)) and share > SHORTEST and not ended:
                share = 0.5 * share
                y = x - share * step
                at_y = h(y, args)
            value_y, slope_y = ad.value_and_grad(h)(y, args)
            better = value_y < value or np.sum(slope_y * slope_y) < np.sum(slope * slope)
            rest = ended or not better and fall <= FLOOR * abs(value)
            steps = steps + 1
            if rest:
                stands = FOUND if lies else NO_MINIMUM
            else:
                stands = going_on(better, steps < most)
            if better or ended:
                x, value, slope = y, value_y, slope_y
        else:
            stands = NO_NUMBER
    return x, stands

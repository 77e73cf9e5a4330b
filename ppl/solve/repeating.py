"""Fixed points: repeating a function until it changes nothing, in the language.

Anderson (1965), Iterative procedures for nonlinear integral equations, in the form of Walker and Ni (2011): the next point is where the differences of the
last steps, taken together as straight lines, come to rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.types import Code, Numbers, Value
from .calling import gives_up, solver
from .inner import implicitly, solved
from .searches import FOUND, GOING, NO_NUMBER, TOO_MANY
from .settings import FINEST, check_args, check_function, check_method, check_tolerance, whole_number
from .states import check_residual, floats
from .unknowns import check_calls, check_start, check_unknown

PATTERN = "`solve.fixed_point(lambda x, a: np.cos(a * x), 0.5, (0.9,))`"
METHODS = ("anderson", "plain")
ELSEWHERE = {
    **dict.fromkeys(("del2", "steffensen", "aitken", "secant", "broyden", "nonlin"), '`method="anderson"` is that of Steffensen\'s kind, for arrays too'),
    **dict.fromkeys(("iteration", "picard", "simple", "fixedpoint", "damped", "banach"), '`method="plain"` repeats the function and does nothing else'),
}  # fmt: skip
MEMORY = 5                                       # steps that Anderson's method looks back on
RIDGE = 1e-14                                    # of the squares of its differences
FARTHER = 10.0                                   # a step to a place so much less at rest makes it forget
STALE, FLOOR = 20, 1e-9                          # so many steps without progress, so near a fixed point, are the rounding's


@solver
def fixed_point(
    f: Code,
    x0: Numbers,
    args: tuple[Any, ...] = (),
    *,
    method: str = "anderson",
    rtol: float = 1e-13,
    atol: float = 0.0,
    max_steps: int = 1000,
) -> Any:
    """x with f(x, *args) = x, a number or an array of the shape of x0, where the search begins.

    "anderson" takes what the last steps say about where they lead, "plain" repeats f alone. The search ends where f changes x by less than atol + rtol |x|.
    Derivatives are those of the fixed point, by `args` and whatever f sees around it, to any order, and none by x0: the steps are not differentiated. A search
    that does not come to rest in `max_steps` gives up: `GaveUp`, and in a model a log density of -inf with the reason counted."""
    check_function(f, "solve.fixed_point", PATTERN)
    check_method(method, METHODS, ELSEWHERE)
    check_args(args)
    check_calls(f, args, PATTERN)
    check_start(x0, "x0")
    check_tolerance(rtol, "rtol", FINEST)
    check_tolerance(atol, "atol", 0.0)
    most = whole_number(max_steps, "max_steps")
    start = floats(x0)
    shape = np.shape(start)
    check_unknown(shape)
    memory = remembered(method, shape)

    def g(x: Any, given: Any) -> Any:
        found = np.array(f(np.reshape(x, shape) if len(shape) else x[0], *given))
        check_residual(np.shape(found), shape)
        return np.reshape(found, (-1,))

    def equation(found: Any, start: Any, given: Any) -> Any:
        return g(found[0], given) - found[0]

    def search(start: Any, given: Any) -> Any:
        return at_rest(g, start, given, memory, rtol, atol, most)

    x, stands = implicitly(equation, search, np.reshape(start, (-1,)), args)
    if stands == NO_NUMBER:
        gives_up("`solve.fixed_point` gave up: the function became nan or infinite")
    if stands == TOO_MANY:
        gives_up(f"`solve.fixed_point` gave up: no rest after {most} steps; another `x0` may help, and `max_steps=` allows more")
    return np.reshape(x, shape) if len(shape) else x[0]


@compile_time
def remembered(method: str, shape: tuple[int, ...]) -> int:
    """How many steps back the method looks."""
    return min(int(np.prod(shape)), MEMORY) if method == "anderson" else 0


def at_rest(g: Code, x: Any, args: Any, memory: int, rtol: Value, atol: Value, most: int) -> tuple[Any, int]:
    """Where g(x, args) = x, of and in vectors, from x on, and how the search ended."""
    room = max(memory, 1)
    moved, changed = np.zeros((room, len(x))), np.zeros((room, len(x)))        # the last differences of x, and of what g moves it by
    image = g(x, args)
    r = image - x
    size = np.sum(r * r)
    least, stale, steps = size, 0, 0
    stands = GOING if np.isfinite(size) else NO_NUMBER
    while stands == GOING:
        if np.all(np.abs(r) <= atol + rtol * np.abs(image)) or stale >= STALE and np.all(np.abs(r) <= FLOOR * np.max(np.abs(image))):
            x, stands = image, FOUND
        else:
            y = image
            if memory > 0:
                squares = changed @ changed.T
                share = solved(squares + (RIDGE * np.trace(squares) + 1e-300) * np.eye(room), changed @ r)
                y = image - share @ (moved + changed)
                if not np.all(np.isfinite(y)):
                    y = image
            image_y = g(y, args)
            s = image_y - y
            left = np.sum(s * s)
            if memory > 0:
                if not left < FARTHER * size:                          # nan too: the straight lines have led astray
                    moved, changed = np.zeros((room, len(x))), np.zeros((room, len(x)))
                    y = image
                    image_y = g(y, args)
                    s = image_y - y
                    left = np.sum(s * s)
                moved, changed = np.roll(moved, 1, 0), np.roll(changed, 1, 0)
                moved[0], changed[0] = y - x, s - r
            steps = steps + 1
            stale = 0 if left < least else stale + 1
            least = min(left, least)
            x, image, r, size = y, image_y, s, left
            stands = NO_NUMBER if not np.isfinite(left) else TOO_MANY if steps >= most else GOING
    return x, stands

"""Roots of functions, and of systems of equations."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import shown
from ...lang.values.hooks import compile_time
from ...lang.values.values import holds_run_time
from ..base.types import Code, Numbers, Shape, Value
from .calling import gives_up, solver
from .inner import implicitly
from .searches import NO_NUMBER, SAME_SIGN, SINGULAR, STUCK, TOO_MANY, bracketed, newton
from .settings import FINEST, check_args, check_function, check_method, check_tolerance, whole_number
from .states import check_residual, floats
from .unknowns import check_calls, check_start, check_unknown

PATTERN = "`solve.root(lambda x, a: x * x - a, 1.0, (2.0,))`"
METHODS = ("chandrupatla", "newton")
BRACKETING, NEWTON = '`bracket=(a, b)` alone takes `method="chandrupatla"`', '`method="newton"` has exact slopes, and takes `x0`'
ELSEWHERE = {
    **dict.fromkeys(("brentq", "brenth", "brent", "bisect", "bisection", "ridder", "toms748", "itp", "secant", "regulafalsi", "illinois"), BRACKETING),
    **dict.fromkeys(("hybr", "lm", "broyden1", "broyden2", "anderson", "krylov", "dfsane", "newtonraphson", "halley", "powell", "dogleg", "fsolve"), NEWTON),
}  # fmt: skip


@solver
def root(
    f: Code,
    x0: Numbers | None = None,
    args: tuple[Any, ...] = (),
    *,
    bracket: tuple[Numbers, Numbers] | None = None,
    method: str | None = None,
    rtol: float = 1e-14,
    atol: float = 0.0,
    max_steps: int = 1000,
) -> Any:
    """x with f(x, *args) = 0, a number or an array of the shape of x0.

    With `bracket=(a, b)`, numbers between which f changes its sign, the search cannot fail ("chandrupatla", which interpolates or halves). Without it
    Newton's method begins at x0, for a number or an array; f then gives as many numbers as x has, and slopes are exact in compiled code. The search ends
    where x is known to atol + rtol |x|. Derivatives are those of the root, by `args` and whatever f sees around it, to any order, and none by x0 or the
    bracket: the steps are not differentiated. A search that does not come to a root in `max_steps` gives up: `GaveUp`, and in a model a log density of
    -inf with the reason counted."""
    check_function(f, "solve.root", PATTERN)
    check_args(args)
    check_calls(f, args, PATTERN)
    check_tolerance(rtol, "rtol", FINEST)
    check_tolerance(atol, "atol", 0.0)
    most = whole_number(max_steps, "max_steps")
    way = chosen(method, x0, bracket)
    if x0 is not None:
        check_start(x0, "x0")
        check_one(way, np.shape(x0))
    if way == "newton":
        return by_newton(f, x0, args, rtol, atol, most)
    check_bracket(bracket)
    ends: Any = bracket
    return by_bracket(f, x0, ends[0], ends[1], args, rtol, atol, most)


def by_bracket(f: Code, x0: Any, low: Any, high: Any, args: Any, rtol: Value, atol: Value, most: int) -> Value:
    """The root between two numbers; x0 is the first place that is looked at, where it lies between them."""
    a, b = 1.0 * low, 1.0 * high
    share = first_share(x0, a, b)

    def g(x: Value, given: Any) -> Value:
        found = f(x, *given)
        check_residual(np.shape(found), ())
        return found

    def equation(found: Any, a: Value, b: Value, share: Value, given: Any) -> Value:
        return g(found[0], given)

    def search(a: Value, b: Value, share: Value, given: Any) -> Any:
        return bracketed(g, a, b, share, given, rtol, atol, most)

    x, stands = implicitly(equation, search, a, b, share, args)
    if stands == SAME_SIGN:
        gives_up("`solve.root` gave up: the function has the same sign at both ends of `bracket`")
    if stands == NO_NUMBER:
        gives_up("`solve.root` gave up: the function is nan or infinite between the ends of `bracket`, or these are")
    if stands == TOO_MANY:
        gives_up(f"`solve.root` gave up: no root after {most} steps; `max_steps=` allows more")
    return x


def by_newton(f: Code, x0: Any, args: Any, rtol: Value, atol: Value, most: int) -> Any:
    """The root that Newton's method comes to from x0."""
    start = floats(x0)
    shape = np.shape(start)
    check_unknown(shape)

    def g(x: Any, given: Any) -> Any:
        found = np.array(f(np.reshape(x, shape) if len(shape) else x[0], *given))
        check_residual(np.shape(found), shape)
        return np.reshape(found, (-1,))

    def equation(found: Any, start: Any, given: Any) -> Any:
        return g(found[0], given)

    def search(start: Any, given: Any) -> Any:
        return newton(g, start, given, rtol, atol, most)

    x, stands = implicitly(equation, search, np.reshape(start, (-1,)), args)
    if stands == NO_NUMBER:
        gives_up("`solve.root` gave up: the function is nan or infinite at `x0`")
    if stands == SINGULAR:
        gives_up("`solve.root` gave up: the Jacobian is singular where Newton's method has come to; another `x0` may help")
    if stands == STUCK:
        gives_up("`solve.root` gave up: no step of Newton's method makes the residual less; another `x0` may help, or a `bracket=` for a single number")
    if stands == TOO_MANY:
        gives_up(f"`solve.root` gave up: no root after {most} steps; another `x0` may help, and `max_steps=` allows more")
    return np.reshape(x, shape) if len(shape) else x[0]


def first_share(x0: Any, a: Value, b: Value) -> Value:
    """Where between a and b the search begins."""
    if x0 is None or a == b:
        return 0.5
    share = (x0 - a) / (b - a)
    return share if share > 0.0 and share < 1.0 else 0.5


@compile_time
def chosen(method: Any, x0: Any, bracket: Any) -> str:
    """The method. SettingsError where what it needs is missing."""
    if method is not None:
        check_method(method, METHODS, ELSEWHERE)
    way: str = method or ("newton" if bracket is None else "chandrupatla")
    if way == "newton" and x0 is None:
        raise SettingsError("`solve.root` needs a place to begin at, or two between which the function changes its sign",
                            hint="`solve.root(f, x0)`, or `solve.root(f, bracket=(a, b))`")  # fmt: skip
    if way != "newton" and bracket is None:
        raise SettingsError('`method="chandrupatla"` needs `bracket=`', hint="`solve.root(f, bracket=(a, b))`: f changes its sign between a and b")
    if way == "newton" and bracket is not None:
        raise SettingsError('`method="newton"` takes no `bracket=`', hint="leave `method` out: a bracket is searched safely")
    return way


@compile_time
def check_one(way: str, shape: Shape) -> None:
    """SettingsError where a bracket is given for more than one unknown."""
    if way != "newton" and len(shape):
        raise SettingsError("`bracket=` is for one unknown, and `x0` is an array", hint="leave `bracket` out: `solve.root(f, x0)` is for systems")


@compile_time
def check_bracket(bracket: Any) -> None:
    """SettingsError for what are no two numbers."""
    pair = isinstance(bracket, (tuple, list, np.ndarray)) and len(bracket) == 2 and all(np.shape(end) == () for end in bracket)
    if not pair and not (holds_run_time(bracket) and np.shape(bracket) == (2,)):
        raise SettingsError(f"`bracket` must be two numbers, not {shown(bracket)}", hint="`bracket=(a, b)`: f changes its sign between a and b")
    for end in bracket if not holds_run_time(bracket) else ():
        check_start(end, "bracket")

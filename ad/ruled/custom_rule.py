"""`ad.custom_rule`: a function whose derivative its author writes, in the language too."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ...ir.errors import SettingsError
from ...ir.given import check, shown
from ...ir.public import public
from ...lang import compile_time
from ...lang.values.services import Interpreter
from ...lang.values.values import PARAMETER, STAGED, Closure, Value, level_of
from ..api.arguments import ActivityError
from .calling import Rule
from .leaves import is_float_leaf
from .own import Asked, Own
from .terms import Terms


class Slopes:
    """What the author gives: functions, None where there is none."""

    NAMES = ("gradient", "hessian", "jvp", "vjp")

    def __init__(self, gradient: Any, hessian: Any, jvp: Any, vjp: Any):
        self.functions = (gradient, hessian, jvp, vjp)

    def __call__(self, f: Callable[..., Any]) -> CustomRule:
        return CustomRule(f, self.functions)

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Any]) -> CustomRule:
        return CustomRule(args[0], self.functions)


class CustomRule(Own):
    """A function with a derivative of its own: the function, then gradient, Hessian, jvp and vjp, None for those that are not given."""

    title = "with a derivative of its own"

    def __init__(self, f: Any, slopes: tuple[Any, ...]):
        if not callable(f) and not isinstance(f, Closure):
            raise ActivityError(f"a rule of one's own belongs to a function, not to {'a run-time value' if isinstance(f, STAGED) else shown(f)}",
                                hint="`@ad.custom_rule(gradient=…)` stands above the function whose derivative it is")
        super().__init__((f, *slopes), f)

    def rule(self, it: Interpreter, asked: Asked) -> Rule:
        if any(level_of(v) >= PARAMETER and is_float_leaf(v) for v in asked.seen.values):
            raise it.error(f"`{self.__name__}` has a derivative of its own and reads a run-time value of the function around it, in which that says no slope",
                           "hand the value over as an argument")
        return Terms(asked).rule()


@public
@compile_time
def custom_rule(gradient: Callable[..., Any] | None = None, hessian: Callable[..., Any] | None = None, *, jvp: Callable[..., Any] | None = None,
                vjp: Callable[..., Any] | None = None) -> Callable[[Callable[..., Any]], Any]:
    """A decorator for a function whose derivative you write yourself; all of these are functions in the language.

    `gradient(*args)` gives the partial derivatives, one for each argument that is a float, an array or a structure of them, in a tuple where there are
    several: of a function that returns a number shaped like the argument; of one that returns an array with the axes of the result, then those of the
    argument, or, where the function acts element by element, with the axes of the result alone. None stands for no slope. The second derivative is that of
    `gradient`, or what `hessian(*args)` gives: blocks as those of `ad.hessian`, a tuple of tuples for several arguments.

    For functions of several results, or large Jacobians: `jvp(args, tangents)` gives the tangent of the result, structured like it, and `vjp(args, adjoint)`
    the adjoints of the arguments; either is had from the other where one is missing. `args` and `tangents` are tuples, one entry for each argument.

    Integers, texts and arrays of integers have no derivative. SettingsError where none of the functions is given, or more than belong together.
    """
    given = {"gradient": gradient, "hessian": hessian, "jvp": jvp, "vjp": vjp}
    for name, function in given.items():
        check(function is None or callable(function) or isinstance(cast(object, function), Closure), name, function, "a function in the language")
    named = [name for name, function in given.items() if function is not None]
    if not named or "hessian" in named and "gradient" not in named or gradient is not None and (jvp is not None or vjp is not None):
        raise SettingsError(f"`ad.custom_rule` was given {' and '.join(f'`{name}=`' for name in named) or 'nothing'}",
                            hint="give `gradient=`, with `hessian=` or without, or `jvp=`, or `vjp=`, or both of these")
    return Slopes(gradient, hessian, jvp, vjp)

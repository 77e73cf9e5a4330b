"""How solvers are called, in CPython and in compiled code: arguments that do not fit are answered in words; and how one gives up."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar, cast

from ...ir.errors import GaveUp, LlbayesError
from ...ir.places import here
from ...ir.public import misfit
from ...ir.tracebacks import brief
from ...lang.values.services import Interpreter

F = TypeVar("F", bound=Callable[..., Any])


class Solver:
    """A public call whose function is written in the language."""

    def __init__(self, function: Callable[..., Any]):
        functools.update_wrapper(self, function)
        self.function, self.called = function, f"solve.{function.__name__}"
        self.__signature__ = inspect.signature(function)

    @brief
    def __call__(self, *args: Any, **keywords: Any) -> Any:
        self.fit(args, keywords)
        try:
            return self.function(*args, **keywords)
        except LlbayesError as error:
            error.place(here())
            raise

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> Any:
        try:
            self.fit(tuple(args), keywords)
        except LlbayesError as error:
            raise it.error(error.message, error.hint) from None
        return it.call(self.function, *args, **keywords)

    def fit(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        """CallError for arguments that do not fit the signature."""
        try:
            self.__signature__.bind(*args, **keywords)
        except TypeError:
            misfit(self.called, self.__signature__, args, keywords)

    def __repr__(self) -> str:
        return f"<{self.called}>"


def solver(function: F) -> F:
    """A function of the language as a public call of `solve`."""
    return cast(F, Solver(function))


class GivesUp:
    """`gives_up(why)`: CPython raises `GaveUp`; compiled code reports it, so that a model rejects the point and counts the reason."""

    def __call__(self, why: str) -> NoReturn:
        raise GaveUp(why, here())

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], keywords: dict[str, Any]) -> None:
        it.check("false", "gave_up", args[0])


gives_up = GivesUp()

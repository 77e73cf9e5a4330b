"""A function of the language that is made while staging, and functions of the user's with the run-time values that they see around them."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ...lang.values.services import Interpreter
from ...lang.values.values import Value
from ..api.captured import carried


def called(it: Interpreter, f: Any, *args: Any, **keywords: Any) -> Any:
    """What a function of the language returns, which its caller knows."""
    return it.call(f, *args, **keywords)


def item(it: Interpreter, array: Any, key: Any) -> Any:
    """A part of an array at a place that is known."""
    return it.index(array, key)


class Staging:
    """`run(it, *args)` as a function of the language. It must hold no run-time values: it may be staged in another function than it was made in."""

    def __init__(self, run: Callable[..., Any], name: str):
        self.run, self.__name__ = run, name

    def __call__(self, *args: Any) -> Any:
        raise AssertionError(f"{self.__name__} is called in compiled code alone")

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Any]) -> Any:
        return self.run(it, *args)


class Seen:
    """Functions, with the run-time `values` that they see around them where they are defined in compiled code; `again` has others in their place."""

    def __init__(self, functions: tuple[Any, ...]):
        self.functions = functions
        self.values: list[Value] = []

        def collect(v: Value) -> Value:
            self.values.append(v)
            return v
        carried(functions, collect, {})

    def again(self, values: Iterable[Value]) -> tuple[Any, ...]:
        """The functions, with these in place of the values that they see."""
        given = iter(values)
        return carried(self.functions, lambda v: next(given), {})

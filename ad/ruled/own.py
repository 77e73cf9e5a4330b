"""Functions that have derivatives of their own, as they are called: in CPython, as methods of objects, and inside compiled code."""
from __future__ import annotations

import functools
import inspect
import types
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, cast

from ...ir.public import CallError
from ...lang.lists.items import as_array
from ...lang.values.services import Interpreter
from ...lang.values.values import Closure
from ..api.arguments import ActivityError, Call, Signature
from ..api.captured import Wrapper
from .calling import Rule, ruled_call
from .staging import Seen, called


class Own(Wrapper, ABC):
    """Some functions, of which `main` is what is called; the rule of a call is made of all of them."""

    title = ""

    def __init__(self, functions: tuple[Any, ...], main: Any):
        super().__init__(functions)                                             # type: ignore[arg-type]  # all of them see what is around them
        self.main, self.signature = functions.index(main), Signature(main)
        if callable(main):
            functools.update_wrapper(cast("Callable[..., Any]", self), main)
            self.__signature__ = inspect.signature(main)
        self.__name__: str = getattr(main, "__name__", None) or getattr(main, "name", "the function")

    @abstractmethod
    def rule(self, it: Interpreter, asked: Asked) -> Rule:
        """Of a call."""

    @property
    def functions(self) -> tuple[Any, ...]:
        """All of them."""
        return cast("tuple[Any, ...]", self.f)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.functions[self.main](*args, **kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        """A method of an object takes it first."""
        return self if instance is None else types.MethodType(self, instance)

    def __llbayes_stage__(self, it: Interpreter, args: list[Any], kwargs: dict[str, Any]) -> Any:
        try:
            call = self.signature.bind(tuple([as_array(it, a) for a in args]), {k: as_array(it, v) for k, v in kwargs.items()})
            asked = Asked(self.__name__, self.functions, call)
            return ruled_call(it, self.rule(it, asked), asked.given)
        except (ActivityError, CallError) as e:
            raise it.error(e.message, e.hint) from None

    def __repr__(self) -> str:
        return f"<{self.__name__}, {self.title}>"


class Handed:
    """A function among the arguments of a call, by its number."""

    def __init__(self, number: int):
        self.number = number


class Asked:
    """A call of such functions. `given` is what all that the rule is made of takes as its arguments: those of the call, functions taken out, and the run-time
    values that functions see around them."""

    def __init__(self, name: str, functions: tuple[Any, ...], call: Call):
        self.name, self.functions, self.positional, self.keywords = name, functions, len(call.args), tuple(call.kwargs)
        handed: list[Any] = []

        def apart(a: Any) -> Any:
            if not isinstance(a, (Closure, Wrapper)):
                return a
            handed.append(a)
            return Handed(len(functions) + len(handed) - 1)
        own = tuple([apart(a) for a in (*call.args, *call.kwargs.values())])
        self.seen = Seen((*functions, *handed))
        self.given = (own, tuple(self.seen.values))

    def call(self, it: Interpreter, which: int, given: Any, *first: Any) -> Any:
        """One of the functions, of the arguments of the call, behind `first`."""
        f, own = self._again(which, given)
        return called(it, f, *first, *own[:self.positional], **dict(zip(self.keywords, own[self.positional:], strict=True)))

    def call_with(self, it: Interpreter, which: int, given: Any, along: Any) -> Any:
        """One of the functions, of the tuple of arguments, and tangents or adjoints."""
        f, own = self._again(which, given)
        return called(it, f, own, along)

    def _again(self, which: int, given: Any) -> tuple[Any, tuple[Any, ...]]:
        own, values = given
        functions = self.seen.again(values)
        return functions[which], tuple([functions[a.number] if isinstance(a, Handed) else a for a in own])
